// The exchanges among the evidence: found, judged by their transcripts, and told. What is wrong with one is a warning at each exhibit that it
// is about; it decides nothing, for what follows from it is the agreement's to say.

import EvidenceValues
import SignatureValidation

extension Evidence {
    /// The word by which an annex lists third parties of exchanges.
    private static let thirdPartyRole = "ttp"

    /// These exchanges, with what their transcripts show.
    func exchanges(_ runs: [ExchangeRun], in facts: [Fact]) -> [ExchangeRecord] {
        guard !runs.isEmpty else { return [] }
        let listed = policy.trust.roles.filter { $0.role == Evidence.thirdPartyRole }
        var context = TranscriptContext(
            listed: Set(listed.map(\.party)), skew: policy.skew, now: policy.validationTime)
        context.learn(facts, for: runs)
        return exchangeRecords(of: runs, in: context).checked(against: facts, of: runs)
    }
}

extension [ExchangeRecord] {
    /// What was observed, as warnings by the exhibits that hold the messages. Spec: codes-5
    var warnings: [LeafIndex: [Check]] {
        var warnings: [LeafIndex: [Check]] = [:]
        for exchange in self {
            let places = Dictionary(
                exchange.messages.map { ($0.document, $0.places) },
                uniquingKeysWith: { first, _ in first })
            for observation in exchange.observations {
                let misconduct = observation.misconduct.map {
                    " This is misconduct of \($0.party) (\($0.kind))."
                }
                for message in observation.messages {
                    let check = Check(
                        "EXCHANGE." + observation.code, .warning, subject: message.text,
                        observation.sentence + (misconduct ?? ""))
                    for place in places[message] ?? [] {
                        warnings[place, default: []].append(check)
                    }
                }
            }
        }
        return warnings
    }
}
