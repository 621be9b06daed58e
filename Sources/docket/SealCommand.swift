// `docket seal` and `docket unseal`: a file that only the holders of some certificates' keys can read (docs/formats/encrypted.md). What is written names the
// digest of what it holds, so that this has its age once it is disclosed; and what is opened is written only if it has that digest.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceBundle
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Encrypts a file to certificates.
struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Encrypt a file, so that it can be filed unread.",
        discussion: """
            The sealed file names the SHA-256 of what it holds: once that is disclosed, it is as old as the sealed file. Who can \
            guess the content can check his guess; --without-digest leaves the digest out, and the age with it.

            Example:
              docket seal contract.md --to arbiter.crt -o contract.md.p7m
              docket file --matter BAN-1 contract.md.p7m --key FRUTA.pem --cert FRUTA.crt
            """)

    @Argument(help: "The file.") var file: String
    @Option(
        help: ArgumentHelp(
            "The certificate of somebody who may read it. May be repeated.",
            valueName: "certificate"))
    var to: [String]
    @Option(name: [.short, .long], help: "Where the sealed file goes: NAME.p7m.")
    var output: String
    @Flag(help: "Leave out the digest of the content.") var withoutDigest = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(SealCommand.words, seal) }

    private func seal() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let recipients = try SealCommand.recipients(to)
        let content = try DurableFile.read(file, limit: EnvelopedData.maximumPlaintext)
        let sealed = try EnvelopedData.seal(
            content, to: recipients.certificates, namesPlaintext: !withoutDigest,
            random: secureRandom)
        try DurableFile.write(sealed, to: output)
        if json {
            Console.json(
                "seal",
                [
                    "file": .string(output), "digest": .string(Digest.sha256(sealed).text),
                    "plaintext": .string(Digest.sha256(content).text),
                    "names_plaintext": .bool(!withoutDigest),
                    "recipients": .strings(recipients.certificates.map(\.digest.text)),
                ])
        } else {
            for certificate in recipients.certificates {
                Console.note("sealed to \(certificate.subject) (\(certificate.digest))")
            }
            Console.note("keep \(file): nobody else can show later what was sealed")
            Console.line(output)
        }
    }

    /// Those whose certificates the files hold, the first of each.
    static func recipients(_ files: [String]) throws -> SealRecipients {
        let now = Moment.now()
        let certificates = try files.map { file in
            let certificate = try certificate(file)
            if !certificate.isValid(at: now) {
                Console.note("the certificate in \(file) is not valid today")
            }
            return certificate
        }
        return try SealRecipients(certificates)
    }

    /// The first certificate in a file.
    static func certificate(_ file: String) throws -> ParsedCertificate {
        let bytes = try DurableFile.read(file, limit: 1_048_576)
        do { return try SigningIdentity.certificates(bytes)[0] } catch {
            throw Failure("\(file) is no certificate", hint: "nothing was written")
        }
    }

    /// The words for what may go wrong.
    static func words(_ error: any Error) -> Failure? {
        guard let error = error as? SealingError else { return Failure.any(error) }
        let hint = "nothing was written"
        return switch error {
        case .recipientCount:
            Failure(
                "from 1 to \(EnvelopedData.mostSealedTo) certificates can be sealed to", hint: hint)
        case .unsupportedKey(let name): Failure("nothing is sealed to a key of \(name)", hint: hint)
        case .keyUsage:
            Failure(
                "a certificate says that its key is not for encryption",
                hint: "ask for one with keyEncipherment (RSA) or keyAgreement (curves)")
        case .ambiguousRecipients:
            Failure("two certificates have one issuer and serial number", hint: hint)
        case .tooLarge:
            Failure("more than \(EnvelopedData.maximumPlaintext) bytes are not sealed", hint: hint)
        case .failed: Failure("OpenSSL did not encrypt", hint: hint)
        }
    }
}

/// Opens a sealed file.
struct UnsealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unseal", abstract: "Open a file that is sealed to you.",
        discussion: """
            Writes what the file holds only if it has the digest that the file names. Where it names none, a cipher that notices \
            changes (GCM) is enough; else give --without-digest.

            Example:
              docket unseal contract.md.p7m --key arbiter.pem --cert arbiter.crt -o contract.md
            """)

    @Argument(help: "The sealed file.") var file: String
    @Option(help: "Your private key in PEM.") var key: String
    @Option(help: "The certificate of that key.") var cert: String
    @Option(
        help: ArgumentHelp(
            "The file with the key's passphrase; - is standard input.", visibility: .hidden))
    var keyPassphraseFile: String?
    @Option(name: [.short, .long], help: "Where the content goes.") var output: String
    @Flag(help: "Write it even where nothing shows that it was not changed.")
    var withoutDigest = false
    @OptionGroup var talk: TalkOptions

    mutating func run() throws { try reporting(SealCommand.words, unseal) }

    private func unseal() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let bytes = try DurableFile.read(file, limit: EnvelopedData.maximumTextSize)
        guard let envelope = try? EnvelopedData(bytes) else {
            throw Failure("\(file) is not sealed", hint: "it is no CMS EnvelopedData")
        }
        let identity = try OpeningOptions.key(
            key, certificate: cert, passphraseFile: keyPassphraseFile,
            passphraseOption: "--key-passphrase-file")
        guard envelope.plaintextDigest != nil || envelope.isAuthenticated || withoutDigest else {
            throw Failure(
                "\(file) does not name the digest of its content, and its cipher does not notice changes",
                hint: "nothing was written; --without-digest writes it all the same")
        }
        // One answer to all that can be wrong. Spec: encrypted-9
        guard let plain = identity.open(envelope) else {
            throw Failure(
                "\(file) does not open with \(key)",
                hint: "nothing was written; is it sealed to \(cert)?", status: ExitStatus.failed)
        }
        try DurableFile.write(plain, to: output)
        if envelope.plaintextDigest == nil {
            Console.note("it names no digest: nothing shows that this is what was sealed")
        }
        Console.line(output)
    }
}
