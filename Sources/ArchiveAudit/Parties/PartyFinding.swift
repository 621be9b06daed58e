// What the audit finds on third parties. Three kinds, told apart by their type: what signed statements prove against their signer
// (`misconduct`), what looks like it or comes near and is not proven (`warning`), and times that end (`AgendaItem`), of which only the
// day of the audit tells whether they are near or over.
//
// Invariant: a finding is a function of the exhibits that show it and of the trust that was pinned, never of the day; what shows it is
// the earliest filed that does. So the same misconduct is the same value every night, and the archive knows its bytes again.

package import EvidenceValues

/// Something found on a third party.
package struct PartyFinding: Sendable, Hashable {
    /// What it is worth.
    package enum Weight: String, Sendable, Hashable {
        /// Statements that their signer made, under the annex, prove it.
        case misconduct
        /// It is not proven, or is no breach.
        case warning
    }

    package let code: String
    package let weight: Weight
    /// Whom it is about; nil if nobody is known.
    package let party: PartyID?
    /// The agreement's word for the misconduct.
    package let kind: String
    /// What shows it, each with the first entry that holds it.
    package let grounds: [Ground]
    /// A whole sentence.
    package let sentence: String

    /// A document and the first entry that holds it.
    package struct Ground: Sendable, Hashable, Comparable {
        package let document: Digest
        package let place: LeafIndex
        package let matter: MatterID

        package init(document: Digest, place: LeafIndex, matter: MatterID) {
            self.document = document
            self.place = place
            self.matter = matter
        }

        package static func < (left: Ground, right: Ground) -> Bool {
            (left.place, left.document, left.matter) < (right.place, right.document, right.matter)
        }
    }

    package init(
        _ code: String, _ weight: Weight, party: PartyID?, kind: String, grounds: [Ground],
        sentence: String
    ) {
        self.code = code
        self.weight = weight
        self.party = party
        self.kind = kind
        self.grounds = grounds.sorted()
        self.sentence = sentence
    }

    /// The entries that show it.
    package var places: [LeafIndex] { Array(Set(grounds.map(\.place))).sorted() }
    /// The matters that they are in.
    package var matters: [MatterID] { Array(Set(grounds.map(\.matter))).sorted() }

    /// The finding as a check of the audit. Misconduct of others is no damage of the archive.
    package var check: Check {
        Check(code, .warning, subject: subject, sentence)
    }

    private var subject: String {
        (party.map { [$0.text] } ?? []).joined() + (party == nil ? "" : ", ")
            + "entries \(places.map(\.description).joined(separator: ", "))"
    }
}

extension PartyFinding {
    /// What makes two findings one, wherever the documents that show it were filed.
    private struct Identity: Hashable {
        let code: String
        let weight: Weight
        let party: PartyID?
        let kind: String
        let documents: Set<Digest>
    }

    /// The findings, sorted, each once: as the entries filed first show it. Where misconduct is proven, a warning of the same says nothing.
    static func unique(_ findings: [PartyFinding]) -> [PartyFinding] {
        var first: [Identity: PartyFinding] = [:]
        for finding in findings {
            let identity = Identity(
                code: finding.code, weight: finding.weight, party: finding.party,
                kind: finding.kind, documents: Set(finding.grounds.map(\.document)))
            first[identity] = min(first[identity] ?? finding, finding)
        }
        var convicting: [String: Set<Digest>] = [:]
        for finding in first.values where finding.weight == .misconduct {
            convicting[finding.code, default: []].formUnion(finding.grounds.map(\.document))
        }
        return first.values.filter { finding in
            finding.weight == .misconduct
                || !finding.grounds.contains {
                    convicting[finding.code]?.contains($0.document) ?? false
                }
        }.sorted()
    }
}

