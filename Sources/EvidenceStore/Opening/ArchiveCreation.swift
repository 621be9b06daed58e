// How an archive is made, and how what it was made with is read again. It gets its name when all is in it, so if the process dies
// there is no half archive.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

extension Archive {
    /// Makes an archive whose checkpoints `signer` signs; its name must be the origin. The folder must not exist, or be empty. The key
    /// is kept as `keyFile`, or plain.
    package static func create(
        at folder: String, origin: ArchiveOrigin, signer: NoteSigner, keyFile: SecretKeyFile? = nil,
        surroundings: Surroundings, blobs: (any BlobStore)? = nil
    ) throws -> Archive {
        let file = keyFile ?? .plain(signer)
        guard signer.verifierKey.name == origin.text else {
            throw StoreError.wrongKey(found: signer.verifierKey.name, expected: origin.text)
        }
        guard file.verifierKey == signer.verifierKey else {
            throw StoreError.wrongKey(
                found: file.verifierKey.text, expected: signer.verifierKey.text)
        }
        let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        let parent = PosixFile.parent(of: folder)
        try PosixFile.makeFolders(parent)
        let held = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard held.isEmpty, try PosixFile.size(of: folder) == nil || isFolder(folder) else {
            throw StoreError.alreadyExists(path: folder)
        }
        let temporary = "\(parent)/.docket-\(Hexadecimal.encode(surroundings.random(8)))"
        do {
            try fill(temporary, origin: origin, key: file, surroundings: surroundings)
            try PosixFile.rename(temporary, to: folder)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try PosixFile.synchronizeFolder(parent)
        return try open(at: folder, surroundings: surroundings, blobs: blobs)
    }

    static func databasePath(_ folder: String) -> String { folder + "/docket.sqlite" }

    private static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType)
            == .typeDirectory
    }

    /// Writes everything that a new archive has into `folder`.
    private static func fill(
        _ folder: String, origin: ArchiveOrigin, key: SecretKeyFile, surroundings: Surroundings
    ) throws {
        try PosixFile.makeFolder(folder)
        try FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings).create()
        let keyFile = try PosixFile(creating: KeyFolder(folder: folder).main, mode: 0o600)
        try keyFile.write(key.bytes)
        try keyFile.synchronize()
        let queue = try Schema.openForWriting(databasePath(folder))
        try queue.write { database in
            try Schema.create(in: database)
            try database.execute(
                sql: "INSERT INTO archive (id, origin, verifier_key) VALUES (1, ?, ?)",
                arguments: [origin.text, key.verifierKey.text])
            let empty = Checkpoint(origin: origin, size: TreeSize(0), root: .empty)
            try SQLiteCheckpointStore(database: database, origin: origin)
                .compareAndSwap(from: nil, to: empty)
            try database.execute(
                sql: "INSERT INTO checkpoint (size, root) SELECT size, root FROM head")
        }
        try queue.close()
        try PosixFile.synchronizeFolder(folder)
    }

    static func connect(_ folder: String, isWriter: Bool) throws -> DatabaseQueue {
        let path = databasePath(folder)
        do {
            let queue =
                try isWriter ? Schema.openForWriting(path) : Schema.openForReading(path)
            guard try queue.read(Schema.isOurs) else {
                throw StoreError.notAnArchive(path: folder)
            }
            return queue
        } catch {
            throw StoreError.explaining(error, folder: folder)
        }
    }

    static func identity(
        _ queue: DatabaseQueue, folder: String
    ) throws -> (ArchiveOrigin, first: VerifierKey, KeyHistory) {
        do {
            return try queue.read { database in
                let row = try Row.fetchOne(
                    database, sql: "SELECT origin, verifier_key FROM archive WHERE id = 1")
                guard let row, let origin = ArchiveOrigin(try row.text("origin")),
                    let key = try? VerifierKey(text: row.text("verifier_key")),
                    key.name == origin.text
                else { throw StoreError.damaged("archive") }
                let ledger = Ledger(database: database, origin: origin)
                return (origin, key, try ledger.keyHistory(first: key))
            }
        } catch {
            throw StoreError.explaining(error, folder: folder)
        }
    }
}
