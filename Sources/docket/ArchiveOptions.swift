// Which archive a command works on, and the real world around it: the clock, the system's randomness, the user's state folder.

import ArgumentParser
import CommandParts
import Cryptography
import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// `--archive DIR`, or the environment's `DOCKET_ARCHIVE`.
struct ArchiveOptions: ParsableArguments {
    @Option(help: "The archive's folder; DOCKET_ARCHIVE if not given.") var archive: String?
    @Option(help: ArgumentHelp("The file with the key's passphrase.", visibility: .hidden))
    var passphraseFile: String?

    /// How long a command waits for another one that is filing.
    private static let patience = Duration.seconds(10)

    /// The folder.
    var folder: String {
        get throws {
            if let archive { return archive }
            if let folder = ProcessInfo.processInfo.environment["DOCKET_ARCHIVE"], !folder.isEmpty {
                return folder
            }
            throw Failure(
                "no archive is named", hint: "give --archive DIR or set DOCKET_ARCHIVE",
                status: ExitStatus.usage)
        }
    }

    /// Opens the archive to file, once whoever is filing has finished.
    func open() throws -> Archive { try open(unlocker()) }

    /// The same, its keys opened by `unlocker`; or without its key, to rotate to another.
    func open(_ unlocker: KeyUnlocker, withoutKey: Bool = false) throws -> Archive {
        let folder = try folder
        let surroundings = try Self.surroundings(unlocker)
        let start = ContinuousClock.now
        while true {
            do {
                return withoutKey
                    ? try Archive.openWithoutKey(at: folder, surroundings: surroundings)
                    : try Archive.open(at: folder, surroundings: surroundings)
            } catch StoreError.locked where ContinuousClock.now - start < Self.patience {
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    /// Opens the archive to read, beside whoever is filing.
    func openReadOnly() throws -> Archive {
        try Archive.openReadOnly(at: try folder, surroundings: try Self.surroundings())
    }

    /// What opens the archive's keys.
    func unlocker() -> KeyUnlocker { KeyUnlocker(file: Passphrases.file(passphraseFile)) }

    /// The real clock and randomness, the folder for marks against restored copies, and what opens keys.
    static func surroundings(
        _ unlocker: KeyUnlocker = KeyUnlocker(file: Passphrases.file(nil))
    ) throws -> Surroundings {
        Surroundings(
            clock: { Moment.now() }, random: { secureRandom($0) },
            stateFolder: try UserState.folder(for: "the high-water mark"),
            unlock: { try unlocker.unlock($0, $1) })
    }
}
