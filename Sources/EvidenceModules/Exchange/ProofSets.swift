// What the messages of exchanges prove besides contracts: origin, receipt, submission, transport, payment; and which of them a description
// calls somebody's misconduct (docs/formats/exchange-protocols.md). A fact here says that messages on file fit together and fit what
// their bytes promise; whether each is its sender's is for the agreement. Contracts and aborts of contracts are R-21's and R-22's.

import EvidenceValues
import TransparencyLog

/// Finds what the messages of runs prove.
struct ProofSets {
    private(set) var facts: [Fact] = []
    /// What does not hold, with the documents that it is about.
    private(set) var warnings: [ProofWarning] = []
    private var opener: ItemOpener
    private let places: (Digest) -> [LeafIndex]

    /// - Parameters:
    ///   - content: the bytes of an exhibit's content by its digest, if they are at hand.
    ///   - places: the exhibits that hold content.
    init(
        of runs: [ExchangeRun], content: @escaping (Digest) -> [UInt8]?,
        places: @escaping (Digest) -> [LeafIndex]
    ) {
        opener = ItemOpener(content: content)
        self.places = places
        for run in runs { read(run) }
        facts = Set(facts).sorted()
        warnings = Set(warnings).sorted()
    }

    /// What the runs among the evidence prove.
    init(of runs: [ExchangeRun], in evidence: Evidence) {
        self.init(
            of: runs, content: { evidence.content($0) }, places: { evidence.places[$0] ?? [] })
    }

    /// The warnings, by the exhibits that they are about.
    var checks: [LeafIndex: [Check]] {
        Dictionary(grouping: warnings, by: \.place).mapValues { $0.map(\.check) }
    }

    private mutating func read(_ run: ExchangeRun) {
        let signing = run.proto.proofs.contains { $0.meaning == .contract }
        let proofs = run.proto.proofs.filter { form in
            form.meaning != .contract && !(signing && form.meaning == .abort)
        }
        let faults = signing ? [] : run.proto.faults
        guard !proofs.isEmpty || !faults.isEmpty else { return }
        // Nobody is his own third party. Spec: proofs-3
        guard Set(run.parties.values).count == run.parties.count else {
            warn(.roles, run.messages.filter { $0.document == run.root })
            return
        }
        let sets = MessageSets(run)
        for form in proofs {
            for set in all(form.messages, of: sets, in: run) { prove(form, by: set, in: run) }
        }
        for form in faults where isOpened(form, in: run) {
            for set in all(form.messages, of: sets, in: run) { accuse(form, by: set, in: run) }
        }
    }

    /// The sets of these messages; none of which it is not known who should have signed a message, or where that stands in two roles.
    private mutating func all(
        _ names: [String], of sets: MessageSets, in run: ExchangeRun
    ) -> [MessageSets.Found] {
        let (found, isCut) = sets.all(names)
        if isCut { warn(.limit, found.first?.messages ?? []) }
        return found.filter { set in
            var players = run.parties
            for message in set.messages where !message.form.isRaw {
                guard let sender = message.sender,
                    players.updateValue(sender, forKey: message.form.sender) ?? sender == sender
                else { return false }
            }
            // Spec: proofs-3
            return Set(players.values).count == players.count
        }
    }

    private mutating func prove(
        _ form: ProofForm, by set: MessageSets.Found, in run: ExchangeRun
    ) {
        guard let from = run.parties[form.from], let to = run.parties[form.to] else { return }
        let values = ProofValues(set.values)
        var exhibits = set.exhibits
        var item = values.item(of: form)
        if let ciphertext = values.ciphertext {
            item = ciphertext
            // Any key opens data of which nobody said what they are. Spec: proofs-4
            let isBound = values.item != nil || values.label != nil
            if let key = values.key, isBound {
                let sealed = opener.open(
                    ciphertext, with: key, item: values.item, label: values.label)
                guard case .opened(let plain) = sealed else {
                    warn(ProofWarning.Code(sealed), set.messages.filter { $0.values["key"] != nil })
                    return
                }
                item = plain
                exhibits += places(ciphertext).prefix(1)
            }
        }
        let timed = set.messages.last { $0.event != nil }
        guard !isLate(set.messages, until: values.until) else { return }
        let name = Term.document(set.name(form.name, of: run.proto))
        facts.append(
            Fact(
                "proof_set",
                [
                    name, .document(run.root), .word(form.meaning.rawValue),
                    .document(item ?? run.root), .party(from), .party(to),
                ], exhibits: Set(exhibits).sorted()))
        rest(name, on: set, in: run)
        if let timed, let event = timed.event {
            facts.append(
                Fact(
                    "proof_time", [name, .document(timed.document), .instant(event)],
                    exhibits: Array(timed.places.prefix(1))))
        }
    }

