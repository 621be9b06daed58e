// What is told where the finding in a bundle is not the one that judging gives (docs/formats/bundle.md, bundle-19; report-22).

import Agreements
import BundleExport
import EvidenceValues
import Testing

@testable import EvidenceBundle

/// A finding with two claims and one misconduct.
private let whole = """
    {"agreement":"sha-256:A","findings":[\
    {"claim":"C1","derivation":{"steps":[]},"exhibits":[4],"value":"proven"},\
    {"claim":"C2","proven_supremum":"EUR 500.00","sentence":"S2","value":"proven"}],\
    "misconduct":[{"sentence":"TTP1 lied","statement":"misconduct(TTP1)"}],"time":"T"}

    """

/// One change of the text, and what is told of it.
private struct Altered: Sendable, CustomTestStringConvertible {
    let from: String
    let to: String
    let told: [String]
    var testDescription: String { "\(from) → \(to)" }
}

private let altered: [Altered] = [
    Altered(from: "sha-256:A", to: "sha-256:B", told: ["-.agreement: sha-256:B / sha-256:A"]),
    Altered(from: #""time":"T""#, to: #""time":"U""#, told: ["-.time: U / T"]),
    Altered(
        from: "EUR 500.00", to: "EUR 900.00", told: ["C2.proven_supremum: EUR 900.00 / EUR 500.00"]),
    Altered(
        from: #"[4],"value":"proven""#, to: #"[5],"value":"refuted""#,
        told: ["C1.value: refuted / proven"]),
    Altered(from: "[4]", to: "[5]", told: ["C1.exhibits: [5] / [4]"]),
    Altered(
        from: #"{"steps":[]}"#, to: #"{"steps":[{}]}"#,
        told: [#"C1.derivation: {"steps":[{}]} / {"steps":[]}"#]),
    Altered(
        from: #""claim":"C2""#, to: #""claim":"C3""#,
        told: ["C2.findings: - / S2", "C3.findings: S2 / -"]),
    Altered(
        from: #"{"sentence":"TTP1 lied","statement":"misconduct(TTP1)"}"#, to: "",
        told: ["misconduct(TTP1).misconduct: - / TTP1 lied"]),
    Altered(from: #"{"agreement""#, to: #"{ "agreement""#, told: ["-.format: - / -"]),
    Altered(from: "\"time\":\"T\"}\n", to: "\"time\":\"T\"}", told: ["-.format: - / -"]),
    Altered(from: whole, to: "", told: ["-.format: - / -"]),
    Altered(from: whole, to: "pay me\n", told: ["-.format: - / -"]),
    Altered(from: #""time":"T"}"#, to: #""time":"T","time":"T"}"#, told: ["-.format: - / -"]),
]

private func told(_ stated: String, _ found: String = whole) -> [String] {
    FindingComparison(stated: Array(stated.utf8), found: Array(found.utf8)).differences.map {
        "\($0.claim ?? "-").\($0.member): \($0.stated ?? "-") / \($0.found ?? "-")"
    }
}

@Suite struct DifferencesOfFindings {
    @Test func `equal findings have none`() { #expect(told(whole) == []) }

    @Test(arguments: altered)
    private func `a change is told with its claim, its member and both values`(_ change: Altered) {
        #expect(told(whole.replacing(change.from, with: change.to)) == change.told)
    }

    @Test func `the same claims in another order, or twice, are told`() {
        let one = #"{"claim":"C1","derivation":{"steps":[]},"exhibits":[4],"value":"proven"}"#
        let twice = whole.replacing(one, with: one + "," + one)
        #expect(told(twice).map { $0.prefix(10) } == ["-.findings"])
    }

    @Test func `what is told is bounded`() {
        let many = (0..<100).map { #"{"claim":"X\#($0)","value":"proven"}"# }.joined(separator: ",")
        let texts = told(#"{"findings":[\#(many)],"misconduct":[]}"# + "\n")
        #expect(texts.count == FindingComparison.maximumDifferences)
        let long = String(repeating: "a\u{301}", count: 100_000)
        let differences = FindingComparison(
            stated: Array(whole.replacing("EUR 500.00", with: long).utf8), found: Array(whole.utf8)
        ).differences
        #expect(
            differences.first?.stated?.unicodeScalars.count == FindingComparison.maximumText + 1)
    }
}

extension WholeBundles {
    @Suite struct FalseFindings {
        @Test func `a bundle whose finding promises more fails, and says where`() throws {
            let shared = try SampleMatter.shared.get()
            var assembly = try shared.matter.assembly()
            let text = String(decoding: assembly.finding, as: UTF8.self)
            let value = #""value":"proven""#
            try #require(text.contains(value))
            assembly.finding = Array(
                text.replacing(value, with: #""value":"refuted""#, maxReplacements: 1).utf8)
            let verification = try shared.matter.verify(try shared.matter.sealed(assembly))
            #expect(verification.record.status == .failed)
            #expect(troubles(verification) == ["FINDING.DIFFERS"])
            let difference = try required(verification.record.findingDifferences.first)
            #expect(verification.record.findingDifferences.count == 1)
            #expect(difference.member == "value" && difference.claim != nil)
            #expect(difference.stated == "refuted" && difference.found == "proven")
        }

        @Test func `a true finding has no differences`() throws {
            let shared = try SampleMatter.shared.get()
            #expect(try shared.matter.verify(shared.bytes).record.findingDifferences == [])
        }
    }
}
