// CRC-32 as ZIP uses it (APPNOTE §4.4.7; ISO 3309). It finds accidents; against intent there are the manifest's digests.

/// A running CRC-32.
struct Checksum {
    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    private var state: UInt32 = 0xFFFF_FFFF

    mutating func update(_ bytes: [UInt8]) {
        let table = Checksum.table
        var state = state
        for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 255)] }
        self.state = state
    }

    var value: UInt32 { ~state }

    static func of(_ source: ByteSource) throws(ContainerError) -> UInt32 {
        var checksum = Checksum()
        try source.forEachChunk(in: 0..<source.count) { checksum.update($0) }
        return checksum.value
    }
}
