// `docket pseudonym`: who is behind a pseudonym, signed by both keys and sealed to the arbiter, and what the arbiter opens
// (docs/formats/pseudonym.md).

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceBundle
import EvidenceModules
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// The two sides of a pseudonym.
struct PseudonymCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pseudonym", abstract: "Say under seal who is behind a pseudonym; open it.",
        subcommands: [PseudonymSeal.self, PseudonymOpen.self])

    /// The words for what may go wrong; `file` is what was opened.
    static func words(_ error: any Error, _ file: String) -> Failure? {
        guard let error = error as? PseudonymError else { return SealCommand.words(error) }
        switch error {
        case .malformed(let line):
            return Failure(
                "\(file) holds no identity: line \(line) of the text is wrong",
                hint: "docs/formats/pseudonym.md", status: ExitStatus.failed)
        case .misplaced:
            return Failure(
                "\(file) is of another archive, matter, pseudonym or certificate",
                hint: "compare what it was given for with what is named here",
                status: ExitStatus.failed)
        case .notApart:
            return Failure(
                "pseudonym and identity are not apart",
                hint: "two certificates with two keys and two common names, each a name of a party"
            )
        case .pseudonymSignature: return forged("pseudonym", file)
        case .identitySignature: return forged("identity", file)
        case .signing(let error): return .signing(error, key: "the key", cert: "the certificate")
        case .sealing(let error): return SealCommand.words(error)
        }
    }

    private static func forged(_ whose: String, _ file: String) -> Failure {
        Failure(
            "the signature of the \(whose) in \(file) does not verify",
            hint: "who is named there may know nothing of it", status: ExitStatus.failed)
    }
}

/// The matter that a pseudonym is of.
struct PseudonymPlaceOptions: ParsableArguments {
    @Option(help: "The archive's origin.") var origin: String
    @Option(help: "The matter.") var matter: String
    @Option(help: "The pseudonym's certificate.") var pseudonymCert: String
}

/// The party's side.
struct PseudonymSeal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Sign with both keys who you are, and seal it to the arbiter.",
        discussion: """
            The pseudonym's key signs in this one matter and nowhere else. The service takes the certificate and the sealed \
            identity when it makes you a member; the arbiter opens it once it comes to a claim.

            Example:
              docket pseudonym seal --origin archive.example/trade --matter BAN-1 --pseudonym-key psn.key \\
                --pseudonym-cert psn.crt --key own.key --cert own.crt --to arbiter.crt -o identity.p7m
            """)

    @OptionGroup var place: PseudonymPlaceOptions
    @Option(help: "The pseudonym's private key in PEM.") var pseudonymKey: String
    @Option(
        help: ArgumentHelp(
            "The file with that key's passphrase; - is standard input.", visibility: .hidden))
    var pseudonymPassphraseFile: String?
    @OptionGroup var identity: IdentityOptions
    @Option(
        help: ArgumentHelp(
            "The certificate of an arbiter of the matter. May be repeated.",
            valueName: "certificate"))
    var to: [String]
    @Option(name: [.short, .long], help: "Where the sealed identity goes.") var output: String
    @OptionGroup var talk: TalkOptions

    mutating func run() throws {
        try reporting({ PseudonymCommand.words($0, "") }, seal)
    }

    private func seal() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let (origin, matter) = (
            try InitCommand.origin(place.origin), try Given.matter(place.matter)
        )
        guard let own = try identity.identity() else {
            throw Failure(
                "who is behind the pseudonym?", hint: "give --key and --cert of the identity",
                status: ExitStatus.usage)
        }
        let pseudonym = try IdentityOptions.identity(
            key: pseudonymKey, cert: place.pseudonymCert, passphraseFile: pseudonymPassphraseFile)
        let arbiters = try SealCommand.recipients(to)
        let made = try PseudonymIdentity.make(
            pseudonym, isIn: matter, of: origin, by: own, nonce: secureRandom(32))
        let sealed = try made.seal(to: arbiters.certificates, random: secureRandom)
        try DurableFile.write(sealed, to: output)
        for certificate in arbiters.certificates {
            Console.note("sealed to \(certificate.subject) (\(certificate.digest))")
        }
        Console.line(output)
    }
}

/// The arbiter's side.
struct PseudonymOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a sealed identity, and check that both keys signed it.",
        discussion: """
            Says who is behind the pseudonym only if the text is of this matter and both signatures verify. Whether a CA of the \
            annex certified the identity is checked as with any certificate: -o keeps it, docket validate judges it.

            Example:
              docket pseudonym open identity.p7m --origin archive.example/trade --matter BAN-1 \\
                --pseudonym-cert psn.crt --key arbiter.key --cert arbiter.crt -o identity.crt
            """)

    @Argument(help: "The sealed identity.") var file: String
    @OptionGroup var place: PseudonymPlaceOptions
    @Option(help: "The arbiter's private key in PEM.") var key: String
    @Option(help: "The certificate of that key.") var cert: String
    @Option(
        help: ArgumentHelp(
            "The file with the key's passphrase; - is standard input.", visibility: .hidden))
    var keyPassphraseFile: String?
    @Option(name: [.short, .long], help: "Where the identity's certificate goes, in PEM.")
    var output: String?
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws {
        let file = file
        try reporting({ PseudonymCommand.words($0, file) }, open)
    }

    private func open() throws {
        if let output, DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let bytes = try DurableFile.read(file, limit: EnvelopedData.maximumTextSize)
        let arbiter = try OpeningOptions.key(
            key, certificate: cert, passphraseFile: keyPassphraseFile,
            passphraseOption: "--key-passphrase-file")
        // One answer to all that can be wrong. Spec: encrypted-9
        guard let envelope = try? EnvelopedData(bytes), let text = arbiter.open(envelope) else {
            throw Failure(
                "\(file) does not open with \(key)", hint: "is it sealed to \(cert)?",
                status: ExitStatus.failed)
        }
        let identity = try PseudonymIdentity(parsing: text)
        let given = try PseudonymPlace(
            archive: InitCommand.origin(place.origin), matter: Given.matter(place.matter),
            pseudonym: identity.place.pseudonym, certificate: pseudonymDigest())
        let certificate = try identity.verify(for: given)
        if let output {
            try DurableFile.write(ParsedCertificate.pem([certificate]), to: output)
        }
        guard json else {
            Console.line("\(given.pseudonym) is \(identity.identity)")
            Console.note("certificate \(certificate.digest), issued by \(certificate.issuer)")
            return
        }
        Console.json(
            "pseudonym",
            [
                "archive": .string(given.archive.text), "matter": .string(given.matter.text),
                "pseudonym": .string(given.pseudonym.text),
                "pseudonym_certificate": .string(given.certificate.text),
                "identity": .string(identity.identity.text),
                "identity_certificate": .string(certificate.digest.text),
            ])
    }

    private func pseudonymDigest() throws -> Digest {
        try SealCommand.certificate(place.pseudonymCert).digest
    }
}
