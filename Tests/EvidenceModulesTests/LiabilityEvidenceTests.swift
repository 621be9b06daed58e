// Liability documents among the exhibits of a matter: what breaks its form states nothing, what breaks an invariant is said at the exhibit.

import EvidenceValues
import Testing

@testable import EvidenceModules

@Suite struct `A liability document on file` {
    private static func text(_ statements: [String]) -> [UInt8] {
        utf8("```terms\n" + statements.joined(separator: "\n") + "\n```\n")
    }

    private static func statements(_ kind: String) throws -> [String] {
        let sample = try #require(LiabilitySample.all.first { $0.kind == kind })
        return sample.statements.map { String($0.trimmingPrefix("?")) }
    }

    // Spec: liability-10
    @Test func `states nothing where it breaks its form, and the report names the statement`()
        throws
    {
        var matter = try TestMatter()
        let good = try Self.statements("cover-acceptance")
        try matter.file(.document, Self.text(good))
        let bad = good + ["cover_number(ic-7)."]
        try matter.file(.document, Self.text(bad))
        let assessment = try matter.assess()
        #expect(assessment.facts("cover_number").count == 1)
        #expect(assessment.facts("accepts_cover").count == 1)
        let checks = assessment.exhibits.map { exhibit in
            exhibit.checks.filter { $0.code == "LIABILITY.MALFORMED" }
        }
        #expect(checks.map(\.count) == [0, 1])
        let sentence = try #require(checks.last?.first?.sentence)
        #expect(sentence.contains("statement \(bad.count): cover_number (doubled, liability-3)"))
    }

    @Test func `in nobody's hand is a warning at its exhibit`() throws {
        var matter = try TestMatter()
        try matter.file(.document, Self.text(try Self.statements("cover-discharge")))
        let checks = try matter.assess().exhibits.flatMap(\.checks)
        #expect(checks.contains { $0.code == "LIABILITY.AUTHORITY" && $0.outcome == .warning })
        #expect(!checks.contains { $0.code == "LIABILITY.MALFORMED" })
    }
}
