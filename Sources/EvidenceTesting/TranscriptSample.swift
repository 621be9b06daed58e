// Transcripts of exchanges for tests, without bytes: messages are added by the names of their forms, refer to what was added before, and
// promise and open secrets as their protocol has it, until a test says otherwise.

package import EvidenceModules
package import EvidenceValues

/// A run of an exchange, message by message.
package struct TranscriptSample: Sendable {
    package let proto: ExchangeProtocol
    package let parties: [String: PartyID]
    package var text: Digest
    /// Who filed which role's secret.
    package var openings: [String: [PartyID?]] = [:]
    /// Tells the digests of one sample from those of another.
    private let name: String
    private var ids: [String] = []
    private var messages: [String: ExchangeMessage] = [:]

    package init(
        _ proto: ExchangeProtocol, parties: [String: PartyID], text: Digest, name: String = ""
    ) {
        self.proto = proto
        self.parties = parties
        self.text = text
        self.name = name
    }

    /// Thirty-two bytes that stand for the digest of something called `name`.
    package static func digest(_ name: String) -> Digest {
        var bytes: [UInt8] = []
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for position in 0..<UInt64(32) {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ position) &* 0x100_0000_01b3
            bytes.append(UInt8(truncatingIfNeeded: hash >> 32))
        }
        guard let digest = Digest(bytes: bytes) else {
            preconditionFailure("32 bytes are no digest")
        }
        return digest
    }

    /// The digest of the message that was, or would be, added as `id`.
    package func digest(of id: String) -> Digest { TranscriptSample.digest("\(name) \(id)") }

    /// The message that was added as `id`.
    package subscript(_ id: String) -> ExchangeMessage? { messages[id] }

    /// Adds a message of a form; nothing where the protocol has none of this name.
    /// - Parameter about: which messages it refers to where these are not called like their forms.
    package mutating func add(
        _ form: String, as id: String? = nil, about: [String: String] = [:],
        signature: Standing = .certain, made: Interval = .unbounded,
        faults: Set<LinkFault> = []
    ) {
        guard let form = proto.message(form) else { return }
        let id = id ?? form.name
        let named = form.references.map { ($0, about[$0] ?? $0) }
        var commitments: [String: Digest] = [:]
        var opened: [String: Digest] = [:]
        for pattern in form.patterns {
            switch pattern {
            case .commitment(let role): commitments[role] = promise(of: role, by: id, form, named)
            case .opening(let role): opened[role] = promise(of: role, by: id, form, named)
            default: break
            }
        }
        if form.isRaw {
            let promises = about.map { ($0.key, $0.value) }
            opened[form.sender] = promise(of: form.sender, by: id, form, promises)
        }
        add(
            ExchangeMessage(
                of: form, document: digest(of: id), sender: parties[form.sender],
                references: Dictionary(
                    named.map { ($0, digest(of: $1)) }, uniquingKeysWith: { one, _ in one }),
                commitments: commitments, opened: opened, faults: faults,
                signature: signature, made: made), as: id)
    }

    /// Adds a message, or changes it.
    package mutating func add(_ message: ExchangeMessage, as id: String) {
        if messages[id] == nil { ids.append(id) }
        messages[id] = message
    }

    /// Gives a decision its number and the decision before.
    package mutating func number(_ id: String, _ number: Int64, previous: Digest? = nil) {
        messages[id]?.decision = DecisionNumber(
            number: number, previous: previous ?? TranscriptSample.digest("before \(number)"))
    }

    /// Lets a message state a time.
    package mutating func state(_ id: String, _ time: Instant) { messages[id]?.stated = time }

    /// Takes a message away.
    package mutating func remove(_ id: String) {
        ids.removeAll { $0 == id }
        messages[id] = nil
    }

    /// Gives each message the faults that it has because of what it names: it is not on file, or does not fit itself.
    package mutating func settle() {
        for id in ids {
            guard let message = messages[id] else { continue }
            var faults = message.faults
            for (name, digest) in message.references {
                let named = messages.values.first { $0.document == digest }
                if named == nil { faults.insert(.missing(name)) }
                if named.map({ !$0.faults.isEmpty }) == true { faults.insert(.foreign(name)) }
            }
            var settled = ExchangeMessage(
                of: message.form, document: message.document, sender: message.sender,
                values: message.values, references: message.references,
                commitments: message.commitments, opened: message.opened, faults: faults,
                signature: message.signature, made: message.made)
            settled.decision = message.decision
            settled.stated = message.stated
            messages[id] = settled
        }
    }

    /// The run as it stands.
    package var run: ExchangeRun {
        ExchangeRun(
            root: digest(of: proto.root?.name ?? ""), proto: proto, parties: parties, text: text,
            messages: ids.compactMap { messages[$0] }, openings: openings)
    }

    /// Its own promise where the message makes one, else the one in what it refers to.
    private func promise(
        of role: String, by id: String, _ form: MessageForm, _ named: [(String, String)]
    ) -> Digest {
        if form.sender == role, form.act == .offer || form.act == .answer {
            return TranscriptSample.digest("\(name) secret of \(role) in \(id)")
        }
        let known = named.compactMap { messages[$0.1]?.commitments[role] }.first
        let made = ids.compactMap { messages[$0]?.commitments[role] }.first
        return known ?? made ?? TranscriptSample.digest("nobody's secret")
    }
}
