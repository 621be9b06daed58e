// Exchanges as JSON (docs/formats/exchange-codes.md): a member of the report, and what `docket exchange show --json` prints.

package import EvidenceValues

extension ExchangeListing {
    /// The members of the JSON document of `docket exchange show`, but for its type. Spec: codes-7
    package var members: [String: JSONValue] {
        [
            "exchanges": .array(exchanges.map(ExchangeJSON.exchange)),
            "refused": .array(
                refused.map { name, sentence in
                    .object(["exhibit": .string(name), "sentence": .string(sentence)])
                }),
        ]
    }
}

/// Exchanges as JSON values.
enum ExchangeJSON {
    // Spec: codes-8
    static func exchange(_ exchange: ExchangeRecord) -> JSONValue {
        .object([
            "root": ReportJSON.digest(exchange.root),
            "protocol": .string(exchange.proto),
            "text": .optional(exchange.text?.text),
            "deal": .optional(exchange.deal),
            "players": .array(exchange.players.map(player)),
            "messages": .array(exchange.messages.map(message)),
            "contract": .optional(exchange.contract?.rawValue),
            "proofs": .array(exchange.proofs.map(proof)),
            "observations": .array(exchange.observations.map(observation)),
        ])
    }

    private static func player(_ player: ExchangeRecord.Player) -> JSONValue {
        .object([
            "role": .string(player.role), "party": .optional(player.party?.text),
            "is_third_party": .bool(player.isThirdParty),
        ])
    }

    private static func message(_ message: ExchangeRecord.Message) -> JSONValue {
        .object([
            "document": ReportJSON.digest(message.document),
            "name": .string(message.name),
            "sender": .string(message.sender),
            "receiver": .optional(message.receiver),
            "act": .optional(message.act),
            "signature": .optional(message.signature?.rawValue),
            "bounds": ReportJSON.bounds(message.made),
            "stated": .optional(message.stated?.text),
            "decision": .optional(message.decision.map(String.init)),
            "exhibits": .array(message.places.map { ReportJSON.position($0.value) }),
        ])
    }

    private static func proof(_ proof: ExchangeRecord.Proof) -> JSONValue {
        .object([
            "meaning": .string(proof.meaning), "name": .string(proof.name),
            "from": .string(proof.from), "to": .string(proof.to),
            "standing": .string(proof.standing.rawValue),
            "lacking": .array(
                proof.lacking.map { lacking in
                    .object([
                        "message": .string(lacking.message),
                        "reason": .string(lacking.reason.rawValue),
                        "sender": .string(lacking.sender),
                    ])
                }),
        ])
    }

    private static func observation(_ observation: ExchangeRecord.Observation) -> JSONValue {
        let misconduct = observation.misconduct.map {
            JSONValue.object(["party": .string($0.party.text), "kind": .string($0.kind)])
        }
        return .object([
            "code": .string(observation.code), "sentence": .string(observation.sentence),
            "messages": .array(observation.messages.map(ReportJSON.digest)),
            "misconduct": misconduct ?? .null,
        ])
    }
}
