// `docket agreement …`: for those who write and read agreements. `check` prints what a compiler would: each error with its place, a hint
// where there is one, and what the agreement is when it is sound.

import Agreements
import ArgumentParser
import Cryptography
import DurableFiles
import EvidenceValues
import VerifyCommand

/// `docket agreement COMMAND`.
struct AgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "Check and show agreements.",
        discussion: """
            Example:
              docket agreement check seca-1.0.md
            """,
        subcommands: [AgreementCheckCommand.self, AgreementShowCommand.self])
}

/// `docket agreement check FILE`.
struct AgreementCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the text of an agreement.",
        discussion: """
            Prints FILE:LINE:COLUMN: error: … for whatever has to be mended before anybody signs, and warnings for what may mislead a \
            reader; then how many articles, rules, predicates and parameters there are. Exit status 2 if there is an error.

            Example:
              docket agreement check seca-1.0.md
            """)

    @Argument(help: "The agreement.") var file: String
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each error and warning, and a summary.")
    var json = false

    mutating func run() throws { try reporting { try check() } }

    private func check() throws {
        let text = try TextFile.read(file, what: "agreement")
        let check = AgreementCheck(text)
        let lines = CheckLines(file: file, kind: "agreement", json: json)
        for error in check.errors { lines.print(error, hint: check.hint(error)) }
        for remark in check.remarks {
            lines.print(
                .init(
                    line: remark.line, column: remark.column, isError: remark.isError,
                    words: remark.words, hint: remark.hint))
        }
        if let agreement = check.agreement { summarise(agreement, text) }
        if !check.isSound { throw ExitStatus.failed }
    }

    private func summarise(_ agreement: Agreement, _ text: String) {
        let digest = Digest.sha256(of: Array(text.utf8))
        guard !json else {
            var members: [String: JSONValue] = [
                "file": .string(file), "version": .string(agreement.version),
                "digest": .string(digest.text),
                "articles": .integer(Int64(agreement.articles.count)),
                "rules": .integer(Int64(agreement.rules.count)),
                "predicates": .integer(Int64(agreement.predicates.count)),
                "parameters": .integer(Int64(agreement.parameters.count)),
            ]
            if let amends = agreement.amends { members["amends"] = .string(amends.text) }
            return Console.json("agreement_summary", members)
        }
        Console.line(
            "\(file): \(agreement.version), \(agreement.articles.count) articles, "
                + "\(agreement.rules.count) rules, \(agreement.predicates.count) predicates, "
                + "\(agreement.parameters.count) parameters")
        Console.line("\(file): \(digest.text)")
        if let amends = agreement.amends { Console.line("\(file): amends \(amends.text)") }
    }
}
