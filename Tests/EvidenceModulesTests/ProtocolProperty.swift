// What must hold of the reader of descriptions and of messages, whatever bytes it gets: it refuses; or the description, written again, is the
// bytes, its messages can be told apart, and a message written by its form is read back as such. The fuzzer (Fuzz/run) compiles this file too.

import EvidenceValues
import TransparencyLog

@testable import EvidenceModules

/// The description of a protocol as a target of the fuzzer.
enum ProtocolProperty {
    static let name = "protocol"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self),
            let proto = try? ExchangeProtocol(parsing: text)
        else { return true }
        return Array(proto.text.utf8) == bytes && isSound(proto)
            && proto.messages.allSatisfy { isReadBack($0, in: proto) }
    }

    /// Names lead back only, and machines send what is declared.
    private static func isSound(_ proto: ExchangeProtocol) -> Bool {
        var known: Set<String> = []
        for form in proto.messages {
            guard known.isSuperset(of: form.references), known.insert(form.name).inserted else {
                return false
            }
        }
        let sent = proto.machines.flatMap(\.steps).flatMap(\.sends)
        let proving = proto.proofs.flatMap(\.messages) + proto.faults.flatMap(\.messages)
        return known.isSuperset(of: sent) && known.isSuperset(of: proving)
    }

    private static func isReadBack(_ form: MessageForm, in proto: ExchangeProtocol) -> Bool {
        guard !form.isRaw else { return true }
        let digest = Digest.sha256([])
        var values = MessageValues()
        for role in proto.roles {
            values.parties[role] = PartyID("P")
            values.commitments[role] = digest
            values.secrets[role] = digest.bytes
        }
        for message in proto.messages { values.messages[message.name] = digest }
        for case .value(let name, let type) in form.patterns { values.values[name] = sample(type) }
        guard
            let bytes = try? ExchangeMessage.document(form: form, of: proto, values: values),
            let terms = (try? TermsBlock.read(bytes)) ?? nil
        else {
            // Atoms that turn out alike, or a line that is too long: no document states them.
            return true
        }
        let read = try? ReadMessage(terms, of: digest, in: proto)
        return read?.form == form && read?.said.values == values.values
    }

    private static func sample(_ type: TermType) -> Term? {
        switch type {
        case .party: PartyID("Q").map(Term.party)
        case .document: .document(.sha256([1]))
        case .key: .key(.sha256([2]))
        case .instant: Instant(text: "2026-01-01T00:00:00Z").map(Term.instant)
        case .money: Money(text: "EUR 1.00").map(Term.money)
        case .span: .span(TimeSpan(seconds: 60))
        case .count: .count(1)
        case .word: .word("w")
        case .interval: nil
        }
    }
}
