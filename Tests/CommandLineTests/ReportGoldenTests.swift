// The report against golden files, byte for byte; `UPDATE_GOLDEN=1 swift test --filter ReportTests` writes them anew, and the diff is
// then read by a person.

import Agreements
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct ReportTests {
    @Test(arguments: [VerificationStatus.authentic, .failed, .indeterminate, .conditional])
    func `the page is the golden page`(status: VerificationStatus) throws {
        let page = renderHTML(try ReportSample.record(status), try ReportSample.findings())
        try Golden.expect(page, "report-\(status.rawValue).html")
    }

    @Test(arguments: [VerificationStatus.authentic, .conditional])
    func `the JSON is the golden JSON`(status: VerificationStatus) throws {
        let json = renderJSON(try ReportSample.record(status), try ReportSample.findings())
        try Golden.expect(json, "report-\(status.rawValue).json")
    }

    @Test func `the JSON is null where nothing was judged`() throws {
        let json = renderJSON(try ReportSample.record(.failed), nil)
        #expect(String(decoding: json, as: UTF8.self).contains("\"findings\":null"))
    }

    @Test(arguments: [VerificationStatus.authentic, .conditional])
    func `the text for a terminal is the golden text`(status: VerificationStatus) throws {
        let text = renderText(try ReportSample.record(status), try ReportSample.findings())
        try Golden.expect(Array(text.utf8), "report-\(status.rawValue).txt")
    }

    @Test(arguments: [
        (VerificationStatus.failed, "FAILED"), (.indeterminate, "INDETERMINATE"),
        (.conditional, "CONDITIONAL"),
    ])
    func `a status that warns stands above the page, with each finding and on each printed page`(
        status: VerificationStatus, word: String
    ) throws {
        let findings = try ReportSample.findings()
        let page = String(
            decoding: renderHTML(try ReportSample.record(status), findings), as: UTF8.self)
        let count = page.ranges(of: word + ":").count
        #expect(count == 3 + findings.findings.count)
        #expect(page.contains("class=\"ribbon"))
    }

    @Test func `without findings the page says that nothing was judged`() throws {
        let page = renderHTML(try ReportSample.record(.failed), nil)
        #expect(String(decoding: page, as: UTF8.self).contains("No claim was judged."))
    }

    @Test func `a statement is drawn once and referred to afterwards`() throws {
        var findings = try ReportSample.findings()
        let signed = findings.findings[0].derivation.steps[0]
        findings.findings[0].derivation.steps = [signed, signed]
        findings.findings[1].derivation.steps = [signed]
        let page = String(
            decoding: renderHTML(try ReportSample.record(.authentic), findings), as: UTF8.self)
        #expect(page.ranges(of: ">" + abbreviated(signed.statement) + "<").count == 1)
        #expect(page.ranges(of: ">as above</a>").count == 1)
        #expect(page.ranges(of: ">as under claim C1</a>").count == 1)
    }

    @Test func `a statement that stands otherwise than before is drawn again`() throws {
        var findings = try ReportSample.findings()
        var signed = findings.findings[0].derivation.steps[0]
        findings.findings[0].derivation.steps = [signed]
        signed.standing = .possible
        findings.findings[0].derivation.steps.append(signed)
        let page = String(
            decoding: renderHTML(try ReportSample.record(.authentic), findings), as: UTF8.self)
        #expect(page.ranges(of: ">" + abbreviated(signed.statement) + "<").count == 2)
    }

    @Test func `technical conditions are folded unless they are doubtful`() throws {
        var findings = try ReportSample.findings()
        func step(_ number: Int, _ standing: Standing) -> Derivation {
            Derivation(
                statement: "valid_from(\(number))", sentence: "certificate \(number) is valid",
                standing: standing, basis: .evidence)
        }
        findings.findings[0].derivation.steps = [
            step(1, .certain), step(2, .possible), step(3, .certain),
        ]
        let page = String(
            decoding: renderHTML(try ReportSample.record(.authentic), findings), as: UTF8.self)
        #expect(page.contains("<details><summary class=\"soft\">"))
        #expect(page.contains("2 conditions hold"))
        #expect(page.contains("valid_from(2)"))
        #expect(page.contains("certificate 1 is valid") && !page.contains("valid_from(1)"))
    }

    @Test(arguments: [Check.Outcome.passed, .warning])
    func `the archive's own exhibits are a line each where nothing is wrong`(
        outcome: Check.Outcome
    ) throws {
        var record = try ReportSample.record(.authentic)
        record.exhibits[4].indication = .totalPassed
        record.exhibits[4].bounds = .unbounded
        record.exhibits[4].checks = [Check("X.Y", outcome, subject: "token", "Looked at.")]
        let page = String(
            decoding: renderHTML(record, try ReportSample.findings()), as: UTF8.self)
        let isLine = page.contains("<li id=\"e20\">archive no. 1 “checkpoint-9.tst”")
        let isArticle = page.contains("<article class=\"exhibit\" id=\"e20\">")
        #expect(isLine == (outcome == .passed))
        #expect(isArticle == (outcome != .passed))
    }

    @Test func `the page loads nothing and runs nothing`() throws {
        let page = String(
            decoding: renderHTML(try ReportSample.record(.failed), try ReportSample.findings()),
            as: UTF8.self)
        for forbidden in [
            "<script", "src=", "http:", "https:", "url(", "@import", "javascript:", " style=",
        ] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
    }
}

/// Files that output is compared with.
enum Golden {
    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Golden")
    }

    static func expect(_ bytes: [UInt8], _ name: String) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        let golden = [UInt8](try Data(contentsOf: file))
        #expect(bytes == golden, "differs from \(file.path); if that is meant: UPDATE_GOLDEN=1")
    }
}
