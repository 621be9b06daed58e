// The map of the evidence, what was not proven and until when it could be, whose words are mere statements; that hostile words stay words
// in all of them; and that the report's JSON is what docs/formats/report.schema.json says.

import Agreements
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct `What the report lets its reader see` {
    private static func step(
        _ standing: Standing, _ basis: Derivation.Basis, _ exhibits: [UInt64] = [],
        article: String? = nil, _ steps: [Derivation] = []
    ) -> Derivation {
        Derivation(
            statement: "s", sentence: "s", standing: standing, basis: basis, article: article,
            exhibits: exhibits.map { LeafIndex($0) }, steps: steps)
    }

    private static func map(_ value: FindingValue, _ derivation: Derivation) throws -> EvidenceMap {
        var findings = try ReportSample.findings()
        findings.findings = [
            Finding(
                claim: "C1", claimant: try ReportSample.party("MARKT"), statement: "", sentence: "",
                value: value, reason: "", derivation: derivation)
        ]
        return EvidenceMap(findings)
    }

    @Test(arguments: [
        // What a proven claim rests on, through the nearest article.
        (
            FindingValue.proven,
            step(.certain, .rule, article: "R-1", [step(.certain, .evidence, [3])]),
            EvidenceMap.Role.supports
        ),
        (
            .refuted, step(.contrary, .rule, article: "R-1", [step(.certain, .evidence, [3])]),
            .opposes
        ),
        // An exception: what refutes it supports, what shows it opposes, what leaves it open is in doubt.
        (
            .proven, step(.certain, .burden, article: "R-1", [step(.contrary, .evidence, [3])]),
            .supports
        ),
        (
            .proven, step(.certain, .burden, article: "R-1", [step(.certain, .evidence, [3])]),
            .opposes
        ),
        (
            .proven, step(.certain, .burden, article: "R-1", [step(.possible, .evidence, [3])]),
            .doubtful
        ),
        // A condition that fails in what is open.
        (
            .undetermined,
            step(.possible, .rule, article: "R-1", [step(.contrary, .evidence, [3])]), .opposes
        ),
        (
            .undetermined, step(.possible, .rule, article: "R-1", [step(.certain, .evidence, [3])]),
            .supports
        ),
    ])
    func `an exhibit speaks for a claim or against it`(
        value: FindingValue, derivation: Derivation, role: EvidenceMap.Role
    ) throws {
        let cell = try #require(
            try Self.map(value, derivation).cells["C1"]?[LeafIndex(3)])
        #expect(cell.roles == [role] && cell.articles == ["R-1"])
    }

    @Test func `exhibits that do the same share a row`() throws {
        let map = try Self.map(
            .proven,
            Self.step(
                .certain, .rule, article: "R-1",
                [
                    Self.step(.certain, .evidence, [3, 5]),
                    Self.step(
                        .certain, .rule, article: "R-2", [Self.step(.certain, .evidence, [8])]),
                ]))
        #expect(map.rows.map { $0.exhibits.map(\.value) } == [[3, 5], [8]])
    }

    // MARK: what was not proven

    private static func undetermined(_ steps: [(String, String)]) throws -> Findings {
        var findings = try ReportSample.findings()
        var finding = findings.findings[0]
        finding.value = .undetermined
        finding.missing = [
            Settlement(
                settles: .proven,
                evidence: [
                    MissingEvidence(
                        statement: "m", sentence: "a receipt", producers: ["MARKT", "anyone"])
                ])
        ]
        findings.findings = [finding]
        findings.procedure = steps.map { ProcedureStep(statement: $0.0, sentence: $0.1) }
        return findings
    }

    @Test func `who could still prove it is told with the time until which it is heard`() throws {
        let findings = try Self.undetermined([
            ("closing(2026-05-01T12:00:00Z)", "the evidence is closed then"),
            ("deadline(MARKT, production, 2026-04-20T12:00:00Z)", "MARKT has until then"),
            ("deadline(FRUTA, reply, 2026-04-22T12:00:00Z)", "FRUTA has until then"),
            ("stage(answered)", "the stage is answered"),
        ])
        let open = OpenQuestions(findings)
        let producers = open.producers(of: findings.findings[0].missing[0].evidence[0])
        #expect(producers.map(\.name) == ["MARKT", "anyone"])
        #expect(producers.map { $0.deadlines.map(\.act) } == [["production"], []])
        #expect(!open.isClosed)
        let page = String(
            decoding: renderHTML(try ReportSample.record(.authentic), findings), as: UTF8.self)
        let section = try #require(page.firstMatch(of: /<section id="open"(?s:.*?)<\/section>/)).0
        #expect(section.contains("until <time datetime=\"2026-05-01T12:00:00Z\">"))
        #expect(section.contains("2026-04-20 12:00:00 UTC") && section.contains("MARKT or anyone"))
        #expect(section.contains("the stage is answered."))
    }

    @Test func `a close that is over is told, and none is not invented`() throws {
        let closed = OpenQuestions(
            try Self.undetermined([("closing(2026-01-01T12:00:00Z)", "closed")]))
        #expect(closed.isClosed)
        let open = OpenQuestions(try Self.undetermined([("closing(soon)", "closed")]))
        #expect(open.closing == nil && !open.isClosed)
    }

    @Test func `a claim that is decided asks nothing`() throws {
        var findings = try Self.undetermined([])
        findings.findings[0].value = .proven
        let page = renderHTML(try ReportSample.record(.authentic), findings)
        #expect(!String(decoding: page, as: UTF8.self).contains("id=\"open\""))
    }

    // MARK: mere statements

    @Test(arguments: [
        ([], "nobody’s: anyone may have written it"), (["FRUTA", "MARKT"], "FRUTA, MARKT"),
    ])
    func `a document's statements are told with whose words they are`(
        speakers: [String], expected: String
    ) throws {
        var record = try ReportSample.record(.authentic)
        record.exhibits[0].stated = StatementRecord(
            document: record.exhibits[0].digest, terms: ["kind(contract)."],
            speakers: try speakers.map { try ReportSample.party($0) })
        let page = String(
            decoding: renderHTML(record, try ReportSample.findings()), as: UTF8.self)
        #expect(page.contains("<td>1</td><td>\(expected)</td>"))
    }

    // MARK: hostile words

    private static func filled(_ word: String) throws -> (VerificationRecord, Findings) {
        var (record, findings) = try HostileWords.filled(word)
        var certificate = CertificateRecord(
            digest: try ReportSample.digest(0x52), subject: word,
            validFrom: try ReportSample.instant("2025-01-01T00:00:00Z"),
            validUntil: try ReportSample.instant("2027-01-01T00:00:00Z"), exhibit: LeafIndex(5))
        certificate.answers = [
            CertificateRecord.Answer(
                source: try ReportSample.digest(0x60), status: .revoked,
                thisUpdate: try ReportSample.instant("2026-02-03T09:00:00Z"),
                revocationDate: try ReportSample.instant("2026-01-31T09:00:00Z"), reason: word)
        ]
        record.times.certificates = [certificate]
        record.exhibits[0].stated = StatementRecord(
            document: record.exhibits[0].digest,
            terms: [word, "dated(\"2020-01-01\").", "due(x, 2026-01-01T00:00:00Z)."], speakers: [])
        findings.procedure = [
            ProcedureStep(statement: "stage(x)", sentence: word),
            ProcedureStep(statement: "deadline(MARKT, x, 2026-04-20T12:00:00Z)", sentence: word),
        ]
        let key = "key:" + (try ReportSample.digest(0x52)).text
        findings.misconduct = [
            Derivation(
                statement: "issued(\(key), 2026-01-15T10:00:00Z)", sentence: word,
                standing: .certain, basis: .rule)
        ]
        findings.findings[0].value = .undetermined
        return (record, findings)
    }

    @Test(arguments: HostileWords.words, ReportLanguage.allCases)
    func `hostile words stay words in drawings and tables`(
        word: String, language: ReportLanguage
    ) throws {
        let (record, findings) = try Self.filled(word)
        let (harmless, harmlessFindings) = try Self.filled("harmless")
        func tags(_ record: VerificationRecord, _ findings: Findings) -> [Substring] {
            String(decoding: renderHTML(record, findings, language: language), as: UTF8.self)
                .split(separator: "<").dropFirst().map { $0.prefix { !">  \n/".contains($0) } }
        }
        #expect(tags(record, findings) == tags(harmless, harmlessFindings))
        let page = String(
            decoding: renderHTML(record, findings, language: language), as: UTF8.self)
        #expect(VisibleText.firstHidden(in: page) == nil)
        #expect(page.contains("class=\"outstanding\""))
    }

    // MARK: the schema

    /// What python3-jsonschema says of reports against the schema, in which no object may have a member that is not described.
    static func complaints(_ reports: [[UInt8]]) throws -> String {
        let folder = try TestFolder()
        let files = try reports.enumerated().map { number, bytes in
            let path = folder.path + "/\(number).json"
            try Data(bytes).write(to: URL(filePath: path))
            return path
        }
        let program = """
            import json, sys, jsonschema
            def strict(node):
                if isinstance(node, list): return [strict(item) for item in node]
                if not isinstance(node, dict): return node
                node = {name: strict(value) for name, value in node.items()}
                if node.get("type") == "object" and "properties" in node:
                    node.setdefault("additionalProperties", False)
                return node
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(strict(schema))
            for path in sys.argv[2:]:
                for error in validator.iter_errors(json.load(open(path))):
                    print(error.json_path, error.message[:200])
            """
        let schema = URL(filePath: #filePath)
            .appending(path: "../../../docs/formats/report.schema.json").standardizedFileURL.path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", program, schema] + files
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let told = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return told
    }

    @Test func `the JSON of the golden reports is as the schema says`() throws {
        let goldens = try ["authentic", "conditional"].map {
            try ScenarioCase.read("Tests/Golden/report-\($0).json")
        }
        #expect(
            try Self.complaints(goldens + [renderJSON(try ReportSample.record(.failed), nil)]) == ""
        )
    }

    @Test func `the schema refuses what is no report`() throws {
        let golden = String(
            decoding: try ScenarioCase.read("Tests/Golden/report-authentic.json"), as: UTF8.self)
        for (old, new) in [
            ("\"exit_status\":0", "\"exit_status\":1"),
            ("\"status\":\"authentic\"", "\"status\":\"fine\""),
            ("\"schema_version\":1", "\"schema_version\":\"1\""),
            ("\"checkpoints\":[]", "\"check\":[]"),
            ("\"lo\":\"2026-02-01T09:00:00Z\"", "\"lo\":\"yesterday\""),
        ] {
            #expect(golden.contains(old))
            #expect(
                try Self.complaints([Array(golden.replacing(old, with: new).utf8)]) != "", "\(new)")
        }
    }
}
