// One kind of evidence is one module (DESIGN.md §5; SEMPER's manager and modules): a value made by decoding an exhibit's bytes
// strictly, which then answers what it holds, what it commits to, whether it is valid in the light of everything else, who
// could have made it, and which facts it gives. To add a kind: a folder with such a type, and a line in `EvidenceModules.all`.
// Modules never read a clock, a file or each other; what they may know of other exhibits is in `Evidence`.

import Cryptography
package import EvidenceValues

/// Why bytes are not evidence of the kind that they were filed as: a stable code and a few words.
struct MalformedEvidence: Error, Sendable, Hashable {
    let code: String
    let words: String
}

/// A decoded exhibit of one kind.
protocol EvidenceModule: Sendable {
    /// The kind that the type is for.
    static var kind: ExhibitKind { get }

    /// The media type, if these bytes are of this kind; nil if not. The name helps only where bytes cannot tell.
    static func recognise(name: String, content: [UInt8]) -> MediaType?

    /// Decodes the bytes, all of them, or refuses.
    init(decoding content: [UInt8]) throws(MalformedEvidence)

    /// The same; certificates that `memory` knows are not read again.
    init(decoding content: [UInt8], memory: ObjectMemory) throws(MalformedEvidence)

    /// What the bytes hold that may help elsewhere.
    var holdings: Holdings { get }

    /// Tells the graph what the bytes commit to; `object` stands for the bytes themselves.
    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes)

    /// Validates the exhibit in the light of all evidence.
    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement

    /// What it states formally, with the digest of the content that states it, `content` being its bytes'; nil if it states nothing.
    func statement(of content: Digest) -> (document: Digest, terms: TermsBlock)?

    /// Who could have made it (background §1.5, "producible").
    func makers(_ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence) -> Makers

    /// What it says, as facts.
    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact]

    /// One sentence on what it is, and further lines.
    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description
}

/// What a module tells people.
struct Description: Sendable {
    var summary: String
    var details: [String] = []
    /// What it amounts to, if it is a ledger of a limit.
    var ledger: LedgerRecord?
}

extension EvidenceModule {
    init(decoding content: [UInt8], memory: ObjectMemory) throws(MalformedEvidence) {
        try self.init(decoding: content)
    }

    var holdings: Holdings { Holdings() }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {}

    func statement(of content: Digest) -> (document: Digest, terms: TermsBlock)? { nil }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement { Judgement() }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] { [] }
}

/// The kinds of evidence that Docket knows.
enum EvidenceModules {
    /// In the order in which they are asked to recognise bytes; whatever nobody recognises is a document.
    static let all: [any EvidenceModule.Type] = [
        TimeStampModule.self, SignatureModule.self, EncryptedModule.self, OCSPResponseModule.self,
        RevocationListModule.self, CertificateModule.self, ReceiptModule.self,
        CheckpointModule.self, ClaimsModule.self, LedgerModule.self, ProtocolModule.self,
        AnnexModule.self, AgreementModule.self, AuditModule.self, ErasureModule.self,
        HoldModule.self, ReleaseModule.self, RestoreModule.self, RotationModule.self,
        CosignatureModule.self, TLSTranscriptModule.self, KerberosTicketModule.self,
        SharedKeyMACModule.self, EventLogModule.self, DocumentModule.self,
    ]

    /// The module for a kind.
    static func module(for kind: ExhibitKind) -> (any EvidenceModule.Type)? {
        all.first { $0.kind == kind }
    }
}

/// The kind and media type of a file, from its bytes and, where those do not tell, its name.
package func recognise(name: String, content: [UInt8]) -> (kind: ExhibitKind, mediaType: MediaType)
{
    for module in EvidenceModules.all {
        if let mediaType = module.recognise(name: name, content: content) {
            return (kind: module.kind, mediaType: mediaType)
        }
    }
    return (kind: .document, mediaType: .octetStream)
}
