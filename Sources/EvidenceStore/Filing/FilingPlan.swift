// What a batch will do, decided before anything is hashed or written: which submissions are new, and which were filed before. A request
// that is refused adds nothing, and those after it go on.

import EvidenceValues
import TransparencyLog

/// A submission that becomes an entry.
struct PlannedEntry: Sendable {
    let submission: Submission
    /// Its matter's place among those of the plan.
    let matter: Int
    let number: DocketNumber
    let seenKey: Int64
}

/// A matter that a plan has met.
struct PlannedMatter: Sendable {
    let name: MatterID
    /// Where it stands with what the plan adds, but for the hash of its newest entry; nil if it has no entries.
    var state: MatterState?
}

/// A batch under way.
struct FilingPlan {
    private let ledger: Ledger
    var origin: ArchiveOrigin { ledger.origin }
    /// The index of the first new entry.
    let first: LeafIndex
    private let known: [MatterID: MatterState]
    private let hasErasures: Bool
    private(set) var entries: [PlannedEntry] = []
    private(set) var matters: [PlannedMatter] = []
    private var places: [MatterID: Int] = [:]
    private var nextMatterID: Int64?
    /// By key of `seen`, the last place in `entries` that has it; `likeBefore` leads from each to the one before.
    private var pending: [Int64: Int] = [:]
    private var likeBefore: [Int?] = []
    private var pendingKeys: [String: (filing: Digest, index: LeafIndex)] = [:]

    /// A batch behind what is committed. `known` are matters as they stand.
    init(_ ledger: Ledger, first: LeafIndex, known: [MatterID: MatterState]) throws {
        self.ledger = ledger
        self.first = first
        self.known = known
        hasErasures = try ledger.hasErasures()
    }

    /// Adds what is new of a request, and says which entries answer it. If it throws, nothing was added.
    mutating func add(_ request: [Submission]) throws -> [FiledPlace] {
        try checkKeys(request)
        var stored: [Match] = []
        stored.reserveCapacity(request.count)
        for submission in request { stored.append(try storedMatch(submission)) }
        var answers: [FiledPlace] = []
        answers.reserveCapacity(request.count)
        for (submission, match) in zip(request, stored) {
            let old = try filedBefore(submission, match)
            answers.append(
                FiledPlace(index: try old ?? add(submission, match.matter), isOld: old != nil))
        }
        return answers
    }

    /// Refuses a request one of whose idempotency keys was used for another filing, before or in itself.
    private func checkKeys(_ request: [Submission]) throws {
        var own: [String: Digest] = [:]
        for submission in request {
            guard let key = submission.idempotencyKey else { continue }
            let first = try use(ofKey: key)
            guard (first?.filing ?? own[key] ?? submission.digest) == submission.digest else {
                throw StoreError.idempotencyConflict(key: key, first: first?.index ?? next)
            }
            own[key] = submission.digest
        }
    }

    private func use(ofKey key: String) throws -> (filing: Digest, index: LeafIndex)? {
        try pendingKeys[key] ?? ledger.use(ofKey: key)
    }

    /// The index of the next new entry.
    private var next: LeafIndex { index(of: entries.count) }

    /// What there is of a submission: the first entries with the same filing, and with the same bytes otherwise filed alike.
    private struct Match {
        /// The place of its matter.
        let matter: Int
        var filing: LeafIndex?
        var bytes: LeafIndex?
    }

    /// What the archive has of a submission from before this batch.
    private mutating func storedMatch(_ submission: Submission) throws -> Match {
        var match = Match(matter: try place(of: submission.filing.matter))
        guard let matter = matters[match.matter].state, matter.isStored else { return match }
        var candidates = try ledger.candidates(matter.seenKey(submission.sameness))
        // What was erased is found by its digest alone. Spec: erasure-17
        if hasErasures { candidates += try ledger.candidates(matter.seenKey(submission.digest)) }
        for index in candidates {
            switch try compare(submission, withEntryAt: index) {
            case .filing: match.filing = match.filing ?? index
            case .bytes: match.bytes = match.bytes ?? index
            case .nothing: break
            }
        }
        return match
    }

