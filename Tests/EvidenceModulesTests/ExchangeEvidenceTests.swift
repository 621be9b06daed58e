// Exchanges in filed evidence: whose signature is on a message, who filed a secret, what a document that only calls itself a message states, and
// descriptions that the annex names.

import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct ExchangeEvidence {
    private func runs(_ matter: TestMatter) -> [ExchangeRun] {
        exchangeRuns(
            in: matter.exhibits, log: LogContext(archive: nil, checkpoint: nil),
            trust: matter.trust, validationTime: matter.validationTime,
            skew: TimeSpan(seconds: 60))
    }

    @Test func `a message is its sender's only by the sender's certified key`() throws {
        var matter = try TestMatter()
        let people = matter.people
        var sample = SampleExchange()
        try sample.write(all: "me1", "me2")
        for (_, bytes) in sample.documents { try matter.file(.document, bytes) }
        func standings() -> [Standing] { runs(matter)[0].messages.map(\.signature) }
        #expect(standings() == [.contrary, .contrary])
        try matter.sign(sample.documents[0].bytes, by: people.markt)
        try matter.sign(sample.documents[1].bytes, by: people.fruta)
        try matter.sign(sample.documents[0].bytes, by: people.impostor)
        try matter.sign(
            sample.documents[0].bytes, by: people.fruta, for: sample.documents[1].bytes)
        #expect(standings() == [.contrary, .contrary])
        try matter.sign(sample.documents[0].bytes, by: people.fruta)
        #expect(standings() == [.certain, .contrary])
        let run = try #require(runs(matter).first)
        #expect(run.root == sample.digest("me1"))
        #expect(run.parties == sample.values.parties)
        #expect(run.messages.map(\.sender) == [PartyID("FRUTA"), PartyID("MARKT")])
    }

    @Test func `whoever signed the filing of the secret is told`() throws {
        var matter = try TestMatter()
        let people = matter.people
        let sample = try SampleExchange.complete()
        for (name, bytes) in sample.documents {
            try matter.file(.document, bytes, by: name == "m3" ? people.markt : nil)
        }
        let assessment = try matter.assess()
        let shown = assessment.facts.filter { $0.predicate == "secret_shown" }.map(\.text)
        #expect(shown == ["secret_shown(MARKT, \(sample.digest("me1")))"])
        let openings = runs(matter)[0].openings
        #expect(openings == ["originator": [PartyID("MARKT")], "responder": [nil]])
    }

    // Spec: exchange-6
    @Test func `what only calls itself a message states nothing, and says so`() throws {
        var matter = try TestMatter()
        let broken = utf8("```terms\nmessage(asw-2, me1).\nkind(contract).\n```\n")
        let other = utf8("```terms\nmessage(asw-9, me1).\nkind(contract).\n```\n")
        for bytes in [broken, other] { try matter.file(.document, bytes) }
        let assessment = try matter.assess()
        let stated = assessment.facts.filter { $0.origin == .stated }.map(\.arguments[0])
        #expect(Set(stated) == [.of(other)])
        let codes = assessment.exhibits.map { $0.checks.map(\.code).filter { $0.hasPrefix("EX") } }
        #expect(codes == [["EXCHANGE.MALFORMED"], []])
    }

    // Spec: protocol-11
    @Test func `a protocol of the annex is read from the exhibit with its digest`() throws {
        var matter = try TestMatter()
        let text = utf8(ProtocolTexts.small)
        let proto = try ExchangeProtocol(parsing: ProtocolTexts.small)
        var values = SampleExchange().values
        values.parties = [
            "left": PartyID("FRUTA")!, "right": PartyID("MARKT")!, "third": PartyID("TTP1")!,
        ]
        values.commitments["left"] = .sha256(utf8("secret"))
        let form = try #require(proto.message("first"))
        try matter.file(
            .document, ExchangeMessage.document(form: form, of: proto, values: values))
        try matter.file(.protocol, text)
        #expect(runs(matter).isEmpty)
        matter.trust.protocols = [PinnedProtocol(name: "small", digest: .sha256(text))]
        #expect(runs(matter).map(\.proto.name) == ["small"])
        #expect(try matter.assess().facts.contains { $0.predicate == "exchange" })
        matter.trust.protocols = [PinnedProtocol(name: "small", digest: .sha256(utf8("other")))]
        #expect(runs(matter).isEmpty)
    }
}
