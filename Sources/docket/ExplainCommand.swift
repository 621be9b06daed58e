// `docket explain`: the derivation of one finding, as a person reads it.

import Agreements
import ArgumentParser
import EvidenceReport
import EvidenceValues
import VerifyCommand

/// Explains a finding.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain why a claim is found proven, refuted or undetermined.",
        discussion: """
            Prints the derivation as a numbered outline: each statement with the article, the burden of proof or the \
            exhibits that it rests on. What only a technician reads is folded into a line; --all unfolds it.

            Example:
              docket explain BAN-1.asice C1 --agreement seca-1.0.md --annex seca-1.0.annex.txt
              docket explain C1 --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt --depth 3

            Exit status as of docket judge.
            """)

    @Argument(
        help: ArgumentHelp("The bundle, NAME.asice; none with --matter.", valueName: "bundle"))
    var first: String
    @Argument(help: ArgumentHelp("The name of the claim: C1.", valueName: "claim"))
    var second: String?
    @OptionGroup var of: CaseOptions
    @Option(help: "How many levels to print; all if not given.") var depth: Int?
    @Flag(help: "Unfold signatures, certificates and times.") var all = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(CaseOptions.words, explain) }

    private func explain() throws {
        guard depth.map({ $0 >= 0 }) != false else {
            throw Failure("--depth counts levels", status: ExitStatus.usage)
        }
        guard let claim = of.matter == nil ? second : second ?? first,
            of.matter == nil || second == nil
        else {
            throw Failure(
                "which claim?", hint: "docket explain BUNDLE CLAIM, or CLAIM --matter MATTER",
                status: ExitStatus.usage)
        }
        let found = try of.opened(of.matter == nil ? first : nil)
        let record = found.supposition?.record ?? found.record
        guard let findings = found.supposition.map({ $0.findings }) ?? found.findings else {
            throw Failure.notJudged(record)
        }
        if json {
            try printJSON(claim, findings, of: found)
        } else {
            let style = ExplanationStyle(
                depth: depth, showsAll: all, isColoured: Console.isColoured)
            let text = renderExplanation(
                of: claim, record, findings, style, isHypothetical: found.supposition != nil)
            guard let text else { throw Failure.unknownClaim(claim, findings) }
            Console.data(Array(text.utf8))
        }
        try found.leave()
    }

    private func printJSON(_ claim: String, _ findings: Findings, of found: JudgedCase) throws {
        let members = explanationMembers(
            of: claim, found.record, findings, of: found.question, supposing: found.supposition)
        guard let members else { throw Failure.unknownClaim(claim, findings) }
        Console.json("explanation", members)
    }
}
