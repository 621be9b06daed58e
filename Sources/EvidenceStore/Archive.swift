// One archive in one folder (docs/formats/archive.md):
//
//     docket.sqlite    entries, filings, docketings, small contents, the tree's tiles, checkpoints
//     blobs/ab/cdef…   the bytes of large exhibits, by digest
//     signing-key      the log's secret key, for its owner alone (docs/formats/key.md)
//     lock             held by the one process that writes
//     reserve          space to delete when the disk is full
//
// and, outside it, the high-water mark. What is acknowledged was committed first and signed then: a signature is a function of what
// is committed, so whoever opens the archive after a crash makes the very signature that was missing.
//
// Invariants: entries have no gaps; `head` is the tree over all of them; each acknowledged size has its row of `checkpoint`, and the
// mark is never ahead of the database. After an error that is no refusal the connection is dropped, and everything read again.

import Dispatch
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
    /// The key that the archive was made with; the mark is named by it.
    package let firstKey: VerifierKey
    /// The bytes of large exhibits.
    package let blobs: any BlobStore
    package let surroundings: Surroundings
    /// Which keys sign, and those that this process may sign with.
    var keys: SigningKeys
    /// What the hashes of the tree are read with.
    let tree = TreeReader()
    /// The right edge that was read last.
    var edge: LogEdge?
    /// Nil until it is needed, and when the archive is open for reading only.
    var state: WritingState?
    /// Where work is done beside the thread that writes.
    let besideQueue = DispatchQueue(label: "docket.beside")
    /// Whether a restore is being declared: then the archive is behind its mark.
    let isRestoring: Bool
    private var lock: PosixFile?
    private var connection: DatabaseQueue?
    private var markWriter: MarkWriter?

    /// Opens the archive to file and to read. Signs what a crash has left unsigned.
    /// - Throws: `.locked` if another process writes; `.olderThanMark` or `.forked` if it is not the archive that it was.
    package static func open(
        at folder: String, surroundings: Surroundings, blobs: (any BlobStore)? = nil
    ) throws -> Archive {
        try Archive(folder: folder, surroundings: surroundings, blobs: blobs, use: .filing)
    }

    /// Opens the archive without its key, which nobody has any more. All that can be done is to rotate to another.
    package static func openWithoutKey(
        at folder: String, surroundings: Surroundings, blobs: (any BlobStore)? = nil
    ) throws -> Archive {
        try Archive(folder: folder, surroundings: surroundings, blobs: blobs, use: .rotating)
    }

    /// Opens the archive to read, beside a process that writes; nothing is changed, signed or compared with the mark.
    package static func openReadOnly(
        at folder: String, surroundings: Surroundings, blobs: (any BlobStore)? = nil
    ) throws -> Archive {
        try Archive(folder: folder, surroundings: surroundings, blobs: blobs, use: .reading)
    }

    /// What an archive is opened for.
    enum Use { case reading, filing, restoring, rotating }

    init(
        folder path: String, surroundings: Surroundings, blobs: (any BlobStore)?, use: Use
    ) throws {
        let isWriter = use != .reading
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
        let queue = try Archive.connect(folder, isWriter: isWriter)
        let (origin, key, history) = try Archive.identity(queue, folder: folder)
        self.lock = lock
        self.folder = folder
        self.origin = origin
        firstKey = key
        isRestoring = use == .restoring
        self.surroundings = surroundings
        self.blobs =
            blobs ?? FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        keys = SigningKeys(history: history, signers: [])
        if use == .filing || use == .restoring {
            keys.signers = try keyFolder.unlock(history, surroundings)
        }
        connection = queue
        guard isWriter else { return }
        try self.blobs.clear()
        _ = try guarding { try writingState() }
        // What cannot be finished now, on a full disk or beside a reader, is left to the next writer.
        _ = try? finishErasures()
        if keys.canSign { try keyFolder.promote(verifierKey) }
        try makeReserve()
    }

    // Whoever forgets to close it leaves the last note to the next who opens it, who makes the same.
    deinit { try? close() }

    /// Closes the database and lets the next writer in. Whatever is called afterwards throws `.readOnly` or opens to read again.
    package func close() throws {
        defer { lock = nil }
        guard connection != nil else { return }
        if state != nil { try storeNotes() }
        try markWriter?.synchronize()
        try drop()
    }

    /// The high-water mark of this archive on this machine.
    package var mark: HighWaterMark {
        HighWaterMark(
            key: firstKey, keys: keys.history.periods.map(\.key), surroundings: surroundings)
    }

    /// Whether the archive was opened to file.
    package var isWritable: Bool { lock != nil }

    /// The key that verifies the checkpoints that the archive signs now.
    package var verifierKey: VerifierKey { keys.history.current?.key ?? firstKey }

    /// Where the signing key is.
    package var signingKeyPath: String { keyFolder.main }

    var keyFolder: KeyFolder { KeyFolder(folder: folder) }

    // How everything else reaches the database.

    /// Reads in one transaction.
    func read<Value>(_ body: (Ledger) throws -> Value) throws -> Value {
        try guarding {
            try database().read { try body(Ledger(database: $0, origin: origin)) }
        }
    }

    /// Reads without a transaction: what is read was written once, or nobody else writes.
    func peek<Value>(_ body: (Ledger) throws -> Value) throws -> Value {
        try guarding {
            try database().writeWithoutTransaction {
                try body(Ledger(database: $0, origin: origin))
            }
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
            let error = StoreError.explaining(error, folder: folder)
            if (error as? StoreError)?.isRefusal != true { try? drop() }
            throw error
        }
    }

    /// What a writer has in memory, made anew after an error.
    func writingState() throws -> WritingState {
        if let state { return state }
        let new = try recover()
        state = new
        if let signed = new.signed, !isRestoring {
            if new.lowersMark { try MarkWriter.make(mark.path, signed, surroundings) }
            markWriter = try MarkWriter(mark, first: signed, surroundings: surroundings)
        }
        return new
    }

    /// Makes the newest note durable, if it is in memory only.
    func storeNotes() throws {
        guard let unwritten = try writingState().unwritten else { return }
        try write { try $0.write(unwritten) }
        state?.unwritten = nil
    }

    /// Raises the mark.
    func raiseMark(to signed: SignedCheckpoint) throws { try markWriter?.write(signed) }

    private func database() throws -> DatabaseQueue {
        if let connection { return connection }
        let queue = try Archive.connect(folder, isWriter: isWritable)
        connection = queue
        return queue
    }

    private func drop() throws {
        defer { connection = nil }
        state = nil
        edge = nil
        markWriter = nil
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
            throw StoreError.explaining(error, folder: folder)
        }
    }
}
