// Facts as rows of numbers: every term has one number, and every predicate a relation that finds its rows by any set of arguments. So
// a join costs what it finds, not what there is.
//
// Rows lie one behind the other in one array. An index chains the rows that are the same at some positions; chains only grow at
// their end, so that a cursor stays good while rows are added, and sees none of them.

import EvidenceValues

/// Gives every term one number.
struct TermTable {
    private(set) var terms: [Term] = []
    private var numbers: [Term: Int] = [:]
    /// By number, the place in the order of terms; of those that were known when it was made.
    private var order: [Int32] = []

    mutating func number(_ term: Term) -> Int {
        if let number = numbers[term] { return number }
        terms.append(term)
        numbers[term] = terms.count - 1
        return terms.count - 1
    }

    /// Sorts the terms known so far; those that calculations add are compared as they are. The numbers in order.
    mutating func sort() -> [Int] {
        let sorted = terms.indices.sorted { terms[$0] < terms[$1] }
        order = [Int32](repeating: 0, count: terms.count)
        for (place, number) in sorted.enumerated() {
            order[number] = Int32(truncatingIfNeeded: place)
        }
        return sorted
    }

    /// Whether the term with the number `left` comes before that with `right`.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        if left < order.count && right < order.count { return order[left] < order[right] }
        return terms[left] < terms[right]
    }
}

/// Rows without repetition, each with the round in which it was found.
struct Relation {
    /// Arguments of a row.
    let arity: Int
    private(set) var count = 0
    private var flat: [Int32] = []
    private var ranks: [Int32] = []
    /// The first is by all positions; others are made when first asked for, and kept up afterwards.
    private var indexes: [RowIndex]
    private var spreads: [Spread?]

    /// Some rows, one after the other.
    struct Cursor {
        /// Of the index; nil for all rows.
        fileprivate let index: Int?
        fileprivate var place: Int
        fileprivate let end: Int
    }

    /// How the terms at a position are spread, and over how many rows that was counted.
    private struct Spread {
        var rows: Int
        var expected: Int
    }

    init(arity: Int) {
        self.arity = arity
        indexes = [RowIndex(positions: Array(0..<arity))]
        spreads = [Spread?](repeating: nil, count: arity)
    }

    // MARK: rows

    /// The place of the row, nil if it is not there.
    func place(of row: [Int32]) -> Int? { indexes[0].first(row, in: flat, arity: arity) }

    func rank(at place: Int) -> Int { Int(ranks[place]) }

    /// Copies the row into `row`, which has room for it.
    func copy(_ place: Int, to row: inout [Int32]) {
        let start = place * arity
        for position in 0..<arity { row[position] = flat[start + position] }
    }

    /// Whether it is new.
    @discardableResult
    mutating func insert(_ row: [Int32], rank: Int) -> Bool {
        guard place(of: row) == nil else { return false }
        flat += row[..<arity]
        ranks.append(Int32(clamping: rank))
        for index in indexes.indices { indexes[index].add(count, in: flat, arity: arity) }
        count += 1
        return true
    }

    func contains(_ row: [Int]) -> Bool { place(of: row.map(Int32.init)) != nil }
    func rank(_ row: [Int]) -> Int? { place(of: row.map(Int32.init)).map(rank(at:)) }

    /// Every row, in the order in which they were found.
    var rows: [[Int]] { (0..<count).map(row(at:)) }

    /// What stands at a position, each term once, in no order.
    func terms(at position: Int) -> Set<Int> {
        Set((0..<count).map { Int(flat[$0 * arity + position]) })
    }

    private func row(at place: Int) -> [Int] {
        flat[(place * arity)..<((place + 1) * arity)].map(Int.init)
    }

    // MARK: finding

    /// The rows with these terms at the positions of `mask`, as far as they are there now.
    mutating func cursor(_ pattern: [Int32], mask: Int) -> Cursor {
        guard mask != 0 else { return Cursor(index: nil, place: count > 0 ? 0 : -1, end: count) }
        let index = self.index(mask)
        let first = indexes[index].first(pattern, in: flat, arity: arity) ?? -1
        return Cursor(index: index, place: first, end: count)
    }