    private mutating func accuse(
        _ form: FaultForm, by set: MessageSets.Found, in run: ExchangeRun
    ) {
        guard let party = run.parties[form.role] else { return }
        let name = Term.document(set.name("\(form.kind) \(form.role)", of: run.proto))
        facts.append(
            Fact(
                "exchange_fault",
                [name, .party(party), .word(form.kind), .document(run.root)],
                exhibits: Set(set.exhibits).sorted()))
        rest(name, on: set, in: run)
    }

    // A secret in a file of its own is nobody's statement. Spec: proofs-8
    private mutating func rest(_ name: Term, on set: MessageSets.Found, in run: ExchangeRun) {
        for message in set.messages where !message.form.isRaw {
            guard let sender = message.sender else { continue }
            facts.append(
                Fact(
                    "needs", [name, .document(message.document), .party(sender)],
                    exhibits: Array(message.places.prefix(1))))
        }
    }

    // Spec: proofs-6
    private mutating func isLate(_ messages: [ExchangeMessage], until: Instant?) -> Bool {
        let late = messages.filter { message in
            if let event = message.event, let until, event > until { return true }
            guard let event = message.values["event"]?.instant,
                let time = message.values["time"]?.instant
            else { return false }
            return event > time
        }
        if !late.isEmpty { warn(.late, late) }
        return !late.isEmpty
    }

    private func isOpened(_ form: FaultForm, in run: ExchangeRun) -> Bool {
        guard let role = form.opened else { return true }
        return run.openings[role, default: []].contains { filer in
            filer != nil && filer != run.parties[role]
        }
    }

    private mutating func warn(_ code: ProofWarning.Code, _ messages: [ExchangeMessage]) {
        for message in messages {
            for place in message.places.prefix(1) {
                warnings.append(
                    ProofWarning(code: code, document: message.document, place: place))
            }
        }
    }
}

/// The values under the names that mean the same in every protocol. Spec: proofs-2
private struct ProofValues {
    let values: [String: Term]

    init(_ values: [String: Term]) { self.values = values }

    var ciphertext: Digest? { values["ciphertext"]?.document }
    var item: Digest? { values["item"]?.document }
    var label: Digest? { values["label"]?.document }
    var until: Instant? { values["until"]?.instant }
    var key: String? { if case .word(let key)? = values["key"] { key } else { nil } }

    /// What the proof is about: of a proof of origin what its maker sent, of others what was sent to him.
    func item(of form: ProofForm) -> Digest? {
        let maker = form.meaning == .origin ? form.from : form.to
        return values["item-" + maker]?.document ?? item ?? values["text"]?.document
    }
}

extension ExchangeMessage {
    /// When what it speaks of happened, by its own words: the event, or else the time that it states.
    fileprivate var event: Instant? { values["event"]?.instant ?? values["time"]?.instant }
}

extension MessageSets.Found {
    fileprivate var exhibits: [LeafIndex] { messages.flatMap { $0.places.prefix(1) } }

    /// The name of the set in facts. Spec: proofs-7
    fileprivate func name(_ form: String, of proto: ExchangeProtocol) -> Digest {
        let lines = ["docket-proof/v1", "\(proto.name) \(form)"] + messages.map(\.document.text)
        return .sha256(Array(lines.map { $0 + "\n" }.joined().utf8))
    }
}

extension Term {
    fileprivate var document: Digest? {
        if case .document(let digest) = self { digest } else { nil }
    }

    fileprivate var instant: Instant? {
        if case .instant(let instant) = self { instant } else { nil }
    }
}
