// The words in which exchanges are told, for page and terminal alike.

import EvidenceValues

/// Words for what is known of an exchange.
enum ExchangeWords {
    /// Whether its sender signed a message.
    static func signature(_ standing: Standing) -> String {
        switch standing {
        case .certain: "signed by its sender"
        case .possible: "perhaps signed by its sender"
        case .contrary: "not signed by its sender"
        }
    }

    /// Whether there is a contract.
    static func contract(_ standing: Standing) -> String {
        switch standing {
        case .certain: "The messages on file make a contract."
        case .possible: "The messages on file do not tell whether there is a contract."
        case .contrary: "The messages on file show that no contract came of this exchange."
        }
    }

    /// `FRUTA (originator)`, or the role where nobody is named.
    static func player(_ role: String, in exchange: ExchangeRecord) -> String {
        let party = exchange.players.first { $0.role == role }?.party
        return party.map { "\($0) (\(role))" } ?? "the \(role)"
    }

    /// Who sends a message to whom.
    static func route(_ message: ExchangeRecord.Message, in exchange: ExchangeRecord) -> String {
        func short(_ role: String) -> String {
            exchange.players.first { $0.role == role }?.party?.text ?? "the \(role)"
        }
        guard let receiver = message.receiver else { return "\(short(message.sender)) to all" }
        return "\(short(message.sender)) to \(short(receiver))"
    }

    /// What a proof is of.
    static func proof(_ proof: ExchangeRecord.Proof, in exchange: ExchangeRecord) -> String {
        "\(proof.meaning) of \(player(proof.from, in: exchange)) "
            + "towards \(player(proof.to, in: exchange)) [\(proof.name)]"
    }

    /// What a proof still takes, each with who could produce it.
    static func lacking(_ proof: ExchangeRecord.Proof, in exchange: ExchangeRecord) -> String {
        proof.lacking.map { lacking in
            let who = player(lacking.sender, in: exchange)
            return switch lacking.reason {
            case .missing: "\(lacking.message), from \(who) or whoever has it"
            case .unproven: "proof that \(who) signed \(lacking.message)"
            }
        }.joined(separator: "; ")
    }

    /// `This is misconduct of TTP1 (double-decision).`
    static func misconduct(_ misconduct: ExchangeRecord.Misconduct) -> String {
        "This is misconduct of \(misconduct.party) (\(misconduct.kind))."
    }
}
