// `docket key sign-rotation`: where the recovery key is kept, without an archive and without a network.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Signs a request for a rotation with the recovery key.
struct KeySignRotationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-rotation",
        abstract: "Sign a request for a rotation with the recovery key; needs no archive.",
        discussion: """
            Read the request first: it names the archive, both keys, and why. Who sends it to you could be anybody.

            Example:
              docket key sign-rotation rotation.request --recovery recovery.key --output rotation.note
            """)

    @Argument(help: "The request; - is standard input.") var request: String
    @OptionGroup var recovery: RecoveryKeyOptions
    @Option(name: .shortAndLong, help: "The signed rotation's file; standard output if not given.")
    var output: String?
    @OptionGroup var talk: TalkOptions

    mutating func validate() throws {
        if recovery.recovery == nil { throw ValidationError("--recovery names the recovery key") }
    }

    mutating func run() throws { try reporting(Failure.any, sign) }

    private func sign() throws {
        let asked: RotationRequest
        do { asked = try RotationRequest(parsing: try Self.text(request)) } catch let error
            as RotationError
        {
            throw Failure.rotation(error, in: request)
        }
        let rotation = asked.rotation
        Console.note(
            "\(rotation.archive), \(rotation.size) entries: \(Self.words(rotation.reason))")
        Console.note("the old key is \(rotation.old.text)")
        Console.note("the new key is \(rotation.new.text)")
        guard let signer = try recovery.signer() else { return }
        let signed: SignedRotation
        do { signed = try asked.sign(with: signer) } catch {
            throw Failure.rotation(error, in: request)
        }
        guard let output else { return Console.data(Array(signed.note.utf8)) }
        try DurableFile.write(Array(signed.note.utf8), to: output)
        Console.note("\(output) is for docket key rotate --accept")
    }

    /// The signed rotation in a file.
    static func read(_ file: String) throws -> SignedRotation {
        do { return try SignedRotation(parsing: try text(file)) } catch let error as RotationError {
            throw Failure.rotation(error, in: file)
        }
    }

    private static func text(_ file: String) throws -> String {
        let bytes = try DurableFile.read(file, limit: Rotation.maximumSize)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(file) is no rotation: it is no text")
        }
        return text
    }

    private static func words(_ reason: RotationReason) -> String {
        switch reason {
        case .rotated: "the key is rotated"
        case .lost: "the key is lost"
        case .compromised(let since): "somebody else may have had the key since \(since)"
        }
    }
}
