// `docket verify` and `docket-verify`: the arbiter's command. It verifies bundles offline, under the agreement and annex that he
// brings, and reports. Whatever a bundle itself says of trust counts for nothing. Of several files each is verified by itself
// (`Batch`), as if it were the only one.

package import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues

/// The name and version that reports carry.
package let toolVersion = "docket 0.1.0"

/// Verifies bundles and prints the findings.
package struct VerifyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify bundles offline and print the findings.",
        discussion: """
            Give your own copies of the agreement and the annex, or their digests. Without both, anything the bundle \
            shows is conditional on texts that its maker chose.

            Example:
              docket-verify BAN-1.asice --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --report report.html

            A receipt is verified by itself, with --content against the file that was filed.
            A report never replaces a file: if REPORT exists, nothing is done. Of several files each is verified, \
            whatever becomes of the others; the exit status is the worst of them: 2, then 1, then 3. With --json \
            each gives one line, in the order of the files.
            Exit status: 0 authentic under the pinned trust, 1 could not do it (a file cannot be read or written, \
            your own agreement or annex is malformed), 2 failed (something is provably wrong, or FILE is no sound \
            bundle), 3 indeterminate or conditional, 64 wrong usage. It speaks of the evidence, never of who wins.
            """)

    @Argument(help: "Bundles, NAME.asice, or receipts.") package var files: [String]
    @OptionGroup package var pins: PinOptions
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    package var at: String?
    @OptionGroup package var page: ReportOptions
    @OptionGroup package var drafts: DraftOptions
    @OptionGroup package var opening: OpeningOptions
    @OptionGroup package var receipts: ReceiptOptions
    @Option(help: "Print the derivation of this claim in place of the report.")
    package var explain: String?
    @OptionGroup package var talk: TalkOptions
    @Flag(help: "Print the report as JSON.") package var json = false

    package init() {}

    package mutating func run() throws {
        try reporting { try verify() }
    }

    private func verify() throws {
        try checkUsage()
        let memory = VerificationMemory()
        let task = VerificationTask(
            trust: try pins.arbiterTrust(memory), keys: try receipts.keys(),
            time: try Moment.given(at), isJSON: json, key: try opening.key(), memory: memory)
        try page.check()
        try drafts.check()
        guard let file = files.first, files.count == 1 else {
            return try exit(Batch(files: files, task: task).run())
        }
        let found: VerificationTask.Found
        do { found = try task.verification(of: file, content: receipts.content) } catch {
            if json { Refusal(file: file, error: error).printJSON() }
            throw error
        }
        switch found {
        case .bundle(let bundle): try tell(bundle, task)
        case .receipt: try tellReceipt(found, task)
        }
        try exit(found.status.exitStatus)
    }

    private func tell(_ found: BundleVerification, _ task: VerificationTask) throws {
        guard !receipts.isGiven else {
            throw Failure(
                "--content and --key are for receipts, and the file is a bundle",
                hint: "the annex of --annex names the archive's key", status: ExitStatus.usage)
        }
        try page.write(found)
        try drafts.write(found)
        if let explain {
            try tell(explain, found)
        } else {
            Console.data(task.rendered(.bundle(found)))
        }
    }

    private func tellReceipt(
        _ found: VerificationTask.Found, _ task: VerificationTask
    ) throws {
        guard page.report == nil, !drafts.isAsked, explain == nil else {
            throw Failure(
                "a receipt has no page, no draft and no claims",
                hint: "leave out --report, --explain and the drafts", status: ExitStatus.usage)
        }
        Console.data(task.rendered(found))
    }

    private func exit(_ status: Int32) throws {
        if status != 0 { throw ExitCode(status) }
    }

    /// What is asked of one file cannot be asked of several.
    private func checkUsage() throws {
        guard explain == nil || !json else {
            throw Failure(
                "--explain prints text", hint: "the derivations are in the findings of --json",
                status: ExitStatus.usage)
        }
        let isOfOne =
            page.report != nil || drafts.isAsked || explain != nil || receipts.content != nil
        guard files.count == 1 || !isOfOne else {
            throw Failure(
                "several files were given, and something was asked of one",
                hint: "verify by itself the file that --report, --explain or --content is for",
                status: ExitStatus.usage)
        }
    }

    /// Prints the derivation of one claim in place of the report.
    private func tell(_ claim: String, _ found: BundleVerification) throws {
        guard let findings = found.findings else { throw Failure.notJudged(found.record) }
        let style = ExplanationStyle(isColoured: Console.isColoured)
        guard let text = renderExplanation(of: claim, found.record, findings, style) else {
            throw Failure.unknownClaim(claim, findings)
        }
        Console.data(Array(text.utf8))
    }
}