    /// The place of the next row, nil after the last.
    func next(_ cursor: inout Cursor) -> Int? {
        let place = cursor.place
        guard place >= 0, place < cursor.end else { return nil }
        cursor.place = cursor.index.map { indexes[$0].next(after: place) } ?? place + 1
        return place
    }

    /// The rows that have the terms of the pattern where it has any.
    mutating func rows(matching pattern: [Int?]) -> [[Int]] {
        var mask = 0
        for (position, term) in pattern.enumerated() where term != nil { mask |= 1 << position }
        var cursor = cursor(pattern.map { Int32($0 ?? -1) }, mask: mask)
        var found: [[Int]] = []
        while let place = next(&cursor) { found.append(row(at: place)) }
        return found
    }

    private mutating func index(_ mask: Int) -> Int {
        let positions = (0..<arity).filter { mask & 1 << $0 != 0 }
        if let known = indexes.firstIndex(where: { $0.positions == positions }) { return known }
        var index = RowIndex(positions: positions)
        for place in 0..<count { index.add(place, in: flat, arity: arity) }
        indexes.append(index)
        return indexes.count - 1
    }

    /// How many rows a term at this position has, if it is one of a row drawn at random: what a join costs, also where a few terms
    /// have most of the rows. Counted anew when the rows have doubled.
    mutating func expected(at position: Int) -> Int {
        if let known = spreads[position], known.rows * 2 >= count { return known.expected }
        var counts: [Int32: Int] = [:]
        for place in 0..<count { counts[flat[place * arity + position], default: 0] += 1 }
        let squares = counts.values.reduce(0) { $0 + $1 * $1 }
        let expected = count == 0 ? 0 : (squares + count - 1) / count
        spreads[position] = Spread(rows: count, expected: expected)
        return expected
    }
}

/// Chains of the rows that are the same at some positions, found by hashing these (open addressing). The seed is new in each process,
/// so that nobody can choose facts that collide; nothing depends on the order of slots.
private struct RowIndex {
    let positions: [Int]
    /// Places of the first rows of chains, -1 where there is none; a power of two of them.
    private var slots: [Int32] = [-1, -1, -1, -1]
    private var chains = 0
    /// By place: the next of its chain, -1 at the end. An index by all positions has chains of one.
    private var following: [Int32] = []
    /// By the place of a chain's first row: the place of its last.
    private var last: [Int32] = []

    // Swift's own hashing has it.
    private static let seed = (word(1), word(2) | 1)

    private static func word(_ number: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: number.hashValue)
    }

    init(positions: [Int]) { self.positions = positions }

    func next(after place: Int) -> Int { Int(following[place]) }

    /// The place of the first row that is the same as `row`, where the positions in it are those of the relation.
    func first(_ row: [Int32], in flat: [Int32], arity: Int) -> Int? {
        var slot = hash(row, from: 0)
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if isSame(row, 0, flat, place * arity) { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds the row at `place`, the next one.
    mutating func add(_ place: Int, in flat: [Int32], arity: Int) {
        following.append(-1)
        last.append(Int32(truncatingIfNeeded: place))
        var slot = hash(flat, from: place * arity)
        while slots[slot] >= 0 {
            let head = Int(slots[slot])
            if isSame(flat, place * arity, flat, head * arity) {
                following[Int(last[head])] = Int32(truncatingIfNeeded: place)
                last[head] = Int32(truncatingIfNeeded: place)
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: place)
        chains += 1
        if chains * 2 > slots.count { grow(flat, arity) }
    }

    private mutating func grow(_ flat: [Int32], _ arity: Int) {
        let heads = slots.filter { $0 >= 0 }
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for head in heads {
            var slot = hash(flat, from: Int(head) * arity)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = head
        }
    }

    private func isSame(_ left: [Int32], _ leftStart: Int, _ right: [Int32], _ rightStart: Int)
        -> Bool
    {
        for position in positions where left[leftStart + position] != right[rightStart + position] {
            return false
        }
        return true
    }

    private func hash(_ row: [Int32], from start: Int) -> Int {
        var hash = RowIndex.seed.0
        for position in positions {
            hash = (hash ^ UInt64(UInt32(bitPattern: row[start + position]))) &* RowIndex.seed.1
            hash ^= hash >> 29
        }
        hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
    }
}
