// The files of secret keys: two forms, each with one text; and nothing of a secret in what is printed.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Key files` {
    static let envelope = Array(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n".utf8)

    @Test func `both forms come back from their bytes`() throws {
        let signer = try Samples.signer()
        let plain = SecretKeyFile.plain(signer)
        let sealed = SecretKeyFile.sealing(signer) { _ in Self.envelope }
        #expect(!plain.isSealed && sealed.isSealed)
        for file in [plain, sealed] {
            let read = try SecretKeyFile(parsing: file.bytes)
            #expect(read.bytes == file.bytes)
            #expect(read.verifierKey == signer.verifierKey)
        }
        #expect(plain.bytes == Array((signer.secretKeyText + "\n").utf8))
    }

    // Spec: key-4
    @Test func `an envelope with another seed is refused`() throws {
        let signer = try Samples.signer()
        let file = SecretKeyFile.sealing(signer) { seed in
            #expect(seed == Secret([UInt8](repeating: 7, count: 32)))
            return Self.envelope
        }
        let seed = Secret([UInt8](repeating: 7, count: 32))
        #expect(try file.signer { _ in seed }.secretKeyText == signer.secretKeyText)
        for wrong in [Secret([UInt8](repeating: 8, count: 32)), Secret([7])] {
            #expect(throws: NoteError.malformedKey) { try file.signer { _ in wrong } }
        }
    }

    // Spec: key-6
    @Test func `other files are refused`() throws {
        let signer = try Samples.signer()
        let plain = SecretKeyFile.plain(signer).bytes
        let sealed = SecretKeyFile.sealing(signer) { _ in Self.envelope }.bytes
        let line = Array((signer.verifierKey.text + "\n").utf8)
        let others: [[UInt8]] = [
            [], [0x0A], line, line + [0x0A], Array(plain.dropLast()), plain + [0x0A], plain + plain,
            [0x0A] + plain, Self.envelope, plain + Self.envelope, line + line + Self.envelope,
            line + [0x0A] + Self.envelope, [0xFF, 0x0A],
            sealed + [UInt8](repeating: 0x0A, count: SecretKeyFile.maximumSize),
        ]
        for other in others {
            #expect(throws: NoteError.self) { try SecretKeyFile(parsing: other) }
        }
        // The envelope is opened, and so checked, by somebody else; the line before it is public.
        for changed in Mutations.flips(line) {
            #expect(throws: NoteError.self) { try SecretKeyFile(parsing: changed + Self.envelope) }
        }
    }

    @Test func `neither printing nor dumping shows a secret`() throws {
        let seed = [UInt8](repeating: 7, count: 32)
        let signer = try Samples.signer()
        let cosigner = try Cosigner(name: "witness.example", seed: seed)
        let values: [Any] = [
            signer, Optional(signer) as Any, [signer], cosigner, SecretKeyFile.plain(signer),
            Secret(seed), ["key": Secret(seed)],
        ]
        for value in values {
            var shown = "\(value) \(String(reflecting: value))"
            dump(value, to: &shown)
            #expect(shown.contains("(secret)"), "\(shown)")
            for trace in ["7, 7", "- 7\n", "BwcHBwcH", "07070707", "PRIVATE+KEY"] {
                #expect(!shown.contains(trace), "\(trace) in \(shown)")
            }
        }
    }
}
