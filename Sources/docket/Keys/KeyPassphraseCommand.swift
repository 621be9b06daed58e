// `docket key passphrase`: sets, changes or takes away the passphrase of the archive's key. The key stays the same.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Writes the archive's key file anew.
struct KeyPassphraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase", abstract: "Set, change or remove the key's passphrase.",
        discussion: """
            Under a passphrase the file is a line with the verifier key and standard PKCS#8, which openssl pkey opens.

            Example:
              docket key passphrase --archive trade
              docket key passphrase --archive trade --passphrase-file old --new-passphrase-file new
            """)

    @Option(help: "The file with the new passphrase; asked for if not given.")
    var newPassphraseFile: String?
    @Flag(help: "Keep the key without a passphrase.") var remove = false
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions

    mutating func validate() throws {
        if remove && newPassphraseFile != nil {
            throw ValidationError("--remove and --new-passphrase-file exclude each other")
        }
    }

    mutating func run() throws { try reporting(Failure.any, change) }

    private func change() throws {
        let unlocker = options.unlocker()
        let archive = try options.open(unlocker)
        let files = try [archive.keyFile(), archive.nextKeyFile()].compactMap(\.self)
        let signers = try files.map { try unlocker.unlock($0, archive.signingKeyPath) }
        let passphrase =
            remove
            ? nil : try Passphrases.new(for: archive.signingKeyPath, file: newPassphraseFile)
        for signer in signers {
            try archive.replaceKeyFile(
                with: try Passphrases.keyFile(signer, passphrase: passphrase))
        }
        Console.note(
            remove
                ? "the key in \(archive.signingKeyPath) has no passphrase now"
                : "the key in \(archive.signingKeyPath) is under the new passphrase")
    }
}
