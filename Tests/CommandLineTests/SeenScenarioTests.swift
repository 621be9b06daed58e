// What is seen of whole scenarios: a back-dated contract and a late revocation stand out, an honest sale does not, and every report is what
// the schema says.

import Agreements
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Testing

@testable import EvidenceReport

@Suite struct `What is seen of scenarios` {
    @Test(
        arguments: [
            ("back-dating", nil, [Conspicuous.Kind.predated]),
            ("late-revocation", nil, [.signedAfterRevocation, .publishedLater]),
            ("false-timestamp", nil, [.falseClock]), ("bananas", nil, []),
        ] as [(String, String?, [Conspicuous.Kind])])
    func `a scenario shows what it is about, and no more`(
        scenario: String, mutant: String?, expected: [Conspicuous.Kind]
    ) throws {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: scenario, mutant: mutant).build(in: folder)
        let found = try built.verified(bundle: built.exportedBundle(in: folder)).verification
        let out = Lookout(record: found.record, found: FoundTimes(found.findings)).all
        #expect(out.map(\.kind) == expected)
        let page = String(decoding: renderHTML(found.record, found.findings), as: UTF8.self)
        #expect(page.contains("class=\"outstanding\"") == !expected.isEmpty)
        #expect(page.utf8.count < 200 * 1024)
    }

    @Test func `a contract dated before its signers' certificates were issued is measured`() throws
    {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: "back-dating", mutant: nil).build(in: folder)
        let found = try built.verified(bundle: built.exportedBundle(in: folder)).verification
        let out = Lookout(record: found.record, found: FoundTimes(found.findings)).all
        let item = try #require(out.first)
        #expect(item.earlier.text == "2025-12-30T00:00:00Z")
        #expect(item.later.text == "2026-01-15T10:00:00Z")
        #expect(
            item.text(ExhibitNames(found.record))
                == "no. 23 “contract.md” is dated 2025-12-30, but no. 24 “contract.md.FRUTA-2.p7s”, the earliest signature over it, was not made before 2026-01-15 10:00:00 UTC."
        )
    }

    @Test(arguments: ScenarioCase.names)
    func `the JSON of a scenario's report is as the schema says`(scenario: String) throws {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: scenario, mutant: nil).build(in: folder)
        let found = try built.verified(bundle: built.exportedBundle(in: folder)).verification
        #expect(
            try `What the report lets its reader see`.complaints([
                renderJSON(found.record, found.findings)
            ]) == "")
    }
}
