// What may be wrong with the promises, secrets and keys of the two parties (X01 to X04, X18, X19).

import EvidenceValues

extension TranscriptJudge {
    /// An observation on these messages, and whose misconduct of which kind they prove, if they do.
    func observe(
        _ code: TranscriptCode, _ messages: [JudgedMessage], of party: PartyID? = nil,
        _ misconduct: String? = nil
    ) -> ExchangeRecord.Observation {
        var seen: Set<Digest> = []
        return ExchangeRecord.Observation(
            code: code.rawValue, sentence: code.sentence,
            messages: messages.map(\.digest).filter { seen.insert($0).inserted },
            misconduct: party.flatMap { party in
                misconduct.map { ExchangeRecord.Misconduct(party, $0) }
            })
    }

    /// The codes of promises and secrets.
    var promiseObservations: [ExchangeRecord.Observation] {
        var found: [ExchangeRecord.Observation] = []
        let answers = messages(.answer)
        if let offer, offer.standing == .contrary, !isEnded(offer) {
            found.append(observe(.unsignedOffer, [offer]))
        }
        let foreign = answers.filter { $0.standing == .contrary && !isEnded($0) }
        if !foreign.isEmpty { found.append(observe(.foreignAnswer, foreign)) }
        found += secretObservations(answers.filter { $0.message.faults.isEmpty })
        let doubtful = ([offer].compactMap(\.self) + answers).filter {
            mayBeEnded($0) || namesForeignKey($0)
        }
        if !doubtful.isEmpty { found.append(observe(.foreignKey, doubtful)) }
        return found + lateAnswers(answers)
    }

    /// Whether the message was provably signed when its sender's key had ended.
    private func isEnded(_ judged: JudgedMessage) -> Bool {
        judged.message.faults.isEmpty && judged.message.signature != .contrary
            && judged.standing == .contrary
    }

    /// Whether a message that its sender's key signed may have been signed when the key had ended.
    func mayBeEnded(_ judged: JudgedMessage) -> Bool {
        guard let end = context.ended[judged.digest], judged.message.signature != .contrary else {
            return false
        }
        return judged.message.made.isBefore(end, skew: context.skew) != .certain
    }

    /// Whether the message names, as the key of a role, one that is certified for somebody else.
    private func namesForeignKey(_ judged: JudgedMessage) -> Bool {
        guard let holders = context.holders else { return false }
        return run.parties.contains { role, party in
            guard case .key(let key)? = judged.message.values[role + "-key"] else { return false }
            return holders[key].map { $0 != party } ?? false
        }
    }

    private func secretObservations(
        _ answers: [JudgedMessage]
    ) -> [ExchangeRecord.Observation] {
        guard makesContracts, let offer else { return [] }
        let openings = messages(.opening)
        let isOpened = answers.contains { opened($0) != .contrary }
        var found: [ExchangeRecord.Observation] = []
        // An opening was tried: it opens another promise, or the other side's is missing.
        let wrong = openings.filter { !$0.message.faults.isEmpty }
        if !wrong.isEmpty || (!openings.isEmpty && !isOpened) {
            found.append(observe(.missingSecret, wrong.isEmpty ? openings : wrong))
        }
        let hasReplacement = messages(.replacement).contains { $0.standing != .contrary }
        if !isOpened && !hasReplacement {
            found.append(observe(.negotiationOnly, [offer] + answers))
        }
        return found
    }

    // X18
    private func lateAnswers(_ answers: [JudgedMessage]) -> [ExchangeRecord.Observation] {
        let aborts = messages(.abort).filter { $0.standing == .certain }
        guard !isSecretShown, !aborts.isEmpty else { return [] }
        let times = Set(aborts.map(\.message.made).compactMap(\.hi))
        guard let earliest = times.min() else { return [] }
        let late = answers.filter { answer in
            guard answer.standing != .contrary, let lo = answer.message.made.lo else {
                return false
            }
            return earliest.advanced(by: context.skew) < lo
        }
        guard !late.isEmpty else { return [] }
        return [observe(.lateAnswer, aborts + late)]
    }

    /// Whether the secret of whoever sent the first message is on file.
    var isSecretShown: Bool {
        guard let role = run.proto.root?.sender else { return false }
        return run.openings[role].map { !$0.isEmpty } ?? false
    }

    /// Whoever sent the first message, if somebody else filed its secret; nil if nobody did, or nobody knows who.
    var revealer: PartyID? {
        guard let role = run.proto.root?.sender, let owner = run.parties[role] else { return nil }
        let filers = (run.openings[role] ?? []).compactMap(\.self)
        return filers.contains { $0 != owner } ? owner : nil
    }
}
