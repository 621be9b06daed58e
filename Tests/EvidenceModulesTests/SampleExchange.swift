// Exchanges written message by message with Docket's own writer, for tests of reading, linking and facts: no signatures, only bytes.

import EvidenceValues
import TransparencyLog

@testable import EvidenceModules

/// The documents of one exchange, and what they are filled in with.
struct SampleExchange {
    let proto: ExchangeProtocol
    var values = MessageValues()
    /// In the order of writing.
    private(set) var documents: [(name: String, bytes: [UInt8])] = []

    static let secrets = ["originator": SampleExchange.bytes("N_O"), "responder": bytes("N_R")]

    init(_ name: String = "asw-2", deal: String = "BAN-1", secrets: [String: [UInt8]] = secrets) {
        proto = BuiltInProtocols.all[name]!
        values.parties = [
            "originator": PartyID("FRUTA")!, "responder": PartyID("MARKT")!,
            "ttp": PartyID("TTP1")!,
        ]
        values.secrets = secrets
        values.commitments = secrets.mapValues { .sha256($0) }
        values.values = [
            "agreement": .document(.sha256(utf8("agreement"))), "deal": .word(deal),
            "text": .document(.sha256(utf8("text"))),
            "originator-key": .key(.sha256(utf8("key of FRUTA"))),
            "responder-key": .key(.sha256(utf8("key of MARKT"))),
            "decision": .count(41), "reception": .count(7),
            "previous": .document(.sha256(utf8("decision 40"))),
            "time": .instant(Instant(text: "2026-02-03T12:00:00Z")!),
        ]
    }

    /// Thirty-two bytes that stand for a secret.
    static func bytes(_ name: String) -> [UInt8] { Digest.sha256(utf8("secret " + name)).bytes }

    func form(_ name: String) -> MessageForm { proto.message(name)! }

    func digest(_ name: String) -> Digest { values.messages[name]! }

    /// Writes the message of this form, which later ones refer to.
    @discardableResult
    mutating func write(
        _ name: String, _ change: (inout MessageValues) -> Void = { _ in }
    ) throws -> Digest {
        var values = values
        change(&values)
        let bytes = try ExchangeMessage.document(form: form(name), of: proto, values: values)
        self.values.messages[name] = .sha256(bytes)
        documents.append((name, bytes))
        return .sha256(bytes)
    }

    mutating func write(all names: String...) throws {
        for name in names { try write(name) }
    }

    /// Puts any bytes on file.
    mutating func file(_ bytes: [UInt8], _ name: String = "file") {
        documents.append((name, bytes))
    }

    mutating func drop(_ name: String) { documents.removeAll { $0.name == name } }

    /// Everything written, as evidence; each document at the place of its number.
    func exchanges(
        with others: SampleExchange..., pinned: [PinnedProtocol] = [], reversed: Bool = false
    ) -> Exchanges {
        var all = documents + others.flatMap(\.documents)
        if reversed { all.reverse() }
        var places: [Digest: [LeafIndex]] = [:]
        var contents: [Digest: [UInt8]] = [:]
        var stated: [(document: Digest, terms: TermsBlock)] = []
        for (index, document) in all.enumerated() {
            let digest = Digest.sha256(document.bytes)
            places[digest, default: []].append(LeafIndex(UInt64(index)))
            contents[digest] = document.bytes
            if let terms = (try? TermsBlock.read(document.bytes)) ?? nil {
                stated.append((digest, terms))
            }
        }
        return Exchanges(documents: stated, contents: contents, places: places, pinned: pinned)
    }

    /// All messages of a complete exchange.
    static func complete(_ name: String = "asw-2", deal: String = "BAN-1") throws -> SampleExchange
    {
        var sample = SampleExchange(name, deal: deal)
        try sample.write(all: "me1", "me2")
        if name == "asw-2" {
            try sample.write(all: "m3", "m4")
        } else {
            for secret in SampleExchange.secrets.values.sorted(by: { $0[0] < $1[0] }) {
                sample.file(secret)
            }
        }
        return sample
    }

    /// All messages that asw-2 knows, as if everything had happened.
    static func everything(deal: String = "BAN-1") throws -> SampleExchange {
        var sample = SampleExchange(deal: deal)
        for form in sample.proto.messages { try sample.write(form.name) }
        return sample
    }
}

extension Exchanges {
    /// The facts where nobody signed a filing.
    var facts: [Fact] { facts { _ in nil } }

    /// The facts of one predicate, as text.
    func texts(_ predicate: String) -> [String] {
        facts.filter { $0.predicate == predicate }.map(\.text).sorted()
    }

    /// The message with these bytes, in whatever run.
    func message(_ digest: Digest) -> LinkedMessage? {
        book.runs.flatMap(\.messages).first { $0.read.document == digest }
    }
}
