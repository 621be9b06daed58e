// Where passphrases come from: a file that somebody names, systemd's credentials, or a person at a terminal; never a flag, and never an
// environment variable, which other programs see. They go nowhere but into the opening of a key.

import Cryptography
import EvidenceStore
package import EvidenceValues
import Foundation
import Synchronization
package import TransparencyLog
import VerifyCommand

/// Finds passphrases.
package enum Passphrases {
    /// Bytes of a new passphrase at least. Spec: key-5
    package static let minimumSize = 8
    /// How often a person may mistype.
    private static let attempts = 3

    /// The file with the archive's passphrase: what `--passphrase-file` names, else `DOCKET_PASSPHRASE_FILE`, else the credential
    /// `docket-passphrase` of systemd; nil where there is none of them.
    package static func file(_ option: String?) -> String? {
        named(option, variable: "DOCKET_PASSPHRASE_FILE", credential: "docket-passphrase")
    }

    /// The same for the passphrase or PIN of a party's signing key: `--key-passphrase-file`, `DOCKET_KEY_PASSPHRASE_FILE`, or the
    /// credential `docket-key-passphrase`.
    package static func keyFile(_ option: String?) -> String? {
        named(option, variable: "DOCKET_KEY_PASSPHRASE_FILE", credential: "docket-key-passphrase")
    }

    private static func named(
        _ option: String?, variable: String, credential: String
    ) -> String? {
        if let option { return option }
        let environment = ProcessInfo.processInfo.environment
        if let file = environment[variable], !file.isEmpty { return file }
        guard let folder = environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/") else {
            return nil
        }
        let path = folder + "/" + credential
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// What somebody types once at the terminal.
    package static func ask(_ prompt: String, for what: String) throws -> Secret {
        forbidCoreDumps()
        try requireTerminal(for: what, option: keyOption)
        guard let typed = TypedPassphrase.ask(prompt, twice: false) else {
            throw Failure("\(what) was not opened", hint: "nothing was done")
        }
        return typed
    }

    /// Opens a party's key: with the passphrase in a file, or one that somebody types.
    package static func openKey<Opened>(
        _ path: String, file option: String?, _ open: (Secret) throws -> Opened
    ) throws -> Opened {
        if let file = keyFile(option) { return try open(try read(file)) }
        for attempt in 1...attempts {
            do {
                return try open(try ask("Passphrase for \(Console.shown(path)): ", for: path))
            } catch SigningError.wrongPassphrase where attempt < attempts {
                Console.note("that is not the passphrase")
            }
        }
        throw SigningError.wrongPassphrase
    }

    private static let option = "--passphrase-file FILE or DOCKET_PASSPHRASE_FILE"
    private static let keyOption = "--key-passphrase-file FILE or DOCKET_KEY_PASSPHRASE_FILE"

    /// The passphrase in a file, without the line feed at its end; `-` is standard input.
    /// - Parameter what: what the file holds, if it is another secret of one line.
    package static func read(_ file: String, what: String = "passphrase") throws -> Secret {
        forbidCoreDumps()
        let path = file == "-" ? "/dev/stdin" : file
        let bytes: [UInt8]?
        do { bytes = try SecretFile.read(path, limit: TypedPassphrase.maximumSize + 2) } catch {
            switch error {
            case .damaged: throw Failure("the \(what) in \(file) is too long", hint: limits)
            case .exposed(let path, let mode):
                throw Failure(
                    "others than you can read \(path) (mode \(String(mode, radix: 8)))",
                    hint: "chmod 600 \(path); if anybody may have read it, get another \(what)")
            default: throw error
            }
        }
        guard var bytes else {
            throw Failure("there is no \(file)", hint: "name a file that holds the \(what)")
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        guard (1...TypedPassphrase.maximumSize).contains(bytes.count),
            !bytes.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
        else { throw Failure("\(file) holds no \(what)", hint: limits) }
        return Secret(bytes)
    }

    /// A passphrase that is set: from a file, or asked twice.
    package static func new(for what: String, file: String?) throws -> Secret {
        let passphrase: Secret
        if let file {
            passphrase = try read(file)
        } else {
            try requireTerminal(for: what)
            guard
                let typed = TypedPassphrase.ask("New passphrase for \(what): ", twice: true)
            else { throw Failure("no passphrase was given twice alike", hint: "nothing was done") }
            passphrase = typed
        }
        guard passphrase.count >= minimumSize else {
            throw Failure(
                "the passphrase is too short",
                hint: "take at least \(minimumSize) characters; several words are better")
        }
        return passphrase
    }

    /// Opens a key: with the passphrase in `file`, or one that somebody types. Gives the passphrase too; nil for a plain key.
    package static func open(
        _ key: SecretKeyFile, path: String, file: String?
    ) throws -> (signer: NoteSigner, passphrase: Secret?) {
        forbidCoreDumps()
        if case .plain(let signer) = key { return (signer, nil) }
        if let file {
            let passphrase = try read(file)
            guard let signer = try open(key, path: path, with: passphrase) else {
                throw Failure(
                    "the passphrase in \(file) does not open \(path)",
                    hint: "name another with --passphrase-file")
            }
            return (signer, passphrase)
        }
        try requireTerminal(for: path)
        for _ in 0..<attempts {
            guard let typed = TypedPassphrase.ask("Passphrase for \(path): ", twice: false) else {
                break
            }
            if let signer = try open(key, path: path, with: typed) { return (signer, typed) }
            Console.note("that is not the passphrase")
        }
        throw Failure("\(path) was not opened", hint: "nothing was done")
    }

    /// The signer in `key`; nil if the passphrase is another.
    package static func open(
        _ key: SecretKeyFile, path: String, with passphrase: Secret
    ) throws -> NoteSigner? {
        do {
            return try key.signer { try EncryptedKey.open($0, passphrase: passphrase) }
        } catch EncryptedKeyError.wrongPassphrase {
            return nil
        } catch NoteError.malformedKey {
            throw Failure("\(path) is damaged: it holds another key than it says")
        } catch let error as EncryptedKeyError {
            throw unreadable(error, path)
        }
    }

    /// The file of a key under a passphrase, or plain without one.
    package static func keyFile(_ signer: NoteSigner, passphrase: Secret?) throws -> SecretKeyFile {
        guard let passphrase else { return .plain(signer) }
        return try SecretKeyFile.sealing(signer) {
            try EncryptedKey.seal(seed: $0, passphrase: passphrase) { secureRandom($0) }
        }
    }

    private static let limits =
        "one line of 1 to \(TypedPassphrase.maximumSize) bytes, such as printf %s 'words' makes"

    private static func requireTerminal(for what: String, option: String = option) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(
                "\(what) needs a passphrase, and there is no terminal to ask at",
                hint: "name a file with \(option)")
        }
    }

    private static func unreadable(_ error: EncryptedKeyError, _ path: String) -> Failure {
        switch error {
        case .unsupported(let name):
            Failure("\(path) uses \(name), which Docket does not open", hint: "docs/formats/key.md")
        case .tooCostly:
            Failure("\(path) demands more work than Docket will do", hint: "docs/formats/key.md")
        case .failed(let reason): Failure("opening \(path) failed: \(reason)")
        case .malformed, .wrongPassphrase:
            Failure("\(path) is damaged: it is no encrypted key", hint: "docs/formats/key.md")
        }
    }
}

/// Opens an archive's key files, and remembers the passphrase for the other of the two.
package final class KeyUnlocker: Sendable {
    private let file: String?
    private let known = Mutex<Secret?>(nil)

    package init(file: String?) { self.file = file }

    /// The passphrase that opened a key; nil if none was needed.
    package var passphrase: Secret? { known.withLock { $0 } }

    /// Takes a passphrase that was just set.
    package func remember(_ passphrase: Secret?) { known.withLock { $0 = passphrase } }

    /// Opens the key file that was read from `path`.
    package func unlock(_ key: SecretKeyFile, _ path: String) throws -> NoteSigner {
        if key.isSealed, let passphrase,
            let signer = try Passphrases.open(key, path: path, with: passphrase)
        {
            return signer
        }
        let (signer, passphrase) = try Passphrases.open(key, path: path, file: file)
        if let passphrase { remember(passphrase) }
        return signer
    }
}
