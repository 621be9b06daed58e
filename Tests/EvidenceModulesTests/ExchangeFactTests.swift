// Which messages make a run, and what they say as facts (docs/formats/exchange.md): of messages that fit each other everything, of others
// nothing, but what binds the third party that signed them.

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct ExchangeFacts {
    private let predicates = [
        "abort_request", "abort_token", "decision", "decision_after", "exchange", "exchange_answer",
        "groundless", "opens", "replacement", "secret_shown", "secrets_open", "submission",
        "unsolicited",
    ]

    private func texts(_ exchanges: Exchanges) -> [String] { exchanges.facts.map(\.text).sorted() }

    @Test func `a complete exchange says who offers whom what, and who opened what`() throws {
        let sample = try SampleExchange.complete()
        let (me1, me2) = (sample.digest("me1"), sample.digest("me2"))
        let text = Digest.sha256(utf8("text"))
        #expect(
            texts(sample.exchanges())
                == [
                    "exchange(\(me1), \(text), FRUTA, MARKT, TTP1)",
                    "exchange_answer(\(me2), \(me1))",
                    "opens(\(sample.digest("m3")), \(me1), \(me2), FRUTA)",
                    "opens(\(sample.digest("m4")), \(me1), \(me2), MARKT)",
                ].sorted())
    }

    @Test(arguments: ["asw-1", "asw-1-hash"])
    func `a legacy exchange is complete with both secrets on file`(_ name: String) throws {
        let whole = try SampleExchange.complete(name)
        let (me1, me2) = (whole.digest("me1"), whole.digest("me2"))
        #expect(whole.exchanges().texts("secrets_open") == ["secrets_open(\(me1), \(me2))"])
        #expect(whole.exchanges().book.runs[0].messages.map(\.read.form.name).count == 4)
        for secret in SampleExchange.secrets.values {
            var half = SampleExchange(name)
            try half.write(all: "me1", "me2")
            half.file(secret)
            #expect(half.exchanges().texts("secrets_open").isEmpty)
        }
    }

    // W3: a secret alone completes nothing where the protocol wants it in a signed message.
    @Test func `secrets in files complete no exchange of asw-2`() throws {
        var sample = SampleExchange()
        try sample.write(all: "me1", "me2")
        for secret in SampleExchange.secrets.values { sample.file(secret) }
        let exchanges = sample.exchanges()
        #expect(exchanges.texts("secrets_open").isEmpty && exchanges.texts("opens").isEmpty)
    }

    @Test func `everything that asw-2 knows is said`() throws {
        let sample = try SampleExchange.everything()
        let exchanges = sample.exchanges()
        #expect(exchanges.book.runs.count == 1 && exchanges.book.malformed.isEmpty)
        #expect(exchanges.book.runs[0].messages.allSatisfy { $0.faults.isEmpty })
        let counts = predicates.map { exchanges.texts($0).count }
        #expect(counts == [1, 2, 3, 3, 1, 1, 0, 2, 1, 0, 0, 3, 0])
        let abort = sample.digest("abort")
        let before = Digest.sha256(utf8("decision 40"))
        #expect(exchanges.texts("decision").contains("decision(\(abort), 41)"))
        #expect(
            exchanges.texts("decision_after").contains("decision_after(\(abort), \(before), 40)"))
        #expect(
            exchanges.texts("submission").contains(
                "submission(\(sample.digest("recv-ma1")), \(sample.digest("ma1")), "
                    + "\(sample.digest("me1")), 2026-02-03T12:00:00Z)"))
    }

    @Test func `the order of filing changes nothing, and copies add only places`() throws {
        var sample = try SampleExchange.everything()
        let facts = texts(sample.exchanges())
        #expect(texts(sample.exchanges(reversed: true)) == facts)
        for document in sample.documents { sample.file(document.bytes) }
        let copied = sample.exchanges()
        #expect(texts(copied) == facts)
        #expect(copied.places[sample.digest("me1")]?.count == 2)
    }

    // Each message is left out in turn: nothing is said any more that rests on it.
    @Test(arguments: MessageForms.forms)
    func `without a message nothing is said of it`(_ name: String) throws {
        var sample = try SampleExchange.everything()
        let digest = sample.digest(name).text
        sample.drop(name)
        let exchanges = sample.exchanges()
        #expect(
            !exchanges.book.runs.flatMap(\.messages).contains {
                $0.read.form.name == name
            })
        let resting = exchanges.facts.filter { fact in
            fact.text.contains(digest) && fact.predicate != "submission"
        }
        #expect(resting.isEmpty)
        if name == "me1" { #expect(exchanges.facts.isEmpty) }
    }

    // The messages of one exchange, put under the name of another: none of them counts there.
    @Test(arguments: ["m3", "m4", "replacement", "abort-reply", "mro", "mrr"])
    func `a message that names an answer of another run does not fit`(_ name: String) throws {
        var one = try SampleExchange.complete()
        let other = try SampleExchange.complete(deal: "BAN-2")
        try one.write("ma1")
        let own = one.digest("me2")
        one.values.messages["me2"] = other.digest("me2")
        let digest = try one.write(name)
        let exchanges = one.exchanges(with: other)
        #expect(exchanges.message(digest)?.faults.contains(.foreign("me2")) == true)
        #expect(
            exchanges.facts.allSatisfy { fact in
                ["groundless", "decision", "decision_after"].contains(fact.predicate)
                    || !fact.text.contains(digest.text)
            })
        #expect(exchanges.texts("groundless").count == (name == "replacement" ? 1 : 0))
        #expect(exchanges.texts("exchange_answer").contains { $0.contains(own.text) })
    }

    // X07, X08
    @Test func `an abort without its request is said, one on another request as well`() throws {
        var missing = SampleExchange()
        try missing.write(all: "me1", "ma1", "abort")
        missing.drop("ma1")
        #expect(missing.exchanges().texts("abort_token").count == 1)
        #expect(missing.exchanges().texts("unsolicited").isEmpty)
        var other = SampleExchange(deal: "BAN-2")
        try other.write(all: "me1", "ma1")
        var foreign = SampleExchange()
        try foreign.write("me1")
        let abort = try foreign.write("abort") { values in
            values.messages["ma1"] = other.digest("ma1")
        }
        let exchanges = foreign.exchanges(with: other)
        #expect(
            exchanges.texts("unsolicited") == ["unsolicited(\(abort), \(foreign.digest("me1")))"])
        let self1 = try foreign.write("abort") { values in
            values.messages["ma1"] = values.messages["me1"]
        }
        #expect(foreign.exchanges().texts("unsolicited").contains { $0.contains(self1.text) })
    }

    // W1, W2: several answers to one offer stand beside each other.
    @Test func `two answers to one offer are of one run, each with its own secret`() throws {
        var sample = try SampleExchange.complete()
        let first = sample.digest("me2")
        sample.values.secrets["responder"] = SampleExchange.bytes("N_R again")
        sample.values.commitments["responder"] = .sha256(SampleExchange.bytes("N_R again"))
        let second = try sample.write("me2")
        let m3 = try sample.write("m3")
        let mixed = try sample.write("m4") { $0.messages["me2"] = first }
        let exchanges = sample.exchanges()
        #expect(exchanges.book.runs.count == 1)
        #expect(exchanges.texts("exchange_answer").count == 2)
        #expect(
            exchanges.texts("opens").contains { $0.contains(m3.text) && $0.contains(second.text) })
        #expect(exchanges.message(mixed)?.faults == [.opening("responder")])
    }

    @Test func `a message that fits nothing on file is of no run`() throws {
        var sample = SampleExchange()
        try sample.write(all: "me1", "ma1")
        sample.drop("me1")
        #expect(sample.exchanges().book.runs.isEmpty)
        #expect(sample.exchanges().facts.isEmpty)
    }

    @Test func `what calls itself a message and is none is told, and is nothing else`() throws {
        var sample = try SampleExchange.complete()
        let text = String(decoding: sample.documents[3].bytes, as: UTF8.self)
        let broken = utf8(text.replacing("for_secret", with: "for_secrets"))
        sample.drop("m4")
        sample.file(broken)
        let exchanges = sample.exchanges()
        #expect(
            exchanges.book.malformed
                == [.sha256(broken): FormError(statement: 7, reason: .otherStatement)])
        #expect(exchanges.texts("opens").count == 1)
        sample.file(utf8("```terms\nmessage(other-protocol, me1).\n```\n"))
        sample.file(utf8("```terms\nmessage(\"hello\").\n```\n"))
        #expect(sample.exchanges().book.malformed.count == 1)
    }

    @Test func `who filed the first secret is said by name, whatever shows it`() throws {
        let (fruta, markt) = (PartyID("FRUTA")!, PartyID("MARKT")!)
        var sample = try SampleExchange.complete()
        let me1 = sample.digest("me1")
        sample.file(SampleExchange.secrets["originator"]!)
        sample.file(SampleExchange.secrets["responder"]!)
        let exchanges = sample.exchanges()
        func shown(_ filers: [UInt64: PartyID]) -> [String] {
            exchanges.facts { filers[$0.value] }.filter { $0.predicate == "secret_shown" }
                .map(\.text)
        }
        #expect(shown([:]).isEmpty)
        #expect(shown([2: markt]) == ["secret_shown(MARKT, \(me1))"])
        #expect(shown([4: markt]) == ["secret_shown(MARKT, \(me1))"])
        #expect(
            shown([2: fruta, 4: markt])
                == ["secret_shown(FRUTA, \(me1))", "secret_shown(MARKT, \(me1))"])
        // The other's secret, and messages that show none.
        #expect(shown([0: markt, 1: markt, 3: markt, 5: markt]).isEmpty)
    }

    @Test func `a decision with the smallest number follows none`() throws {
        var sample = SampleExchange()
        sample.values.values["decision"] = .count(.min)
        try sample.write(all: "me1", "ma1", "abort")
        #expect(sample.exchanges().texts("decision").count == 1)
        #expect(sample.exchanges().texts("decision_after").isEmpty)
    }

    // Spec: protocol-11
    @Test func `a description counts by the name and digest of the annex alone`() throws {
        let text = ProtocolTexts.small
        let proto = try ExchangeProtocol(parsing: text)
        var sample = SampleExchange()
        sample.file(utf8(text), "description")
        func known(_ pinned: [PinnedProtocol]) -> ExchangeProtocol? {
            sample.exchanges(pinned: pinned).protocols["small"]
        }
        let digest = Digest.sha256(utf8(text))
        #expect(known([]) == nil)
        #expect(known([PinnedProtocol(name: "small", digest: digest)]) == proto)
        #expect(known([PinnedProtocol(name: "small", digest: .sha256(utf8("x")))]) == nil)
        let other = [PinnedProtocol(name: "large", digest: digest)]
        #expect(known(other) == nil && sample.exchanges(pinned: other).refused == [digest])
        let hijacked = utf8(text.replacing("protocol small", with: "protocol asw-2"))
        sample.file(hijacked)
        let pin = [PinnedProtocol(name: "asw-2", digest: .sha256(hijacked))]
        #expect(sample.exchanges(pinned: pin).protocols["asw-2"] == BuiltInProtocols.all["asw-2"])
    }

    @Test func `no built-in name is free for an annex`() {
        #expect(PinnedProtocol.builtIn.isSuperset(of: BuiltInProtocols.all.keys))
    }

    @Test func `hundreds of messages are linked in one pass`() throws {
        var sample = SampleExchange()
        try sample.write("me1")
        for number in 0..<400 {
            let secret = SampleExchange.bytes("N_R \(number)")
            sample.values.commitments["responder"] = .sha256(secret)
            try sample.write("me2")
            sample.values.values["decision"] = .count(Int64(number))
            try sample.write("replacement")
        }
        let clock = ContinuousClock()
        let exchanges = sample.exchanges()
        let time = clock.measure {
            #expect(exchanges.texts("replacement").count == 400)
            #expect(sample.exchanges().book.runs[0].messages.count == 801)
        }
        #expect(time < .seconds(30))
    }
}
