// CRC-32 as ZIP uses it (APPNOTE §4.4.7; ISO 3309). It finds accidents; against intent there are the manifest's digests.

private import CText

/// A running CRC-32.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func update(_ bytes: [UInt8]) {
        // The array's memory is valid during the call, and is only read.
        value = unsafe bytes.withUnsafeBufferPointer { memory in
            unsafe docket_crc32(value, memory.baseAddress, memory.count)
        }
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        var checksum = Checksum()
        checksum.update(bytes)
        return checksum.value
    }
}
