// `docket diff`: two bundles of one matter, one from each side, held against each other. Each is verified by itself, under what the
// arbiter accepts; then what both prove is compared.

import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Compares two bundles.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Hold two bundles of one matter against each other.",
        discussion: """
            Tells what both have, what is in one only, what was withheld, sealed or erased in one, and what cannot both \
            be so: one number for two entries, two logs of one archive, other claims, agreements, findings. That the \
            archive showed each side another log is misconduct, and told as such only where it is proven.

            Example:
              docket diff buyer.asice seller.asice --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt

            Exit status: 0 both are authentic and nothing contradicts, 1 could not do it, 2 one of them failed or the \
            archive is proven to have misbehaved, 3 something is contradictory, conditional, or not decided, \
            64 wrong usage.
            """)

    @Argument(help: "The first bundle.") var first: String
    @Argument(help: "The second bundle.") var second: String
    @OptionGroup var pins: PinOptions
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(help: "A proof of docket consistency between the checkpoints of both.")
    var proof: String?
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting { try diff() } }

    private func diff() throws {
        let trust = try pins.arbiterTrust()
        let time = try Moment.given(at)
        let proof = try self.proof.map {
            try DurableFile.read($0, limit: AddCheckpointRequest.maximumSize)
        }
        let bundles = try [first, second].map { file in
            try DurableFile.requireReadable(file)
            return try verified(file, trust: trust, at: time)
        }
        guard let found = compare(bundles[0], bundles[1], proof: proof) else {
            throw Failure(
                "the proof does not lead from the checkpoint of one bundle to that of the other",
                hint: "docket consistency OLD NEW -o FILE makes it, with the sizes of both logs",
                status: ExitStatus.failed)
        }
        Console.data(json ? renderJSON(found) : Array(renderText(found).utf8))
        if found.exitStatus != 0 { throw ExitCode(found.exitStatus) }
    }

    /// A bundle that is none is told with its name.
    private func verified(
        _ file: String, trust: ArbiterTrust, at time: Instant
    ) throws -> VerifiedBundle {
        do {
            return try VerifiedBundle(file: file, trust: trust, at: time, tool: toolVersion)
        } catch {
            guard let failure = Failure(error) else { throw error }
            throw Failure(
                "\(file): \(failure.message)", hint: failure.hint, status: failure.status)
        }
    }
}
