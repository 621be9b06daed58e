// Nobody gains by keeping evidence back. Each exhibit of each scenario's matter is taken away in turn and every claim judged again: nothing that
// was not proven becomes proven, and no larger amount, unless the new derivation rests on something that somebody did not prove, by an article
// of the table of burdens below; or on evidence that what was kept back had cast doubt on, of the table of doubts. Both tables are exact: a
// gain by no entry of them fails, and so does an entry that no gain needs.

import Agreements
import BundleExport
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

/// A claim that is proven, or for more money, once an exhibit is gone.
struct Gain: Sendable, CustomStringConvertible {
    let scenario: String
    let exhibit: String
    let claim: String
    /// What the new derivation rests on that the old one did not: the article and the sentence of each.
    let grounds: [Ground]

    enum Ground: Sendable, Hashable {
        /// Not proven, and by this article somebody had to prove it.
        case burden(article: String, sentence: String)
        /// Evidence that was in doubt: its predicate.
        case doubt(predicate: String)
        /// Nothing of the kind: what was kept back is taken for not so. The predicate of the claim.
        case silence(predicate: String)
    }

    /// The entries of the tables that it may rest on.
    func entries(among known: Set<String>) -> Set<String> {
        Set(
            grounds.map { ground in
                switch ground {
                case .burden(let article, _): article
                case .doubt(let predicate), .silence(let predicate): predicate
                }
            }
        ).intersection(known)
    }

    var description: String { "\(scenario), without \(exhibit): \(claim), by \(grounds)" }

    /// What the scenario's claims, and misconduct that nobody claims, gain by taking exhibits away one by one: all of the matter, or
    /// those that some finding rests on.
    static func all(in scenario: ScenarioCase, isWhole: Bool) throws -> [Gain] {
        let folder = try TestFolder()
        let built = try scenario.build(in: folder)
        let archive = try built.openArchive(stateFolder: folder.path + "/state")
        let verified = try judgeMatter(
            try built.bundleRequest(), from: archive)
        let before = try #require(verified.verification.findings)
        let cited = Set(before.findings.flatMap(\.exhibits))
        let exhibits = verified.verification.record.exhibits.filter {
            $0.matter == built.matter && (isWhole || cited.contains($0.index))
        }
        try #require(!exhibits.isEmpty)
        return try exhibits.flatMap { exhibit in
            let supposed = verified.supposing(Hypothesis(without: [exhibit.index]))
            let after = try #require(supposed.findings)
            return gains(from: before, to: after).map { claim, grounds in
                Gain(
                    scenario: scenario.testDescription, exhibit: exhibit.name.text, claim: claim,
                    grounds: grounds)
            }
        }
    }

    private static func gains(from before: Findings, to after: Findings) -> [(String, [Ground])] {
        let doubtful = Set(
            (before.findings.map(\.derivation) + before.misconduct)
                .flatMap { statements($0, .possible) })
        let told = Set(
            (before.findings.map(\.derivation) + before.misconduct).flatMap { grounds($0) })
        // What is still owed may rest on the same burden as before, of less that was proven.
        func new(_ derivation: Derivation) -> [Ground] {
            let all = grounds(derivation)
            let new =
                all.filter { !told.contains($0) }
                + statements(derivation, .certain).filter(doubtful.contains).map {
                    .doubt(predicate: String($0.prefix { $0 != "(" }))
                }
            return new.isEmpty ? all : new
        }
        var gains: [(String, [Ground])] = []
        for (old, finding) in zip(before.findings, after.findings) {
            let isMore = finding.provenSupremum.map { supremum in
                old.provenSupremum.map { $0 < supremum } ?? true
            }
            let isProven = finding.value == .proven && old.value != .proven
            guard isProven || isMore == true else { continue }
            let found = new(finding.derivation)
            let predicate = finding.derivation.statement.prefix { $0 != "(" }
            gains.append(
                (
                    finding.statement,
                    found.isEmpty ? [.silence(predicate: String(predicate))] : found
                ))
        }
        let known = Set(before.misconduct.map(\.statement))
        return gains
            + after.misconduct.filter { !known.contains($0.statement) }
            .map { ($0.statement, new($0)) }
    }

    /// What a derivation rests on without proof.
    private static func grounds(_ step: Derivation, under article: String = "") -> [Ground] {
        let article = step.article ?? article
        let isBurden =
            step.burden != nil
            && (step.basis == .calculation || step.basis == .burden && step.reason != "refuted")
        return (isBurden ? [.burden(article: article, sentence: step.sentence)] : [])
            + step.steps.flatMap { grounds($0, under: article) }
    }

    /// The facts of the evidence that stand so.
    private static func statements(_ step: Derivation, _ standing: Standing) -> [String] {
        (step.basis == .evidence && step.standing == standing ? [step.statement] : [])
            + step.steps.flatMap { statements($0, standing) }
    }
}

@Suite struct Removal {
    /// The articles by which a claim may become proven when an exhibit is gone, and why.
    static let burdens: [String: String] = [
        "R-04": "a member who disowns a signature bears the burden of proving the compromise",
        "R-24": "whoever owes a performance bears the burden of having performed in time",
        "R-30": "whoever was served bears the burden of having answered in time",
    ]

    /// The facts on which an exhibit may cast doubt, and which article says so.
    static let doubts: [String: String] = [
        "admitted": "R-12: a log is one until two states of it are filed that cannot both be true"
    ]

    /// What only mutants show, of all three sorts; the last are the claims that something kept back would have refuted.
    static let ofMutants: [String: String] = [
        "R-06": "whoever doubts a time-stamp bears the burden of proving the authority's record",
        "R-27": "whoever says that the evidence was reopened bears the burden of it",
        "S-03": "the seller bears the burden of having handed over in time",
        "S-04": "the buyer bears the burden of having paid",
        "createdAfter": "R-11: a clock is believed until another contradicts it",
        "intact": "R-12: a log is one until two states of it are filed that cannot both be true",
    ]

    /// All exhibits of all scenarios and mutants take minutes: `DOCKET_REMOVAL=1` looks at them, else those that findings rest on.
    private static let isWhole = ProcessInfo.processInfo.environment["DOCKET_REMOVAL"] == "1"

    @Test func `of an exhibit proves nothing but by the burdens of the table`() async throws {
        let cases = ScenarioCase.all.filter { Self.isWhole || $0.mutant == nil }
        let gains = try await withThrowingTaskGroup(of: [Gain].self) { group in
            for scenario in cases {
                group.addTask { try Gain.all(in: scenario, isWhole: Self.isWhole) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        var known = Set(Self.burdens.keys).union(Self.doubts.keys)
        if Self.isWhole { known.formUnion(Self.ofMutants.keys) }
        var needed: Set<String> = []
        for gain in gains {
            let entries = gain.entries(among: known)
            #expect(!entries.isEmpty, "\(gain)")
            if entries.count == 1 { needed.formUnion(entries) }
        }
        #expect(needed == known)
    }
}
