// What was found of exchanges in the evidence: messages in the form of a protocol, and the runs that they belong to by the digests that
// they name. Nothing here says that a signature is somebody's: who stands behind a message is for the law, and `signature` only
// tells how it stands between the bytes and the certified keys.

package import EvidenceValues

/// A message of an exchange.
package struct ExchangeMessage: Sendable, Hashable {
    package let document: Digest
    package let form: MessageForm
    /// The party of the sender's role in this run; nil where the run does not say.
    package let sender: PartyID?
    /// The values that the message binds by its own atoms, by their names.
    package let values: [String: Term]
    /// What it names by digest, by the names of messages; also what is not on file.
    package let references: [String: Digest]
    /// The commitments that it names, by role.
    package let commitments: [String: Digest]
    /// The SHA-256 of the secrets that it shows, by role.
    package let opened: [String: Digest]
    /// The exhibits that hold it, ascending.
    package let places: [LeafIndex]
    /// What of it does not fit its run. A message with faults proves nothing; whoever judges transcripts tells why.
    package let faults: Set<LinkFault>
    /// How *the sender's certified key signed it* stands: contrary where no signature on file fits.
    package var signature: Standing
    /// When its signature was made, of several the earliest proven; where it has none, when the message was.
    package var made: Interval
    package var decision: DecisionNumber?
    /// The time that it states of itself.
    package var stated: Instant?
}

/// The number that a third party gave to a decision, and the digest of its decision before.
package struct DecisionNumber: Sendable, Hashable {
    package let number: Int64
    package let previous: Digest

    package init(number: Int64, previous: Digest) {
        self.number = number
        self.previous = previous
    }
}

/// What of a message does not fit the run that it belongs to.
package enum LinkFault: Sendable, Hashable {
    /// The message of this name that it refers to is not on file.
    case missing(String)
    /// What it refers to as the message of this name is something else, or of another run.
    case foreign(String)
    /// It names another party for this role than the run's first message.
    case party(String)
    /// It names another commitment of this role than the messages that it refers to.
    case commitment(String)
    /// What it shows as this role's secret does not have the digest that was promised.
    case opening(String)
    /// It gives another value of this name than the messages that it refers to.
    case value(String)
}

/// One exchange, as far as it is on file.
package struct ExchangeRun: Sendable, Hashable {
    /// The first message.
    package let root: Digest
    package let proto: ExchangeProtocol
    package let parties: [String: PartyID]
    /// The text that is exchanged, by its digest.
    package let text: Digest?
    /// In the order of the description, then by what was proven to be made first, then by digest.
    package let messages: [ExchangeMessage]
    /// For each role whose secret is on file, who filed it, once for each filer: nil is the operator, or whoever did not sign.
    package let openings: [String: [PartyID?]]

    package init(
        root: Digest, proto: ExchangeProtocol, parties: [String: PartyID], text: Digest?,
        messages: [ExchangeMessage], openings: [String: [PartyID?]]
    ) {
        self.root = root
        self.proto = proto
        self.parties = parties
        self.text = text
        self.messages = messages
        self.openings = openings
    }

    /// Its messages of this act.
    package func messages(_ act: MessageAct) -> [ExchangeMessage] {
        messages.filter { $0.form.act == act }
    }
}
