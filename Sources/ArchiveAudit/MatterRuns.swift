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
    /// Where its entries are, in the order of the log.
    var indexes: [UInt64] = []

    init(name: [UInt8]) { self.name = name }

    /// A matter's name in a report.
    var matter: MatterID? { MatterID(String(decoding: name, as: UTF8.self)) }
}

/// All matters of a range, found by name without making one.
struct MatterRuns: Sendable {
    private(set) var runs: [MatterRun] = []
    /// The leaf hashes of entries whose docketing does not read: that was told, and what follows one of them in its matter is not
    /// told again. As many as a report has faults.
    private(set) var loose: Set<LeafHash> = []
    /// The newest run with a hash, and for each run the one before it with the same.
    private var newest: [UInt64: Int] = [:]
    private var older: [Int] = []
    private var last = 0

    /// The number of the matter with this name in `runs`.
    mutating func number(of name: Span<UInt8>) -> Int {
        if last < runs.count, name.isSame(as: runs[last].name) { return last }
        let hash = MatterRuns.hash(name)
        var candidate = newest[hash] ?? -1
        while candidate >= 0 {
            if name.isSame(as: runs[candidate].name) {
                last = candidate
                return candidate
            }
            candidate = older[candidate]
        }
        var bytes: [UInt8] = []
        for position in name.indices { bytes.append(name[position]) }
        older.append(newest[hash] ?? -1)
        newest[hash] = runs.count
        last = runs.count
        runs.append(MatterRun(name: bytes))
        return last
    }

    /// Appends the entry of `facts`, whose leaf hash is `leaf`; false if it does not follow the one before it in its matter.
    mutating func append(_ facts: RowFacts, leaf: LeafHash, to matter: Int) -> Bool {
        var follows = true
        if runs[matter].firstNumber == 0 {
            runs[matter].firstNumber = facts.number
            runs[matter].firstPrevious = facts.previousInMatter
            runs[matter].firstIndex = facts.index
        } else {
            follows =
                facts.number == runs[matter].lastNumber &+ 1
                && facts.previousInMatter == runs[matter].lastLeaf
            if !follows, let previous = facts.previousInMatter, loose.contains(previous) {
                runs[matter].isBridged = true
                follows = true
            }
        }
        runs[matter].lastNumber = facts.number
        runs[matter].lastLeaf = leaf
        runs[matter].indexes.append(facts.index.value)
        return follows
    }

    /// Notes an entry whose matter nobody knows.
    mutating func loosen(_ leaf: LeafHash) {
        if loose.count < FaultList.limit { loose.insert(leaf) }
    }

    // FNV-1a. Whoever makes names collide makes the audit slow, and nothing else.
    private static func hash(_ name: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for position in name.indices {
            hash = (hash ^ UInt64(name[position])) &* 0x100_0000_01B3
        }
        return hash
    }
}
