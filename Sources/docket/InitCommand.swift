// `docket init`: an empty archive with a key of its own.

import ArgumentParser
import CommandParts
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
            Publish the verifier key: with it anyone can check what the archive signs. Make a recovery key too: docket key recovery.

            Example:
              docket init --origin archive.example/trade --archive trade --encrypt
            """)

    @Option(help: "The archive's name, a URL without scheme: archive.example/trade.")
    var origin: String
    @Flag(help: "Put the archive's key under a passphrase; so does --passphrase-file FILE.")
    var encrypt = false
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, create) }

    private func create() throws {
        forbidCoreDumps()
        let origin = try Self.origin(origin)
        let folder = try options.folder
        let unlocker = options.unlocker()
        if encrypt || options.passphraseFile != nil {
            let file = Passphrases.file(options.passphraseFile)
            unlocker.remember(try Passphrases.new(for: folder, file: file))
        }
        let signer = try NoteSigner.generate(name: origin.text) { secureRandom($0) }
        let archive = try Archive.create(
            at: folder, origin: origin, signer: signer,
            keyFile: try Passphrases.keyFile(signer, passphrase: unlocker.passphrase),
            surroundings: try ArchiveOptions.surroundings(unlocker))
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

    /// The origin that `text` writes.
    static func origin(_ text: String) throws -> ArchiveOrigin {
        guard let origin = ArchiveOrigin(text) else {
            throw Failure(
                "\(text) is no origin",
                hint: "lower-case letters, digits and . - _ / such as archive.example/trade",
                status: ExitStatus.usage)
        }
        return origin
    }
}
