// What a form of the suite did, as a table for people: one row for each scenario, one column for each thing counted.

import EvidenceTesting
import Foundation

/// How much of the suite is run. CI takes a part that is chosen by the seed; `make soak` takes what ten minutes allow, or with
/// `DOCKET_SOAK=all` everything there is, which takes an hour or two.
enum Extent {
    private static let soak = ProcessInfo.processInfo.environment["DOCKET_SOAK"]
    static let isWhole = soak != nil
    /// `DOCKET_FAULT_SEED`, to see another part and other disks.
    static let seed =
        ProcessInfo.processInfo.environment["DOCKET_FAULT_SEED"].flatMap(UInt64.init) ?? 7
    /// `DOCKET_FAULT_ONLY`: the faults to try, by the beginning of their names, as a failure gives them.
    static let only = ProcessInfo.processInfo.environment["DOCKET_FAULT_ONLY"]

    /// Whether a fault of this name is tried: about one in `stride`, of a soak one in `wholeIn`.
    static func takes(_ name: String, oneIn stride: Int, wholeIn: Int = 1) -> Bool {
        if let only { return name.hasPrefix(only) }
        let stride = soak == "all" ? max(1, wholeIn / 4) : isWhole ? wholeIn : stride
        // FNV-1a, so that the choice depends on the name and the seed alone.
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        return (hash >> 20) % UInt64(stride) == 0
    }
}

/// Counts by row and column.
struct Tally {
    let title: String
    private var rows: [String] = []
    private var columns: [String] = []
    private var counts: [String: [String: Int]] = [:]

    init(_ title: String) { self.title = title }

    mutating func add(_ row: String, _ column: String, _ count: Int = 1) {
        if !rows.contains(row) { rows.append(row) }
        if !columns.contains(column) { columns.append(column) }
        counts[row, default: [:]][column, default: 0] += count
    }

    func sum(_ column: String) -> Int { counts.values.reduce(0) { $0 + ($1[column] ?? 0) } }

    func print() {
        let width = max(title.count, rows.map(\.count).max() ?? 0)
        func line(_ name: String, _ cells: [String]) -> String {
            let padded = zip(columns, cells).map { column, cell in
                String(repeating: " ", count: max(0, column.count - cell.count)) + cell
            }
            let name = name + String(repeating: " ", count: width - name.count)
            return "| \(name) | " + padded.joined(separator: " | ") + " |"
        }
        Swift.print(line(title, columns))
        for row in rows { Swift.print(line(row, columns.map { "\(counts[row]?[$0] ?? 0)" })) }
        Swift.print(line("sum", columns.map { "\(sum($0))" }))
    }
}
