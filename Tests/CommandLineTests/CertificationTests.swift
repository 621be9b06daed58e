// Draft certifications: golden files, what is never in one, and the command that writes them. Spec: docs/certifications.md.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import EvidenceReport

@Suite struct `Draft certifications` {
    private func text(
        _ kind: CertificationKind, _ record: VerificationRecord
    ) throws -> String {
        String(decoding: try renderCertification(kind, record), as: UTF8.self)
    }

    @Test(arguments: CertificationKind.allCases, [VerificationStatus.authentic, .conditional])
    func `are the golden drafts`(kind: CertificationKind, status: VerificationStatus) throws {
        try Golden.expect(
            try renderCertification(kind, try ReportSample.record(status)),
            "draft-\(kind.rawValue)-\(status.rawValue).md")
    }

    @Test(arguments: CertificationKind.allCases)
    func `are not made of what failed or is only supposed`(kind: CertificationKind) throws {
        #expect(throws: CertificationRefusal.failed) {
            try renderCertification(kind, try ReportSample.record(.failed))
        }
        var supposed = try ReportSample.record(.authentic)
        supposed.supposed = [supposed.exhibits[0].index]
        #expect(throws: CertificationRefusal.hypothetical) {
            try renderCertification(kind, supposed)
        }
    }

    @Test(arguments: CertificationKind.allCases)
    func `say that they are drafts before anything else, and sign nothing`(
        kind: CertificationKind
    ) throws {
        for status in [VerificationStatus.authentic, .indeterminate, .conditional] {
            let lines = try text(kind, try ReportSample.record(status)).split(separator: "\n")
            #expect(lines[0].hasPrefix("# DRAFT: "))
            #expect(lines[1].hasPrefix("> **DRAFT, not signed.**"))
            #expect(lines[3].contains("**\(status.rawValue)**"))
            #expect(lines.last?.hasPrefix("[ ] (") == true)
        }
    }

    /// The rows of the tables of contents that were compared.
    private func rows(_ text: String, _ digest: Digest) -> Int {
        text.split(separator: "\n").count { $0.hasPrefix("| ") && $0.contains(digest.hex) }
    }

    @Test(arguments: CertificationKind.allCases, ["left out", "sealed", "failed"])
    func `compare nothing whose bytes were not read`(kind: CertificationKind, how: String) throws {
        var record = try ReportSample.record(.authentic)
        let exhibit = record.exhibits[1]
        #expect(rows(try text(kind, record), exhibit.digest) > 0)
        switch how {
        case "left out": record.exhibits[1].path = nil
        case "sealed": record.exhibits[1].path = "sealed/002-contract.p7m"
        default:
            record.exhibits[1].checks.append(
                Check("FILE.DIGEST", .failed, subject: "contract.fruta.p7s", "Other bytes."))
        }
        let draft = try text(kind, record)
        #expect(rows(draft, exhibit.digest) == 0)
        #expect(draft.contains("names the SHA-256 `\(exhibit.digest.hex)`"))
    }

    // A bundle brings an annex of its own, with clocks, registries and witnesses that its maker chose.
    @Test(arguments: CertificationKind.allCases)
    func `tell nothing that rests on an annex that nobody pinned`(kind: CertificationKind) throws {
        var record = try ReportSample.record(.authentic)
        record.witnessing = WitnessingRecord(
            quorum: "W", isMet: true,
            cosigners: [
                .init(
                    party: try ReportSample.party("WITN1"), name: "witness.example/1",
                    time: try ReportSample.instant("2026-03-20T08:00:00Z"))
            ])
        let told = ["2026-02-02 11:00:00 UTC", "witnessed by WITN1", "`LOG.CHECKPOINT`"]
        let pinned = try text(kind, record)
        for word in told { #expect(pinned.contains(word), "\(word)") }
        record.annexIsPinned = false
        let draft = try text(kind, record)
        for word in told + ["FRUTA (total-passed)"] { #expect(!draft.contains(word), "\(word)") }
        #expect(draft.contains("NOT pinned"))
    }

    @Test(arguments: CertificationKind.allCases)
    func `obey nothing in the names that evidence bears`(kind: CertificationKind) throws {
        var record = try ReportSample.record(.authentic)
        record.exhibits[0].name = try #require(
            FileName("a|b](http:x)<script>`**[ ] yes.md"))
        record.sentence = "All holds.\n\n# Certified\u{202E}"
        let draft = try text(kind, record)
        for hostile in ["<script>", "b](http", "a|b", "\n# Certified", "\u{202E}", "`**"] {
            #expect(!draft.contains(hostile), "\(hostile)")
        }
        let plain = try text(kind, try ReportSample.record(.authentic))
        #expect(draft.count(where: \.isNewline) == plain.count(where: \.isNewline))
    }

    @Test func `count what they do not list`() throws {
        var record = try ReportSample.record(.indeterminate)
        record.checks += (0..<100).map {
            Check("SIG.NO_POE", .indeterminate, subject: "\($0)", "No proof.")
        }
        let draft = try text(.federalRules902, record)
        #expect(draft.contains(" more, which the report lists."))
        #expect(draft.utf8.count < 20_000)
    }
}

@Suite struct `Draft certifications from the command line` {
    @Test func `are written for an authentic bundle, and never over a file`() throws {
        let bench = try CliMatter.copy()
        let drafts = ["--draft-902", "us.md", "--draft-eidas", "eu.md"]
        let result = try bench.verify(["b.asice"] + CliMatter.pins + drafts)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        let digest = Digest.sha256(try bench.folder.read("b.asice"))
        for name in ["us.md", "eu.md"] {
            let draft = String(decoding: try bench.folder.read(name), as: UTF8.self)
            #expect(draft.hasPrefix("# DRAFT: "))
            #expect(draft.contains(digest.hex))
        }
        #expect(try bench.verify(["b.asice"] + CliMatter.pins + drafts).status == 1)
        let one = ["--draft-902", "x.md", "--draft-eidas", "x.md"]
        #expect(try bench.verify(["b.asice"] + CliMatter.pins + one).status == 64)
    }

    @Test func `are not written of a bundle that failed`() throws {
        let bench = try CliMatter.copy()
        let other = Digest.sha256(Array("x".utf8)).text
        let result = try bench.verify(
            ["b.asice", "--agreement", other, "--annex", "m/annex.txt", "--draft-902", "us.md"])
        #expect(result.status == 2)
        #expect(result.errors.contains("us.md is not written"))
        #expect((try? bench.folder.read("us.md")) == nil)
    }
}
