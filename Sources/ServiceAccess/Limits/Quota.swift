// How much a principal may file in a day. Counted in memory, stored once a minute; so a crash forgives a minute, and filing waits for no
// second database.

import EvidenceValues
import GRDB
package import ServiceInterface
import Synchronization

/// What a principal may file in a day (UTC).
package struct Quota: Sendable, Hashable {
    /// Nil for no limit.
    package let filings: Int64?
    package let bytes: Int64?

    package init(filings: Int64?, bytes: Int64?) {
        self.filings = filings
        self.bytes = bytes
    }

    /// A busy party's day many times over, and a disk that lasts until somebody looks.
    package static let standard = Quota(filings: 1_000_000, bytes: 256 << 30)
}

/// How much of today's quota is used up.
final class UsageBook: Sendable {
    struct Day: Sendable, Hashable {
        var day: Int64
        var filings: Int64 = 0
        var bytes: Int64 = 0
    }

    let quota: Quota
    private let days: Mutex<[PrincipalID: Day]>

    init(reading database: Database, quota: Quota) throws {
        self.quota = quota
        var days: [PrincipalID: Day] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT principal, day, filings, bytes FROM usage")
        while let row = try rows.next() {
            guard let principal = PrincipalID(row[0] as String) else { continue }
            days[principal] = Day(day: row[1], filings: row[2], bytes: row[3])
        }
        self.days = Mutex(days)
    }

    /// Counts a filing of so many bytes; `day` is that since 1970.
    func charge(
        _ principal: PrincipalID, bytes: Int64, day: Int64
    ) throws(AccessError) {
        let refusal: AccessError? = days.withLock { days in
            var used = days[principal] ?? Day(day: day)
            // A clock that was set back does not give a second quota of a day, nor keep a later day's.
            if used.day < day { used = Day(day: day) }
            if let limit = quota.filings, used.filings >= limit {
                return .quotaExceeded("filings", limit: limit)
            }
            let (sum, overflow) = used.bytes.addingReportingOverflow(max(0, bytes))
            if let limit = quota.bytes, overflow || sum > limit {
                return .quotaExceeded("bytes", limit: limit)
            }
            used.filings += 1
            used.bytes = overflow ? .max : sum
            days[principal] = used
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Takes a charge of the same day back: nothing was filed.
    func refund(_ principal: PrincipalID, bytes: Int64, day: Int64) {
        days.withLock { days in
            guard var used = days[principal], used.day == day else { return }
            used.filings = max(0, used.filings - 1)
            used.bytes = max(0, used.bytes - max(0, bytes))
            days[principal] = used
        }
    }

    func save(_ database: Database) throws {
        for (principal, day) in days.withLock({ $0 }) {
            try database.cachedStatement(
                sql:
                    "INSERT OR REPLACE INTO usage (principal, day, filings, bytes) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [principal.text, day.day, day.filings, day.bytes])
        }
    }
}

extension AccessBook {
    /// Counts a filing of so many bytes against the principal's quota of today.
    package func charge(_ principal: PrincipalID, bytes: Int64) throws(AccessError) {
        let day = clock().milliseconds / 86_400_000
        try usage.charge(principal, bytes: bytes, day: day)
    }

    /// Takes back what was charged for a filing that was not made.
    package func refund(_ principal: PrincipalID, bytes: Int64) {
        usage.refund(principal, bytes: bytes, day: clock().milliseconds / 86_400_000)
    }

    /// Stores what was used.
    package func saveUsage() throws {
        try queue.write { try usage.save($0) }
    }
}
