// One archive in one folder:
//
//     docket.sqlite    entries, filings, docketings, the tree's nodes, checkpoints
//     blobs/ab/cdef…   the exhibits' bytes, by digest
//     signing-key      the log's secret key, for its owner alone
//     lock             held by the one process that writes
//     reserve          space to delete when the disk is full
//
// and, outside it, the high-water mark. What is acknowledged was committed first and signed then: a signature is a function of what
// is committed, so whoever opens the archive after a crash makes the very signature that was missing.
//
// Invariants: entries have no gaps; `head` is the tree over all of them; each acknowledged size has its signed checkpoint, and the
// mark is never ahead of the database. After an error that is no refusal the connection is dropped, and everything read again.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

/// An open archive. One thread uses it at a time.
package final class Archive {
    /// How far the clock may be behind the last entry: as much as a machine that keeps time by NTP may step back.
    package static let clockTolerance = TimeSpan(seconds: 5)
    /// Filings at once at most, so that one transaction stays small.
    package static let maximumBatch = 256

    /// The archive's folder.
    package let folder: String
    package let origin: ArchiveOrigin
    /// The key that verifies the archive's checkpoints.
    package let verifierKey: VerifierKey
    /// The exhibits' bytes.
    package let blobs: FolderBlobStore
    let surroundings: Surroundings
    /// Nil when the archive is open for reading only.
    private let signer: NoteSigner?
    private var lock: PosixFile?
    private var connection: DatabaseQueue?

    /// Makes an archive whose checkpoints `signer` signs; its name must be the origin. The folder must not exist, or be empty. It
    /// gets its name when all is in it, so if the process dies there is no half archive.
    package static func create(
        at folder: String, origin: ArchiveOrigin, signer: NoteSigner, surroundings: Surroundings
    ) throws -> Archive {
        guard signer.verifierKey.name == origin.text else {
            throw StoreError.wrongKey(found: signer.verifierKey.name, expected: origin.text)
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
            try fill(temporary, origin: origin, signer: signer, surroundings: surroundings)
            try PosixFile.rename(temporary, to: folder)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try PosixFile.synchronizeFolder(parent)
        return try open(at: folder, surroundings: surroundings)
    }

    /// Opens the archive to file and to read. Signs what a crash has left unsigned.
    /// - Throws: `.locked` if another process writes; `.olderThanMark` or `.forked` if it is not the archive that it was.
    package static func open(at folder: String, surroundings: Surroundings) throws -> Archive {
        try Archive(folder: folder, surroundings: surroundings, isWriter: true)
    }

    /// Opens the archive to read, beside a process that writes; nothing is changed, signed or compared with the mark.
    package static func openReadOnly(
        at folder: String, surroundings: Surroundings
    ) throws -> Archive {
        try Archive(folder: folder, surroundings: surroundings, isWriter: false)
    }

    private init(folder path: String, surroundings: Surroundings, isWriter: Bool) throws {
        let folder = URL(fileURLWithPath: path).standardizedFileURL.path
        guard try PosixFile.size(of: Archive.databasePath(folder)) != nil else {
            throw StoreError.notAnArchive(path: folder)
        }
        var lock: PosixFile?
        if isWriter {
            let file = try PosixFile(locking: folder + "/lock")
            guard try file.tryLock() else { throw StoreError.locked(path: folder) }
            lock = consume file
        }
        let queue = try Archive.connect(folder, isWriter: isWriter, reserve: folder + "/reserve")
        let (origin, key) = try Archive.identity(queue, folder: folder)
        self.lock = lock
        self.folder = folder
        self.origin = origin
        self.verifierKey = key
        self.surroundings = surroundings
        blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        signer = isWriter ? try Archive.readSigner(folder, expecting: key) : nil
        connection = queue
        guard isWriter else { return }
        try blobs.cleanIncoming()
        try guarding { try recover() }
        try makeReserve()
    }

    /// Closes the database and lets the next writer in. Whatever is called afterwards throws `.readOnly` or opens to read again.
    package func close() throws {
        try drop()
        lock = nil
    }

    /// The high-water mark of this archive on this machine.
    package var mark: HighWaterMark {
        HighWaterMark(key: verifierKey, surroundings: surroundings)
    }

    /// Whether the archive was opened to file.
    package var isWritable: Bool { signer != nil && lock != nil }

    /// Where the signing key is.
    package var signingKeyPath: String { folder + "/signing-key" }

    // How everything else reaches the database.

    /// Reads in one transaction.
    func read<Value>(_ body: (Ledger) throws -> Value) throws -> Value {
        try guarding {
            try database().read { try body(Ledger(database: $0, origin: origin)) }
        }
    }

    /// Writes in one transaction: all or nothing, durable when it returns.
    func write<Value>(_ body: (Ledger) throws -> Value) throws -> Value {
        guard isWritable else { throw StoreError.readOnly }
        return try guarding {
            try database().write { try body(Ledger(database: $0, origin: origin)) }
        }
    }

    /// Runs `body`; after an error that is no refusal, forgets the connection, so that the next use opens and reads anew.
    func guarding<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            let error = Archive.explain(error, path: folder, reserve: folder + "/reserve")
            if (error as? StoreError)?.isRefusal != true { try? drop() }
            throw error
        }
    }

    /// Signs the newest tree if nobody has, and raises the mark.
    func seal() throws {
        guard let signer else { throw StoreError.readOnly }
        let (head, note) = try read { ledger in
            let head = try ledger.head()
            // Computed again from what is committed: a bit that flipped in memory must not be signed.
            let edge = try RightEdge(size: head.size, read: ledger.node)
            guard edge.root == head.root else { throw StoreError.damaged("root \(head.size)") }
            return (head, try ledger.note(at: head.size))
        }
        let signed: SignedCheckpoint
        if let note {
            signed = try Checkpoint.open(note: note, with: verifierKey)
        } else {
            try surroundings.faults(.beforeSign)
            signed = try head.sign(with: signer)
            try write { try $0.write(signed) }
            try surroundings.faults(.afterSign)
        }
        guard signed.checkpoint == head else { throw StoreError.damaged("checkpoint \(head.size)") }
        let marked = try mark.read()?.checkpoint.size
        if marked.map({ $0 < head.size }) ?? true { try mark.write(signed) }
    }

    private func database() throws -> DatabaseQueue {
        if let connection { return connection }
        let isWriter = isWritable
        let queue = try Archive.connect(
            folder, isWriter: isWriter, reserve: folder + "/reserve")
        connection = queue
        if isWriter { try recover() }
        return queue
    }

    /// Compares the archive with its mark, then signs what is committed and was never signed.
    private func recover() throws {
        try read { ledger in
            try mark.check(ledger.head()) { try TreeReading.root(of: $0, read: ledger.node) }
        }
        try seal()
    }

    private func drop() throws {
        defer { connection = nil }
        try connection?.close()
    }

    private func makeReserve() throws {
        let path = folder + "/reserve"
        guard surroundings.reserveSize > 0, try PosixFile.size(of: path) == nil else { return }
        do {
            let file = try PosixFile(creating: path, mode: 0o600)
            try file.reserve(surroundings.reserveSize)
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw Archive.explain(error, path: folder, reserve: path)
        }
    }
}

