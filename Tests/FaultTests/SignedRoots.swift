// The oracle of the log: at no size may two different roots ever be signed. Whatever bytes a process wrote or said, signed
// checkpoints of the archive are looked for in them: notes in the database and its journal, marks, receipts, bundles, tiles.

import EvidenceValues
import Foundation

/// All roots that were signed in one world, by size.
struct SignedRoots: Sendable {
    private(set) var roots: [Int: Set<String>] = [:]

    /// Sizes with more than one root.
    var forks: [Int] { roots.filter { $0.value.count > 1 }.keys.sorted() }

    var count: Int { roots.count }

    mutating func add(_ found: [(size: Int, root: String)]) {
        for (size, root) in found { roots[size, default: []].insert(root) }
    }

    mutating func add(_ other: SignedRoots) { roots.merge(other.roots) { $0.union($1) } }

    /// The signed checkpoints of `origin` in `bytes`, cut off ones not counted: origin, size, root, more lines, an empty line, and
    /// a signature by that name (C2SP tlog-checkpoint).
    static func checkpoints(of origin: String, in bytes: [UInt8]) -> [(size: Int, root: String)] {
        let data = Data(bytes)
        let opening = Data((origin + "\n").utf8)
        var found: [(size: Int, root: String)] = []
        var start = data.startIndex
        while let range = data.range(of: opening, in: start..<data.endIndex) {
            start = range.upperBound
            let text = String(decoding: data[range.upperBound...].prefix(2048), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.count > 3, let size = Int(lines[0]), lines[1].count == 44,
                let gap = lines.prefix(16).firstIndex(of: ""), gap >= 2, gap + 1 < lines.count,
                lines[gap + 1].hasPrefix("\u{2014} \(origin) ")
            else { continue }
            found.append((size, String(lines[1])))
        }
        return found
    }
}
