// `docket exchange show`: what the messages of exchanges show by themselves, from files, from a matter of the archive, or from a bundle.
// It is for reading: what follows for a claim, `docket judge` finds under the agreement.

import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceModules
import EvidenceReport
import EvidenceValues
import VerifyCommand

/// `docket exchange COMMAND`.
struct ExchangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange", abstract: "Show exchanges of signatures, goods and payments.",
        discussion: """
            Example:
              docket exchange show BAN-1.asice --agreement seca-1.0.md --annex seca-1.0.annex.txt
            """,
        subcommands: [ExchangeShowCommand.self])
}

/// `docket exchange show FILE…`.
struct ExchangeShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show exchanges: messages, what they prove, what is odd.",
        discussion: """
            Of each exchange: who takes part, its messages in the order that is proven or else that of the protocol, what \
            they prove, what that would still take and from whom, and by code (X01 to X20, docs/formats/exchange-codes.md) \
            what is odd about it. Files are the messages with their signatures and certificates. What is not in a log has \
            no proven time.

            Example:
              docket exchange show me1.md me1.md.p7s me2.md me2.md.p7s --annex seca-1.0.annex.txt
              docket exchange show --matter BAN-1 --archive trade --annex seca-1.0.annex.txt
              docket exchange show BAN-1.asice --agreement seca-1.0.md --annex seca-1.0.annex.txt

            Exit status: 0 shown, 1 could not do it, 64 wrong usage; of a bundle as of docket verify. It speaks of the \
            evidence, never of who is right.
            """)

    @Argument(help: "One bundle, NAME.asice, or files; none with --matter.") var files: [String] =
        []
    @Option(help: "Show this matter as the archive holds it.") var matter: String?
    @OptionGroup var pins: PinOptions
    @Option(help: "The time as of which, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(
        help:
            "How much trusted clocks may differ, such as 2s or 1min; of a bundle, what its agreement says."
    )
    var skew = "1min"
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        guard TimeSpan(text: skew) != nil else {
            throw ValidationError("\(skew) is no span of time; write it as 2s or 1min")
        }
        guard files.isEmpty != (matter == nil) else {
            throw ValidationError(
                files.isEmpty
                    ? "what is to be shown? Give a bundle, files, or --matter"
                    : "--matter shows what the archive holds; give no files beside it")
        }
    }

    mutating func run() throws { try reporting(CaseOptions.words, show) }

    private func show() throws {
        if let bundle = try Given.bundle(among: files) { return try showBundle(bundle) }
        let trust = try pins.trustIfGiven()
        let (time, skew) = (try Moment.given(at), TimeSpan(text: skew) ?? TimeSpan(seconds: 0))
        let evidence =
            if let matter {
                try SuppliedEvidence(
                    try Given.matter(matter), in: try options.openReadOnly(), trust: trust,
                    at: time, skew: skew)
            } else {
                try SuppliedEvidence(files: files, trust: trust, at: time, skew: skew)
            }
        tell(
            ExchangeListing(
                evidence.assessment.exchanges, exhibits: evidence.assessment.exhibits,
                of: evidence.matter))
    }

    private func showBundle(_ path: String) throws {
        try DurableFile.requireReadable(path)
        let found = try verifyBundle(
            file: path, trust: try pins.arbiterTrust(), at: try Moment.given(at),
            tool: toolVersion)
        let record = found.record
        if !json { Console.line("\(record.status.rawValue.uppercased()): \(record.sentence)") }
        tell(ExchangeListing(record))
        if record.status != .authentic { throw ExitCode(record.status.exitStatus) }
    }

    private func tell(_ listing: ExchangeListing) {
        guard json else {
            return Console.data(Array(listing.text(isColoured: Console.isColoured).utf8))
        }
        Console.json("exchanges", listing.members)
    }
}
