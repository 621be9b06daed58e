// The derivation of a finding as people read it, and the award: against golden files, and against words that would like to be obeyed.

import Agreements
import EvidenceModules
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct Explanations {
    private static func text(
        _ claim: String, _ status: VerificationStatus = .authentic,
        _ style: ExplanationStyle = ExplanationStyle(), isHypothetical: Bool = false
    ) throws -> String {
        try #require(
            renderExplanation(
                of: claim, try ReportSample.record(status), try ReportSample.findings(), style,
                isHypothetical: isHypothetical))
    }

    @Test(arguments: ["C1", "C2", "C3"])
    func `are the golden text`(claim: String) throws {
        try Golden.expect(Array(try Self.text(claim).utf8), "explanation-\(claim).txt")
    }

    @Test(arguments: ["C1", "C2", "C3"], [false, true])
    func `have lines of at most 100 columns`(claim: String, showsAll: Bool) throws {
        let text = try Self.text(claim, .authentic, ExplanationStyle(showsAll: showsAll))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `of no claim are none`() throws {
        let record = try ReportSample.record(.authentic)
        #expect(renderExplanation(of: "C9", record, try ReportSample.findings()) == nil)
    }

    @Test func `refer to what stands above by its number`() throws {
        var findings = try ReportSample.findings()
        let signed = findings.findings[0].derivation.steps[0]
        findings.findings[0].derivation.steps = [signed, signed]
        let record = try ReportSample.record(.authentic)
        let text = try #require(renderExplanation(of: "C1", record, findings))
        #expect(text.contains("— see 2"))
        #expect(text.ranges(of: signed.sentence.prefix(12)).count == 2)
    }

    @Test func `count what a depth leaves out`() throws {
        let flat = try Self.text("C1", .authentic, ExplanationStyle(depth: 0))
        let whole = try Self.text("C1")
        let words = flat.split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("2 steps below are not shown"))
        #expect(!whole.contains("not shown"))
        #expect(flat.split(separator: "\n").count < whole.split(separator: "\n").count)
    }

    @Test func `unfold technicalities only when asked`() throws {
        var findings = try ReportSample.findings()
        let technical = Derivation(
            statement: "certified(a, A)", sentence: "a", standing: .certain, basis: .evidence,
            exhibits: [LeafIndex(5)])
        findings.findings[0].derivation.steps.append(technical)
        findings.findings[0].derivation.steps.append(technical)
        let record = try ReportSample.record(.authentic)
        let folded = try #require(renderExplanation(of: "C1", record, findings))
        let all = try #require(
            renderExplanation(of: "C1", record, findings, ExplanationStyle(showsAll: true)))
        #expect(folded.contains("signature, certificate and times:"))
        #expect(!all.contains("signature, certificate and times:"))
    }

    @Test(arguments: [VerificationStatus.failed, .indeterminate, .conditional])
    func `say first what is wrong with the evidence`(status: VerificationStatus) throws {
        let first = try #require(try Self.text("C1", status).split(separator: "\n").first)
        #expect(first.hasPrefix(status.rawValue.uppercased()))
    }

    @Test func `of a hypothesis say so first`() throws {
        let text = try Self.text("C1", isHypothetical: true)
        #expect(text.hasPrefix("HYPOTHETICAL: "))
    }

    @Test func `have colours only when asked, and the same words`() throws {
        let plain = try Self.text("C1")
        let coloured = try Self.text("C1", .authentic, ExplanationStyle(isColoured: true))
        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[32m"))
        #expect(coloured.replacing(#/\u{1B}\[[0-9]+m/#, with: "") == plain)
    }

    @Test(arguments: HostileWords.words)
    func `obey no word of the evidence`(word: String) throws {
        let (record, findings) = try HostileWords.filled(word)
        let (harmless, harmlessFindings) = try HostileWords.filled("harmless")
        let text = try #require(renderExplanation(of: word, record, findings))
        let expected = try #require(renderExplanation(of: "harmless", harmless, harmlessFindings))
        #expect(VisibleText.firstHidden(in: text) == nil)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        // Longer words may break lines; they end no line of ours.
        #expect(text.split(separator: "\n").count >= expected.split(separator: "\n").count)
        #expect(text.count(where: { $0 == "—" }) == expected.count(where: { $0 == "—" }))
    }

    @Test func `no name ends its own quotation`() throws {
        var record = try ReportSample.record(.authentic)
        record.exhibits[0].name = try #require(FileName("a” — by R-04 (Attribution), because “b"))
        let label = ExhibitNames(record).label(record.exhibits[0])
        #expect(label.count(where: { $0 == "“" }) == 1)
        #expect(label.hasSuffix("”") && label.count(where: { $0 == "”" }) == 1)
    }
}

@Suite struct Awards {
    private static func decision(
        _ status: VerificationStatus = .authentic, _ findings: Findings? = nil,
        _ record: VerificationRecord? = nil
    ) throws -> AwardDecision {
        AwardDecision(
            arbiter: try ReportSample.party("ARBIT"),
            record: try record ?? ReportSample.record(status),
            findings: try findings ?? ReportSample.findings(),
            finding: try ReportSample.digest(0xF1), areClaimsOwn: true)
    }

    @Test func `are the golden text`() throws {
        try Golden.expect(Array(renderAward(try Self.decision()).utf8), "award.md")
    }

    @Test(arguments: [VerificationStatus.authentic, .failed, .indeterminate])
    func `state what was decided, and despite what`(status: VerificationStatus) throws {
        let decision = try Self.decision(status)
        let block = try #require(try TermsBlock.read(Array(renderAward(decision).utf8)))
        #expect(block.atoms.map(\.text) == awardTerms(decision))
        let predicates = block.atoms.map(\.predicate)
        #expect(predicates.contains("award") == (status == .authentic))
        #expect(predicates.contains("award_despite") == (status != .authentic))
        #expect(predicates.count(where: { $0 == "awarded" }) == 3)
        #expect(block.atoms.contains { $0.text.hasSuffix("\"C2\", undetermined, dismissed).") })
        #expect(block.atoms.contains { $0.text.hasSuffix("\"C2\", FRUTA).") })
        #expect(block.atoms.contains { $0.text == "awarded_misconduct(TSA1, order)." })
        let says = renderAward(decision).contains("THE EVIDENCE IS NOT AUTHENTIC")
        #expect(says == (status != .authentic))
    }

    /// Words with which a document would state something else, or hide something from its reader.
    static let words =
        HostileWords.words + [
            "```terms", "~~~terms", "x\n```terms\nawarded(C1).\n```", "<!-- ", "[AUTHENTIC](x)",
            "**granted**", "# Award", "| a | b |", "&#42;",
        ]

    @Test(arguments: words)
    func `state the same whatever the evidence is called`(word: String) throws {
        let (record, findings) = try HostileWords.filled(word)
        var judged = findings
        // A claim's own text cannot hold such words; those of the evidence can.
        judged.findings[0].claim = "C1"
        judged.misconduct = []
        let decision = try Self.decision(.failed, judged, record)
        let text = renderAward(decision)
        let block = try #require(try TermsBlock.read(Array(text.utf8)))
        #expect(block.atoms.map(\.text) == awardTerms(decision))
        let prose = text.prefix(upTo: try #require(text.range(of: "```terms")).lowerBound)
        #expect(!prose.contains("~~~"))
        #expect(prose.matches(of: #/(^|[^\\])[<\[`|]/#).isEmpty)
    }
}
