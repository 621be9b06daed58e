// Exchanges in the report: drawn, told in a table, in JSON and for a terminal, whatever their words are.

import EvidenceReport
import EvidenceValues
import Testing

@Suite struct `Exchanges in the report` {
    /// The order of everything that may stand in one, with `word` wherever evidence can write.
    static func exchange(_ word: String = "BAN-1", messages count: Int = 3) throws -> ExchangeRecord
    {
        var exchange = ExchangeRecord(root: try ReportSample.digest(0x11), proto: "asw-2")
        exchange.text = try ReportSample.digest(0x22)
        exchange.deal = word
        exchange.players = [
            .init(role: "originator", party: try ReportSample.party("FRUTA")),
            .init(role: "responder", party: try ReportSample.party("MARKT")),
            .init(role: "ttp", party: nil, isThirdParty: true),
        ]
        exchange.messages = try (0..<count).map { number in
            var message = ExchangeRecord.Message(
                document: try ReportSample.digest(UInt8(number % 200)), name: "m\(number)",
                sender: ["originator", "responder", "ttp", "stranger"][number % 4],
                receiver: [nil, "originator", "ttp"][number % 3])
            message.signature = [.certain, .possible, .contrary, nil][number % 4]
            message.act = "abort-request"
            message.decision = number % 5 == 2 ? .max : nil
            message.stated = try ReportSample.instant("2026-02-03T10:00:00Z")
            message.made = Interval(hi: try ReportSample.instant("2026-02-03T11:00:00Z"))
            message.places = [LeafIndex(3)]
            return message
        }
        exchange.contract = .possible
        exchange.proofs = [
            .init(
                meaning: "contract", name: "standard", from: "originator", to: "responder",
                standing: .possible,
                lacking: [
                    .init(message: "m3", reason: .missing, sender: "originator"),
                    .init(message: "me2", reason: .unproven, sender: "responder"),
                ])
        ]
        exchange.observations = [
            .init(
                code: "X09", sentence: "Two decisions.", messages: [try ReportSample.digest(0x11)],
                misconduct: .init(try ReportSample.party("TTP1"), "double-decision"))
        ]
        return exchange
    }

    private static func page(_ exchanges: [ExchangeRecord]) throws -> String {
        var record = try ReportSample.record(.authentic)
        record.exchanges = exchanges
        return String(decoding: renderHTML(record, nil), as: UTF8.self)
    }

    @Test func `each exchange is drawn, with a table of the same`() throws {
        let page = try Self.page([try Self.exchange(), try Self.exchange()])
        #expect(page.contains("<a href=\"#exchanges\">Exchanges</a>"))
        for id in ["x1", "x2", "seq-1-title", "seq-2-title"] {
            #expect(page.ranges(of: "id=\"\(id)\"").count == 1)
        }
        // One arrow for the first, which goes to both others, and so on: 2 + 1 + 1 of each.
        #expect(page.ranges(of: "<path class=\"arrow").count == 8)
        #expect(page.contains("X09") && page.contains("misconduct of TTP1 (double-decision)"))
        #expect(page.contains("It would take m3, from FRUTA (originator) or whoever has it"))
        #expect(!page.contains("<script"))
    }

    @Test func `a broken step is marked with its code`() throws {
        var exchange = try Self.exchange()
        exchange.observations[0].messages = [exchange.messages[1].document]
        let page = try Self.page([exchange])
        let marks = page.matches(of: /<text class="broken"[^>]*>([^<]*)<\/text><\/g>/)
        #expect(marks.map(\.output.1) == ["X09"])
    }

    @Test func `a report without exchanges says nothing of them`() throws {
        let page = try Self.page([])
        #expect(!page.contains("exchanges") && !page.contains("svg .life"))
    }

    @Test func `a long exchange is drawn in part and told in full`() throws {
        let page = try Self.page([try Self.exchange(messages: 250)])
        #expect(page.contains("50 more messages are in the table"))
        #expect(page.contains("<th scope=\"row\">m249"))
        #expect(page.ranges(of: "<title>m").count == 150)
    }

    @Test(arguments: HostileWords.words)
    func `hostile words of an exchange stay words`(word: String) throws {
        let page = try Self.page([try Self.exchange(word)])
        let harmless = try Self.page([try Self.exchange("x")])
        #expect(page.ranges(of: "<").count == harmless.ranges(of: "<").count)
        #expect(!page.contains("\u{202E}") && !page.contains("\u{1B}"))
        let listing = ExchangeListing(
            [try Self.exchange(word)], exhibits: [], of: nil
        ).text(isColoured: false)
        #expect(!listing.contains("\u{1B}") && !listing.contains("\u{202E}"))
    }

    @Test func `the JSON holds every exchange`() throws {
        var record = try ReportSample.record(.authentic)
        record.exchanges = [try Self.exchange()]
        let json = String(decoding: renderJSON(record, nil), as: UTF8.self)
        #expect(json.contains(#""exchanges":[{"contract":"possible","deal":"BAN-1","messages":[{"#))
        #expect(json.contains(#""misconduct":{"kind":"double-decision","party":"TTP1"}"#))
        #expect(json.contains(#""decision":"9223372036854775807""#))
    }
}
