// A run and what was found of it, as the values that page, terminal and JSON show.

package import EvidenceValues

extension ExchangeRecord {
    /// What is told of a run.
    init(_ judge: TranscriptJudge, _ finding: TranscriptFinding) {
        let run = judge.run
        self.init(root: run.root, proto: run.proto.name)
        text = run.text
        if case .word(let word)? = judge.offer?.message.values["deal"] { deal = word }
        players = run.proto.roles.map {
            Player(role: $0, party: run.parties[$0], isThirdParty: $0 == run.proto.thirdParty)
        }
        messages = TranscriptOrder.sorted(run, skew: judge.context.skew).map { message in
            Message(message, judge.message(message.document)?.standing ?? message.signature)
        }
        contract = judge.makesContracts ? finding.contract : nil
        proofs = TranscriptProofs(judge).records
        observations = finding.observations
    }
}

extension ExchangeRecord.Message {
    init(_ message: ExchangeMessage, _ standing: Standing) {
        self.init(
            document: message.document, name: message.form.name, sender: message.form.sender,
            receiver: message.form.receiver)
        act = message.form.act?.rawValue
        signature = message.form.isRaw ? nil : standing
        made = message.made
        stated = message.stated
        decision = message.decision?.number
        places = message.places
    }
}

/// The records of several runs, judged together.
package func exchangeRecords(
    of runs: [ExchangeRun], in context: TranscriptContext
) -> [ExchangeRecord] {
    let judges = runs.map { TranscriptJudge($0, in: context) }
    return zip(judges, findings(of: judges)).map { ExchangeRecord($0, $1) }
}
