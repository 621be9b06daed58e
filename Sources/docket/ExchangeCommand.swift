// `docket exchange show`: what the messages of exchanges show by themselves, from files, from a matter of the archive, or from a bundle.
// It is for reading: what follows for a claim, `docket judge` finds under the agreement.

import ArgumentParser
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

    @OptionGroup var shown: ShownOptions

    mutating func validate() throws { try shown.check() }

    mutating func run() throws { try reporting(CaseOptions.words, show) }

    private func show() throws {
        if let bundle = try shown.bundle() {
            return try shown.show(bundle) { tell(ExchangeListing($0)) }
        }
        let evidence = try shown.supplied()
        tell(
            ExchangeListing(
                evidence.assessment.exchanges, exhibits: evidence.assessment.exhibits,
                of: evidence.matter))
    }

    private func tell(_ listing: ExchangeListing) {
        shown.tell("exchanges", text: listing.text(isColoured:), listing.members)
    }
}
