// What one matter's evidence says of third parties. The facts are those that the judge gets; so the audit believes nobody whom a judge
// would not believe, and looks at matters about which nobody made a claim.
//
// Each subject has a file beside this one. What is proven by two statements of one party that exclude each other is noted as marks, since
// the two may lie in two matters; `PartyConflicts` compares them.

package import EvidenceValues
import TransparencyLog

/// The matter whose evidence is examined.
package struct PartyEvidence: Sendable {
    package let matter: MatterID
    package let facts: [Fact]
    /// The exhibits, the archive's own among them.
    package let exhibits: [ExhibitRecord]
    /// The bytes of ledgers.
    package let ledgers: [Digest: [UInt8]]

    package init(
        matter: MatterID, facts: [Fact], exhibits: [ExhibitRecord] = [],
        ledgers: [Digest: [UInt8]] = [:]
    ) {
        self.matter = matter
        self.facts = facts
        self.exhibits = exhibits
        self.ledgers = ledgers
    }
}

/// What the evidence of a matter says of third parties under the roles that the annex gives.
package func examineParties(
    _ evidence: PartyEvidence, roles: [ListedRole], terms: PartyTerms
) -> PartyNotes {
    var examination = PartyExamination(evidence, roles: Set(roles), terms: terms)
    examination.examineRevocations()
    examination.examineEndorsements()
    examination.examineDecisions()
    examination.examineExchangeFaults()
    examination.examineCertificates()
    examination.examineLedgers()
    examination.examineChecks()
    return examination.notes
}

/// An examination under way.
struct PartyExamination {
    let evidence: PartyEvidence
    let facts: FactTable
    let statements: SignedStatements
    let terms: PartyTerms
    var notes = PartyNotes()
    private let roles: Set<ListedRole>

    init(_ evidence: PartyEvidence, roles: Set<ListedRole>, terms: PartyTerms) {
        self.evidence = evidence
        self.roles = roles
        self.terms = terms
        facts = FactTable(evidence.facts)
        var matters: [LeafIndex: MatterID] = [:]
        for exhibit in evidence.exhibits { matters[exhibit.index] = exhibit.matter }
        statements = SignedStatements(
            facts, roles: roles, skew: terms.skew, matters: matters, fallback: evidence.matter)
    }

    func isListed(_ party: PartyID, as role: String) -> Bool {
        roles.contains(ListedRole(role: role, party: party))
    }

    /// Whether the document is provably the party's; what only lacks a proof of time is asked again next time.
    mutating func counts(_ document: Digest, by party: PartyID) -> Bool {
        if statements.holds(document, by: party) { return true }
        if statements.awaitsTime(document, by: party) { notes.isUnsettled = true }
        return false
    }

    /// Notes misconduct of the party that its own statements `own` prove, with what else shows it; a warning where one of them is not
    /// provably its own.
    mutating func accuse(
        _ party: PartyID, _ code: String, _ kind: String, own: [Digest], others: [Digest] = [],
        isAgreed: Bool = true, _ sentence: String
    ) {
        let doubtful = own.filter { !counts($0, by: party) }
        let weight: PartyFinding.Weight = doubtful.isEmpty && isAgreed ? .misconduct : .warning
        let doubt = doubtful.first.map { " " + words(ofDoubt: $0, by: party) } ?? ""
        notes.findings.append(
            PartyFinding(
                code, weight, party: party, kind: kind,
                grounds: Set(own + others).map { statements.ground($0) },
                sentence: sentence + doubt))
    }

    /// Notes what may be wrong and is no proof of misconduct.
    mutating func warn(
        _ code: String, of party: PartyID?, _ documents: [Digest], _ sentence: String
    ) {
        notes.findings.append(
            PartyFinding(
                code, .warning, party: party, kind: "",
                grounds: Set(documents).map { statements.ground($0) }, sentence: sentence))
    }

    /// Notes a mark, and whether a later proof of time can make it count.
    mutating func mark(
        _ register: SignedMark.Register, of party: PartyID, on subject: String,
        at position: UInt64 = 0, says value: Digest, in document: Digest
    ) {
        let isProven = counts(document, by: party)
        notes.marks.append(
            SignedMark(
                register, subject: .sha256("\(register.rawValue)\n\(party)\n\(subject)".utf8),
                position: position, value: value, party: party,
                ground: statements.ground(document),
                isProven: isProven))
    }

    /// Codes of transcripts that concern a third party: foreign, bad, unsolicited and misdirected decisions, an ended key. What the players do to
    /// each other is for whoever reads the transcript.
    private static let transcriptCodes: Set<String> = [
        "EXCHANGE.X05", "EXCHANGE.X06", "EXCHANGE.X07", "EXCHANGE.X08", "EXCHANGE.X20",
    ]

    /// Takes over what the checks of liability documents and exchanges say of the matter's exhibits; the law says what follows.
    mutating func examineChecks() {
        for exhibit in evidence.exhibits where exhibit.matter == evidence.matter {
            for check in exhibit.checks where check.outcome != .passed {
                guard
                    check.code.hasPrefix("LIABILITY.")
                        || PartyExamination.transcriptCodes.contains(check.code)
                else { continue }
                warn(check.code, of: exhibit.filer, [exhibit.digest], check.sentence)
            }
        }
    }

    private func words(ofDoubt document: Digest, by party: PartyID) -> String {
        let filers = statements.filers(of: document).map(\.text)
        let who =
            filers.isEmpty
            ? "Nobody signed its filing" : "Filed by " + filers.joined(separator: ", ")
        return "It is not proven that \(document) is a statement of \(party). \(who)."
    }
}
