// The book of access: principals, certificates, matters, members, tokens, pseudonyms. It is the fold of events that stand in one SQLite file, which
// it alone holds open. Asking reads memory; changing writes first and remembers then, so what is acknowledged is on the disk.
//
// Invariants: changes are made one after the other; memory is the fold of what is committed; each change stands beside the event that is
// filed in the log, in one transaction. Whoever changes waits for the disk, so callers do that where waiting is allowed.

import Cryptography
package import EvidenceValues
import Foundation
import GRDB
package import ServiceInterface
import Synchronization
import TransparencyLog

/// Who may what in an archive's service.
package final class AccessBook: Sendable {
    /// A change that is asked for, and what it names by digest: a certificate, an envelope, the hash of a token.
    struct Asked {
        let change: AccessChange
        var payload: [UInt8] = []
    }

    package let archive: ArchiveOrigin
    let queue: DatabaseQueue
    let clock: @Sendable () -> Instant
    let random: @Sendable (Int) -> [UInt8]
    let held = Mutex(AccessState())
    let usage: UsageBook
    /// Events that no record has yet.
    let pending = Mutex(0)

    /// The book at `path`, made if there is none.
    /// - Throws: an `AccessError` if it is not the book of this archive, or another process has it.
    package static func open(
        at path: String, archive: ArchiveOrigin, quota: Quota = .standard,
        clock: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws -> AccessBook {
        do {
            let queue = try AccessTables.open(path, archive: archive)
            return try AccessBook(
                archive: archive, queue: queue, quota: quota, clock: clock, random: random)
        } catch let error as DatabaseError {
            throw error.resultCode == .SQLITE_BUSY
                ? AccessError.inUse : .storage(error.resultCode.rawValue)
        }
    }

    private init(
        archive: ArchiveOrigin, queue: DatabaseQueue, quota: Quota,
        clock: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        self.archive = archive
        self.queue = queue
        self.clock = clock
        self.random = random
        let (state, count, usage) = try queue.read { database in
            (
                try AccessBook.fold(database), try AccessBook.pendingCount(database),
                try UsageBook(reading: database, quota: quota)
            )
        }
        self.usage = usage
        held.withLock { $0 = state }
        pending.withLock { $0 = count }
    }

    /// Who may what now.
    package var state: AccessState { held.withLock { $0 } }

    /// Stores how much was used, and lets the file go.
    package func close() throws {
        try saveUsage()
        try queue.close()
    }

    /// Who has the token; nil if nobody, or no longer.
    package func caller(token: BearerToken) -> Caller? {
        let (hash, now) = (token.hash, clock())
        return held.withLock { $0.caller(tokenHash: hash, at: now) }
    }

    /// Who has the certificate with this digest; nil if nobody, or if it is not valid now.
    package func caller(certificate digest: Digest) -> Caller? {
        let now = clock()
        return held.withLock { $0.caller(certificate: digest, at: now) }
    }

    /// The certificates that sign in the principal's name in all matters.
    package func certificates(of principal: PrincipalID) -> Set<Digest> {
        held.withLock { state in
            let own = state.principals[principal]?.certificates ?? []
            return Set(
                own.filter {
                    state.certificates[$0].map { $0.scope == .everywhere && !$0.isRemoved } == true
                })
        }
    }

    /// The certificate that a filing names, to check its signature with.
    package func certificate(_ digest: Digest) -> [UInt8]? {
        held.withLock { state in
            guard let known = state.certificates[digest], !known.isRemoved else { return nil }
            return known.certificate.derBytes
        }
    }

    /// Makes all of these changes or none, in the name of `actor`.
    func change(by actor: PrincipalID?, _ asked: (AccessState) throws -> [Asked]) throws {
        let now = clock()
        try queue.storing { database in
            var next = state
            let changes = try asked(next)
            for each in changes { try next.apply(each.change, at: now, payload: each.payload) }
            try database.inTransaction(.immediate) {
                for each in changes {
                    let event = AccessEvent(
                        time: now, actor: actor, what: .change(each.change))
                    try AccessBook.insert(event, payload: each.payload, in: database)
                }
                return .commit
            }
            held.withLock { $0 = next }
            pending.withLock { $0 += changes.count }
        }
    }

    static func insert(_ event: AccessEvent, payload: [UInt8], in database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO event (is_change, line, payload) VALUES (?, ?, ?)"
        ).execute(arguments: [event.change == nil ? 0 : 1, event.text, Data(payload)])
    }

    private static func fold(_ database: Database) throws -> AccessState {
        var state = AccessState()
        let rows = try Row.fetchCursor(
            database, sql: "SELECT line, payload FROM event WHERE is_change = 1 ORDER BY seq")
        while let row = try rows.next() {
            let (line, payload): (String, Data) = (row[0], row[1])
            guard let event = AccessEvent(text: line), let change = event.change else {
                throw AccessError.damaged(line)
            }
            do {
                try state.apply(change, at: event.time, payload: Array(payload))
            } catch {
                throw AccessError.damaged(line)
            }
        }
        return state
    }
}
