// docket-scenario check: the whole of Docket on scenarios and all their mutants, as a table of what was expected and what was found.

import Agreements
import ArgumentParser
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation

/// `docket-scenario check`.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Build, file, bundle, verify and judge scenarios and their mutants.",
        discussion: """
            Prints one line a claim: scenario, mutant, claim, expected, found, and how long verifying and judging its bundle took,
            and judging alone. What is
            not as expected is told with the reason, and the exit status is 1.
            """)

    @Argument(help: "The descriptions, JSON files.")
    var scenarios: [String]

    @Option(help: "Only this mutant; \"none\" for the scenario itself.")
    var mutant: String?

    @Flag(help: "Print the table as Markdown.")
    var markdown = false

    func run() throws {
        var isAsExpected = true
        if markdown {
            print("| scenario | mutant | claim | expected | found | time | of it judging |")
            print("|---|---|---|---|---|---|---|")
        }
        for scenario in scenarios {
            try ScenarioEdge.reporting {
                let file = URL(filePath: scenario)
                let parsed = try ScenarioEdge.scenario(file, mutant: nil)
                for name in [nil] + parsed.mutants.map(\.name)
                where mutant == nil || mutant == name ?? "none" {
                    isAsExpected = try check(file, mutant: name) && isAsExpected
                }
            }
        }
        guard isAsExpected else { throw ExitCode(1) }
    }

    private func check(_ file: URL, mutant: String?) throws -> Bool {
        let folder = try TestFolder()
        let built = try ScenarioEdge.build(file, mutant: mutant, in: folder.path + "/built")
        let path = try built.exportedBundle(in: folder)
        let clock = ContinuousClock()
        let start = clock.now
        let verified = try built.verified(bundle: path)
        let took = (clock.now - start) / .milliseconds(1)
        let verification = verified.verification
        let facts = verified.facts()
        let beginning = clock.now
        _ = verified.findings(on: facts)
        let judging = (clock.now - beginning) / .milliseconds(1)
        for finding in verification.findings?.findings ?? [] {
            let expected = built.expected.first { $0.claim == finding.claim }
            let row = [
                built.scenario.name, mutant ?? "", CheckCommand.withoutDigests(finding.statement),
                words(expected?.value, expected?.provenSupremum),
                words(finding.value, finding.provenSupremum), "\(Int(took)) ms",
                "\(Int(judging.rounded())) ms",
            ]
            print(
                markdown
                    ? "| " + row.joined(separator: " | ") + " |" : row.joined(separator: "\t"))
        }
        let differences = built.differences(in: verification)
        for difference in differences {
            ScenarioEdge.say("DIFFERS \(built.scenario.name) \(mutant ?? ""): \(difference)")
        }
        return differences.isEmpty
    }

    /// Digests differ with each build, since signatures are randomised.
    private static func withoutDigests(_ statement: String) -> String {
        statement.replacing(/sha-256:[A-Za-z0-9+\/=]{44}/, with: "sha-256:…")
    }

    private func words(_ value: FindingValue?, _ supremum: Money?) -> String {
        (value?.rawValue ?? "?") + (supremum.map { ", supremum \($0.text)" } ?? "")
    }
}
