// Work on all cores gives what work on one gives, in the same order.

import Testing

@testable import EvidenceModules

@Suite struct `A map on all cores` {
    @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 63, 64, 100, 511, 512, 513, 5000])
    func `gives each value's result in its place`(count: Int) {
        let values = Array(0..<count)
        #expect(mapInParallel(values) { $0 * 3 + 1 } == values.map { $0 * 3 + 1 })
    }
}
