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
            $0.message.signature == .contrary || !isThirdPartyListed
        }
        return foreign.isEmpty ? [] : [observe(.foreignReplacement, foreign)]
    }

    // X06. That no signature on file fits proves nothing against the third party: it may have seen one that nobody filed.
    private var badReplacements: [ExchangeRecord.Observation] {
        let bad = messages(.replacement).filter { replacement in
            guard replacement.message.signature != .contrary else { return false }
            guard replacement.message.faults.isEmpty, let answer = answer(of: replacement) else {
                return true
            }
            return promised(by: answer) == .contrary
        }
        return bad.isEmpty ? [] : [observe(.badReplacement, bad)]
    }

    // X07, X08
    private var unsolicitedAborts: [ExchangeRecord.Observation] {
        var missing: [JudgedMessage] = []
        var misdirected: [JudgedMessage] = []
        for abort in messages(.abort) where abort.message.signature != .contrary {
            if abort.message.faults.contains(where: \.isForeign) {
                misdirected.append(abort)
            } else if request(of: abort).map({ $0.standing == .contrary }) ?? true {
                missing.append(abort)
            }
        }
        return [(TranscriptCode.unsolicitedAbort, missing), (.misdirectedAbort, misdirected)]
            .filter { !$0.1.isEmpty }.map { observe($0.0, $0.1) }
    }

    /// The request that an abort answers, if it is on file.
    private func request(of abort: JudgedMessage) -> JudgedMessage? {
        abort.message.references.values.compactMap(message)
            .first { $0.message.form.act == .abortRequest }
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
                .doubleDecision, aborts + replacements,
                misconduct: isCertain
                    ? thirdParty.map { ExchangeRecord.Misconduct($0, "double-decision") } : nil)
        ]
    }

    // X10
    private var abortsAfterCompletion: [ExchangeRecord.Observation] {
        let aborts = messages(.abort).filter { $0.standing != .contrary }
        let requests = messages(.abortRequest).filter { $0.standing != .contrary }
        guard !aborts.isEmpty || !requests.isEmpty,
            revealer != nil || isComplete != .contrary
        else { return [] }
        let isCertain =
            isThirdPartyListed && aborts.contains { $0.standing == .certain }
        let misconduct = isCertain ? revealer : nil
        return [
            observe(
                .abortAfterCompletion, aborts + requests,
                misconduct: misconduct.map {
                    ExchangeRecord.Misconduct($0, "abort-after-reveal")
                })
        ]
    }

    // X11
    private var severalReplacements: [ExchangeRecord.Observation] {
        let replacements = messages(.replacement).filter { $0.standing != .contrary }
        guard Set(replacements.compactMap { answer(of: $0)?.digest }).count > 1 else { return [] }
        let certain = replacements.filter { $0.standing == .certain }
        let isCertain = Set(certain.compactMap { answer(of: $0)?.digest }).count > 1
        return [
            observe(
                .twoReplacements, replacements,
                misconduct: isCertain
                    ? thirdParty.map { ExchangeRecord.Misconduct($0, "non-unique-resolve") } : nil)
        ]
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
        guard decisions.isEmpty else { return [] }
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

extension LinkFault {
    /// Whether what is named belongs to somebody else or to another exchange.
    fileprivate var isForeign: Bool {
        switch self {
        case .foreign, .party: true
        case .missing, .commitment, .opening, .value: false
        }
    }
}
