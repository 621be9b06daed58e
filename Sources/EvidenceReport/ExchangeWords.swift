// The words in which exchanges are told, for page and terminal alike.

import EvidenceValues

/// Words for what is known of an exchange.
enum ExchangeWords {
    /// Whether its sender signed a message.
    static func signature(_ standing: Standing, in words: Words = .english) -> String {
        switch standing {
        case .certain: words("signed by its sender")
        case .possible: words("perhaps signed by its sender")
        case .contrary: words("not signed by its sender")
        }
    }

    /// Whether there is a contract.
    static func contract(_ standing: Standing, in words: Words = .english) -> String {
        switch standing {
        case .certain: words("The messages on file make a contract.")
        case .possible: words("The messages on file do not tell whether there is a contract.")
        case .contrary: words("The messages on file show that no contract came of this exchange.")
        }
    }

    /// `FRUTA (originator)`, or the role where nobody is named. Roles are the protocol's words.
    static func player(
        _ role: String, in exchange: ExchangeRecord, _ words: Words = .english
    ) -> String {
        let party = exchange.players.first { $0.role == role }?.party
        return party.map { "\($0) (\(role))" } ?? words("the {0}", role)
    }

    /// Who sends a message to whom.
    static func route(
        _ message: ExchangeRecord.Message, in exchange: ExchangeRecord, _ words: Words = .english
    ) -> String {
        func short(_ role: String) -> String {
            exchange.players.first { $0.role == role }?.party?.text ?? words("the {0}", role)
        }
        guard let receiver = message.receiver else {
            return words("{0} to all", short(message.sender))
        }
        return words("{0} to {1}", short(message.sender), short(receiver))
    }

    /// What a proof is of.
    static func proof(
        _ proof: ExchangeRecord.Proof, in exchange: ExchangeRecord, _ words: Words = .english
    ) -> String {
        words(
            "{0} of {1} towards {2} [{3}]", proof.meaning,
            player(proof.from, in: exchange, words), player(proof.to, in: exchange, words),
            proof.name)
    }

    /// What a proof still takes, each with who could produce it.
    static func lacking(
        _ proof: ExchangeRecord.Proof, in exchange: ExchangeRecord, _ words: Words = .english
    ) -> String {
        proof.lacking.map { lacking in
            let who = player(lacking.sender, in: exchange, words)
            return switch lacking.reason {
            case .missing: words("{0}, from {1} or whoever has it", lacking.message, who)
            case .unproven: words("proof that {0} signed {1}", who, lacking.message)
            }
        }.joined(separator: "; ")
    }

    /// `This is misconduct of TTP1 (double-decision).`
    static func misconduct(
        _ misconduct: ExchangeRecord.Misconduct, in words: Words = .english
    ) -> String {
        words("This is misconduct of {0} ({1}).", misconduct.party.text, misconduct.kind)
    }
}
