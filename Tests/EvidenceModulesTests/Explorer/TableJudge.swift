// What a court would find, by the table of background/semper.md §4.2.2, on messages as symbols. It is written from the table alone, so that it is a
// second opinion on the judge of transcripts.
//
// Everybody was served and files what he wants; so what is not on file counts as absent.

import EvidenceModules
import EvidenceValues

/// Misconduct of a player.
struct Misconduct: Hashable {
    let party: PartyID
    let kind: String
}

/// What is found of one exchange.
struct TableFinding: Hashable {
    var contract: Standing = .possible
    var misconduct: Set<Misconduct> = []
}

struct TableJudge {
    let vocabulary: Vocabulary

    /// What the filing says of the exchange that begins with `root`.
    func judge(_ filing: CourtFile, root: Int) -> TableFinding {
        let filed = filing.all.filter { vocabulary.belongs($0, to: root) }
        guard filed.contains(root) else { return TableFinding() }
        let contracts = proofs(.contract, root, in: filed)
        let replaced = contracts.filter { decision(.replacement, in: $0) != nil }
        let aborted = proofs(.abort, root, in: filed)
        var finding = TableFinding()
        if replaced.count < contracts.count {
            finding.contract = .certain
        } else if !replaced.isEmpty {
            finding.contract = order(replaced, aborted)
        } else if !aborted.isEmpty {
            finding.contract = .contrary
        }
        finding.misconduct = misconduct(filing, filed, root, isAborted: !aborted.isEmpty)
        return finding
    }

    /// Every complete set of messages with this meaning, as what it binds.
    func proofs(_ meaning: ProofMeaning, _ root: Int, in filed: MessageSet) -> [Bindings] {
        vocabulary.proto.proofs.filter { $0.meaning == meaning }.flatMap { proof in
            var start = Bindings(vocabulary)
            guard vocabulary.absorb(root, into: &start) else { return [Bindings]() }
            return complete(proof.messages[...], start, in: filed)
        }
    }

    /// Each choice of one message for each name, all of which fit together.
    private func complete(
        _ names: ArraySlice<String>, _ bindings: Bindings, in filed: MessageSet
    ) -> [Bindings] {
        guard let name = names.first else { return [bindings] }
        return fitting(name, bindings, in: filed).flatMap {
            complete(names.dropFirst(), $0, in: filed)
        }
    }

    private func fitting(_ name: String, _ bindings: Bindings, in filed: MessageSet) -> [Bindings] {
        let form = vocabulary.form(named: name)
        return filed.elements.compactMap { message in
            guard vocabulary.messages[message].form == form else { return nil }
            var trial = bindings
            return vocabulary.absorb(message, into: &trial) ? trial : nil
        }
    }

    /// A replacement stands if it was decided first; where the order cannot be told, nothing can.
    private func order(_ replaced: [Bindings], _ aborted: [Bindings]) -> Standing {
        if aborted.isEmpty { return .certain }
        let first = replaced.compactMap { decision(.replacement, in: $0)?.number }.min()
        let abort = aborted.compactMap { decision(.abort, in: $0)?.number }.min()
        guard let first, let abort, first != abort else { return .possible }
        return first < abort ? .certain : .contrary
    }

    /// The decision of this kind among what is bound; its number is nil where the form has none.
    private func decision(
        _ act: MessageAct, in bindings: Bindings
    ) -> (message: Int, number: Int?)? {
        for form in vocabulary.proto.messages where form.act == act {
            guard let message = bindings.message(form.name, vocabulary) else { continue }
            if case .count(let number)? = vocabulary.symbol(.value("decision"), in: message) {
                return (message, number)
            }
            return (message, nil)
        }
        return nil
    }

    private func misconduct(
        _ filing: CourtFile, _ ofRun: MessageSet, _ root: Int, isAborted: Bool
    ) -> Set<Misconduct> {
        var found: Set<Misconduct> = []
        func blame(_ role: String, _ kind: String) {
            guard let party = party(role, root) else { return }
            found.insert(Misconduct(party: party, kind: kind))
        }
        let filed = ofRun.elements
        for fault in vocabulary.proto.faults where shows(fault, filed) {
            if let role = fault.opened, !isKnown(role, root, filing) { continue }
            blame(fault.role, fault.kind)
        }
        if let third = vocabulary.proto.thirdParty {
            let acts = Set(filed.map { vocabulary.shape(of: $0).form.act })
            if acts.contains(.submissionReceipt), acts.isDisjoint(with: [.abort, .replacement]) {
                blame(third, "silence")
            }
            if acts.contains(.abort), !isAborted {
                blame(third, "unsolicited-abort")
            }
            if hasNumberTwice(filed) { blame(third, "log-fork") }
        }
        return found
    }

    /// Two decisions that say different things under one number.
    private func hasNumberTwice(_ filed: [Int]) -> Bool {
        let numbers = filed.filter { vocabulary.shape(of: $0).isDecision }
            .compactMap { vocabulary.symbol(.value("decision"), in: $0) }
        return Set(numbers).count < numbers.count
    }

    /// Whether the messages of the fault are there; a name that stands twice asks for two that say different things.
    private func shows(_ fault: FaultForm, _ filed: [Int]) -> Bool {
        Set(fault.messages).allSatisfy { name in
            let contents = filed.filter { vocabulary.shape(of: $0).form.name == name }.map(linked)
            return Set(contents).count >= fault.messages.count { $0 == name }
        }
    }

    /// What a message says, but for what each message has of its own.
    private func linked(_ message: Int) -> [UInt16] {
        let shape = vocabulary.shape(of: message)
        return zip(shape.fields, vocabulary.messages[message].contents)
            .filter { shape.linkedFields.contains($0.0) }.map(\.1)
    }

    /// Who plays a role in the run that begins with `root`.
    func party(_ role: String, _ root: Int) -> PartyID? {
        var bindings = Bindings(vocabulary)
        guard vocabulary.absorb(root, into: &bindings),
            case .party(let party)? = bindings.symbol(.role(role), vocabulary)
        else { return nil }
        return party
    }

    /// Whether somebody else than the role filed its secret.
    private func isKnown(_ role: String, _ root: Int, _ filing: CourtFile) -> Bool {
        guard let number = vocabulary.opening(of: role, promisedBy: root) else { return false }
        let owner = party(role, root)
        return filing.messages.contains { filer, messages in
            filer != owner
                && messages.elements.contains {
                    vocabulary.messages[$0].contents.contains(number)
                }
        }
    }
}
