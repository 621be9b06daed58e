// `docket agreement show FILE`: the agreement as one page of HTML to read.

import Agreements
import ArgumentParser
import Cryptography
import DurableFiles
import EvidenceReport
import EvidenceValues
import VerifyCommand

/// `docket agreement show FILE`.
struct AgreementShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an agreement as one page of HTML.",
        discussion: """
            The page has the words of each article, its rules, and links from each statement in a rule to where it is declared, and \
            back. It is one file without script that loads nothing. Whether the agreement is sound, 'docket agreement check' tells.

            Example:
              docket agreement show seca-1.0.md -o seca-1.0.html
            """)

    @Argument(help: "The agreement.") var file: String
    @Option(name: .shortAndLong, help: "Where to write the page; standard output if not given.")
    var output: String?
    @OptionGroup var talk: TalkOptions

    mutating func run() throws { try reporting { try show() } }

    private func show() throws {
        let text = try TextFile.read(file, what: "agreement")
        let page = renderAgreement(
            try SignedText.agreement(Array(text.utf8), from: file), text: text,
            digest: Digest.sha256(of: Array(text.utf8)))
        guard let output, output != "-" else { return Console.data(page) }
        try DurableFile.write(page, to: output)
        Console.line(output)
    }
}
