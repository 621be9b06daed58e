// Matters of hand-fed facts, as validation concludes them: what the audit of third parties makes of them is tested without any bytes.

import ArchiveAudit
import EvidenceValues
import Testing
import TransparencyLog

/// Facts of one matter that are put together document by document.
struct PartyCase {
    static let start = required(Instant(text: "2026-03-03T09:00:00Z"))
    static let roles = [
        ("ca", "CA1"), ("ttp", "TTP1"), ("commitment-service", "CS1"),
        ("expert", "EXPR"),
    ].map { ListedRole(role: $0.0, party: party($0.1)) }
    static let agreed = PartyTerms(agreement: document("agreement"))

    let matter: MatterID
    var facts: [Fact] = []
    var exhibits: [ExhibitRecord] = []
    var ledgers: [Digest: [UInt8]] = [:]
    private var next: UInt64

    init(_ matter: String = "BAN-1", from first: UInt64 = 0) {
        self.matter = required(MatterID(matter))
        next = first
    }

    static func party(_ name: String) -> PartyID { required(PartyID(name)) }
    static func document(_ name: String) -> Digest { .sha256(name.utf8) }
    static func time(_ minutes: Int64) -> Instant {
        start.advanced(by: TimeSpan(seconds: minutes * 60))
    }

    /// How a signature in a test is.
    struct Signing {
        var standing = Standing.certain
        var certified = Standing.certain
        /// Minutes by which it is proven to exist.
        var made: Int64? = 0
        var isAdmitted = true
        var type: String?
        var filer: String? = "FILR"
    }

    /// A document with what it states, signed by a key of its own of `party`.
    mutating func add(
        _ name: String, by party: String?, _ atoms: [(String, [Term])] = [],
        _ signing: Signing = Signing()
    ) {
        let place = LeafIndex(next)
        next += 1
        let document = PartyCase.document(name)
        exhibits.append(
            ExhibitRecord(
                index: place, matter: matter, number: required(DocketNumber(place.value + 1)),
                name: required(FileName(name)), kind: .document,
                mediaType: required(MediaType("text/plain")), size: 1, digest: document,
                received: PartyCase.start))
        add("made", [.document(document), .interval(.unbounded)], place)
        if signing.isAdmitted { add("admitted", [.document(document)], place) }
        if let filer = signing.filer {
            add("filed", [.party(PartyCase.party(filer)), .document(document)], place)
        }
        for (predicate, arguments) in atoms {
            facts.append(
                Fact(
                    predicate, [.document(document)] + arguments, origin: .stated,
                    exhibits: [place]))
        }
        if let party { sign(name, by: party, signing, place) }
    }

    private mutating func sign(
        _ name: String, by party: String, _ signing: Signing, _ place: LeafIndex
    ) {
        let signature = PartyCase.document("signature of \(party) on \(name)")
        let key = Term.key(PartyCase.document("key of \(party)"))
        add(
            "signature", [.document(signature), key, .document(PartyCase.document(name))], place,
            signing.standing)
        add("certified", [key, .party(PartyCase.party(party))], place, signing.certified)
        add("valid_from", [key, .instant(PartyCase.time(-1000))], place)
        add("valid_until", [key, .instant(PartyCase.time(100_000))], place)
        add("issued_by", [key, .party(PartyCase.party("CA1"))], place)
        let made = Interval(hi: signing.made.map(PartyCase.time))
        add("made", [.document(signature), .interval(made)], place)
        if let type = signing.type {
            add("commitment_type", [.document(signature), .word(type)], place)
        }
    }

    /// A fact of validation.
    mutating func add(
        _ predicate: String, _ arguments: [Term], _ place: LeafIndex = LeafIndex(0),
        _ standing: Standing = .certain
    ) {
        facts.append(Fact(predicate, arguments, standing, exhibits: [place]))
    }

    /// Its evidence.
    var evidence: PartyEvidence {
        PartyEvidence(matter: matter, facts: facts, exhibits: exhibits, ledgers: ledgers)
    }
}

extension PartyCase: CustomTestStringConvertible {
    var testDescription: String { "\(matter) with \(facts.count) facts" }
}

/// An audit of these matters, as at so many minutes.
func partyReport(
    _ cases: [PartyCase], at minutes: Int64 = 1000, terms: PartyTerms = PartyCase.agreed,
    read: @escaping LedgerForks.Reading = { _, _ in [:] }
) throws -> PartyReport {
    var audit = partyAudit(at: minutes, terms: terms)
    for matter in cases { audit.take(matter.evidence) }
    audit.finish(read)
    return try #require(audit.report())
}

/// An audit that has not begun.
func partyAudit(
    at minutes: Int64 = 1000, terms: PartyTerms = PartyCase.agreed,
    annex: Digest = PartyCase.document("annex"), size: UInt64 = 100, reach: AuditReach = .full,
    known: PartyRegister? = nil
) -> PartyAudit {
    PartyAudit(
        of: Workshop.origin,
        head: (TreeSize(size), RootHash(PartyCase.document("root \(size)"))),
        annex: annex, roles: PartyCase.roles, terms: terms, time: PartyCase.time(minutes),
        reach: reach, known: known,
        rootAt: { RootHash(PartyCase.document("root \($0)")) })
}
