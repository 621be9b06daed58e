// The declared name that a mistyped one most likely means: the one at the least distance of insertions, deletions, replacements and
// swaps of neighbours (restricted Damerau-Levenshtein distance), if that is small for its length.

/// Finds the name that was meant.
package enum NearestName {
    /// Longer names are not compared: a reader sees what is wrong with them.
    private static let maximumLength = SourceLimits.name

    /// The nearest of `names` to `name`; the first in the alphabet of several; nil if none is near.
    package static func of(_ name: String, in names: some Sequence<String>) -> String? {
        let wanted = plain(name)
        // One letter is near to every other.
        guard (2...maximumLength).contains(wanted.count) else { return nil }
        var best: (distance: Int, name: String)?
        for candidate in names where candidate != name {
            let letters = plain(candidate)
            guard abs(letters.count - wanted.count) <= limit(wanted.count),
                letters.count <= maximumLength
            else { continue }
            let found = distance(wanted, letters)
            guard found <= limit(wanted.count) else { continue }
            if best.map({ (found, candidate) < ($0.distance, $0.name) }) ?? true {
                best = (found, candidate)
            }
        }
        return best?.name
    }

    /// A third of the letters may be wrong, and one always.
    private static func limit(_ count: Int) -> Int { max(1, count / 3) }

    // Capitals and the signs between words are what people mistake first, so they do not count.
    private static func plain(_ name: String) -> [UInt8] {
        name.utf8.filter { $0 != 0x5F && $0 != 0x2D }.map {
            (0x41...0x5A).contains($0) ? $0 + 32 : $0
        }
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [Array(0...right.count)]
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    rows[row][column + 1] + 1, current[column] + 1,
                    rows[row][column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, rows[row - 1][column - 1] + 1)
                }
                current.append(cost)
            }
            rows.append(current)
        }
        return rows[left.count][right.count]
    }
}
