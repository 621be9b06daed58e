import Cryptography
import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Cipher of exchanged data` {
    private static let zero = [UInt8](repeating: 0, count: 32)

    // AES-256 of a block of zeros under a key of zeros (NIST AESAVS, and as openssl enc -aes-256-ctr gives it).
    @Test func `begins to count at zero`() {
        let found = DataCipher.apply(to: Array(repeating: 0, count: 16), key: Self.zero)
        #expect(
            found == [
                0xDC, 0x95, 0xC0, 0x78, 0xA2, 0x40, 0x89, 0x89,
                0xAD, 0x48, 0xA2, 0x14, 0x92, 0x84, 0x20, 0x87,
            ])
    }

    // head -c 1048593 /dev/zero | openssl enc -aes-256-ctr -K 00… -iv 00… | sha256sum
    @Test func `counts on from piece to piece, as OpenSSL's command does`() throws {
        let found = try #require(
            DataCipher.apply(to: Array(repeating: 0, count: 1_048_593), key: Self.zero))
        #expect(
            Digest.sha256(found)
                == Digest(
                    hex: "c2b80de309c95b2bfc557662ecffb38c6cdd30c195c113f960b8befd3b89143c"))
        #expect(
            DataCipher.apply(to: found, key: Self.zero) == Array(repeating: 0, count: 1_048_593))
    }

    @Test(arguments: [0, 1, 15, 16, 17])
    func `gives as many bytes as it takes, and back`(count: Int) {
        let plain = (0..<count).map { UInt8($0) }
        let key = (0..<32).map { UInt8($0) }
        let sealed = DataCipher.apply(to: plain, key: key)
        #expect(sealed?.count == count)
        #expect(sealed.flatMap { DataCipher.apply(to: $0, key: key) } == plain)
        #expect(count == 0 || sealed != plain)
    }

    @Test(arguments: [0, 16, 24, 31, 33])
    func `takes keys of 32 bytes only`(size: Int) {
        #expect(DataCipher.apply(to: [1, 2, 3], key: Array(repeating: 1, count: size)) == nil)
    }
}
