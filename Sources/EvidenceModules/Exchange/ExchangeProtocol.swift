// A protocol of exchange is data: who takes part, which messages there are and what each states, which of them together prove what, which
// together prove whose misconduct, and the state machine of each role (docs/formats/protocol.md). So an annex can name one that nobody
// here has heard of. Values of these types come from a parsed description only, and are valid: every name in them is declared before.

package import EvidenceValues

/// A description of a protocol.
package struct ExchangeProtocol: Sendable, Hashable {
    package let name: String
    /// In the order in which the description declares them.
    package let roles: [String]
    /// The role that only decides where the others do not finish; nil if there is none.
    package let thirdParty: String?
    /// A form names only messages before it, so nothing refers to itself.
    package let messages: [MessageForm]
    package let proofs: [ProofForm]
    package let faults: [FaultForm]
    package let machines: [RoleMachine]

    init(_ reading: ProtocolReading) {
        name = reading.name
        roles = reading.roles
        thirdParty = reading.thirdParty
        messages = reading.messages
        proofs = reading.proofs
        faults = reading.faults
        machines = reading.machines
    }

    /// The form of this name.
    package func message(_ name: String) -> MessageForm? { messages.first { $0.name == name } }

    /// The forms of messages that do this.
    package func messages(_ act: MessageAct) -> [MessageForm] { messages.filter { $0.act == act } }

    /// The first message of a run: what the description declares first.
    package var root: MessageForm? { messages.first }
}

/// What a message of one name states, and who sends it to whom.
package struct MessageForm: Sendable, Hashable {
    package let name: String
    package let sender: String
    /// Nil where it may go to whoever asks.
    package let receiver: String?
    package let act: MessageAct?
    /// The secret of the sender itself, in a file of its own: any bytes whose SHA-256 is the sender's commitment.
    package let isRaw: Bool
    /// What it states behind its own name, in this order.
    package let atoms: [AtomPattern]

    /// All patterns in its atoms.
    package var patterns: [TermPattern] { atoms.flatMap(\.arguments) }

    /// The names of the messages that it names by digest, in order.
    package var references: [String] {
        patterns.compactMap { if case .message(let name) = $0 { name } else { nil } }
    }
}

/// What a message does in an exchange, which is how rules know it in any protocol.
package enum MessageAct: String, Sendable, Hashable, CaseIterable {
    case offer, answer, opening
    case abortRequest = "abort-request"
    case resolveRequest = "resolve-request"
    case abort, replacement
    case submissionReceipt = "submission-receipt"
    case affidavit, origin, receipt, submission, transport, key, refusal
}

/// An atom that a message states.
package struct AtomPattern: Sendable, Hashable {
    package let predicate: String
    package let arguments: [TermPattern]

    package init(predicate: String, arguments: [TermPattern]) {
        self.predicate = predicate
        self.arguments = arguments
    }
}

/// What an argument of a message's atom may be.
package enum TermPattern: Sendable, Hashable {
    /// The party that has this role.
    case role(String)
    /// The digest of the run's message of this name.
    case message(String)
    /// The SHA-256 of this role's secret.
    case commitment(String)
    /// This role's secret: the base64 of 32 bytes, as a word.
    case opening(String)
    /// Whatever is of the type; of equal name in equal run, equal, but for what `ownValues` lists.
    case value(String, TermType)
    case literal(Term)

    /// Values that each message has of its own, with their types: the number of a decision, the digest of the decision before, the time
    /// that the message states, the number of a receipt.
    package static let ownValues: [String: TermType] = [
        "decision": .count, "previous": .document, "time": .instant, "reception": .count,
    ]

    /// Values that mean the same in every protocol: the agreement, the deal, the text that is exchanged.
    package static let knownValues: [String: TermType] = [
        "agreement": .document, "deal": .word, "text": .document,
    ]
}

/// What messages prove together.
package struct ProofForm: Sendable, Hashable {
    package let name: String
    package let meaning: ProofMeaning
    /// The role against whom, or whose act, it proves.
    package let from: String
    /// The role for whom.
    package let to: String
    package let messages: [String]
}

/// What a proof is of.
package enum ProofMeaning: String, Sendable, Hashable, CaseIterable {
    case contract, abort, origin, receipt, submission, transport, delivery, payment, affidavit
    /// That the key to what was sent could be had.
    case availability
    /// That what was promised is not what was sent.
    case cheat
    /// That an inline exchange was carried out.
    case done
    case refusal
}

/// Messages that together prove somebody's misconduct.
package struct FaultForm: Sendable, Hashable {
    /// A word, as `double-decision`.
    package let kind: String
    /// Whose misconduct it is.
    package let role: String
    /// All of one run. A name that stands twice means two messages of that form that differ in a value or a reference.
    package let messages: [String]
    /// A role whose secret must be known to another.
    package let opened: String?
}

/// What an honest player of a role does.
package struct RoleMachine: Sendable, Hashable {
    package let role: String
    package let start: String
    package let steps: [MachineStep]
    /// For each state in which it may stop, the name of the proof that it then holds, or `none`.
    package let ends: [String: String]
}

/// One step of a player.
package struct MachineStep: Sendable, Hashable {
    package let from: String
    package let trigger: Trigger
    /// Messages that it then sends, in this order.
    package let sends: [String]
    package let to: String
}

/// What lets a player make a step.
package enum Trigger: Sendable, Hashable {
    /// It begins.
    case begin
    /// It waited long enough.
    case timeout
    /// It received a message of this name, of its run.
    case receive(String)
}

/// Where and why a description was refused.
package struct ProtocolError: Error, Sendable, Hashable {
    /// By the rule of docs/formats/protocol.md that it breaks.
    package enum Reason: String, Error, Sendable, Hashable {
        /// protocol-1: not the text of what it says, byte for byte.
        case notCanonical
        /// protocol-2: too many bytes, lines, roles, messages, atoms, proofs, faults or steps.
        case limit
        /// protocol-1: not a line of a description, or not in its place.
        case badLine
        /// protocol-3: not a plain word of 32 characters at most.
        case badName
        /// protocol-3: declared before.
        case duplicate
        /// protocol-3: not declared before: a role, a message, a proof, a state.
        case unknown
        /// protocol-5: not an atom of patterns.
        case badPattern
        /// protocol-6: a value of two types, or another than its name demands.
        case badType
        /// protocol-7: nothing says which run the message belongs to.
        case unlinked
        /// protocol-8: a commitment that nobody made before, or an opening of none.
        case uncommitted
        /// protocol-9: a proof or fault that its messages cannot carry.
        case badProof
        /// protocol-10: a machine that cannot be run: it never ends, waits for what nobody sends it, or sends what is another's.
        case badMachine
    }

    /// The line, counted from 1; 0 where no line is to blame.
    package let line: Int
    package let reason: Reason

    package init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }
}
