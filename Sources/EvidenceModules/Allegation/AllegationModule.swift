// Records that prove nothing against the other side: transcripts of TLS sessions, Kerberos tickets, MACs and logs. What makes them is a
// secret that both sides have, or somebody's own bookkeeping, so whoever hands one in could have written it himself; and
// without the secret nobody can tell a real one from a made one. They are recognised so that the report can say this, and become
// one fact, `allegation(D, V)`, which no rule turns into a signature.
//
// Invariants: a reader takes all bytes or none; it never decrypts and never looks for keys; a text with a block of terms is a
// document, never a record.

import Container
package import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A record that one side could have made alone.
protocol AllegationModule: EvidenceModule {
    /// Reads all of the bytes; nil if they are no such record.
    init?(reading content: [UInt8])

    /// The media type of all of the kind.
    static var mediaType: String { get }
    /// What it is not, for errors: `no transcript of a TLS session`.
    static var refusal: String { get }
    /// How whoever hands it in could have made it.
    static var means: Maker.Means { get }

    /// What it is, in one line, and what can be read in it.
    var summary: String { get }
    var details: [String] { get }
    /// Why it proves nothing against the other side.
    var reason: String { get }
    /// Secrets that it gives away; nil if it gives none.
    var secrets: String? { get }
}

extension AllegationModule {
    var secrets: String? { nil }

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        read(content) == nil ? nil : MediaType(mediaType)
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        guard let read = Self.read(content) else {
            throw MalformedEvidence(code: "ALLEGATION.MALFORMED", words: Self.refusal)
        }
        self = read
    }

    /// Spec: transcripts-2
    private static func read(_ content: [UInt8]) -> Self? {
        guard content.count <= AllegationLimits.size else { return nil }
        return Self(reading: content)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        var judgement = Judgement()
        let subject = exhibit.filing.content.text
        judgement.checks = warnings.map { Check($0.code, .warning, subject: subject, $0.sentence) }
        return judgement
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { Makers([Maker(.anyone, Self.means)]) }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] {
        [
            Fact(
                "allegation", [.document(exhibit.filing.content), .word(Self.kind.rawValue)],
                exhibits: [exhibit.entry.index])
        ]
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        Description(summary: summary + ".", details: details + [reason])
    }

    /// What a person must be told of it.
    fileprivate var warnings: [RecognisedRecord.Warning] {
        let own = RecognisedRecord.Warning(
            code: "ALLEGATION.RECORD", sentence: "\(summary). \(reason)")
        return [own]
            + (secrets.map { [.init(code: "ALLEGATION.SECRETS", sentence: $0)] } ?? [])
    }
}

/// How much of a record is looked at.
enum AllegationLimits {
    /// As much as `docket file` reads to recognise a kind; what is larger is a document.
    static let size = 16 << 20
    /// Lines of a text. A line of a log has more than 16 bytes; empty ones must not cost more than what they are in.
    static let lines = 1 << 20
    /// Names and sessions that are told; a record of more tells how many there are.
    static let told = 16
    /// Bytes of one name; a longer one is not told.
    static let name = 256
}

/// A record that is no evidence against anybody, as told to whoever validates a file.
package struct RecognisedRecord: Sendable, Hashable {
    package let kind: ExhibitKind
    /// What it is, why it proves nothing, and what it gives away.
    package let warnings: [Warning]
    package let details: [String]

    /// A reason code and its sentence.
    package struct Warning: Sendable, Hashable {
        package let code: String
        package let sentence: String
    }
}

/// What these bytes are if they are a record that one side could have made alone; nil if they are something else, or nothing known.
package func recognisedRecord(name: String, content: [UInt8]) -> RecognisedRecord? {
    for module in EvidenceModules.all
    where module.recognise(name: name, content: content) != nil {
        guard let type = module as? any AllegationModule.Type,
            let read = try? type.init(decoding: content)
        else { return nil }
        return RecognisedRecord(kind: type.kind, warnings: read.warnings, details: read.details)
    }
    return nil
}
