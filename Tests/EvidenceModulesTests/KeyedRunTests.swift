// Protocols whose messages do not name each other: a run is what agrees on what every message states (docs/formats/protocol.md, rule 7).

import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceModules

@Suite struct KeyedRuns {
    private static let description = """
        docket-protocol/v1
        protocol keyed
        role left
        role right
        message first origin left right
        term left({role left})
        term right({role right})
        term label({value label word})
        term data({value data document})
        message second receipt right left
        term left({role left})
        term right({role right})
        term label({value label word})
        term data({value data document})
        message third key left right
        term left({role left})
        term right({role right})
        term label({value label word})
        term key({value key document})

        """

    private func book(_ messages: [(String, String, String)]) throws -> ExchangeBook {
        let proto = try ExchangeProtocol(parsing: Self.description)
        var documents: [(document: Digest, terms: TermsBlock)] = []
        for (number, message) in messages.enumerated() {
            var values = MessageValues()
            values.parties = ["left": PartyID("FRUTA")!, "right": PartyID("MARKT")!]
            values.values = [
                "label": .word(message.1), "data": .document(.sha256(utf8(message.2))),
                "key": .document(.sha256(utf8(message.2))),
            ]
            let bytes = try ExchangeMessage.document(
                form: proto.message(message.0)!, of: proto, values: values)
            let terms = try #require(try TermsBlock.read(bytes))
            documents.append((.sha256(bytes + [UInt8(number % 251)]), terms))
        }
        return ExchangeBook(
            documents: documents, files: Set(documents.map(\.document)),
            protocols: KnownProtocols(others: ["keyed": proto]))
    }

    @Test func `messages with one label are of one run, others of another`() throws {
        let book = try book([
            ("first", "a", "x"), ("second", "a", "x"), ("third", "a", "k"), ("first", "b", "x"),
            ("third", "c", "k"),
        ])
        #expect(book.runs.map(\.messages.count).sorted() == [1, 3])
        #expect(book.runs.flatMap(\.messages).allSatisfy { $0.faults.isEmpty })
    }

    @Test func `a receipt for other data does not fit, two keys both stand`() throws {
        let book = try book([
            ("first", "a", "x"), ("second", "a", "y"), ("third", "a", "k"), ("third", "a", "l"),
        ])
        let run = try #require(book.runs.first)
        #expect(run.messages.map(\.faults) == [[], [.value("data")], [], []])
    }

    @Test func `a receipt fits if it fits one of several first messages`() throws {
        let book = try book([("first", "a", "x"), ("first", "a", "y"), ("second", "a", "y")])
        #expect(book.runs.count == 1)
        #expect(book.runs[0].messages.allSatisfy { $0.faults.isEmpty })
    }

    @Test func `hundreds of first messages of one label cost no square`() throws {
        let many = (0..<400).flatMap { [("first", "a", "x\($0)"), ("second", "a", "z\($0)")] }
        let clock = ContinuousClock()
        var count = 0
        let time = try clock.measure { count = try book(many).runs[0].messages.count }
        #expect(count == 800)
        #expect(time < .seconds(30))
    }
}
