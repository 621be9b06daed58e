// `docket judge`: verifies and judges, and prints the findings. Its exit status is that of the verification: who wins is no matter of
// success or failure.

import ArgumentParser
import EvidenceReport
import EvidenceValues
import VerifyCommand

/// Judges a bundle or a matter.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Verify and judge a bundle, or a matter of the archive.",
        discussion: """
            Prints each claim with its finding, what the burden of proof decided, what is missing and who could produce \
            it, misconduct, and where the proceedings stand. What is supposed by --without and --with is hypothetical: \
            it shows what would change, and never exits 0.

            Example:
              docket judge BAN-1.asice --agreement seca-1.0.md --annex seca-1.0.annex.txt
              docket judge --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt --without contract.md.MARKT.p7s

            Exit status as of docket verify: 0 authentic under the pinned trust, 1 could not do it, 2 failed, \
            3 indeterminate, conditional or hypothetical, 64 wrong usage. It speaks of the evidence, never of who wins.
            """)

    @Argument(help: "The bundle, NAME.asice; none with --matter.") var bundle: String?
    @OptionGroup var of: CaseOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(CaseOptions.words, judge) }

    private func judge() throws {
        let found = try of.opened(bundle)
        if json {
            Console.json(
                "judgement",
                judgementMembers(
                    found.record, found.findings, of: found.question,
                    supposing: found.supposition))
        } else {
            let text = renderJudgement(
                found.record, found.findings, supposing: found.supposition)
            Console.data(Array(text.utf8))
        }
        try found.leave()
    }
}
