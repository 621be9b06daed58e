// Who could have made a token (DESIGN.md §1.4; background §1.5, "producible"). A token proves an act of P only if nobody could have
// produced it but P and those whom the arbiter trusts; so the answer is a set of people, each with the means by which they could.
//
// Whoever holds the key is always in it. Others join: to whom another certificate gives the same key; anybody, once the key may have
// been in other hands and nothing proves the token older; anybody, where the algorithms are not approved for its time; anybody, where
// the mathematics does not hold. The authority that certified the key could certify another in the same name, unless something that
// it did not sign binds the name to the key: the arbiter trusts it not to, and the set says so.
//
// Invariants: never empty; who could have made it for two reasons stands there twice.

package import EvidenceValues

/// Somebody who could have made a token, and by what means.
package struct Maker: Sendable, Hashable {
    /// Who it is.
    package enum Person: Sendable, Hashable {
        case party(PartyID)
        /// Whoever a certificate calls so that leads to no anchor: anybody can make one.
        case calledItself(String)
        case anyone
    }

    /// How.
    package enum Means: Sendable, Hashable {
        /// It holds the key.
        case key
        /// The annex says that it holds the key, as `archive operator`, `witness` …
        case role(String)
        /// Another certificate under an anchor gives it the same key.
        case sharedKey
        /// It certified the key, and could certify one of its own in the same name.
        case certification
        /// The key, or one above it, was or may have been in other hands since then, and nothing proves the token older.
        case compromise(since: Instant)
        /// This algorithm is not approved for the time at which the token is proven to exist.
        case algorithm(String)
        /// Who has the secret of one side can make what the other side would; nobody else can tell.
        case sharedSecret
        /// It is a record that whoever keeps it writes.
        case bookkeeping
        /// Nothing binds it to anybody.
        case unbound
    }

    package let person: Person
    package let means: Means

    package init(_ person: Person, _ means: Means) {
        self.person = person
        self.means = means
    }

    /// For people: `FRUTA`, `anyone since 2026-02-10T00:00:00Z, when the key was in other hands`.
    package var words: String {
        switch means {
        case .key, .unbound: name
        case .role(let role): "\(name) (\(role))"
        case .sharedKey: "\(name) (a certificate gives it the same key)"
        case .certification: "\(name) (by certifying another key)"
        case .compromise(let since): "\(name) since \(since), when others may have had the key"
        case .algorithm(let algorithm): "\(name) (\(algorithm) is not approved for its time)"
        case .sharedSecret: "\(name) who has the secret of either side"
        case .bookkeeping: "\(name) who keeps such a record"
        }
    }

    private var name: String {
        switch person {
        case .party(let party): party.text
        case .calledItself(let name): "whoever calls itself \(name)"
        case .anyone: "anyone"
        }
    }

    // Holders first, those whom the arbiter trusts behind them, everybody last.
    fileprivate var rank: Int {
        switch (person, means) {
        case (.anyone, _): 3
        case (_, .certification): 2
        case (_, .sharedKey): 1
        default: 0
        }
    }
}

/// All who could have made a token.
package struct Makers: Sendable, Hashable {
    /// Sorted, none twice, never empty.
    package let all: [Maker]

    /// - Parameter makers: where there are none, nothing binds the token to anybody.
    package init(_ makers: [Maker]) {
        let distinct = makers.isEmpty ? [Maker.anyone] : Array(Set(makers))
        all = distinct.sorted { ($0.rank, $0.words) < ($1.rank, $1.words) }
    }

    /// A token that binds nobody.
    package static let anyone = Makers([])

    /// For people; none twice.
    package var words: [String] { all.map(\.words) }

    /// Those outside `party` and whom the arbiter trusts: not empty where the token proves no act of `party`.
    package func outsiders(of party: PartyID) -> [Maker] {
        all.filter { maker in
            switch maker.means {
            case .certification, .role: false
            case .key, .sharedKey: maker.person != .party(party)
            case .compromise, .algorithm, .sharedSecret, .bookkeeping, .unbound: true
            }
        }
    }

    /// Whether nobody outside `party` and those whom the arbiter trusts could have made it.
    package func proves(actOf party: PartyID) -> Bool {
        outsiders(of: party).isEmpty && all.contains { $0.person == .party(party) }
    }
}

extension Maker {
    /// Everybody, for nothing stands against it.
    package static let anyone = Maker(.anyone, .unbound)
}
