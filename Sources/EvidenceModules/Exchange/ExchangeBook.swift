// Which messages belong to which exchange. A run begins with a first message; every other message belongs to the run of what it names by
// digest, or, where a protocol's messages do not name each other, to the run whose key it states (docs/formats/protocol.md). Nothing rests
// on names, times or the order of filing. A message that names a run and does not fit it stays in it with its faults, so that a judge can
// say what is wrong; it proves nothing. Forms name only forms before them, so one pass in their order links all, in n log n.
//
// Who signed what plays no part here: it is asked of each message afterwards.

import EvidenceValues

/// A message with its place in a run.
struct LinkedMessage: Sendable, Hashable {
    let read: ReadMessage
    let sender: PartyID?
    let faults: Set<LinkFault>
}

/// An exchange before anybody looked at signatures.
struct LinkedRun: Sendable, Hashable {
    let root: Digest
    let proto: ExchangeProtocol
    let parties: [String: PartyID]
    let text: Digest?
    /// In the order of their forms, then by digest.
    let messages: [LinkedMessage]
}

/// All exchanges among some documents.
struct ExchangeBook: Sendable {
    /// Documents that call themselves messages and are none.
    let malformed: [Digest: FormError]
    /// By protocol, then by the first message.
    let runs: [LinkedRun]

    /// - Parameter files: what is on file, terms or not.
    init(
        documents: [(document: Digest, terms: TermsBlock)], files: Set<Digest>,
        protocols: KnownProtocols
    ) {
        var malformed: [Digest: FormError] = [:]
        var messages: [String: [Digest: ReadMessage]] = [:]
        for (document, terms) in documents {
            guard let proto = ReadMessage.proto(of: terms, among: protocols) else { continue }
            do throws(FormError) {
                messages[proto.name, default: [:]][document] =
                    try ReadMessage(terms, of: document, in: proto)
            } catch {
                malformed[document] = error
            }
        }
        self.malformed = malformed
        runs = messages.sorted { $0.key < $1.key }.flatMap { name, messages in
            guard let proto = protocols[name] else { return [LinkedRun]() }
            var linking = RunLinking(proto, messages: messages, files: files)
            return linking.runs()
        }
    }
}

/// The linking of one protocol's messages.
private struct RunLinking {
    /// What is known at one message from itself and what it names.
    private struct Linked {
        let message: LinkedMessage
        let root: Digest
        /// Everything said by it and by what it names, but what is each message's own.
        let known: MessageSayings
    }

    private let proto: ExchangeProtocol
    private let messages: [ReadMessage]
    private let files: Set<Digest>
    private let key: [String]
    private var linked: [Digest: Linked] = [:]
    /// The first messages of each run.
    private var roots: [Digest: [ReadMessage]] = [:]
    /// The run of each key, and what of its first messages each form could say.
    private var keys: [[Term?]: Digest] = [:]
    private var agreed: Set<[Term?]> = []

    init(_ proto: ExchangeProtocol, messages: [Digest: ReadMessage], files: Set<Digest>) {
        self.proto = proto
        self.files = files
        self.messages = messages.values.sorted {
            ($0.position, $0.document) < ($1.position, $1.document)
        }
        key = proto.messages.key.sorted()
    }

    mutating func runs() -> [LinkedRun] {
        for message in messages { link(message) }
        let byRun = Dictionary(grouping: linked.values, by: \.root)
        return byRun.sorted { $0.key < $1.key }.compactMap { root, members in
            guard let first = roots[root]?.first else { return nil }
            let own = members.map(\.message)
            let run = (own + secrets(promisedBy: own)).sorted {
                ($0.read.position, $0.read.document) < ($1.read.position, $1.read.document)
            }
            return LinkedRun(
                root: root, proto: proto, parties: parties(of: root),
                text: first.said.values["text"]?.digest, messages: run)
        }
    }

    private mutating func link(_ message: ReadMessage) {
        if message.position == 0 {
            begin(message)
        } else if !message.form.references.isEmpty {
            follow(message)
        } else if let root = keys[values(key, of: message.said)] {
            join(message, root)
        }
    }

    /// A first message. Those of one key are of one run; the run is called by the first of them.
    private mutating func begin(_ message: ReadMessage) {
        var root = message.document
        if !key.isEmpty {
            let values = values(key, of: message.said)
            root = keys[values] ?? root
            keys[values] = root
            for form in proto.messages where form.isLoose {
                agreed.insert(agreement(form, message.said))
            }
        }
        roots[root, default: []].append(message)
        add(message, to: root, known: message.said.lasting, faults: [])
    }

