// `docket key recovery`: makes the key that can put another one in the place of the archive's. It is made once, and kept where no
// network reaches.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Makes a recovery key and prints the annex's line.
struct KeyRecoveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery",
        abstract: "Make an offline recovery key, and print the annex's line.",
        discussion: """
            Keep the file away from the archive, best on paper or a stick in a safe. Put the line into the annex: without it the key \
            proves nothing.

            Example:
              docket key recovery --party ARCH --origin archive.example/trade --encrypt --output recovery.key
            """)

    @Option(help: "The party of the annex that holds it: ARCH.") var party: String
    @Option(help: "The archive's origin; read from the archive if not given.") var origin: String?
    @Option(name: .shortAndLong, help: "The key's file; it must not exist.") var output: String
    @Flag(help: "Put it under a passphrase.") var encrypt = false
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, make) }

    private func make() throws {
        forbidCoreDumps()
        guard let party = PartyID(party) else {
            throw Failure(
                "\(party) is no party", hint: "capitals, digits and -, such as ARCH",
                status: ExitStatus.usage)
        }
        let origin = try origin.map(InitCommand.origin) ?? options.openReadOnly().origin
        guard !DurableFile.exists(output) else { throw FileFailure.exists(path: output) }
        let signer = try NoteSigner.generate(name: Rotation.recoveryKeyName(of: origin)) {
            secureRandom($0)
        }
        let passphrase =
            encrypt || options.passphraseFile != nil
            ? try Passphrases.new(for: output, file: options.passphraseFile) : nil
        let file = try Passphrases.keyFile(signer, passphrase: passphrase)
        try DurableFile.write(file.bytes, to: output, isSecret: true)
        let line = "recovery \(party) \(origin) \(signer.verifierKey.text)"
        guard json else {
            Console.note("the recovery key is in \(output); the line for the annex:")
            return Console.line(line)
        }
        Console.json(
            "recovery_key",
            [
                "origin": .string(origin.text), "party": .string(party.text),
                "verifier_key": .string(signer.verifierKey.text), "annex_line": .string(line),
                "file": .string(output),
            ])
    }
}

/// `--recovery FILE`: the recovery key, as `docket key recovery` made it.
struct RecoveryKeyOptions: ParsableArguments {
    @Option(help: "The recovery key's file.") var recovery: String?
    @Option(help: "The file with the recovery key's passphrase.")
    var recoveryPassphraseFile: String?

    /// The signer in the file; nil if none is named.
    func signer() throws -> NoteSigner? {
        guard let recovery else { return nil }
        guard let bytes = try SecretFile.read(recovery, limit: SecretKeyFile.maximumSize) else {
            throw Failure("there is no \(recovery)", hint: "docket key recovery makes one")
        }
        let file: SecretKeyFile
        do { file = try SecretKeyFile(parsing: bytes) } catch {
            throw StoreError.badKeyFile(path: recovery)
        }
        return try Passphrases.open(file, path: recovery, file: recoveryPassphraseFile).signer
    }
}
