// What only shows between several exchanges: one text twice, one deal with two texts, and decisions of a third party whose numbers do not
// fit together (X12, X13, X15). A number that is not on file is no gap: nobody files a third party's whole book.

import EvidenceValues

/// Several runs of the same evidence, compared.
struct TranscriptComparison {
    private let judges: [TranscriptJudge]

    init(_ judges: [TranscriptJudge]) { self.judges = judges }

    /// What was observed, with the run to which it belongs: the first that takes part.
    var observations: [(index: Int, observation: ExchangeRecord.Observation)] {
        repeatedContracts + inconsistentContracts + dividedDecisions
    }

    private struct Completed {
        let index: Int
        let offer: JudgedMessage
        let answer: JudgedMessage
    }

    /// Every pair of promises whose secrets are on file.
    private var completed: [Completed] {
        judges.enumerated().flatMap { index, judge in
            judge.messages(.answer)
                .filter { min(judge.promised(by: $0), judge.opened($0)) != .contrary }
                .compactMap { answer in
                    judge.offer.map { Completed(index: index, offer: $0, answer: answer) }
                }
        }
    }

    private struct Contracted: Hashable {
        let text: Digest
        let parties: Set<PartyID>
    }

    // X12. Spec: background W1, R-21: several exchanges on one text make one contract.
    private var repeatedContracts: [(Int, ExchangeRecord.Observation)] {
        let texts = Dictionary(grouping: completed) { pair in
            judges[pair.index].run.text.map {
                Contracted(text: $0, parties: parties(of: pair))
            }
        }
        return texts.compactMap { text, pairs in
            guard text != nil, pairs.count > 1 else { return nil }
            return observation(.repeatedContract, pairs)
        }
    }

    private func parties(of pair: Completed) -> Set<PartyID> {
        Set([pair.offer.message.sender, pair.answer.message.sender].compactMap(\.self))
    }

    private struct Deal: Hashable {
        let name: Term
        let parties: Set<PartyID>
    }

    // X13
    private var inconsistentContracts: [(Int, ExchangeRecord.Observation)] {
        let deals = Dictionary(grouping: completed) { pair in
            pair.offer.message.values["deal"].map {
                Deal(name: $0, parties: parties(of: pair))
            }
        }
        return deals.compactMap { deal, pairs in
            let texts = Set(pairs.compactMap { judges[$0.index].run.text })
            guard deal != nil, texts.count > 1 else { return nil }
            return observation(.inconsistentContracts, pairs)
        }
    }

    private func observation(
        _ code: TranscriptCode, _ pairs: [Completed]
    ) -> (Int, ExchangeRecord.Observation)? {
        guard let first = pairs.first else { return nil }
        let messages = pairs.flatMap { [$0.offer, $0.answer] }
        return (first.index, judges[first.index].observe(code, messages))
    }

    private struct Decision {
        let index: Int
        let message: JudgedMessage
        let number: DecisionNumber
    }

    // X15
    private var dividedDecisions: [(Int, ExchangeRecord.Observation)] {
        var decisions: [PartyID: [Decision]] = [:]
        for (index, judge) in judges.enumerated() {
            for act in [MessageAct.abort, .replacement] {
                for message in judge.messages(act) where message.standing != .contrary {
                    guard let number = message.message.decision,
                        let party = message.message.sender
                    else { continue }
                    decisions[party, default: []].append(
                        Decision(index: index, message: message, number: number))
                }
            }
        }
        return decisions.compactMap { party, decisions in
            let faulty = divided(decisions)
            guard let first = faulty.map(\.index).min() else { return nil }
            let isCertain = !divided(decisions.filter { $0.message.standing == .certain }).isEmpty
            return (
                first,
                judges[first].observe(
                    .dividedDecisions, faulty.map(\.message), of: party,
                    isCertain ? "log-fork" : nil)
            )
        }
    }

    /// Those of one number, those that do not name the decision of the number before, and those that name one of another number.
    private func divided(_ decisions: [Decision]) -> [Decision] {
        let sorted = decisions.sorted { left, right in
            (left.number.number, left.message.digest) < (right.number.number, right.message.digest)
        }
        let neighbours = zip(sorted, sorted.dropFirst()).flatMap { earlier, later in
            let (next, overflows) = earlier.number.number.addingReportingOverflow(1)
            let isSame =
                later.number.number == earlier.number.number
                && later.message.digest != earlier.message.digest
            let isNext = !overflows && later.number.number == next
            let isUnchained = isNext && later.number.previous != earlier.message.digest
            return isSame || isUnchained ? [earlier, later] : []
        }
        let known = Dictionary(
            decisions.map { ($0.message.digest, $0) }, uniquingKeysWith: { first, _ in first })
        let leaps = sorted.flatMap { later -> [Decision] in
            guard let earlier = known[later.number.previous] else { return [] }
            let (next, overflows) = earlier.number.number.addingReportingOverflow(1)
            return overflows || next != later.number.number ? [earlier, later] : []
        }
        return neighbours + leaps
    }
}
