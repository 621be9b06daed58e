// Notes and keys: the known answers, and every change of a note refused.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Signed notes` {
    static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let secret =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let text =
        "If you think cryptography is the answer to your problem,\n"
        + "then you don't know what your problem is.\n"

    @Test func `the note of golang's own test is ours to the byte`() throws {
        // golang.org/x/mod sumdb/note/note_test.go
        let signer = try NoteSigner(secretKeyText: Self.secret)
        let note = try signer.sign(Self.text)
        #expect(
            note == Self.text + "\n\u{2014} PeterNeumann "
                + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        )
        let key = try VerifierKey(text: Self.key)
        #expect(signer.verifierKey == key)
        let opened = try UnopenedNote(parsing: note).open(with: [key])
        #expect(opened.text == Self.text)
        #expect(opened.signers.map(\.key) == [key])
    }

    @Test func `keys come back from their texts`() throws {
        #expect(try VerifierKey(text: Self.key).text == Self.key)
        #expect(try NoteSigner(secretKeyText: Self.secret).secretKeyText == Self.secret)
    }

    @Test func `a changed key is refused`() throws {
        for changed in Mutations.flips(Array(Self.key.utf8)) + Mutations.cuts(Array(Self.key.utf8))
        {
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            #expect(throws: NoteError.self, "\(text)") { try VerifierKey(text: text) }
        }
        for changed in Mutations.cuts(Array(Self.secret.utf8)) {
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            #expect(throws: NoteError.self, "\(text)") { try NoteSigner(secretKeyText: text) }
        }
        for seed in [0, 31, 33] {
            #expect(throws: NoteError.malformedKey) {
                try NoteSigner(name: "a", seed: [UInt8](repeating: 1, count: seed))
            }
        }
        for name in ["", "a b", "a+b", "a\u{A0}b", "a\nb"] {
            #expect(throws: NoteError.malformedKey) {
                try NoteSigner(name: name, seed: [UInt8](repeating: 1, count: 32))
            }
        }
    }

    @Test func `every changed byte of a note is refused`() throws {
        let note = Array(try Samples.checkpointNote().utf8)
        let key = try Samples.signer().verifierKey
        for changed in Mutations.flips(note) + Mutations.cuts(note) + Mutations.lines(note) {
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            // A doubled signature line is the same signature twice; all else is no note of this key.
            if let opened = try? Checkpoint.open(note: text, with: key) {
                #expect(text.split(separator: "\n").count == 5)
                #expect(opened.checkpoint.size == TreeSize(16))
            }
        }
    }

    @Test func `unknown keys are ignored, a false signature by a known one is not`() throws {
        let note = try Samples.checkpointNote()
        let key = try Samples.signer().verifierKey
        let unknown = "\u{2014} witness.example/w1 sE1vjwAAAABopPLqcjWV\n"
        #expect(try Checkpoint.open(note: note + unknown, with: key).note == note + unknown)
        let other = try NoteSigner(name: key.name, seed: [UInt8](repeating: 8, count: 32))
        #expect(throws: NoteError.noKnownSignature) {
            try Checkpoint.open(note: note, with: other.verifierKey)
        }
        // Another text's signature, appended to a good one.
        let text = try UnopenedNote(parsing: note).text
        let forged = try Samples.signer().sign("other\n").split(separator: "\n").last ?? ""
        #expect(throws: NoteError.badSignature(name: key.name, keyID: key.keyID)) {
            try UnopenedNote(parsing: note + forged + "\n").open(with: [key])
        }
        #expect(throws: NoteError.noKnownSignature) {
            try UnopenedNote(parsing: text + "\n" + unknown).open(with: [key])
        }
    }

    @Test func `sixteen signatures are read, a hundred and one are refused`() throws {
        let note = try Samples.checkpointNote()
        let key = try Samples.signer().verifierKey
        let line = "\u{2014} witness.example/w sE1vjwAAAABopPLqcjWV\n"
        let many = note + String(repeating: line, count: 99)
        #expect(try UnopenedNote(parsing: many).signatures.count == 100)
        #expect(try Checkpoint.open(note: many, with: key).checkpoint.size == TreeSize(16))
        #expect(throws: NoteError.malformedNote) { try UnopenedNote(parsing: many + line) }
        let huge = String(repeating: "a", count: 1_048_577)
        #expect(throws: NoteError.malformedNote) { try UnopenedNote(parsing: huge) }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text", "text\n\n\u{2014} a\n",
        "text\n\n\u{2014} a AAAAAA==\n", "text\n\n- a AAAAAAA=\n", "text\n\n\u{2014}  a AAAAAAA=\n",
        "text\n\n\u{2014} a AAAAAAA=", "text\n\n\u{2014} a AAAAAAB=\n",
        "te\u{0}xt\n\n\u{2014} a AAAAAAA=\n",
        "text\r\n\r\n\u{2014} a AAAAAAA=\n", "text\n\n\u{2014} a AAAAAAA=\nrest\n",
        "text\n\n\u{2014} a+b AAAAAAA=\n", "text\n\u{2014} a AAAAAAA=\n",
    ]) func `a text of another form is no note`(text: String) {
        #expect(throws: NoteError.malformedNote) { try UnopenedNote(parsing: text) }
    }

    // Spec: checkpoint-2
    @Test(arguments: [
        "", "a\n", "a\n1\n", "a\n1\nAAAA\n", "a\n01\n\(Self.hash)\n", "a\n-1\n\(Self.hash)\n",
        "a\n18446744073709551616\n\(Self.hash)\n", "A b\n1\n\(Self.hash)\n", "\n1\n\(Self.hash)\n",
        "a\n1\n\(Self.hash)", "a\n1\n\(Self.hash)\n\n",
        "a\n1\n\(Self.hash)\n\nx\n",
    ]) func `a text of another form is no checkpoint`(text: String) {
        #expect(throws: NoteError.malformedCheckpoint) { try Checkpoint(noteText: text) }
    }

    @Test func `the empty tree has one root`() {
        #expect(throws: NoteError.wrongEmptyRoot) {
            try Checkpoint(noteText: "a\n0\n\(Self.hash)\n")
        }
    }
    static let hash = "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs="

    @Test func `lines behind the root are kept, since they are signed`() throws {
        let text = "a\n1\n\(Self.hash)\nmore\nand more\n"
        let checkpoint = try Checkpoint(noteText: text)
        #expect(checkpoint.text == text)
        #expect(checkpoint.extensions == ["more", "and more"])
    }

    // Spec: checkpoint-4
    @Test func `another log's checkpoint under this key is refused`() throws {
        let signer = try Samples.signer()
        let other = Checkpoint(
            origin: required(ArchiveOrigin("other.example")), size: TreeSize(0), root: .empty)
        #expect(
            throws: NoteError.wrongOrigin(found: "other.example", expected: Samples.origin.text)
        ) { try other.sign(with: signer) }
    }
}
