// What was filed encrypted (docs/formats/encrypted.md): it dates the plaintext whose digest it names and no other, and what an arbiter's key opens of it is evidence
// of nobody in particular.

import BundleExport
import Cryptography
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

@Suite struct EncryptedExhibit {
    let readers: Readers
    var trusted: TrustedLog
    let contract = Array(
        """
        # Contract

        ```terms
        kind(contract).
        ```

        """.utf8)

    init() throws {
        readers = try Readers.shared.get()
        trusted = try TrustedLog.sample()
    }

    private func text(_ envelope: [UInt8]) -> String { PEM.encode(envelope, label: "CMS") }

    private mutating func file(_ envelope: [UInt8], name: String = "contract.md.p7m") throws {
        try trusted.log.file("BAN-1", name, text(envelope), kind: .encrypted)
    }

    /// The verified bundle, with its facts.
    private func found(_ reader: TestIdentity? = nil) throws -> (BundleVerification, [Fact]) {
        var assembly = try trusted.assembly()
        assembly.time = try at("2026-06-01")
        let bundle = try VerifiedBundle(
            draft: try assembly.assembled(),
            trust: ArbiterTrust(
                agreement: .copy(assembly.agreement), annex: .copy(assembly.annex)),
            at: assembly.time, tool: "docket test", key: try reader.map(readers.key))
        return (bundle.verification, bundle.facts())
    }

    private func has(
        _ predicate: String, _ digests: [[UInt8]], in facts: [Fact], _ standing: Standing = .certain
    ) -> Bool {
        let arguments = digests.map { Term.document(Digest.sha256($0)) }
        return facts.contains {
            $0.predicate == predicate && Array($0.arguments.prefix(digests.count)) == arguments
                && $0.standing == standing
        }
    }

    @Test mutating func `names its plaintext and says nothing of it`() throws {
        let envelope = try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true)
        try file(envelope)
        let (verification, facts) = try found()
        #expect(troubles(verification) == [])
        let bytes = Array(text(envelope).utf8)
        #expect(has("commits", [bytes, contract], in: facts))
        #expect(has("admitted", [bytes], in: facts))
        #expect(!has("admitted", [contract], in: facts))
        #expect(!has("kind", [contract], in: facts) && !has("kind", [bytes], in: facts))
        let exhibit = try #require(verification.record.exhibits.first { $0.kind == .encrypted })
        #expect(exhibit.summary.contains("its plaintext is not on file"))
        #expect(exhibit.disclosure == .present)
    }

    @Test
    mutating func `opened by the arbiter is admitted as far as it is itself, and nobody's filing`()
        throws
    {
        let envelope = try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true)
        try file(envelope)
        let (verification, facts) = try found(readers.arbiter)
        #expect(troubles(verification) == [])
        #expect(has("admitted", [contract], in: facts))
        #expect(has("kind", [contract], in: facts))
        #expect(!facts.contains { $0.predicate == "filed" })
        let index = try #require(verification.record.exhibits.first { $0.kind == .encrypted }).index
        let admission = try #require(
            facts.first {
                $0.predicate == "admitted" && $0.arguments == [.document(.sha256(contract))]
            })
        #expect(admission.exhibits == [index])
        let plaintext = try #require(verification.record.opening?.plaintexts.first)
        #expect(plaintext.encrypted == index)
        let exhibit = try #require(
            verification.record.exhibits.first { $0.index == plaintext.index })
        #expect(exhibit.name.text == "contract.md" && exhibit.disclosure == .opened)
        #expect(exhibit.digest == .sha256(contract) && exhibit.filer == nil)
        #expect(verification.record.presentCount == 2)
    }

    @Test mutating func `whose plaintext is on file is not opened beside it`() throws {
        try file(try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true))
        try trusted.log.file("BAN-1", "contract.md", String(decoding: contract, as: UTF8.self))
        let (verification, _) = try found(readers.arbiter)
        #expect(verification.record.opening?.plaintexts == [])
        let exhibit = try #require(verification.record.exhibits.first { $0.kind == .encrypted })
        #expect(exhibit.summary.contains("its plaintext is on file"))
    }

    /// How an envelope may fail to give a plaintext its time.
    @Test(arguments: [
        "no digest", "another digest", "another key", "the twin's key", "a changed text",
    ])
    mutating func `gives nothing that it does not name and open to`(_ lie: String) throws {
        let other = Array("another contract".utf8)
        var reader = readers.arbiter
        switch lie {
        case "no digest": try file(try readers.seal(contract, to: [readers.arbiter]))
        case "another digest": try file(try relabelled(contract, as: other))
        case "another key":
            try file(try readers.seal(contract, to: [readers.expert], namesPlaintext: true))
        case "the twin's key":
            try file(try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true))
            reader = readers.twin
        default:
            var envelope = try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true)
            let tail = Array(Digest.sha256(contract).bytes)
            let end = try #require(envelope.firstRange(of: tail)).lowerBound
            // A byte of the ciphertext, which stands before the attribute with the digest.
            envelope[end - 60] ^= 1
            try file(envelope)
        }
        let (verification, facts) = try found(reader)
        #expect(verification.record.opening?.plaintexts == [])
        #expect(!has("admitted", [contract], in: facts) && !has("kind", [contract], in: facts))
        #expect(!has("admitted", [other], in: facts))
        #expect(verification.record.exhibits.count == 2)
        let codes = verification.record.checks.map(\.code)
        #expect(
            codes.contains("ENCRYPTED.NOT_OPENED")
                == ["another digest", "the twin's key", "a changed text"].contains(lie))
    }

    /// An envelope of one text that names another.
    private func relabelled(_ content: [UInt8], as other: [UInt8]) throws -> [UInt8] {
        var envelope = try readers.seal(content, to: [readers.arbiter], namesPlaintext: true)
        let place = try #require(envelope.firstRange(of: Digest.sha256(content).bytes))
        envelope.replaceSubrange(place, with: Digest.sha256(other).bytes)
        return envelope
    }

    // Whoever makes an envelope can give each recipient another key to the same ciphertext; only one of them opens it to what it names.
    @Test mutating func `of two openings gives time to the one that it names`() throws {
        let mine = try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true)
        try file(mine, name: "a.p7m")
        try file(try relabelled(Array("other".utf8), as: contract), name: "b.p7m")
        let (verification, facts) = try found(readers.arbiter)
        #expect(verification.record.opening?.plaintexts.count == 1)
        #expect(has("admitted", [contract], in: facts))
        #expect(!has("admitted", [Array("other".utf8)], in: facts))
    }

    @Test mutating func `inside another is not opened again`() throws {
        let inner = try readers.seal(contract, to: [readers.arbiter], namesPlaintext: true)
        try file(try readers.seal(inner, to: [readers.arbiter], namesPlaintext: true))
        let (verification, facts) = try found(readers.arbiter)
        #expect(verification.record.opening?.plaintexts.count == 1)
        #expect(
            has("admitted", [inner], in: facts) && has("commits", [inner, contract], in: facts))
        #expect(!has("admitted", [contract], in: facts))
    }

    @Test mutating func `that is none is told`() throws {
        try trusted.log.file("BAN-1", "x.p7m", "not sealed", kind: .encrypted)
        let (verification, _) = try found(readers.arbiter)
        let exhibit = try #require(verification.record.exhibits.first { $0.kind == .encrypted })
        #expect(exhibit.indication == .totalFailed)
        #expect(exhibit.checks.map(\.code) == ["ENCRYPTED.MALFORMED"])
    }
}
