// Which of the archive's time records bound what a matter holds (docs/formats/bundle.md, bundle-29). A service files some each minute, for years, and
// a bundle takes those few that tell most: for each entry the first of each clock that saw it, for each checkpoint that stands inside
// an exhibit the last of each clock that was logged below it. The others only repeat these bounds, or are wider.
//
//     entry i ····· first record with size > i ──► hi(i)        last record with index < N ──► lo(N) ····· checkpoint of size N
//
// The records of a day are read once, their filings only. A clock that is silent for days bounds what it could have seen by its next
// word; one that is silent on the two days around is passed over, and nothing is lost but a bound.

package import EvidenceValues
package import TransparencyLog

/// The time records of an archive.
package struct TimeRecords {
    /// One clock: its party, and whether it stamps or cosigns.
    private struct Clock: Hashable {
        let kind: ExhibitKind
        let authority: PartyID
    }

    /// The records of one clock on one day, in the order of the log.
    private struct Run {
        /// Those that saw more than all before them, so sizes ascend too.
        var firsts: [(index: LeafIndex, size: TreeSize)] = []
        var indices: [LeafIndex] = []
    }

    private let archive: Archive
    private let limit: TreeSize
    /// Ascending.
    private let days: [MatterID]
    private var read: [MatterID: [Clock: Run]] = [:]

    /// Days whose names are read at once.
    private static let page = 1000
    /// Days that are looked at behind the first on which any clock spoke: one that fell silent may speak again.
    private static let patience = 1

    /// The records that a tree of `size` includes. Reads the names of the days.
    package init(of archive: Archive, below size: TreeSize) throws {
        self.archive = archive
        limit = size
        var days: [MatterID] = []
        var name = "docket.time."
        while true {
            let matters = try archive.matters(behind: name, limit: TimeRecords.page)
            days += matters.filter { $0.timeDay != nil }
            guard let last = matters.last, last.isTime else { break }
            name = last.text
        }
        self.days = days
    }

    /// Whether there is none.
    package var isEmpty: Bool { days.isEmpty }

    /// The records that bound `entries` from above, and the states of the log of these `sizes` from below, in the order of the log.
    package mutating func bounding(
        _ entries: [Entry], sizes: Set<TreeSize>
    ) throws -> [StoredExhibit] {
        guard !isEmpty else { return [] }
        var chosen: Set<LeafIndex> = []
        for entry in entries { chosen.formUnion(try first(over: entry)) }
        for size in sizes { chosen.formUnion(try last(below: size)) }
        return try chosen.sorted().map { try archive.exhibit(at: $0) }
    }

    /// The first record of each clock that saw the entry.
    private mutating func first(over entry: Entry) throws -> [LeafIndex] {
        // A record's day is that of the duty's clock, which may be a little before the time of receipt.
        let start = place(of: entry.received.advanced(by: TimeSpan(seconds: -86_400)))
        return try nearest(among: days[start...]) { run in
            let place = run.firsts.partitioned { $0.size.contains(entry.index) }
            return place < run.firsts.count ? run.firsts[place].index : nil
        }
    }

    /// The last record of each clock that is below a tree of this size.
    private mutating func last(below size: TreeSize) throws -> [LeafIndex] {
        guard size.value > 0,
            let row = try archive.storedRows(
                from: LeafIndex(size.value - 1), below: size, limit: 1
            ).first
        else { return [] }
        let received = try Entry(parsing: row.entry).received
        let end = place(of: received.advanced(by: TimeSpan(seconds: 2 * 86_400)))
        return try nearest(among: days[..<end].reversed()) { run in
            let place = run.indices.partitioned { !size.contains($0) }
            return place > 0 ? run.indices[place - 1] : nil
        }
    }

    /// What `choose` gives of each clock on the nearest of `days`, until some clock spoke and the day behind that was read too.
    private mutating func nearest(
        among days: some Sequence<MatterID>, _ choose: (Run) -> LeafIndex?
    ) throws -> [LeafIndex] {
        var found: [Clock: LeafIndex] = [:]
        var left: Int?
        for day in days where left != 0 {
            for (clock, run) in try runs(of: day) where found[clock] == nil {
                found[clock] = choose(run)
            }
            left = left.map { $0 - 1 } ?? (found.isEmpty ? nil : TimeRecords.patience)
        }
        return Array(found.values)
    }

    /// Where the day of a time is, or would be, among `days`.
    private func place(of time: Instant) -> Int {
        let matter = MatterID.time(on: time)
        return days.partitioned { $0 >= matter }
    }

    private mutating func runs(of day: MatterID) throws -> [Clock: Run] {
        if let known = read[day] { return known }
        var runs: [Clock: Run] = [:]
        try archive.eachExhibit(of: day) { exhibit in
            let index = exhibit.entry.index
            guard limit.contains(index), let record = TimeRecordName(exhibit.filing) else { return }
            let clock = Clock(kind: record.kind, authority: record.authority)
            runs[clock, default: Run()].indices.append(index)
            if record.size > runs[clock]?.firsts.last?.size ?? TreeSize(0) {
                runs[clock]?.firsts.append((index, record.size))
            }
        }
        read[day] = runs
        return runs
    }
}

extension Array {
    /// The first place whose element meets `condition`, which those behind it meet too; `count` if none does.
    fileprivate func partitioned(_ condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
