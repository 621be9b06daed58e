// What the messages on file of one exchange show, as values: the transcript judge fills them, a terminal, a page and JSON show them. All of
// it is reading help: what follows for a claim is the agreement's to say (docs/formats/exchange-codes.md).

/// One run of an exchange protocol, as far as it is on file.
package struct ExchangeRecord: Sendable, Hashable {
    /// The first message, by which the exchange is known.
    package var root: Digest
    /// The name of the protocol: `asw-2`.
    package var proto: String
    /// The document that is exchanged signatures on, or what is exchanged; nil if no message on file names it.
    package var text: Digest?
    /// The word by which the text names its deal.
    package var deal: String?
    /// Who plays what, in the order of the protocol.
    package var players: [Player]
    /// In the order that is proven, else in that of the protocol.
    package var messages: [Message]
    /// Whether there is a contract, as far as the messages on file show; nil where the protocol makes none.
    package var contract: Standing?
    package var proofs: [Proof]
    package var observations: [Observation]

    package init(root: Digest, proto: String) {
        self.root = root
        self.proto = proto
        players = []
        messages = []
        proofs = []
        observations = []
    }

    /// A role and who has it.
    package struct Player: Sendable, Hashable {
        package var role: String
        /// Nil if no message on file names it.
        package var party: PartyID?
        /// Whether it is the third party.
        package var isThirdParty: Bool

        package init(role: String, party: PartyID?, isThirdParty: Bool = false) {
            self.role = role
            self.party = party
            self.isThirdParty = isThirdParty
        }
    }

    /// A message that is on file.
    package struct Message: Sendable, Hashable {
        package var document: Digest
        /// As the protocol calls it: `me1`.
        package var name: String
        /// The roles between which the protocol sends it; no receiver where it is for all.
        package var sender: String
        package var receiver: String?
        /// What it does, in the protocol's word; nil if nothing that all protocols know.
        package var act: String?
        /// Whether its sender signed it; nil for a bare secret, which nobody signs.
        package var signature: Standing?
        /// Within which bounds it was signed, or existed.
        package var made: Interval
        /// The time that it states.
        package var stated: Instant?
        /// Its number among the decisions of its sender.
        package var decision: Int64?
        /// The exhibits that hold it.
        package var places: [LeafIndex]

        package init(document: Digest, name: String, sender: String, receiver: String?) {
            self.document = document
            self.name = name
            self.sender = sender
            self.receiver = receiver
            made = .unbounded
            places = []
        }
    }

    /// Something that the messages of the protocol can prove.
    package struct Proof: Sendable, Hashable {
        /// What: `contract`, `receipt` …
        package var meaning: String
        /// As the protocol calls this way of proving it: `standard`.
        package var name: String
        /// Who proves it, and to whom or against whom.
        package var from: String
        package var to: String
        package var standing: Standing
        /// What it would still take, each with who could produce it; empty if it is certain.
        package var lacking: [Lacking]

        package init(
            meaning: String, name: String, from: String, to: String, standing: Standing,
            lacking: [Lacking]
        ) {
            self.meaning = meaning
            self.name = name
            self.from = from
            self.to = to
            self.standing = standing
            self.lacking = lacking
        }
    }

    /// A message that a proof still needs.
    package struct Lacking: Sendable, Hashable {
        /// Why it is lacking.
        package enum Reason: String, Sendable, Hashable {
            /// It is not on file.
            case missing
            /// It is on file, and that its sender signed it is not certain.
            case unproven
        }

        package var message: String
        package var reason: Reason
        /// The role that makes it.
        package var sender: String

        package init(message: String, reason: Reason, sender: String) {
            self.message = message
            self.reason = reason
            self.sender = sender
        }
    }

    /// A pattern of the transcript that has a code.
    package struct Observation: Sendable, Hashable {
        /// `X01` to `X20` (background §4.2.2).
        package var code: String
        package var sentence: String
        /// The messages that it is about.
        package var messages: [Digest]
        package var misconduct: Misconduct?

        package init(
            code: String, sentence: String, messages: [Digest], misconduct: Misconduct? = nil
        ) {
            self.code = code
            self.sentence = sentence
            self.messages = messages
            self.misconduct = misconduct
        }
    }

    /// What somebody did against the protocol.
    package struct Misconduct: Sendable, Hashable, Comparable {
        package var party: PartyID
        /// The agreement's word: `double-decision`.
        package var kind: String

        package init(_ party: PartyID, _ kind: String) {
            self.party = party
            self.kind = kind
        }

        package static func < (left: Misconduct, right: Misconduct) -> Bool {
            (left.party, left.kind) < (right.party, right.kind)
        }
    }
}
