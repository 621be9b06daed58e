// What the tests of the store stand on: an archive in a folder of its own that goes with the test, a clock that the test sets, bytes
// that look random and are the same in each run, and faults at chosen points.

import EvidenceStore
import EvidenceValues
import Foundation
import GRDB
import Synchronization
import TransparencyLog

/// A place to make archives in; deleted at the end.
final class Workshop: Sendable {
    /// What a fault point throws.
    struct Fault: Error, Hashable { let point: FaultPoint }

    struct State {
        var now: Instant
        var random: UInt64 = 0
        var fault: FaultPoint?
        /// How many times the point is passed before it throws.
        var passes = 0
        var seen: [FaultPoint] = []
        /// Where to copy the disk as it is, instead of throwing.
        var copiesAt: FaultPoint?
        /// What to do when it is copied.
        var copied: @Sendable () -> Void = {}
    }

    static let origin = required(ArchiveOrigin("archive.example/trade"))
    static let matter = required(MatterID("BAN-1"))

    let root: String
    let state: Mutex<State>

    init() throws {
        root = NSTemporaryDirectory() + "docket-" + UUID().uuidString
        state = Mutex(State(now: required(Instant(text: "2026-02-02T10:59:58.250Z"))))
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var folder: String { root + "/archive" }
    var database: String { folder + "/docket.sqlite" }

    var surroundings: Surroundings {
        Surroundings(
            clock: { [self] in state.withLock { $0.now } },
            random: { [self] in random($0) },
            stateFolder: root + "/state/docket", reserveSize: 4096,
            faults: { [self] in try pass($0) })
    }

    func random(_ count: Int) -> [UInt8] {
        let number = state.withLock { state in
            state.random += 1
            return state.random
        }
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Digest.sha256("\(number) \(bytes.count)".utf8).bytes
        }
        return Array(bytes.prefix(count))
    }

    func pass(_ point: FaultPoint) throws {
        let copied: (@Sendable () -> Void)? = state.withLock { state in
            guard state.copiesAt == point else { return nil }
            state.copiesAt = nil
            return state.copied
        }
        if let copied {
            copied()
            try FileManager.default.createDirectory(
                atPath: root + "/killed", withIntermediateDirectories: true)
            for name in ["archive", "state"] {
                let copy = root + "/killed/" + name
                try? FileManager.default.removeItem(atPath: copy)
                try FileManager.default.copyItem(atPath: root + "/" + name, toPath: copy)
            }
        }
        try state.withLock { state in
            state.seen.append(point)
            guard state.fault == point else { return }
            if state.passes > 0 {
                state.passes -= 1
            } else {
                state.fault = nil
                throw Fault(point: point)
            }
        }
    }

    /// The points passed since the last `fail`.
    var seen: [FaultPoint] { state.withLock { $0.seen } }

    func wait(_ span: TimeSpan) { state.withLock { $0.now = $0.now.advanced(by: span) } }

    func fail(at point: FaultPoint?, after passes: Int = 0) {
        state.withLock {
            $0.fault = point
            $0.passes = passes
            $0.seen = []
        }
    }

    /// Copies archive and mark to `killed` when `point` is passed next: what a process killed there leaves, with its journal, and
    /// without the orderly end that even a thrown error has.
    func copy(at point: FaultPoint, _ copied: @escaping @Sendable () -> Void = {}) {
        state.withLock {
            $0.copiesAt = point
            $0.copied = copied
        }
    }

    /// Whether such a copy was made.
    var hasCopy: Bool { FileManager.default.fileExists(atPath: root + "/killed/archive") }

    /// Opens what a killed process left.
    func openKilled(readOnly: Bool = false) throws -> Archive {
        var surroundings = surroundings
        surroundings.stateFolder = root + "/killed/state/docket"
        let folder = root + "/killed/archive"
        return readOnly
            ? try Archive.openReadOnly(at: folder, surroundings: surroundings)
            : try Archive.open(at: folder, surroundings: surroundings)
    }

    func signer(seed: UInt8 = 7) throws -> NoteSigner {
        try NoteSigner(name: Workshop.origin.text, seed: [UInt8](repeating: seed, count: 32))
    }

    func create() throws -> Archive {
        try Archive.create(
            at: folder, origin: Workshop.origin, signer: signer(), surroundings: surroundings)
    }

    func open() throws -> Archive { try Archive.open(at: folder, surroundings: surroundings) }

    func filing(
        of content: [UInt8], matter: MatterID = Workshop.matter, links: [Link] = [],
        kind: ExhibitKind = .document, filer: Filer = .operator,
        archive: ArchiveOrigin = Workshop.origin
    ) throws -> Filing {
        try Filing(
            archive: archive, matter: matter, kind: kind,
            mediaType: required(MediaType("text/plain")), name: required(FileName("note.txt")),
            content: .sha256(content), size: UInt64(content.count), filer: filer, links: links,
            nonce: random(32))
    }

    func submission(
        _ text: String, matter: MatterID = Workshop.matter, key: String? = nil,
        again: Bool = false, links: [Link] = []
    ) throws -> Submission {
        let content = Array(text.utf8)
        return Submission(
            filing: try filing(of: content, matter: matter, links: links),
            content: .bytes(content), idempotencyKey: key, again: again)
    }
}

extension Workshop {
    /// A submission whose content is too large to stand beside its filing.
    func large(_ text: String) throws -> Submission {
        try submission(String(repeating: text + "\n", count: 40_000))
    }
}

/// The value, which a test knows to be there.
func required<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a value that the test needs is missing") }
    return value
}

/// Runs SQL on the database at `path` as someone who has the file in his hands: no trigger and no CHECK stands in his way.
func forge(_ sql: String, at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        let triggers = try Row.fetchAll(
            database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for row in triggers {
            try database.execute(sql: "DROP TRIGGER \(row["name"] as String)")
        }
        try database.execute(sql: sql)
        for row in triggers { try database.execute(sql: row["sql"]) }
        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
}
