// A small archive with something of each sort in it, made in memory of fixed bytes, whose files are flipped byte by byte: entries in
// two matters, signed filings, small contents and one in a file, checkpoints, a journal that its writer left behind.

import ArchiveAudit
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import TransparencyLog

/// The archive and what a reader gets from it.
final class SmallArchive {
    /// What a reader asks an archive for.
    struct View: Equatable {
        let origin: String
        let key: String
        let head: Checkpoint
        let note: String
        let receipts: [[UInt8]]
        let contents: [[UInt8]]
        let matters: [[LeafIndex]]
    }

    let folder: String
    let surroundings: Surroundings
    /// All files by their path from `folder`, archive and state.
    private(set) var files: [String: [UInt8]] = [:]
    /// Which entry's bytes a file of `blobs` holds.
    private(set) var blobs: [String: LeafIndex] = [:]

    private static let matters = ["BAN-1", "ORG-2"].compactMap { MatterID($0) }

    /// With `keepsJournal`, the files are those of a writer that was killed.
    init(keepsJournal: Bool) throws {
        folder =
            URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
            + "/docket-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let random = RepeatableBytes(seed: 11)
        let now = try Self.required(Instant(text: "2026-02-02T11:00:00Z"))
        surroundings = Surroundings(
            clock: { now }, random: { random.next($0) }, stateFolder: folder + "/state",
            reserveSize: 4096)
        let origin = try Self.required(ArchiveOrigin("archive.example/trade"))
        let signer = try NoteSigner(
            name: origin.text, seed: [UInt8](repeating: 7, count: 32))
        let archive = try Archive.create(
            at: folder + "/archive", origin: origin, signer: signer, surroundings: surroundings)
        try fill(archive)
        // Closed, the journal is gone: so the files of a killed writer are read before.
        if keepsJournal { try readFiles() }
        try archive.close()
        if !keepsJournal { try readFiles() }
        try restore()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw CocoaError(.coderInvalidValue) }
        return value
    }

    private func fill(_ archive: Archive) throws {
        var texts = ["one", "two", "three", "four"].map { Array("The text \($0).\n".utf8) }
        // More than fits into the database.
        texts.append((0..<66_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        for (number, content) in texts.enumerated() {
            let isSigned = number == 1
            let filing = try Filing(
                archive: archive.origin, matter: Self.matters[number % 2], kind: .document,
                mediaType: Self.required(MediaType("text/plain")),
                name: Self.required(FileName("note-\(number).txt")), content: .sha256(content),
                size: UInt64(content.count),
                filer: isSigned ? .certificate(.sha256([1])) : .operator, links: [],
                nonce: surroundings.random(32))
            let submission = Submission(
                filing: filing, filingSignature: isSigned ? [1, 2, 3, 4] : nil,
                content: .bytes(content))
            guard let filed = try archive.file([submission]).first else { continue }
            let stored = try archive.exhibit(at: filed.receipt.entry.index)
            if let path = try archive.contentPath(of: stored) {
                blobs[String(path.dropFirst(folder.count + 1))] = filed.receipt.entry.index
            }
        }
    }

    // Files

    private func readFiles() throws {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        for name in (names ?? []).sorted() where !name.hasSuffix("-shm") {
            var isFolder = false
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            if !isFolder { files[name] = try read(name) }
        }
    }

    private func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
    }

    /// Writes the bytes of one file, or of all, and takes away what SQLite has made beside them.
    func restore() throws {
        for (name, bytes) in files { try write(name, bytes) }
        try clear()
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = folder + "/" + name
        if !FileManager.default.fileExists(atPath: path) {
            try Data(bytes).write(to: URL(filePath: path))
            return
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        try handle.write(contentsOf: Data(bytes))
        try handle.truncate(atOffset: UInt64(bytes.count))
    }

    /// Writes one byte.
    func write(_ name: String, at position: Int, _ byte: UInt8) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: folder + "/" + name))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(position))
        try handle.write(contentsOf: Data([byte]))
        try clear()
    }

    /// The memory that processes share is no file to flip; another's would be believed.
    private func clear() throws {
        for name in ["-shm", "-wal"] where files["archive/docket.sqlite" + name] == nil {
            let path = folder + "/archive/docket.sqlite" + name
            if FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    // What it says

    /// What a reader gets; throws what it meets.
    func view() throws -> View {
        let archive = try Archive.openReadOnly(at: folder + "/archive", surroundings: surroundings)
        defer { try? archive.close() }
        let exhibits = try archive.entries()
        return View(
            origin: archive.origin.text, key: archive.verifierKey.text, head: try archive.head(),
            note: try archive.checkpoint().note,
            receipts: try exhibits.map { try archive.receipt(of: $0.entry.index).bytes },
            contents: try exhibits.map { try archive.content(of: $0) },
            matters: try Self.matters.map { try archive.entries(matter: $0).map(\.entry.index) })
    }

    /// Whether whoever opens it to file is refused.
    func refusesToFile() -> Bool {
        do {
            try Archive.open(at: folder + "/archive", surroundings: surroundings).close()
            return false
        } catch { return true }
    }

    /// What an audit names as wrong; nil if it finds nothing.
    func faults() -> [String]? {
        do {
            let archive = try Archive.openReadOnly(
                at: folder + "/archive", surroundings: surroundings)
            defer { try? archive.close() }
            let report = audit(archive)
            guard !report.isClean else { return nil }
            return SmallArchive.words(report.faults.filter { $0.outcome == .failed })
        } catch {
            return ["not opened: \(error)"]
        }
    }

    /// What the audit only warns of, because `docket reindex` mends it.
    func derivedFaults() throws -> [String] {
        let archive = try Archive.openReadOnly(
            at: folder + "/archive", surroundings: surroundings)
        defer { try? archive.close() }
        return SmallArchive.words(
            audit(archive).faults.filter { $0.outcome == .warning && $0.repair == .reindex })
    }

    private static func words(_ faults: [ArchiveAudit.Fault]) -> [String] {
        faults.map { fault in
            let index = fault.place.index.map { "entry \($0)" } ?? ""
            return "\(fault.code.rawValue) \(fault.place.subject) \(index)"
        }
    }
}
