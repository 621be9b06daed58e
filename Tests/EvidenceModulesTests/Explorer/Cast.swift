// Who plays in an exploration, and its bounds: the sessions of honest players, the one dishonest player if there is one, how many deals
// and secrets there are.

import EvidenceModules
import EvidenceValues

/// One run of an honest player's machine. An originator begins for a deal; a responder answers whatever it is offered.
struct Session: Hashable, Sendable {
    let name: String
    let role: String
    /// The party of each role in its run; its own role is its own player.
    let players: [String: PartyID]
    var deal: Int?

    var player: PartyID? { players[role] }
}

/// A cast.
struct Cast: Sendable, CustomStringConvertible {
    let name: String
    let sessions: [Session]
    let thirdParty: PartyID
    /// Nil if nobody is, and only the network is against all.
    var dishonest: PartyID?
    /// How many secrets of its own the dishonest player uses.
    var ownSecrets = 2
    /// How many deals there are.
    var deals = 1
    /// Whether an honest player takes part once for a deal, where offers name it.
    var isOncePerDeal = true
    /// Whether an honest player takes a replacement with any answer to its offer, or insists on the one that it received.
    var takesAnyAnswer = true
    /// Whether an honest third party is asked for what it decided, before anything is concluded from its absence.
    var isThirdPartyHeard = true

    var description: String { name }

    /// The same with a change.
    func changed(_ change: (inout Cast) -> Void) -> Cast {
        var cast = self
        change(&cast)
        return cast
    }

    /// The numbers of the secrets that only the dishonest player has at first. Those of the sessions are numbered from 0.
    var dishonestSecrets: [Int] {
        dishonest == nil ? [] : (0..<ownSecrets).map { sessions.count + $0 }
    }

    func isHonest(_ party: PartyID) -> Bool { party != dishonest }

    var isThirdPartyHonest: Bool { isHonest(thirdParty) }

    /// Who may play the roles: each way in which a session has it.
    var assignments: [[String: PartyID]] { Array(Set(sessions.map(\.players))) }

    /// Honest players with sessions.
    var players: [PartyID] { Set(sessions.compactMap(\.player)).sorted() }

    /// The sessions of a player, by their numbers.
    func sessions(of party: PartyID) -> [Int] {
        sessions.indices.filter { sessions[$0].player == party }
    }
}
