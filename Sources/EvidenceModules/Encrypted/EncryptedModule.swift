// What was filed encrypted (docs/formats/encrypted.md): it shows that these bytes existed, and, where it names the digest of its plaintext, that whoever
// made it knew that digest. No key is ever used here, and what the ciphertext holds is nobody's words until the plaintext is at hand.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// An EnvelopedData filed as an exhibit.
struct EncryptedModule: EvidenceModule {
    static let kind = ExhibitKind.encrypted

    private let recipients: [String]
    private let algorithm: String
    private let plaintext: Digest?

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard (try? EnvelopedData(content)) != nil else { return nil }
        return MediaType("application/pkcs7-mime")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        let envelope: EnvelopedData
        do throws(EnvelopeError) {
            envelope = try EnvelopedData(content)
        } catch {
            throw MalformedEvidence(
                code: "ENCRYPTED.MALFORMED", words: EncryptedModule.words(error))
        }
        // The ciphertext is not kept: nothing reads it.
        recipients = envelope.recipients.map(\.words)
        algorithm = envelope.algorithm
        plaintext = envelope.plaintextDigest
    }

    // Spec: encrypted-4
    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        if let plaintext { graph.commit(object, to: .content(plaintext)) }
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        var judgement = Judgement()
        if plaintext == nil {
            judgement.checks.append(
                Check(
                    "ENCRYPTED.NO_DIGEST", .warning, subject: exhibit.filing.content.text,
                    "It does not name the digest of its plaintext, so whatever it opens to has the time of its "
                        + "own filing only."))
        }
        return judgement
    }

    /// Anyone can encrypt anything to anybody.
    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { .anyone }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] {
        guard let plaintext, plaintext != exhibit.filing.content else { return [] }
        return [
            Fact(
                "commits", [.document(exhibit.filing.content), .document(plaintext)],
                exhibits: [exhibit.entry.index])
        ]
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let places = plaintext.flatMap { evidence.places[$0] } ?? []
        let disclosed =
            places.isEmpty ? "its plaintext is not on file" : "its plaintext is on file"
        return Description(
            summary: "Encrypted; \(disclosed).",
            details: recipients.map { "for the holder of the key of the certificate: " + $0 } + [
                "content encryption algorithm \(algorithm)"
            ] + (plaintext.map { ["names its plaintext: \($0)"] } ?? []))
    }

    private static func words(_ error: EnvelopeError) -> String {
        switch error {
        case .malformed: "no CMS EnvelopedData, or with bytes behind it"
        case .tooLarge: "an EnvelopedData that is larger than is read"
        }
    }
}
