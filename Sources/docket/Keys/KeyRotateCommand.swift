// `docket key rotate`: another key for the archive. In one step where the recovery key is at hand, else in three: ask for it here, sign
// where the recovery key is kept (`docket key sign-rotation`), accept it here.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Rotates the archive's key.
struct KeyRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Let another key sign the archive's checkpoints.",
        discussion: """
            Example, with the recovery key at hand:
              docket key rotate --recovery recovery.key

            Example, with the recovery key kept offline:
              docket key rotate --prepare rotation.request --recovery-key VERIFIER-KEY
              docket key sign-rotation rotation.request --recovery recovery.key --output rotation.note
              docket key rotate --accept rotation.note
            """)

    @OptionGroup var recovery: RecoveryKeyOptions
    @Option(help: "Write a request for the recovery key's signature to this file.")
    var prepare: String?
    @Option(help: "The recovery key's verifier key, or a file with it; with --prepare.")
    var recoveryKey: String?
    @Option(help: "Rotate by this signed rotation; - is standard input.") var accept: String?
    @Option(help: "rotated, lost or compromised.") var reason = "rotated"
    @Option(help: "Since when somebody else may have had the key: 2026-03-01T12:00:00Z.")
    var since: String?
    @Flag(help: "Put the new key under a passphrase.") var encrypt = false
    @Option(help: "Copy the old key's file here before it is destroyed.") var keepOld: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        let ways = [recovery.recovery, prepare, accept].compactMap(\.self)
        guard ways.count == 1 else {
            throw ValidationError("give one of --recovery, --prepare and --accept")
        }
        guard (prepare == nil) == (recoveryKey == nil) else {
            throw ValidationError("--prepare and --recovery-key belong together")
        }
        guard (reason == "compromised") == (since != nil) else {
            throw ValidationError("--reason compromised and --since belong together")
        }
    }

    mutating func run() throws { try reporting(Failure.any, rotate) }

    private func rotate() throws {
        if let accept { return try finish(try KeySignRotationCommand.read(accept)) }
        let reason = try rotationReason()
        let signer = try recovery.signer()
        let archive = try RotatingArchive(options, reason: reason)
        let key = try signer?.verifierKey ?? KeyFile.verifierKey(recoveryKey ?? "")
        let request = try archive.request(recovery: key, encrypt: encrypt)
        if let prepare {
            try DurableFile.write(Array(request.note.utf8), to: prepare)
            return Console.note(
                "sign it where the recovery key is: docket key sign-rotation \(prepare)")
        }
        guard let signer else { preconditionFailure("validated: one of three ways") }
        do { try finish(try request.sign(with: signer), archive) } catch let error as RotationError
        {
            throw StoreError.rotation(error)
        }
    }

    private func finish(_ rotation: SignedRotation) throws {
        try finish(
            rotation, try RotatingArchive(options, reason: rotation.rotation.reason))
    }

    private func finish(_ rotation: SignedRotation, _ archive: RotatingArchive) throws {
        if let keepOld { try archive.copyOldKey(to: keepOld) }
        let filed = try archive.rotate(rotation)
        let key = rotation.rotation.new.text
        guard json else {
            Console.note(
                "entry \(filed.entry.index): from here on this key signs; publish it, and have a line `archive` "
                    + "with it added to the annex. The line of the old key stays; only after a compromise "
                    + "may it go:")
            return Console.line(key)
        }
        Console.json(
            "rotation",
            [
                "verifier_key": .string(key), "note": .string(rotation.note),
                "index": .integer(Int64(clamping: filed.entry.index.value)),
            ])
    }

    private func rotationReason() throws -> RotationReason {
        switch (reason, since) {
        case ("rotated", _): return .rotated
        case ("lost", _): return .lost
        case ("compromised", let since?):
            guard let time = Instant(text: since), time == time.wholeSecond else {
                throw Failure(
                    "\(since) is no time", hint: "in UTC, such as 2026-03-01T12:00:00Z",
                    status: ExitStatus.usage)
            }
            return .compromised(since: time)
        default:
            throw Failure(
                "\(reason) is no reason", hint: "rotated, lost or compromised",
                status: ExitStatus.usage)
        }
    }
}

/// An archive that is open to be rotated.
struct RotatingArchive {
    private let archive: Archive
    private let unlocker: KeyUnlocker
    private let options: ArchiveOptions
    private let reason: RotationReason

    /// Opens it; without its key where nobody has that any more, or where it is not to sign and cannot be opened.
    init(_ options: ArchiveOptions, reason: RotationReason) throws {
        self.options = options
        self.reason = reason
        unlocker = options.unlocker()
        archive = try Self.open(options, unlocker, reason)
    }

    private static func open(
        _ options: ArchiveOptions, _ unlocker: KeyUnlocker, _ reason: RotationReason
    ) throws -> Archive {
        do {
            // With its key, if it is there: then it signs what a crash left unsigned.
            return try options.open(unlocker, withoutKey: reason == .lost)
        } catch let error as StoreError where !reason.oldKeySigns && error.isOfKeyFile {
            return try options.open(unlocker, withoutKey: true)
        }
    }

    /// The request for the recovery key. A key that was made for a request before is taken again.
    func request(recovery: VerifierKey, encrypt: Bool) throws -> RotationRequest {
        // One that cannot be read is not needed either.
        let isOldSealed = (try? archive.keyFile())??.isSealed ?? false
        if encrypt, !isOldSealed || unlocker.passphrase == nil {
            let what = "the new key"
            unlocker.remember(try Passphrases.new(for: what, file: options.passphraseFile))
        }
        let next: NoteSigner
        if let file = try archive.nextKeyFile() {
            next = try unlocker.unlock(file, archive.signingKeyPath + ".next")
        } else {
            next = try NoteSigner.generate(name: archive.origin.text) { secureRandom($0) }
            try archive.keepNextKey(
                try Passphrases.keyFile(next, passphrase: unlocker.passphrase))
        }
        return try archive.requestRotation(recovery: recovery, reason: reason, next: next)
    }

    /// Copies the file of the key that signs.
    func copyOldKey(to path: String) throws {
        guard let file = try archive.keyFile() else {
            throw Failure("the archive has no key to keep", hint: "leave out --keep-old")
        }
        try DurableFile.write(file.bytes, to: path, isSecret: true)
    }

    /// Lets the new key sign.
    func rotate(_ rotation: SignedRotation) throws -> Receipt {
        guard let file = try archive.nextKeyFile() else {
            throw Failure(
                "the archive has asked for no rotation",
                hint: "docket key rotate --prepare does; the new key is made then")
        }
        let next = try unlocker.unlock(file, archive.signingKeyPath + ".next")
        return try archive.rotate(rotation, next: next).receipt
    }
}

extension StoreError {
    /// Whether the file of the key that signs is missing, of another key, open to others or none.
    fileprivate var isOfKeyFile: Bool {
        switch self {
        case .wrongKey, .exposed, .badKeyFile, .missingKey: true
        default: false
        }
    }
}