    /// The entry that answers a submission which is not new: one with the same filing, or unless it is to be filed again, with the
    /// same bytes.
    private func filedBefore(_ submission: Submission, _ stored: Match) throws -> LeafIndex? {
        if let key = submission.idempotencyKey, let use = try use(ofKey: key) { return use.index }
        var match = stored
        if match.filing == nil, let matter = matters[match.matter].state {
            // From the last to the first, which wins.
            var like = pending[matter.seenKey(submission.sameness)]
            var (filing, bytes): (LeafIndex?, LeafIndex?)
            while let place = like {
                let other = entries[place].submission
                if other.digest == submission.digest {
                    filing = index(of: place)
                } else if other.filing.isSame(as: submission.filing) {
                    bytes = index(of: place)
                }
                like = likeBefore[place]
            }
            match.filing = filing
            match.bytes = match.bytes ?? bytes
        }
        return match.filing ?? (submission.again ? nil : match.bytes)
    }

    /// The index of the entry at a place of `entries`.
    func index(of place: Int) -> LeafIndex { LeafIndex(first.value + UInt64(place)) }

    /// The places of each matter's entries, ascending, by the numbers of the matters.
    var placesByMatter: [(matter: Int64, places: [Int])] {
        var places = [[Int]](repeating: [], count: matters.count)
        for (place, planned) in entries.enumerated() { places[planned.matter].append(place) }
        return zip(matters, places).compactMap { matter, places in
            matter.state.map { ($0.id, places) }
        }.sorted { $0.0 < $1.0 }
    }

    /// Where among `matters` one is.
    private mutating func place(of name: MatterID) throws -> Int {
        if let place = places[name] { return place }
        let state = try known[name] ?? ledger.matter(name)
        places[name] = matters.count
        matters.append(PlannedMatter(name: name, state: state))
        return matters.count - 1
    }

    /// What two filings have in common.
    private enum Likeness { case nothing, bytes, filing }

    private func compare(
        _ submission: Submission, withEntryAt index: LeafIndex
    ) throws -> Likeness {
        do {
            let exhibit = try ledger.exhibit(at: index)
            if exhibit.entry.filing == submission.digest { return .filing }
            return exhibit.filing.isSame(as: submission.filing) ? .bytes : .nothing
        } catch StoreError.erased(let index, let record) {
            // Its text is gone, but the entry still knows its digest. It is not filed a second time unnoticed.
            guard try ledger.entry(at: index)?.filing == submission.digest else { return .nothing }
            throw StoreError.erased(index, by: record)
        } catch StoreError.noSuchEntry {
            // The index names what the log does not have.
            throw StoreError.needsReindex
        }
    }

    /// Adds a submission to the plan.
    private mutating func add(_ submission: Submission, _ matter: Int) throws -> LeafIndex {
        let index = next
        var state = try matters[matter].state ?? begin()
        guard let number = DocketNumber(state.number + 1) else {
            preconditionFailure("bad number math: one more than a number is not 0")
        }
        state.number = number.value
        matters[matter].state = state
        let seenKey = state.seenKey(submission.sameness)
        likeBefore.append(pending.updateValue(entries.count, forKey: seenKey))
        if let key = submission.idempotencyKey { pendingKeys[key] = (submission.digest, index) }
        entries.append(
            PlannedEntry(
                submission: submission, matter: matter, number: number, seenKey: seenKey))
        return index
    }

    private mutating func begin() throws -> MatterState {
        let id = try nextMatterID ?? ledger.nextMatterID()
        nextMatterID = id + 1
        return MatterState(id: id, number: 0, lastLeaf: nil, isStored: false)
    }
}
