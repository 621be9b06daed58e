// The table of hostile bundles: each refused, for the reason that it is about and for none besides that it brings with it; the sound ones, of
// which they are made, accepted.

import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct `Hostile bundles` {
    @Test func `the sound ones are authentic and prove the claim`() throws {
        for control in HostileTrick.controls {
            let answer = try control.forgery.bundle().answer()
            #expect(answer.status == .authentic, "\(control.title): \(answer.told.sorted())")
            #expect(answer.proven == ["C1"], "\(control.title)")
        }
    }

    @Test(arguments: HostileTrick.all)
    func `a hostile one is refused for its reason`(trick: HostileTrick) throws {
        let answer = try trick.bundle().answer()
        let status = answer.status?.rawValue ?? "refused"
        #expect(answer.meets(trick.verdict), "\(trick): \(status) \(answer.told.sorted())")
        #expect(!answer.isAccepted || trick.verdict.outcome == .unproven, "\(trick)")
    }

    @Test func `there are three hundred and more, each another`() {
        let refused = HostileTrick.all.filter { $0.verdict.outcome != .unproven }
        #expect(refused.count >= 300)
        #expect(Set(HostileTrick.all.map(\.description)).count == HostileTrick.all.count)
        #expect(Set(HostileTrick.all.map(\.area)) == Set(HostileArea.allCases))
    }
}

extension `Hostile bundles` {
    @Test func `the documentation has the table`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/hostile-bundles.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let head = try #require(text.components(separatedBy: "\n\n## ").first)
        let whole = head.trimmingCharacters(in: .newlines) + "\n" + HostileTrick.table
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(whole.utf8).write(to: file)
        }
        #expect(text == whole)
    }
}