extension Archive {
    private static func databasePath(_ folder: String) -> String { folder + "/docket.sqlite" }

    private static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType)
            == .typeDirectory
    }

    /// Writes everything that a new archive has into `folder`.
    private static func fill(
        _ folder: String, origin: ArchiveOrigin, signer: NoteSigner, surroundings: Surroundings
    ) throws {
        try PosixFile.makeFolder(folder)
        try FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings).create()
        let keyFile = try PosixFile(creating: folder + "/signing-key", mode: 0o600)
        try keyFile.write(Array((signer.secretKeyText + "\n").utf8))
        try keyFile.synchronize()
        let queue = try Schema.openForWriting(databasePath(folder))
        try queue.write { database in
            try Schema.create(in: database)
            try database.execute(
                sql: "INSERT INTO archive (id, origin, verifier_key) VALUES (1, ?, ?)",
                arguments: [origin.text, signer.verifierKey.text])
            let empty = Checkpoint(origin: origin, size: TreeSize(0), root: .empty)
            try SQLiteCheckpointStore(database: database, origin: origin)
                .compareAndSwap(from: nil, to: empty)
        }
        try queue.close()
        try PosixFile.synchronizeFolder(folder)
    }

    private static func connect(
        _ folder: String, isWriter: Bool, reserve: String
    ) throws -> DatabaseQueue {
        let path = databasePath(folder)
        do {
            let queue =
                try isWriter ? Schema.openForWriting(path) : Schema.openForReading(path)
            guard try queue.read(Schema.isOurs) else {
                throw StoreError.notAnArchive(path: folder)
            }
            return queue
        } catch {
            throw explain(error, path: folder, reserve: reserve)
        }
    }

    private static func identity(
        _ queue: DatabaseQueue, folder: String
    ) throws -> (ArchiveOrigin, VerifierKey) {
        do {
            let row = try queue.read {
                try Row.fetchOne($0, sql: "SELECT origin, verifier_key FROM archive WHERE id = 1")
            }
            guard let row, let origin = ArchiveOrigin(try row.text("origin")),
                let key = try? VerifierKey(text: row.text("verifier_key")), key.name == origin.text
            else { throw StoreError.damaged("archive") }
            return (origin, key)
        } catch {
            throw explain(error, path: folder, reserve: "")
        }
    }

    private static func readSigner(
        _ folder: String, expecting key: VerifierKey
    ) throws -> NoteSigner {
        let path = folder + "/signing-key"
        guard let bytes = try PosixFile.contents(of: path, limit: 4096), bytes.last == 0x0A,
            let signer = try? NoteSigner(
                secretKeyText: String(decoding: bytes.dropLast(), as: UTF8.self))
        else { throw StoreError.wrongKey(found: path, expected: key.text) }
        guard signer.verifierKey == key else {
            throw StoreError.wrongKey(found: signer.verifierKey.text, expected: key.text)
        }
        return signer
    }

    /// The same error in the store's words.
    private static func explain(_ error: any Error, path: String, reserve: String) -> any Error {
        switch error {
        case let error as DatabaseError:
            if error.resultCode == .SQLITE_FULL {
                return StoreError.diskFull(path: path, reserve: reserve)
            }
            return StoreError.database(
                code: error.extendedResultCode.rawValue, message: error.message ?? "")
        case StoreError.diskFull(let path, _):
            return StoreError.diskFull(path: path, reserve: reserve)
        case let error as FormatError:
            return StoreError.format(error)
        case let error as NoteError:
            return StoreError.note(error)
        default:
            return error
        }
    }
}
