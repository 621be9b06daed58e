// CRC-32 by carry-less multiplication and by tables, against the definition.

import CText
import Testing

@testable import Container

/// The definition: one bit at a time (ISO 3309).
private func defined(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { state, byte in
        (0..<8).reduce(state ^ UInt32(byte)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }
}

private let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 3) }

@Suite struct Checksums {
    /// The check value of the catalogue of CRCs (reveng.sourceforge.io/crc-catalogue, CRC-32/ISO-HDLC).
    @Test func `the check value is that of the catalogue`() {
        #expect(Checksum.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(Checksum.of([]) == 0)
    }

    @Test func `every length gives what the definition gives`() {
        for count in [Int](0..<200) + [255, 256, 257, 1023, 1024, 1999] {
            for start in 0..<min(3, bytes.count - count) {
                let part = Array(bytes[start..<start + count])
                #expect(Checksum.of(part) == defined(part), "\(count) bytes from \(start)")
                let plain = unsafe part.withUnsafeBufferPointer {
                    unsafe docket_crc32_plain(0, $0.baseAddress, $0.count)
                }
                #expect(plain == defined(part), "\(count) bytes from \(start), plain")
            }
        }
    }

    @Test(arguments: [1, 7, 63, 64, 65, 80, 128, 1000])
    func `pieces give what the whole gives`(size: Int) {
        var checksum = Checksum()
        for start in stride(from: 0, to: bytes.count, by: size) {
            checksum.update(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(checksum.value == defined(bytes))
    }

    @Test func `one bit makes another checksum`() {
        for position in [0, 63, 64, 1984, 1999] {
            var other = bytes
            other[position] ^= 0x10
            #expect(Checksum.of(other) != Checksum.of(bytes))
        }
    }
}
