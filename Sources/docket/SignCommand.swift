// `docket sign`: a CAdES signature over a file, detached or around it, with the checkpoint that the signer knew inside; level B, T with a
// time-stamp over it, or LT with all that its validation needs. An existing signature is extended the same way. Whatever is written was
// checked before, and is written whole or not at all.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Signs a file, or extends a signature.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a file (CAdES B, T or LT, detached).",
        discussion: """
            Shows what is signed, and warns of what in it can act or deceive. Level T adds a time-stamp, LT also what \
            validation needs, from --with; it is refused if that does not suffice. A checkpoint inside proves that the \
            signature was not made earlier. RSA signs by PSS; --rsa pkcs1 is for old readers (docs/signing.md).

            Example:
              docket sign contract.md --key FRUTA.pem --cert FRUTA.crt -o contract.md.p7s
              docket sign contract.md --pkcs12 FRUTA.p12 -o contract.md.p7s --level LT \\
                --tsa http://tsa.example/tsr --trust anchors/ --with crls/
              docket sign contract.md --pkcs11 /usr/lib/softhsm/libsofthsm2.so \\
                --key 'pkcs11:token=FRUTA;object=sign' -o contract.md.p7s
              docket sign --extend contract.md.p7s contract.md --level T \\
                --tsa http://tsa.example/tsr -o contract.md.t.p7s
            """)

    @Argument(help: "The file to sign; with --extend, the file that was signed.") var file: String?
    @OptionGroup var identity: IdentityOptions
    @Option(help: "B, T or LT.") var level = SignatureLevelOption.b
    @Option(help: "The URL of a time-stamping authority.") var tsa: String?
    @OptionGroup var trust: TrustOptions
    @Option(
        help: ArgumentHelp(
            "For LT: a file or folder of certificates, revocation lists and OCSP answers to put in. May be repeated.",
            valueName: "file"))
    var with: [String] = []
    @Option(help: "Extend this signature to T or LT instead of signing.") var extend: String?
    @Option(help: "A checkpoint to sign along.")
    var checkpoint: String?
    @Option(help: ArgumentHelp("Commit to no more than this.", valueName: "type"))
    var commitment: CommitmentType?
    @Option(help: "How an RSA key signs.") var rsa = RSAPadding.pss
    @Option(name: [.short, .long], help: "Where the signature goes.") var output: String
    @Flag(help: "Enclose the file in the signature.") var attached = false
    @Flag(help: "Sign although the certificate is not valid now.")
    var outsideValidity = false
    @Flag(help: "Do not ask at a terminal when there are warnings.") var yes = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws {
        try reporting(Failure.any) {
            try requireSense()
            if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
            if let extend { try self.extend(extend) } else { try sign() }
        }
    }

    // What cannot be meant is refused before anything is read.
    private func requireSense() throws {
        if extend == nil {
            guard file != nil else { throw Self.usage("what is to be signed?", "name a file") }
            guard identity.isGiven else {
                throw Self.usage("who signs?", "give --key KEY.pem --cert CERTIFICATE.pem")
            }
            guard level == .b || tsa != nil else {
                throw Self.usage("level \(level.rawValue) needs a time-stamp", "give --tsa URL")
            }
        } else {
            guard level != .b else {
                throw Self.usage("to extend is to make T or LT", "give --level T or --level LT")
            }
            guard !identity.isGiven, checkpoint == nil, commitment == nil, !attached else {
                throw Self.usage(
                    "to extend a signature is not to sign again",
                    "leave key, certificate, checkpoint, commitment and --attached out")
            }
        }
        guard level != .b || tsa == nil else {
            throw Self.usage("level B has no time-stamp", "give --level T, or leave --tsa out")
        }
        guard (level == .lt) == !with.isEmpty else {
            throw Self.usage("LT and --with belong together", "give both or neither")
        }
    }

    private func sign() throws {
        guard let file else { return }
        let read = try FileToSign(file)
        let content = try read.content(attached: attached)
        let preview = SignaturePreview(read)
        preview.show()
        try preview.confirm(yes)
        guard var signer = try identity.identity() else { return }
        signer.padding = rsa
        let now = Moment.now()
        try requireValid(signer.certificate, at: now)
        let growth = try growth(over: content)
        let signature = try signCMS(
            content, detached: !attached, identity: signer, extraCertificates: signer.chain,
            signingTime: now, checkpointNote: try checkpoint.map(Self.note),
            commitment: commitment)
        try growth.requireSound(signature)
        let finished = try growth.extend(signature)
        try DurableFile.write(finished.bytes, to: output)
        let name = signer.certificate.commonName ?? signer.certificate.subject
        Console.note("\(name) signed \(file); the signature is in \(output)")
        if json {
            var members = finished.members(level)
            members["file"] = .string(file)
            members["signature"] = .string(output)
            members["signer"] = .string(name)
            members["certificate"] = .string(signer.certificate.digest.text)
            members["digest"] = .string(read.digest.text)
            members["size"] = .integer(Int64(clamping: read.size))
            members["media_type"] = .string(read.mediaType.text)
            members["warnings"] = .array(preview.codes.map { .string($0) })
            Console.json("signature", members)
        }
    }

    private func extend(_ path: String) throws {
        let signature = try DurableFile.read(path)
        let content = try file.map { try FileToSign($0) }
        let growth = try growth(over: try content.map { try $0.content(attached: $0.isWhole) })
        try growth.requireSound(signature)
        let finished = try growth.extend(signature)
        try DurableFile.write(finished.bytes, to: output)
        Console.note("\(path) is extended to \(level.rawValue); the signature is in \(output)")
        if json {
            var members = finished.members(level)
            members["extended"] = .string(path)
            members["signature"] = .string(output)
            Console.json("signature", members)
        }
    }

    private func growth(over content: SignedContent?) throws -> SignatureGrowth {
        let isTrustGiven = !trust.trust.isEmpty || trust.annex != nil
        let pinned = level != .b && (isTrustGiven || level == .lt) ? try trust.pinned() : nil
        return SignatureGrowth(
            level: level, tsa: tsa, authorities: pinned?.authorities,
            material: level == .lt
                ? try LongTermMaterial(files: with, trust: pinned ?? PinnedTrust()) : nil,
            content: content)
    }

    private func requireValid(_ certificate: ParsedCertificate, at now: Instant) throws {
        guard !certificate.isValid(at: now) else { return }
        let words =
            now < certificate.notBefore
            ? "is not valid before \(certificate.notBefore)"
            : "expired at \(certificate.notAfter)"
        guard outsideValidity else {
            throw Failure(
                "the certificate \(words)",
                hint: "nothing was signed; --outside-validity signs all the same")
        }
        Console.note("warning: the certificate \(words)")
    }

    /// The note in a file; its form is checked, its signature is the verifier's affair.
    private static func note(_ file: String) throws -> String {
        let bytes = try DurableFile.read(file, limit: UnopenedNote.maximumSize)
        guard let note = String(validating: bytes, as: UTF8.self),
            let text = try? UnopenedNote(parsing: note).text,
            (try? Checkpoint(noteText: text)) != nil
        else {
            throw Failure("\(file) is no signed checkpoint", hint: "docket checkpoint > \(file)")
        }
        return note
    }

    private static func usage(_ message: String, _ hint: String) -> Failure {
        Failure(message, hint: hint, status: ExitStatus.usage)
    }
}

/// A level that can be asked for.
enum SignatureLevelOption: String, ExpressibleByArgument, CaseIterable {
    case b = "B"
    case t = "T"
    case lt = "LT"
}

extension RSAPadding: ExpressibleByArgument {}

extension CommitmentType: ExpressibleByArgument {}
