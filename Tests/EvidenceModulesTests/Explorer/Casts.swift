// The casts that are explored: FRUTA offers, MARKT answers, TTP1 decides; and MARKT may offer while FRUTA answers. The short ones take
// seconds without optimisation, the long ones minutes with it.

import EvidenceModules
import EvidenceValues

enum Casts {
    static let fruta = party("FRUTA")
    static let markt = party("MARKT")
    static let ttp = party("TTP1")

    /// FRUTA's offer in a deal.
    static func offer(_ name: String = "O", deal: Int = 0) -> Session {
        Session(name: name, role: "originator", players: forward, deal: deal)
    }

    /// MARKT's readiness to answer.
    static func answer(_ name: String = "R") -> Session {
        Session(name: name, role: "responder", players: forward)
    }

    /// MARKT's offer in a deal.
    static func counterOffer(_ name: String = "O*", deal: Int) -> Session {
        Session(name: name, role: "originator", players: backward, deal: deal)
    }

    /// FRUTA's readiness to answer.
    static func counterAnswer(_ name: String = "R*") -> Session {
        Session(name: name, role: "responder", players: backward)
    }

    static let allHonest = cast("all honest", [offer(), answer()])
    static let replayed = cast("all honest, offer replayed", [offer(), answer(), answer("R2")])
    static let dishonestResponder = cast("R dishonest", [offer()], dishonest: markt)
    static let dishonestOriginator = cast("O dishonest", [answer()], dishonest: fruta)
    static let dishonestOriginatorTwice = cast(
        "O dishonest, two answers", [answer(), answer("R2")], dishonest: fruta, secrets: 1)
    static let dishonestThirdParty = cast("T dishonest", [offer(), answer()], dishonest: ttp)

    static let short: [Cast] = [
        allHonest, replayed, dishonestResponder, dishonestOriginator, dishonestOriginatorTwice,
        dishonestThirdParty,
    ]

    static let long: [Cast] = [
        cast(
            "all honest, two deals", [offer(), offer("O2", deal: 1), answer(), answer("R2")],
            deals: 2),
        cast(
            "R dishonest, two deals", [offer(), offer("O2", deal: 1)], dishonest: markt, secrets: 1,
            deals: 2),
        cast(
            "O dishonest, two deals", [answer(), answer("R2")], dishonest: fruta, secrets: 1,
            deals: 2),
        cast(
            "MARKT dishonest in both roles", [offer(), counterAnswer()], dishonest: markt,
            secrets: 1, deals: 2),
        cast(
            "FRUTA dishonest in both roles", [counterOffer(deal: 0), answer()], dishonest: fruta,
            secrets: 1, deals: 2),
        cast(
            "T dishonest, offer replayed", [offer(), answer(), answer("R2")],
            dishonest: ttp),
        cast(
            "T dishonest, two deals", [offer(), offer("O2", deal: 1), answer(), answer("R2")],
            dishonest: ttp, deals: 2),
    ]

    static func cast(
        _ name: String, _ sessions: [Session], dishonest: PartyID? = nil, secrets: Int = 2,
        deals: Int = 1
    ) -> Cast {
        Cast(
            name: name, sessions: sessions, thirdParty: ttp, dishonest: dishonest,
            ownSecrets: secrets, deals: deals)
    }

    private static let forward = ["originator": fruta, "responder": markt, "ttp": ttp]
    private static let backward = ["originator": markt, "responder": fruta, "ttp": ttp]

    private static func party(_ text: String) -> PartyID {
        guard let party = PartyID(text) else { preconditionFailure("\(text) is no party") }
        return party
    }
}
