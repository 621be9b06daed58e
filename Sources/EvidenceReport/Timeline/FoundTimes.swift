// What findings say of time, read from their derivations: before when a document cannot have been made, when something came about that
// concerns a key, which times the claims name, and what is due by when. An agreement gives these under names that a report knows
// (docs/formats/report.md, report-32); under other names they are in the derivations alone.

import Agreements
import EvidenceValues

/// The times in a set of findings.
struct FoundTimes: Sendable {
    /// Something that happened to a key: a statement that is certain.
    struct Moment: Sendable, Hashable {
        let time: Instant
        let key: Digest
        let predicate: String
        let statement: String
        let sentence: String
        let article: String?
    }

    /// A time that a claim names.
    struct Claimed: Sendable, Hashable {
        let claim: String
        let time: Instant
    }

    /// What is due by when.
    struct Deadline: Sendable, Hashable {
        let party: String
        let act: String
        let time: Instant
        let statement: String
        let sentence: String
    }

    /// Before when documents cannot have been made: `younger(document, instant)`.
    private(set) var notBefore: [Digest: Instant] = [:]
    /// By time, then statement.
    private(set) var moments: [Moment] = []
    private(set) var claimed: [Claimed] = []
    /// By time, then statement: `deadline(party, word, instant)`.
    private(set) var deadlines: [Deadline] = []
    /// From when on nothing new is heard: `closing(instant)`.
    private(set) var closing: Instant?
    /// Where the proceedings stand, in the agreement's words: `stage(word)`.
    private(set) var stages: [String] = []

    /// What certificates and lists say stands in the records of the evidence.
    private static let recorded: Set<String> = [
        "valid_from", "valid_until", "revocation_listed", "status_good",
    ]
    /// Statements of keys beyond this say nothing new to the eye.
    private static let mostMoments = 200

    init(_ findings: Findings?) {
        guard let findings else { return }
        var found: Set<Moment> = []
        for finding in findings.findings {
            for time in Set(FormalStatement.instants(in: finding.statement)).sorted() {
                claimed.append(Claimed(claim: finding.claim, time: time))
            }
        }
        let roots = findings.findings.map(\.derivation) + findings.misconduct
        for root in roots { note(root, in: &found) }
        moments = Array(Self.plainest(found).prefix(Self.mostMoments))
        for step in findings.procedure { note(step) }
        deadlines.sort { ($0.time, $0.statement) < ($1.time, $1.statement) }
    }

    /// Of what is said of one key for one time the statement with the fewest arguments: the conclusion, not its grounds.
    private static func plainest(_ found: Set<Moment>) -> [Moment] {
        struct Place: Hashable {
            let key: Digest
            let time: Instant
        }
        func order(_ moment: Moment) -> (Int, String) {
            (moment.statement.count { $0 == "," }, moment.statement)
        }
        let plainest = Dictionary(
            found.map { (Place(key: $0.key, time: $0.time), $0) },
            uniquingKeysWith: { order($0) < order($1) ? $0 : $1 })
        return plainest.values.sorted { ($0.time, $0.statement) < ($1.time, $1.statement) }
    }

    private mutating func note(_ root: Derivation, in found: inout Set<Moment>) {
        var waiting = [root]
        while let step = waiting.popLast() {
            waiting += step.steps
            guard step.standing == .certain, let statement = FormalStatement(step.statement),
                let time = statement.instants.first
            else { continue }
            if statement.predicate == "younger", let document = statement.document {
                notBefore[document] = max(notBefore[document] ?? time, time)
            }
            guard statement.keys.count == 1, statement.instants.count == 1,
                statement.arguments.allSatisfy({ $0.type != .document }),
                !Self.recorded.contains(statement.predicate)
            else { continue }
            found.insert(
                Moment(
                    time: time, key: statement.keys[0], predicate: statement.predicate,
                    statement: step.statement, sentence: step.sentence, article: step.article))
        }
    }

    private mutating func note(_ step: ProcedureStep) {
        guard let statement = FormalStatement(step.statement) else { return }
        switch (statement.predicate, statement.instants.first) {
        case ("stage", _): stages.append(step.sentence)
        case ("closing", let time?): closing = min(closing ?? time, time)
        case ("deadline", let time?):
            guard statement.arguments.count == 3 else { return }
            deadlines.append(
                Deadline(
                    party: statement.arguments[0].text, act: statement.arguments[1].text,
                    time: time, statement: step.statement, sentence: step.sentence))
        default: return
        }
    }

    /// When the certificate was issued, as the findings have it.
    func issuance(of key: Digest) -> Instant? {
        moments.filter { $0.key == key && $0.predicate == "issued" }.map(\.time).max()
    }

    /// The bounds of a document or signature with what the findings add.
    func bounds(_ digest: Digest, _ proven: Interval) -> Interval {
        Interval(lo: [proven.lo, notBefore[digest]].compactMap(\.self).max(), hi: proven.hi)
    }
}
