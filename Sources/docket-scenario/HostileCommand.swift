// docket-scenario hostile: the hostile bundles of docs/hostile-bundles.md, as files for any verifier, or put before ours.

import ArgumentParser
import EvidenceTesting
import EvidenceValues
import Foundation

/// `docket-scenario hostile`.
struct HostileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hostile",
        abstract: "Make bundles that no verifier may accept, one trick each.",
        discussion: """
            With -o writes each bundle into a folder, with the agreement and the annex that the arbiter pins, and
            expected.tsv, which tells when he verifies and what he must be told. With --check puts each before our own
            verifier and prints the ones that it takes for something else; the exit status is then 1. With --table
            prints docs/hostile-bundles.md's tables.

            EXAMPLE
              docket-scenario hostile -o /tmp/hostile
              docket-verify /tmp/hostile/seal-002.asice --agreement /tmp/hostile/seal-002.agreement.md \\
                --annex /tmp/hostile/seal-002.annex.txt --at 2026-06-01T00:00:00Z
            """)

    @Option(name: [.customShort("o"), .customLong("output")], help: "The folder to write them to.")
    var output: String?

    @Flag(help: "Verify each and print what is not as expected.")
    var check = false

    @Flag(help: "Print the tables in Markdown.")
    var table = false

    func run() throws {
        if let output { ScenarioEdge.say("wrote \(try HostileTrick.write(to: output)) bundles") }
        if table { print(HostileTrick.table, terminator: "") }
        guard check else { return }
        var isAsExpected = true
        for control in HostileTrick.controls {
            let answer = try control.forgery.bundle().answer()
            guard answer.status != .authentic || answer.proven != ["C1"] else { continue }
            isAsExpected = false
            print("CONTROL \(control.title)\t\(Self.words(answer))")
        }
        for trick in HostileTrick.all {
            let answer: HostileAnswer
            do { answer = try trick.bundle().answer() } catch {
                isAsExpected = false
                print("\(trick)\tcannot be made: \(error)")
                continue
            }
            guard !answer.meets(trick.verdict) else { continue }
            isAsExpected = false
            print(
                "\(trick)\t\(trick.verdict.outcome.rawValue) \(trick.verdict.code)\t\(Self.words(answer))"
            )
        }
        print("\(HostileTrick.all.count) bundles")
        guard isAsExpected else { throw ExitCode(1) }
    }

    private static func words(_ answer: HostileAnswer) -> String {
        (answer.status?.rawValue ?? "refused") + " " + answer.told.sorted().joined(separator: ",")
            + (answer.proven.isEmpty ? "" : " PROVEN")
    }
}
