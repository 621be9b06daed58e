// `docket sign`: a CAdES-B signature over a file, detached or around it, with the checkpoint that the signer knew inside.

import ArgumentParser
import Cryptography
import DurableFiles
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Signs a file.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a file (CAdES-B, detached).",
        discussion: """
            A checkpoint inside the signature proves that it was not made earlier than the checkpoint.

            Example:
              docket checkpoint > latest.checkpoint
              docket sign contract.md --key FRUTA.pem --cert FRUTA.crt \\
                --checkpoint latest.checkpoint -o contract.md.p7s
              openssl cms -verify -binary -inform DER -in contract.md.p7s \\
                -content contract.md -CAfile CA.crt -purpose any
            """)

    @Argument(help: "The file to sign.") var file: String
    @OptionGroup var identity: IdentityOptions
    @Option(help: "A checkpoint to be signed along: the file that docket checkpoint printed.")
    var checkpoint: String?
    @Option(name: [.short, .long], help: "Where the signature goes.") var output: String
    @Flag(help: "Enclose the file in the signature.") var attached = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, sign) }

    private func sign() throws {
        guard let identity = try identity.identity() else {
            throw Failure(
                "who signs?", hint: "give --key KEY.pem --cert CERTIFICATE.pem",
                status: ExitStatus.usage)
        }
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let content = try SignCommand.content(of: file, attached: attached)
        let signature = try signCMS(
            content, detached: !attached, identity: identity, extraCertificates: identity.chain,
            signingTime: Moment.now(), checkpointNote: try checkpoint.map(SignCommand.note))
        try DurableFile.write(signature, to: output)
        let signer = identity.certificate.commonName ?? identity.certificate.subject
        if json {
            Console.json(
                "signature",
                [
                    "file": .string(file), "signature": .string(output), "signer": .string(signer),
                    "certificate": .string(identity.certificate.digest.text),
                ])
        } else {
            Console.note("\(signer) signed \(file); the signature is in \(output)")
        }
    }

    private static func content(of file: String, attached: Bool) throws -> SignedContent {
        if attached { return .bytes(try DurableFile.read(file)) }
        return .digest(try MeasuredFile(file).digest)
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
}
