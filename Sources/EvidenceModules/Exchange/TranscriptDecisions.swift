// What may be wrong with the decisions of the third party and with what was asked of it (X05 to X11, X14, X16, X20).

import EvidenceValues

extension TranscriptJudge {
    /// The codes of decisions and requests.
    var decisionObservations: [ExchangeRecord.Observation] {
        let ended = (messages(.abort) + messages(.replacement)).filter(mayBeEnded)
        return foreignReplacements + badReplacements + unsolicitedAborts + bothDecisions
            + abortsAfterCompletion + severalReplacements + resolvedYetAborted + silence
            + (ended.isEmpty ? [] : [observe(.endedKey, ended)])
    }

    // X05
    private var foreignReplacements: [ExchangeRecord.Observation] {
        let foreign = messages(.replacement).filter {
            $0.attested == .contrary && !mayBeEnded($0) || !isThirdPartyListed
        }
        return foreign.isEmpty ? [] : [observe(.foreignReplacement, foreign)]
    }

    // X06. That no signature on file fits proves nothing against the third party: it may have seen one that nobody filed.
    private var badReplacements: [ExchangeRecord.Observation] {
        let bad = messages(.replacement).filter { replacement in
            guard replacement.attested != .contrary else { return false }
            guard replacement.message.faults.isEmpty, let answer = answer(of: replacement) else {
                return true
            }
            return promised(by: answer) == .contrary
        }
        // What it calls the answer is on file, and is none.
        let answers = Set(run.proto.messages(.answer).map(\.name))
        let isCertain = bad.contains { replacement in
            replacement.attested == .certain
                && replacement.message.faults.contains { fault in
                    if case .foreign(let name) = fault { answers.contains(name) } else { false }
                }
        }
        return bad.isEmpty
            ? [] : [observe(.badReplacement, bad, of: thirdParty, isCertain ? "bad-resolve" : nil)]
    }

    // X07, X08
    private var unsolicitedAborts: [ExchangeRecord.Observation] {
        let aborts = messages(.abort).filter { $0.attested != .contrary }
        let misdirected = aborts.filter(\.isMisdirected)
        let unasked = aborts.filter { !$0.isMisdirected && !isAsked($0) }
        let isCertain = misdirected.contains { $0.standing == .certain }
        var found: [ExchangeRecord.Observation] = []
        if !unasked.isEmpty { found.append(observe(.unsolicitedAbort, unasked)) }
        if !misdirected.isEmpty {
            found.append(
                observe(
                    .misdirectedAbort, misdirected, of: thirdParty,
                    isCertain ? "unsolicited-abort" : nil))
        }
        return found
    }

    /// Whether the request that an abort answers may be its sender's; any request where the abort names none.
    private func isAsked(_ abort: JudgedMessage) -> Bool {
        let named = abort.message.references.values.compactMap(message)
            .filter { $0.message.form.act == .abortRequest }
        let requests = run.proto.messages(.abortRequest).map(\.name)
        // Where the protocol knows no requests, nobody has to ask.
        guard !requests.isEmpty else { return true }
        let namesOne = abort.message.form.references.contains { requests.contains($0) }
        return (namesOne ? named : messages(.abortRequest)).contains { $0.standing != .contrary }
    }

    // X09
    private var bothDecisions: [ExchangeRecord.Observation] {
        let aborts = messages(.abort).filter { $0.standing != .contrary }
        let replacements = messages(.replacement).filter { $0.standing != .contrary }
        guard !aborts.isEmpty, !replacements.isEmpty else { return [] }
        let isCertain =
            aborts.contains { $0.standing == .certain }
            && replacements.contains { $0.standing == .certain }
        return [
            observe(
                .doubleDecision, aborts + replacements, of: thirdParty,
                isCertain ? "double-decision" : nil)
        ]
    }

    // X10
    private var abortsAfterCompletion: [ExchangeRecord.Observation] {
        let acts = (messages(.abort) + messages(.abortRequest)).filter {
            $0.standing != .contrary
        }
        guard !acts.isEmpty, revealer != nil || isComplete != .contrary else { return [] }
        let isCertain = isThirdPartyListed && !validAborts.isEmpty
        return [
            observe(
                .abortAfterCompletion, acts, of: revealer,
                isCertain ? "abort-after-reveal" : nil)
        ]
    }

    // X11. Whoever numbers its decisions keeps a record of them, and is bound to its first.
    private var severalReplacements: [ExchangeRecord.Observation] {
        let replacements = messages(.replacement).filter { $0.standing != .contrary }
        guard differ(replacements) else { return [] }
        let isCertain = differ(
            replacements.filter { $0.standing == .certain && $0.message.decision != nil })
        return [
            observe(
                .twoReplacements, replacements, of: thirdParty,
                isCertain ? "non-unique-resolve" : nil)
        ]
    }

    private func differ(_ replacements: [JudgedMessage]) -> Bool {
        Set(replacements.compactMap { answer(of: $0)?.digest }).count > 1
    }

    // X14
    private var resolvedYetAborted: [ExchangeRecord.Observation] {
        let aborts = messages(.abort).filter { $0.standing != .contrary }
        guard let sender = offer?.message.sender, !aborts.isEmpty else { return [] }
        let resolves = messages(.resolveRequest).filter {
            $0.standing != .contrary && $0.message.sender == sender
        }
        return resolves.isEmpty ? [] : [observe(.resolvedYetAborted, resolves + aborts)]
    }

    // X16
    private var silence: [ExchangeRecord.Observation] {
        let decisions = (messages(.abort) + messages(.replacement)).filter {
            $0.message.signature != .contrary
        }
        guard makesContracts, decisions.isEmpty else { return [] }
        let waiting = messages(.submissionReceipt).filter { receipt in
            guard receipt.standing != .contrary,
                let received = receipt.message.stated ?? receipt.message.made.hi
            else { return false }
            return received.advanced(by: context.patience) < context.now
        }
        return waiting.isEmpty ? [] : [observe(.silentThirdParty, waiting)]
    }

    // X17
    var timeObservations: [ExchangeRecord.Observation] {
        let mistimed = all.filter { judged in
            guard let stated = judged.message.stated else { return false }
            let made = judged.message.made.withoutContradiction
            let isEarly = made.lo.map { stated.advanced(by: context.skew) < $0 } ?? false
            let isLate = made.hi.map { $0.advanced(by: context.skew) < stated } ?? false
            return isEarly || isLate
        }
        return mistimed.isEmpty ? [] : [observe(.falseTime, mistimed)]
    }
}
