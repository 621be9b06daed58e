// A ledger as an exhibit (docs/formats/ledger.md): read strictly when it is decoded, checked entry by entry when it is validated. What is wrong between
// its entries makes it no worse as evidence, for it convicts whoever signed it; so it is told as warnings and given as facts, and the law decides.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A commitment service's account of one limit.
struct LedgerModule: EvidenceModule {
    static let kind = ExhibitKind.ledger

    let head: LedgerHead
    let entries: Int64
    /// The bytes, which are read again for each question: what they say is kept nowhere else.
    let content: [UInt8]

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        content.starts(with: Array((LedgerHead.format + "\n").utf8))
            ? MediaType("text/plain") : nil
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        var outline = LedgerOutline()
        do throws(LedgerError) {
            try LedgerReader.read(content.span, into: &outline)
        } catch {
            throw MalformedEvidence(code: "LEDGER.MALFORMED", words: error.words)
        }
        guard let head = outline.head else {
            throw MalformedEvidence(code: "LEDGER.MALFORMED", words: "no ledger")
        }
        self.head = head
        entries = outline.entries
        self.content = content
    }

    /// Lets `visitor` see the entries. They were all read before, so nothing is refused now.
    func read(into visitor: inout some LedgerVisitor) {
        try? LedgerReader.read(content.span, into: &visitor)
    }

    /// The state after the last entry, with what is wrong.
    func check(skew: TimeSpan) -> LedgerCheck {
        var check = LedgerCheck(skew: skew)
        read(into: &check)
        return check
    }

    /// A ledger is made after what its entries refer to.
    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        var references = LedgerReferences { known.bytes(of: $0) != nil }
        read(into: &references)
        for digest in references.found { graph.commit(object, to: .content(digest)) }
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        var judgement = Judgement()
        judgement.checks = LedgerFacts(self, exhibit, in: evidence).checks
        return judgement
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { .anyone }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] { LedgerFacts(self, exhibit, in: evidence).all }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let check = check(skew: evidence.policy.skew)
        let currency = head.currency
        return Description(
            summary: "Ledger of the limit \(head.limit) of \(head.subscriber), kept by "
                + "\(head.issuer): \(entries) \(entries == 1 ? "entry" : "entries").",
            details: [
                "mode \(head.mode.ledgerText), maximum in force "
                    + currency.text(sum: check.maximum),
                "open \(currency.text(sum: check.sums.open)), remaining "
                    + currency.text(sum: check.maximum - check.counted),
            ], ledger: LedgerRecord(check))
    }
}

/// What is known of a ledger once it is read.
private struct LedgerOutline: LedgerVisitor {
    var head: LedgerHead?
    var entries: Int64 = 0

    mutating func begin(_ head: LedgerHead) { self.head = head }
    mutating func take(_ entry: LedgerEntry, hash: Digest) { entries += 1 }
}

/// The documents among those that interest to which entries refer.
struct LedgerReferences: LedgerVisitor {
    private(set) var found: Set<Digest> = []
    private let isOfInterest: (Digest) -> Bool

    init(_ isOfInterest: @escaping (Digest) -> Bool) { self.isOfInterest = isOfInterest }

    mutating func begin(_ head: LedgerHead) {}

    mutating func take(_ entry: LedgerEntry, hash: Digest) {
        if let reference = entry.reference, isOfInterest(reference) { found.insert(reference) }
    }
}

/// Single entries: those with these numbers, and those that refer to these documents.
struct LedgerLookup: LedgerVisitor {
    private(set) var byNumber: [Int64: LedgerEntry] = [:]
    /// In their order.
    private(set) var byReference: [Digest: [LedgerEntry]] = [:]
    private let numbers: Set<Int64>
    private let documents: Set<Digest>

    init(numbers: Set<Int64> = [], documents: Set<Digest> = []) {
        self.numbers = numbers
        self.documents = documents
    }

    mutating func begin(_ head: LedgerHead) {}

    mutating func take(_ entry: LedgerEntry, hash: Digest) {
        if numbers.contains(entry.number), byNumber[entry.number] == nil {
            byNumber[entry.number] = entry
        }
        if let reference = entry.reference, documents.contains(reference) {
            byReference[reference, default: []].append(entry)
        }
    }
}
