// Random changes of a sound bundle, as deep as an attacker's means reach: none is accepted but what a party may hand in as it likes. A thousand
// in nine hundred are refused by the container; one in ten goes all the way through.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Mutated bundles` {
    /// How many there are: 10,000, or DOCKET_MUTATIONS, beginning with DOCKET_SEED.
    private static let seeds: [Range<UInt64>] = {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["DOCKET_MUTATIONS"].flatMap { UInt64($0) } ?? 10_000
        let first = environment["DOCKET_SEED"].flatMap { UInt64($0) } ?? 0
        let part = max(1, count / 16)
        return stride(from: first, to: first + count, by: Int(part)).map { start in
            start..<min(start + part, first + count)
        }
    }()

    @Test(arguments: seeds)
    func `no change is accepted that a party may not make`(seeds: Range<UInt64>) throws {
        for seed in seeds {
            let mutation = try HostileMutation(seed: seed)
            let answer = mutation.bundle.answer()
            #expect(!answer.isAccepted || mutation.isAllowed, "\(mutation)")
        }
    }

    @Test func `what is not changed is accepted, and so are reports of one's own`() throws {
        let mutations = try (0..<400).map { try HostileMutation(seed: $0, deep: true) }
        let allowed = mutations.filter(\.isAllowed)
        #expect(!allowed.isEmpty)
        for mutation in allowed { #expect(mutation.bundle.answer().isAccepted, "\(mutation)") }
        #expect(Set(mutations.map(\.depth)).count == 5)
    }
}
