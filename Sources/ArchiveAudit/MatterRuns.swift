// The matters that occur in a range of the log: of each the first and the last entry in it. Within a range each entry must follow the
// one before it; between ranges the first of one must follow the last of the other, which is compared later.

import EvidenceValues
import TransparencyLog

/// The entries of one matter in a range.
struct MatterRun: Sendable {
    /// The matter's name.
    let name: [UInt8]
    /// The number of the first entry in the range, what it names before it, and where it is; 0 if there is none yet.
    var firstNumber: UInt64 = 0
    var firstPrevious: LeafHash?
    var firstIndex = LeafIndex(0)
    /// The number and leaf hash of the last.
    var lastNumber: UInt64 = 0
    var lastLeaf: LeafHash?
    /// Whether an entry of it within the range is not known, because its docketing does not read.
    var isBridged = false
    /// Where its entries are, in the order of the log, if that is kept.
    var indexes: [UInt64] = []

    init(name: [UInt8]) { self.name = name }

    /// Appends the entry of `facts`, whose leaf hash is `leaf`; false if it does not follow the last one.
    mutating func append(_ facts: RowFacts, leaf: LeafHash, keepsIndex: Bool) -> Bool {
        var follows = true
        if firstNumber == 0 {
            firstNumber = facts.number
            firstPrevious = facts.previousInMatter
            firstIndex = facts.index
        } else {
            follows = facts.number == lastNumber &+ 1 && facts.previousInMatter == lastLeaf
        }
        lastNumber = facts.number
        lastLeaf = leaf
        if keepsIndex { indexes.append(facts.index.value) }
        return follows
    }

    /// A matter's name in a report.
    var matter: MatterID? { MatterID(String(decoding: name, as: UTF8.self)) }
}

/// All matters of a range, found by name without making one.
struct MatterRuns: Sendable {
    private(set) var runs: [MatterRun] = []
    /// The leaf hashes of entries whose docketing does not read: that was told, and what follows one of them in its matter is not
    /// told again. As many as a report has faults.
    private(set) var loose: Set<LeafHash> = []
    /// Whether runs keep where their entries are.
    private let keepsIndexes: Bool
    /// The runs by the hashes of their names, open addressing: twice as many places as runs at least, -1 where there is none.
    private var slots = [Int32](repeating: -1, count: 64)
    private var hashes: [UInt64] = []
    /// The names of all runs, one behind the other, and where each ends: a run that is only looked at is not to be copied for its name.
    private var names: [UInt8] = []
    private var nameEnds: [Int] = [0]
    private var last = 0

    init(keepsIndexes: Bool = true) { self.keepsIndexes = keepsIndexes }

    /// The number of the matter with this name in `runs`.
    mutating func number(of name: Span<UInt8>) -> Int {
        let hash = MatterRuns.hash(name)
        if last < runs.count, hashes[last] == hash, isNamed(last, name) {
            return last
        }
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] >= 0 {
            let run = Int(slots[place])
            if hashes[run] == hash, isNamed(run, name) {
                last = run
                return run
            }
            place = (place + 1) & (slots.count - 1)
        }
        last = runs.count
        slots[place] = Int32(last)
        hashes.append(hash)
        runs.append(MatterRun(name: name.array))
        names += name.array
        nameEnds.append(names.count)
        if runs.count * 2 > slots.count { widen() }
        return last
    }

    private func isNamed(_ run: Int, _ name: Span<UInt8>) -> Bool {
        let (start, end) = (nameEnds[run], nameEnds[run + 1])
        return end - start == name.count && names.span.extracting(start..<end).has(name, at: 0)
    }

    private mutating func widen() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        for (run, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[place] >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Int32(run)
        }
    }

    /// Appends the entries of `rows`, whose leaf hashes are known; gives the places of those that do not follow the one before in their matter.
    mutating func append(_ rows: [RowFacts]) -> [Int] {
        var broken: [Int] = []
        for offset in rows.indices {
            guard let leaf = rows[offset].leaf else { continue }
            guard let matter = rows[offset].matter else {
                // Nobody knows its matter.
                if loose.count < FaultList.limit { loose.insert(leaf) }
                continue
            }
            if runs[matter].append(rows[offset], leaf: leaf, keepsIndex: keepsIndexes) { continue }
            if let previous = rows[offset].previousInMatter, loose.contains(previous) {
                runs[matter].isBridged = true
            } else {
                broken.append(offset)
            }
        }
        return broken
    }

    // FNV-1a over eight bytes at a time. Whoever makes names collide makes the audit slow, and nothing else.
    private static func hash(_ name: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var position = 0
        while position + 8 <= name.count {
            hash = (hash ^ name.word(at: position)) &* 0x100_0000_01B3
            position += 8
        }
        while position < name.count {
            hash = (hash ^ UInt64(name[position])) &* 0x100_0000_01B3
            position += 1
        }
        // A multiplication carries upwards only, and places are taken from the lowest bits.
        return hash ^ hash >> 32
    }
}
