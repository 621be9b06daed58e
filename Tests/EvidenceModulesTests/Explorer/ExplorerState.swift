// A state of the exploration. The network is the adversary's: whatever was sent once may be delivered never, later, or again, to anybody;
// so all that there is of a network is the set of messages sent. Only the channel with the third party delivers in the end, which is why
// requests wait in a set of their own.

import EvidenceModules
import EvidenceValues

/// Where an honest player's session stands.
struct SessionState: Hashable, Sendable {
    var state: String
    var bindings: Bindings
    /// What it sent and received, with all that these name.
    var held = MessageSet()
}

/// What an honest third party keeps of one exchange.
struct ExchangeState: Hashable, Sendable {
    let root: Int
    var state: String
    /// What the decision was about that led to the state.
    var bindings: Bindings
}

/// A token that the third party sent back for a request.
struct Answer: Hashable, Sendable {
    let request: Int
    let token: Int
}

/// Everything that differs between two moments.
struct ExplorerState: Hashable, Sendable {
    var sessions: [SessionState]
    /// By root, ascending.
    var exchanges: [ExchangeState] = []
    /// The third party's decisions. Their numbers tell the order for each exchange; of the order between exchanges nothing depends here.
    var log = MessageSet()
    /// Requests that changed what the third party has, or that an honest player had sent.
    var handled = MessageSet()
    /// What it answered to which request of an honest player.
    var answers: Set<Answer> = []
    /// All messages ever sent.
    var sent = MessageSet()
    /// Requests of honest players that the third party has not handled.
    var pending = MessageSet()
}

/// What happened between two states.
enum Event: Hashable, Sendable {
    case begin(session: Int, sends: [Int])
    /// `made`: by the dishonest player, for this.
    case receive(session: Int, message: Int, made: Bool, sends: [Int])
    case timeout(session: Int, sends: [Int])
    case decide(request: Int, made: Bool, sends: [Int])
}

/// A step to another state.
struct Successor: Sendable {
    let event: Event
    let state: ExplorerState
    /// Nobody can prevent it for ever: honest players run out of patience, and the channel with an honest third party delivers.
    let isForced: Bool
}

/// What a description lacks that the explorer needs.
enum ExplorerError: Error, Hashable {
    /// The player sends a message without knowing what to write into this field.
    case unbound(message: String, field: Field)
    case unknownMessage(String)
    case unknownRole(String)
    /// More states than the bound.
    case tooManyStates(Int)
}
