// What exchanges of signatures say as facts (docs/formats/facts.md): which messages are there and how they name each other. Given for protocols
// whose runs can end in a contract, and only of messages that fit their run, but for one thing: that the third party declares an exchange
// aborted on a request that is none is said too, for it binds the third party. Signatures are for the law.

import EvidenceValues

extension Exchanges {
    /// The facts on all exchanges of signatures.
    /// - Parameter filer: who certainly filed what is at a place; nil is the operator, or whoever did not sign.
    func facts(filer: (LeafIndex) -> PartyID?) -> [Fact] {
        book.runs.flatMap { run -> [Fact] in
            guard let proof = run.proto.proofs.first(where: { $0.meaning == .contract }),
                let offer = run.messages.first(where: { $0.read.document == run.root }),
                let exchange = exchange(run, proof)
            else { return [] }
            return [exchange]
                + run.messages.filter { $0.read.document != run.root }
                .flatMap { facts(of: $0, in: run) } + secrets(offer, in: run)
                + shown(by: proof.from, in: run, filer: filer)
        }
    }

    private func exchange(_ run: LinkedRun, _ proof: ProofForm) -> Fact? {
        guard let from = run.parties[proof.from], let to = run.parties[proof.to],
            let role = run.proto.thirdParty, let third = run.parties[role], let text = run.text
        else { return nil }
        return fact(
            "exchange",
            [.document(run.root), .document(text), .party(from), .party(to), .party(third)])
    }

    /// A fact on a document, which is its first argument.
    private func fact(_ predicate: String, _ arguments: [Term]) -> Fact {
        guard case .document(let document) = arguments.first else {
            return Fact(predicate, arguments)
        }
        return Fact(
            predicate, arguments,
            exhibits: Array((places[document] ?? []).prefix(1)))
    }

    private func facts(of message: LinkedMessage, in run: LinkedRun) -> [Fact] {
        let (itself, root) = (Term.document(message.read.document), Term.document(run.root))
        let said = message.read.said
        let isSound = message.faults.isEmpty
        switch message.read.form.act {
        case .answer where isSound: return [fact("exchange_answer", [itself, root])]
        case .opening where isSound && !message.read.form.isRaw:
            guard let answer = named(.answer, by: message, in: run), let sender = message.sender
            else { return [] }
            return [fact("opens", [itself, root, .document(answer), .party(sender)])]
        case .abortRequest where isSound: return [fact("abort_request", [itself, root])]
        case .submissionReceipt where isSound:
            guard let time = said.time,
                let request = named(.abortRequest, by: message, in: run)
                    ?? named(.resolveRequest, by: message, in: run)
            else { return [] }
            return [
                fact("submission", [itself, .document(request), root, .instant(time)])
            ]
        case .replacement where isSound:
            guard let answer = named(.answer, by: message, in: run) else { return [] }
            return [fact("replacement", [itself, root, .document(answer)])] + decision(said, itself)
        case .replacement: return groundless(message, in: run)
        case .abort: return abort(message, in: run)
        default: return []
        }
    }

    /// An abort token speaks of the exchange even where its request is missing, or is none.
    private func abort(_ message: LinkedMessage, in run: LinkedRun) -> [Fact] {
        let requests = Set(run.proto.messages(.abortRequest).map(\.name))
        let isOther = message.faults.contains { fault in
            switch fault {
            case .missing(let name), .foreign(let name): !requests.contains(name)
            case .party, .commitment, .opening, .value: true
            }
        }
        guard !isOther else { return [] }
        let (itself, root) = (Term.document(message.read.document), Term.document(run.root))
        var facts = [fact("abort_token", [itself, root])] + decision(message.read.said, itself)
        if message.faults.contains(where: { if case .foreign = $0 { true } else { false } }) {
            facts.append(fact("unsolicited", [itself, root]))
        }
        return facts
    }