extension PartyFinding: Comparable {
    /// Misconduct first, then by code, party and place.
    package static func < (left: PartyFinding, right: PartyFinding) -> Bool {
        if left.weight != right.weight { return left.weight == .misconduct }
        if left.code != right.code { return left.code < right.code }
        if left.grounds != right.grounds {
            return left.grounds.lexicographicallyPrecedes(right.grounds)
        }
        return (left.kind, left.sentence) < (right.kind, right.sentence)
    }
}

/// A time that ends for somebody.
package struct AgendaItem: Sendable, Hashable {
    /// The code where the time is near; nil if that is nothing to tell.
    package let near: String?
    /// The code where it is over; nil if that is nothing to tell.
    package let past: String?
    package let until: Instant
    /// Whose time it is; nil if it is nobody's in particular.
    package let party: PartyID?
    package let ground: PartyFinding.Ground
    /// What ends, for people: a sentence without its full stop.
    package let matter: String

    package init(
        near: String?, past: String?, until: Instant, party: PartyID?, ground: PartyFinding.Ground,
        _ matter: String
    ) {
        self.near = near
        self.past = past
        self.until = until
        self.party = party
        self.ground = ground
        self.matter = matter
    }

    /// What there is to tell at `time`; nil where the end is neither near nor past.
    func finding(at time: Instant, ahead: TimeSpan) -> PartyFinding? {
        let code: String
        let end: String
        if until < time {
            guard let past else { return nil }
            (code, end) = (past, "the time was over at \(until)")
        } else {
            guard let near, until <= time.advanced(by: ahead) else { return nil }
            (code, end) = (near, "the time ends at \(until)")
        }
        return PartyFinding(
            code, .warning, party: party, kind: "", grounds: [ground],
            sentence: "\(matter): \(end).")
    }
}

/// A signed statement of what stands at one place, where only one thing can stand: who signs two is caught by his own signatures,
/// wherever in the archive they are.
package struct SignedMark: Sendable, Hashable {
    /// The kinds of places.
    package enum Register: String, Sendable, Hashable, CaseIterable {
        /// To whom the holder of a transferable record passed it on.
        case endorsement
        /// What a third party decided on an exchange.
        case exchange
        /// A third party's decision of this number.
        case decision
        /// For what a commitment service gave a number, or its certificate for a document, beneficiary and context.
        case certificate
        /// The entry of this number in the ledger of a limit.
        case ledger
    }

    package let register: Register
    /// Which place, as a digest of what names it; the party is part of it.
    package let subject: Digest
    /// The number at which the statement stands; 0 where there are none.
    package let position: UInt64
    /// What is stated, as a digest.
    package let value: Digest
    package let party: PartyID
    package let ground: PartyFinding.Ground
    /// Whether it is proven that the party signed it.
    package let isProven: Bool

    package init(
        _ register: Register, subject: Digest, position: UInt64 = 0, value: Digest, party: PartyID,
        ground: PartyFinding.Ground, isProven: Bool
    ) {
        self.register = register
        self.subject = subject
        self.position = position
        self.value = value
        self.party = party
        self.ground = ground
        self.isProven = isProven
    }

    /// Whether both stand at one place.
    func isAtPlace(of other: SignedMark) -> Bool {
        register == other.register && subject == other.subject && position == other.position
    }
}

extension SignedMark: Comparable {
    /// By place, proven ones first, then by entry.
    package static func < (left: SignedMark, right: SignedMark) -> Bool {
        if left.register != right.register {
            return left.register.rawValue < right.register.rawValue
        }
        if left.subject != right.subject { return left.subject < right.subject }
        if left.position != right.position { return left.position < right.position }
        if left.isProven != right.isProven { return left.isProven }
        if left.ground != right.ground { return left.ground < right.ground }
        return left.value < right.value
    }
}

/// What one matter says of third parties.
package struct PartyNotes: Sendable, Hashable {
    package var findings: [PartyFinding] = []
    package var agenda: [AgendaItem] = []
    package var marks: [SignedMark] = []
    /// Whether a later time-stamp may prove what is not proven yet, so that the matter has to be read again though nothing was filed.
    package var isUnsettled = false
}
