// `docket init`: an empty archive with a key of its own.

import ArgumentParser
import Cryptography
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Makes an archive and prints its verifier key.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make an archive and print its verifier key.",
        discussion: """
            Publish the verifier key: with it anyone can check what the archive signs.

            Example:
              docket init --origin archive.example/trade --archive trade
            """)

    @Option(help: "The archive's name, a URL without scheme: archive.example/trade.")
    var origin: String
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, create) }

    private func create() throws {
        guard let origin = ArchiveOrigin(origin) else {
            throw Failure(
                "\(origin) is no origin",
                hint: "lower-case letters, digits and . - _ / such as archive.example/trade",
                status: ExitStatus.usage)
        }
        let signer = try NoteSigner.generate(name: origin.text) { secureRandom($0) }
        let archive = try Archive.create(
            at: try options.folder, origin: origin, signer: signer,
            surroundings: try ArchiveOptions.surroundings())
        if json {
            Console.json(
                "archive",
                [
                    "origin": .string(origin.text), "folder": .string(archive.folder),
                    "verifier_key": .string(archive.verifierKey.text),
                ])
        } else {
            Console.note("the archive \(origin) is in \(archive.folder); its verifier key:")
            Console.line(archive.verifierKey.text)
        }
    }
}