    /// A replacement that names, as the answer to this exchange's offer, what is none.
    private func groundless(_ message: LinkedMessage, in run: LinkedRun) -> [Fact] {
        let answers = Set(run.proto.messages(.answer).map(\.name))
        let named = message.faults.contains { fault in
            if case .foreign(let name) = fault { answers.contains(name) } else { false }
        }
        guard named else { return [] }
        let itself = Term.document(message.read.document)
        return [fact("groundless", [itself, .document(run.root)])]
            + decision(message.read.said, itself)
    }

    private func decision(_ said: MessageSayings, _ itself: Term) -> [Fact] {
        guard let decision = said.decision else { return [] }
        let (before, overflows) = decision.number.subtractingReportingOverflow(1)
        let numbered = fact("decision", [itself, .count(decision.number)])
        guard !overflows else { return [numbered] }
        return [
            numbered,
            fact("decision_after", [itself, .document(decision.previous), .count(before)]),
        ]
    }

    /// What the message names as the message that does this.
    private func named(
        _ act: MessageAct, by message: LinkedMessage, in run: LinkedRun
    ) -> Digest? {
        run.proto.messages(act).compactMap { message.read.said.references[$0.name] }.first
    }

    /// `secrets_open(M, N)`: both secrets are on file, each in a file of its own, where the protocol has it so.
    private func secrets(_ offer: LinkedMessage, in run: LinkedRun) -> [Fact] {
        let secrets = Dictionary(
            run.messages.filter(\.read.form.isRaw).map { ($0.read.document, $0.read.form.sender) }
        ) { first, _ in first }
        func isOpen(_ message: LinkedMessage) -> Digest? {
            let sender = message.read.form.sender
            guard message.faults.isEmpty, let promised = message.read.said.commitments[sender],
                secrets[promised] != nil
            else { return nil }
            return promised
        }
        guard let own = isOpen(offer) else { return [] }
        return run.messages.filter { $0.read.form.act == .answer }.compactMap { answer in
            guard let other = isOpen(answer) else { return nil }
            let shown = [own, other].compactMap { places[$0]?.first }
            return Fact(
                "secrets_open", [.document(run.root), .document(answer.read.document)],
                exhibits: Set(shown).sorted())
        }
    }

    /// `secret_shown(R, M)`: R filed the secret of whoever sent the first message.
    private func shown(
        by role: String, in run: LinkedRun, filer: (LeafIndex) -> PartyID?
    ) -> [Fact] {
        (openings(of: run, filer: filer)[role] ?? []).compactMap(\.self).map { filer in
            Fact(
                "secret_shown", [.party(filer), .document(run.root)],
                exhibits: Array((places[run.root] ?? []).prefix(1)))
        }
    }

    /// Who filed which role's secret: in a file of its own, or in a message of the run.
    func openings(
        of run: LinkedRun, filer: (LeafIndex) -> PartyID?
    ) -> [String: [PartyID?]] {
        var promised: [Digest: String] = [:]
        for message in run.messages {
            let sender = message.read.form.sender
            guard let digest = message.read.said.commitments[sender] else { continue }
            promised[digest] = sender
        }
        var found: [String: Set<PartyID?>] = [:]
        for (digest, role) in promised {
            let showing = run.messages.filter { $0.read.said.opened[role] == digest }
            for document in Set(showing.map(\.read.document)).union([digest]) {
                let filers = (places[document] ?? []).map(filer)
                found[role, default: []].formUnion(filers)
            }
        }
        return found.filter { !$0.value.isEmpty }.mapValues { filers in
            filers.sorted { ($0?.text ?? "") < ($1?.text ?? "") }
        }
    }
}

extension MessageSayings {
    /// The number of a decision, with what it names as the decision before.
    var decision: DecisionNumber? {
        guard case .count(let number) = values["decision"],
            case .document(let previous) = values["previous"]
        else { return nil }
        return DecisionNumber(number: number, previous: previous)
    }

    /// When it says that it was made.
    var time: Instant? {
        if case .instant(let instant) = values["time"] { instant } else { nil }
    }
}
