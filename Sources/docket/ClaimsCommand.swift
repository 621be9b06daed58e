// `docket claims …`: for the parties who write claims. `format` writes the one text of what they say; `check` says whether they fit the
// agreement, with every mistake at its place, and what each claim says in English.

import Agreements
import ArgumentParser
import DurableFiles
import EvidenceValues
import VerifyCommand

/// `docket claims COMMAND`.
struct ClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims", abstract: "Check and format claims.",
        discussion: """
            Example:
              docket claims format draft.txt -o claims.txt
              docket claims check claims.txt --agreement seca-1.0.md
            """,
        subcommands: [ClaimsCheckCommand.self, ClaimsFormatCommand.self])
}

/// `docket claims check FILE --agreement A`.
struct ClaimsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check claims, and say what they say.",
        discussion: """
            Prints FILE:LINE:COLUMN: error: … for whatever the judge would refuse, with the predicate as the agreement declares it; or, \
            where nothing is wrong, each claim in words. Whether a claim is true is for docket verify. Exit status 2 if there is an error.

            Example:
              docket claims check claims.txt --agreement seca-1.0.md
            """)

    @Argument(help: "The claims.") var file: String
    @Option(help: "The agreement that they are to be judged under.") var agreement: String
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each error, warning and claim.")
    var json = false

    mutating func run() throws { try reporting { try check() } }

    private func check() throws {
        let text = try TextFile.read(agreement, what: "agreement")
        guard let agreement = AgreementCheck(text).agreement else {
            throw Failure(
                "\(agreement) is no agreement that can be judged by",
                hint: "docket agreement check \(agreement) says what is wrong",
                status: ExitStatus.failed)
        }
        let check = ClaimsCheck(try TextFile.read(file, what: "claims"), agreement: agreement)
        let lines = CheckLines(file: file, kind: "claims", json: json)
        for error in check.errors { lines.print(error, hint: check.hint(error)) }
        for remark in check.remarks {
            lines.print(
                .init(
                    line: remark.line, column: remark.column, isError: false, words: remark.words))
        }
        check.sentences.forEach(tell)
        if !check.errors.isEmpty { throw ExitStatus.failed }
    }

    private func tell(_ sentence: ClaimsCheck.Sentence) {
        guard json else { return Console.line("\(sentence.claim): \(sentence.words)") }
        Console.json(
            "claim",
            [
                "file": .string(file), "claim": .string(sentence.claim),
                "sentence": .string(sentence.words),
            ])
    }
}

/// `docket claims format FILE`.
struct ClaimsFormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format", abstract: "Write claims in their one text.",
        discussion: """
            Reads claims in any layout: blanks, tabs, line breaks, parentheses that are not needed, names of documents given anywhere. \
            Writes the one text that the judge reads. What they mean does not change.

            Example:
              docket claims format draft.txt -o claims.txt
            """)

    @Argument(help: "The claims, - for standard input.") var file: String
    @Option(name: .shortAndLong, help: "Where to write them; standard output if not given.")
    var output: String?
    @OptionGroup var talk: TalkOptions

    mutating func run() throws { try reporting { try format() } }

    private func format() throws {
        let text = try TextFile.read(file, what: "claims")
        let claims: Claims
        do { claims = try Claims(loose: text) } catch {
            let check = CheckLines(file: file, kind: "claims", json: false)
            throw Failure(
                "\(check.place(error.line, error.column)): \(error.reason.words)",
                hint: "nothing was written; docket claims check lists every error",
                status: ExitStatus.failed)
        }
        let bytes = Array(claims.text.utf8)
        guard let output, output != "-" else { return Console.data(bytes) }
        try DurableFile.write(bytes, to: output)
        Console.note("\(output): \(claims.claims.count) claims")
    }
}