    /// A message that says by its values to which run it belongs.
    private mutating func join(_ message: ReadMessage, _ root: Digest) {
        var faults: Set<LinkFault> = []
        if !agreed.contains(agreement(message.form, message.said)),
            let first = roots[root]?.first
        {
            var known = first.said.lasting
            faults = known.merge(message.said)
        }
        add(message, to: root, known: message.said.lasting, faults: faults)
    }

    /// A message that names others: it belongs to the run of the first that is on file.
    private mutating func follow(_ message: ReadMessage) {
        var faults: Set<LinkFault> = []
        var root: Digest?
        var known = MessageSayings()
        for name in message.form.references {
            guard let digest = message.said.references[name] else { continue }
            guard let other = linked[digest], other.message.read.form.name == name,
                root == nil || root == other.root
            else {
                faults.insert(files.contains(digest) ? .foreign(name) : .missing(name))
                continue
            }
            root = other.root
            // What names something that does not fit its run is no better than it.
            if !other.message.faults.isEmpty { faults.insert(.foreign(name)) }
            if !known.merge(other.known).isEmpty { faults.insert(.foreign(name)) }
        }
        guard let root else { return }
        let conflicts = known.merge(message.said)
        // It is not missing, but another than what the rest of the message says.
        for case .foreign(let name) in conflicts { faults.remove(.missing(name)) }
        faults.formUnion(conflicts)
        for (role, digest) in message.said.opened
        where known.commitments[role, default: digest] != digest {
            faults.insert(.opening(role))
        }
        add(message, to: root, known: known, faults: faults)
    }

    private mutating func add(
        _ message: ReadMessage, to root: Digest, known: MessageSayings, faults: Set<LinkFault>
    ) {
        let sender = parties(of: root)[message.form.sender] ?? known.parties[message.form.sender]
        linked[message.document] = Linked(
            message: LinkedMessage(read: message, sender: sender, faults: faults), root: root,
            known: known)
    }

    /// Whom all first messages of the run name alike.
    private func parties(of root: Digest) -> [String: PartyID] {
        guard let named = roots[root], let first = named.first else { return [:] }
        guard named.count > 1 else { return first.said.parties }
        return first.said.parties.filter { key.contains($0.key) }
    }

    /// The secrets in files of their own that open what a message of the run promises.
    private func secrets(promisedBy run: [LinkedMessage]) -> [LinkedMessage] {
        var found: Set<LinkedMessage> = []
        for (position, form) in proto.messages.enumerated() where form.isRaw {
            for message in run
            where message.faults.isEmpty && message.read.form.sender == form.sender {
                guard let promised = message.read.said.commitments[form.sender],
                    files.contains(promised)
                else { continue }
                let secret = ReadMessage(secret: promised, as: form, at: position, in: proto)
                found.insert(LinkedMessage(read: secret, sender: message.sender, faults: []))
            }
        }
        return Array(found)
    }

    private func values(_ names: [String], of said: MessageSayings) -> [Term?] {
        names.map { said.values[$0] ?? said.parties[$0].map(Term.party) }
    }

    /// What a loose message of this form can have in common with a first message.
    private func agreement(_ form: MessageForm, _ said: MessageSayings) -> [Term?] {
        let shared = form.stated.intersection(proto.messages[0].stated).sorted()
        return [.word(form.name)] + values(shared, of: said)
    }
}

extension MessageSayings {
    /// What binds later messages too.
    fileprivate var lasting: MessageSayings {
        var lasting = self
        lasting.values = values.filter { TermPattern.ownValues[$0.key] == nil }
        lasting.opened = [:]
        return lasting
    }

    /// Adds what is new, and says what differs.
    fileprivate mutating func merge(_ other: MessageSayings) -> Set<LinkFault> {
        let other = other.lasting
        var faults: Set<LinkFault> = []
        for (name, party) in other.parties {
            if parties[name, default: party] != party { faults.insert(.party(name)) }
            parties[name] = parties[name] ?? party
        }
        for (name, value) in other.values {
            if values[name, default: value] != value { faults.insert(.value(name)) }
            values[name] = values[name] ?? value
        }
        for (name, digest) in other.references {
            if references[name, default: digest] != digest { faults.insert(.foreign(name)) }
            references[name] = references[name] ?? digest
        }
        for (role, digest) in other.commitments {
            if commitments[role, default: digest] != digest { faults.insert(.commitment(role)) }
            commitments[role] = commitments[role] ?? digest
        }
        return faults
    }
}

extension Term {
    fileprivate var digest: Digest? {
        if case .document(let digest) = self { digest } else { nil }
    }
}
