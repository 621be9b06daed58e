// How many random programs are tried, and which: a fixed thousand, or as many as somebody asks for, `DOCKET_PROGRAMS=100000 DOCKET_SEED=1`.

import Foundation

enum RandomProgramSeeds {
    private static let environment = ProcessInfo.processInfo.environment
    private static let first = environment["DOCKET_SEED"].flatMap(UInt64.init) ?? 1
    private static let asked = environment["DOCKET_PROGRAMS"].flatMap(UInt64.init)

    /// The seeds of a test that tries `count` programs out of a thousand.
    static func range(of count: UInt64) -> Range<UInt64> {
        first..<first + (asked.map { $0 / 1000 * count + $0 % 1000 * count / 1000 } ?? count)
    }
}
