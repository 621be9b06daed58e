// `docket exchange show` as a party meets it. (Issue 6.)

import Cryptography
import EvidenceBundle
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Exchanges on the command line` {
    /// The bytes of both promises of asw-2, as nobody signed them.
    private static func promises() throws -> [(name: String, bytes: [UInt8])] {
        let proto = try #require(BuiltInProtocols.all["asw-2"])
        var values = MessageValues()
        values.parties = [
            "originator": try ReportSample.party("FRUTA"),
            "responder": try ReportSample.party("MARKT"), "ttp": try ReportSample.party("TTP1"),
        ]
        values.values = [
            "agreement": .document(try ReportSample.digest(1)), "deal": .word("BAN-9"),
            "originator-key": .key(try ReportSample.digest(2)),
            "responder-key": .key(try ReportSample.digest(3)),
            "text": .document(try ReportSample.digest(4)),
        ]
        values.commitments = [
            "originator": try ReportSample.digest(5), "responder": try ReportSample.digest(6),
        ]
        let offer = try ExchangeMessage.document(
            form: try #require(proto.message("me1")), of: proto, values: values)
        values.messages["me1"] = .sha256(of: offer)
        let answer = try ExchangeMessage.document(
            form: try #require(proto.message("me2")), of: proto, values: values)
        return [("me1.md", offer), ("me2.md", answer)]
    }

    private static func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench()
        for (name, bytes) in try promises() { try bench.folder.write(name, bytes) }
        return bench
    }

    @Test func `promises that nobody signed are shown as such`() throws {
        let shown = try Self.bench().docket(["exchange", "show", "me2.md", "me1.md"])
        #expect(shown.status == 0)
        #expect(shown.errors.contains("no annex"))
        for words in [
            "Exchange by asw-2", "originator: FRUTA", "ttp: TTP1", "deal BAN-9",
            "1 me1, FRUTA to MARKT: not signed by its sender", "(“me1.md”)",
            "2 me2, MARKT to FRUTA", "The messages on file do not tell whether", "X01", "X02",
            "X04",
        ] { #expect(shown.output.contains(words), "\(words)") }
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `the JSON is one canonical document`() throws {
        let shown = try Self.bench().docket(["exchange", "show", "me1.md", "me2.md", "--json"])
        #expect(shown.status == 0)
        let value = try JSONSerialization.jsonObject(with: Data(shown.output.utf8))
        let document = try #require(value as? [String: Any])
        #expect(document["message_type"] as? String == "exchanges")
        let exchanges = try #require(document["exchanges"] as? [[String: Any]])
        #expect(exchanges.count == 1)
        #expect(exchanges[0]["protocol"] as? String == "asw-2")
        #expect(exchanges[0]["contract"] as? String == "possible")
        #expect((exchanges[0]["messages"] as? [[String: Any]])?.count == 2)
        let codes = (exchanges[0]["observations"] as? [[String: Any]])?.compactMap { $0["code"] }
        #expect(codes as? [String] == ["X01", "X02", "X04"])
    }

    @Test func `a document that calls itself a message and is none is named`() throws {
        let bench = try Self.bench()
        let text = String(decoding: try Self.promises()[1].bytes, as: UTF8.self)
        try bench.write("me2.md", text.replacing("deal(\"BAN-9\").\n", with: ""))
        let shown = try bench.docket(["exchange", "show", "me1.md", "me2.md"])
        #expect(shown.status == 0)
        #expect(shown.output.contains("! “me2.md” is no message of an exchange"))
        try bench.write("letter.md", "# Letter\n")
        let none = try bench.docket(["exchange", "show", "letter.md"])
        #expect(none.status == 0 && none.output == "No message of an exchange is on file.\n")
    }

    @Test(arguments: [
        (["exchange", "show"], 64, "what is to be shown"),
        (["exchange", "show", "me1.md", "--matter", "BAN-9"], 64, "give no files beside it"),
        (["exchange", "show", "a.asice", "me1.md"], 64, "a bundle is shown by itself"),
        (["exchange", "show", "me1.md", "--skew", "soon"], 64, "no span of time"),
        (["exchange", "show", "nothing.md"], 1, "nothing.md"),
        (["exchange", "show", "nothing.asice"], 1, "nothing.asice"),
        (["exchange", "show", "--matter", "BAN-9"], 1, "archive"),
        (["exchange", "show", "--matter", "ban 9"], 64, "is no matter"),
    ])
    func `what cannot be shown is refused`(words: [String], status: Int32, why: String) throws {
        let refused = try Self.bench().docket(words)
        #expect(refused.status == status)
        #expect(refused.output.isEmpty)
        #expect(refused.errors.contains(why), "\(refused.errors)")
    }

    @Test(arguments: [
        ("double-decision", ["X09"], "misconduct of TTP1 (double-decision)"),
        ("abort-after-completion", ["X10"], "misconduct of FRUTA (abort-after-reveal)"),
        (
            "bananas-exchange", [String](),
            "✔ contract of FRUTA (originator) towards MARKT (responder) [standard]"
        ),
    ])
    func `codes are told at the exhibits of a bundle, and of a matter`(
        scenario: String, codes: [String], words: String
    ) throws {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: scenario, mutant: nil).build(in: folder)
        let record = try built.verified(bundle: try built.exportedBundle(in: folder))
            .verification.record
        // Warnings change no status.
        #expect(record.status == .authentic)
        #expect(record.exchanges.map { Set($0.observations.map(\.code)) } == [Set(codes)])
        let warned = record.exhibits.flatMap(\.checks).map(\.code)
            .filter { $0.hasPrefix("EXCHANGE.") }
        #expect(Set(warned) == Set(codes.map { "EXCHANGE." + $0 }))
        let bench = try CliWorkbench()
        try bench.folder.write("annex.txt", built.annex)
        let shown = try bench.docket([
            "exchange", "show", "--matter", built.matter.text, "--archive",
            built.archiveFolder, "--annex", "annex.txt", "--at", built.now.text,
        ])
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("✔ The messages on file make a contract."))
        #expect(
            shown.output.replacing("\n", with: " ").replacing("     ", with: " ")
                .replacing("    ", with: " ").replacing("  ", with: " ").contains(words),
            "\(shown.output)")
    }
}
