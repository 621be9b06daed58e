// Where an archive's secret keys are in its folder:
//
//     signing-key        the key that signs
//     signing-key.next   the key of a rotation that was asked for, or was committed a moment ago
//
// A rotation is committed when the database says so; then `signing-key.next` takes the place of `signing-key`. If the process dies
// between, whoever opens the archive finds the key that signs under the other name, and finishes: both keys are there until the
// checkpoint that both sign is durable.

import EvidenceValues
package import TransparencyLog

/// The key files of one archive.
struct KeyFolder {
    let folder: String

    /// The key that signs.
    var main: String { folder + "/signing-key" }
    /// The key that is to sign next.
    var next: String { folder + "/signing-key.next" }

    /// The key file at `path`; nil if there is none.
    func read(_ path: String) throws -> SecretKeyFile? {
        guard let bytes = try SecretFile.read(path, limit: SecretKeyFile.maximumSize) else {
            return nil
        }
        do { return try SecretKeyFile(parsing: bytes) } catch {
            throw StoreError.badKeyFile(path: path)
        }
    }

    /// Where the file of `key` is, and what it holds; nil if it is neither. One that cannot be read does not hide the other.
    func find(_ key: VerifierKey) throws -> (path: String, file: SecretKeyFile)? {
        var failure: (any Error)?
        for path in [main, next] {
            do {
                if let file = try read(path), file.verifierKey == key { return (path, file) }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return nil
    }

    /// Opens the key that signs now, and beside it the one before where a rotation of both was not finished.
    func unlock(
        _ history: KeyHistory, _ surroundings: Surroundings
    ) throws -> [NoteSigner] {
        guard let current = history.current else { throw StoreError.damaged("archive_key") }
        guard let (path, file) = try find(current.key) else {
            let found = try read(main)?.verifierKey.text
            throw StoreError.wrongKey(found: found ?? main, expected: current.key.text)
        }
        var signers = [try surroundings.unlock(file, path)]
        guard signers[0].verifierKey == current.key else { throw StoreError.badKeyFile(path: path) }
        if path == next, let rotation = current.rotation?.rotation, rotation.reason.oldKeySigns,
            let (path, file) = try find(rotation.old)
        {
            signers.append(try surroundings.unlock(file, path))
        }
        return signers
    }

    /// Gives the key that signs, if it has the name of the next, its own name, and destroys the one before it.
    func promote(_ key: VerifierKey) throws {
        guard try read(next)?.verifierKey == key else { return }
        try SecretFile.replace(main, with: next)
    }
}

extension Surroundings {
    /// Opens key files that need no passphrase, and no others.
    package static let plainKeysOnly: @Sendable (SecretKeyFile, String) throws -> NoteSigner = {
        file, path in
        guard case .plain(let signer) = file else { throw StoreError.sealedKey(path: path) }
        return signer
    }
}
