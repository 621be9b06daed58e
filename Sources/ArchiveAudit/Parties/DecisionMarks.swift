// What third parties of exchanges decided (R-21, R-22 of seca-1.0, background §4.2.2). A third party decides once on an exchange, numbers
// its decisions and names in each the one before; so its own signatures catch it, in whatever matters they are filed. A number that is not
// on file is no gap: nobody files a third party's whole book.
//
//     EXCHANGE.X06       misconduct `bad-resolve`: it replaced signatures by messages that do not belong together
//     EXCHANGE.X08       misconduct `unsolicited-abort`: what it names as the request for an abort is none
//     EXCHANGE.X09       misconduct `double-decision`: an abort and a replacement of one exchange
//     EXCHANGE.X11       misconduct `non-unique-resolve`: two replacements of one exchange by different answers, though it numbers its decisions
//     EXCHANGE.X15       misconduct `log-fork`: two decisions of one number, or one that names another predecessor
//     EXCHANGE.FAULT     misconduct of whatever other word the protocol's description has for what its messages together prove
//     EXCHANGE.X16       warning: it received a request, its time is over, and no decision is on file
//     DEADLINE.DECISION  warning: that time ends soon

import EvidenceValues
import TransparencyLog

extension PartyExamination {
    /// Notes what each listed third party decided, and what it has yet to decide.
    mutating func examineDecisions() {
        for exchange in facts.found("exchange") {
            guard let root = exchange.document(0), let party = exchange.party(4),
                party != exchange.party(2), party != exchange.party(3),
                isListed(party, as: "ttp")
            else { continue }
            let aborts = documents("abort_token", on: root, at: 1)
            let replacements = documents("replacement", on: root, at: 1)
            for abort in aborts { note(abort, of: party, on: root, SignedMark.abort) }
            for replacement in Set(replacements).sorted() {
                for fact in facts.found("replacement", replacement) {
                    guard fact.document(1) == root, let answer = fact.document(2) else { continue }
                    // Without numbers a third party keeps no book, and may not know that it answered before.
                    let what = isNumbered(replacement) ? "replacement\n\(answer)" : "replacement"
                    note(replacement, of: party, on: root, .sha256(what.utf8))
                }
            }
            for abort in documents("unsolicited", on: root, at: 1) {
                accuse(
                    party, "EXCHANGE.X08", "unsolicited-abort", own: [abort],
                    "\(party) aborted the exchange \(root) by \(abort) at a request that is none of that "
                        + "exchange.")
            }
            for replacement in documents("groundless", on: root, at: 1) {
                accuse(
                    party, "EXCHANGE.X06", "bad-resolve", own: [replacement],
                    "\(party) replaced by \(replacement) the signatures of the exchange \(root) by messages that "
                        + "do not belong together.")
            }
            if aborts.isEmpty, replacements.isEmpty { remind(party, root) }
        }
    }

    /// The documents of which such a fact names this one at that place.
    private func documents(_ predicate: String, on root: Digest, at place: Int) -> [Digest] {
        facts.found(predicate, root, at: place).compactMap { $0.document(0) }
    }

    private func isNumbered(_ document: Digest) -> Bool {
        !facts.found("decision", document).isEmpty
    }

    private mutating func note(
        _ document: Digest, of party: PartyID, on root: Digest, _ value: Digest
    ) {
        mark(.exchange, of: party, on: root.text, says: value, in: document)
        for fact in facts.found("decision", document) {
            number(document, fact.count(1), of: party, by: document)
        }
        // Spec: R-22 (d)
        for fact in facts.found("decision_after", document) {
            if let before = fact.document(1) {
                number(before, fact.count(2), of: party, by: document)
            }
        }
    }

    /// Notes that by `text` a decision has a number: each number has one decision, and each decision one number.
    private mutating func number(
        _ decision: Digest, _ number: Int64?, of party: PartyID, by text: Digest
    ) {
        guard let number, let position = UInt64(exactly: number) else { return }
        mark(.decision, of: party, on: "number", at: position, says: decision, in: text)
        mark(
            .decision, of: party, on: "decision\n\(decision)", says: .sha256("\(number)".utf8),
            in: text)
    }

    /// Notes what descriptions of protocols call misconduct of a third party, where every message that it rests on is its sender's.
    mutating func examineExchangeFaults() {
        let compared = Set(
            (facts.found("abort_token") + facts.found("replacement")).compactMap { $0.document(0) })
        for fault in facts.found("exchange_fault") {
            guard let set = fault.document(0), let party = fault.party(1), let word = fault.word(2),
                let exchange = fault.document(3), isNeutral(party)
            else { continue }
            let needs = facts.found("needs", set)
                .compactMap { fact in
                    fact.document(1).flatMap { text in fact.party(2).map { (text, $0) } }
                }
            let own = needs.filter { $0.1 == party }.map(\.0)
            // Two decisions on one exchange are compared in the whole archive.
            guard !own.isEmpty, !own.allSatisfy(compared.contains) else { continue }
            let isWhole =
                needs.allSatisfy {
                    ($0.1 == party || isNeutral($0.1)) && statements.holds($0.0, by: $0.1)
                }
                && !isDefeated(set)
            accuse(
                party, "EXCHANGE.FAULT", word, own: own, others: needs.map(\.0),
                isAgreed: isWhole,
                "The messages on file of the exchange \(exchange) are what its protocol calls misconduct of "
                    + "\(party): \(word).")
        }
    }

    private func isNeutral(_ party: PartyID) -> Bool {
        ["ttp", "registered-delivery", "bank"].contains { isListed(party, as: $0) }
    }

    /// Whether a statement on file of a listed third party, be it perhaps not its own, defeats these messages.
    private func isDefeated(_ set: Digest) -> Bool {
        facts.found("defeats", set).contains { fact in
            guard let text = fact.document(1), let party = fact.party(2)
            else { return false }
            return isNeutral(party) && statements.signers(of: text).contains(party)
        }
    }

    private mutating func remind(_ party: PartyID, _ root: Digest) {
        for fact in facts.found("submission", root, at: 2) {
            guard let receipt = fact.document(0), let received = fact.instant(3),
                counts(receipt, by: party)
            else { continue }
            notes.agenda.append(
                AgendaItem(
                    near: "DEADLINE.DECISION", past: "EXCHANGE.X16",
                    until: received.advanced(by: terms.decision), party: party,
                    ground: statements.ground(receipt),
                    "\(party) received a request in the exchange \(root) at \(received), has to decide within "
                        + "\(terms.decision) (T_ttp: \(terms.source)), and no decision of it is on file"
                ))
        }
    }
}
