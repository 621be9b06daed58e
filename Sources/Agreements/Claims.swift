// What the parties claim, as a text: formulas over the predicates of an agreement (docs/formats/claims.md; grammar from the
// dispute language of SEMPER). A claims file has one text for what it says, so that its digest names its meaning.

package import EvidenceValues

/// A set of claims in one matter.
package struct Claims: Sendable, Hashable {
    /// A name that the claims give to a document.
    package struct DocumentName: Sendable, Hashable {
        package let name: String
        package let digest: Digest

        package init(name: String, digest: Digest) {
            self.name = name
            self.digest = digest
        }
    }

    package let matter: MatterID
    /// The version of the agreement: `seca-1.0`.
    package let agreement: String
    package let documents: [DocumentName]
    package let claims: [Claim]

    /// The one text.
    package var text: String {
        var text = "claims \(matter) under \(agreement) {\n"
        for document in documents {
            text += "  document \(document.name) = \(document.digest);\n"
        }
        for claim in claims { text += "  " + claim.text + "\n" }
        return text + "}\n"
    }

    /// The name that the claims give to a digest.
    package func name(of digest: Digest) -> String? {
        documents.first { $0.digest == digest }?.name
    }
}

/// One claim.
package struct Claim: Sendable, Hashable {
    /// `C1`.
    package let name: String
    package let claimant: PartyID
    package let formula: Formula
    package let against: [PartyID]
    package let demand: Money?

    /// `C1: FRUTA claims … against … demands …;`
    package var text: String {
        var text = "\(name): \(claimant) claims \(formula.text)"
        if !against.isEmpty {
            text += " against " + against.map(\.text).joined(separator: ", ")
        }
        if let demand { text += " demands \(demand)" }
        return text + ";"
    }
}

/// What is claimed.
package indirect enum Formula: Sendable, Hashable {
    case atom(ClaimedAtom)
    case not(Formula)
    case and(Formula, Formula)
    case or(Formula, Formula)

    /// With the parentheses that it needs and no others.
    package var text: String { text(0) }

    // 0: or, 1: and, 2: not.
    private func text(_ binding: Int) -> String {
        switch self {
        case .atom(let atom): atom.text
        case .not(let formula): "not " + formula.text(2)
        case .and(let left, let right):
            Formula.wrapped(left.text(1) + " and " + right.text(2), binding > 1)
        case .or(let left, let right):
            Formula.wrapped(left.text(0) + " or " + right.text(1), binding > 0)
        }
    }

    private static func wrapped(_ text: String, _ wraps: Bool) -> String {
        wraps ? "(" + text + ")" : text
    }

    /// Every atom, in order.
    package var atoms: [ClaimedAtom] {
        switch self {
        case .atom(let atom): [atom]
        case .not(let formula): formula.atoms
        case .and(let left, let right), .or(let left, let right): left.atoms + right.atoms
        }
    }
}

/// An atom of a claim, as written.
package struct ClaimedAtom: Sendable, Hashable {
    package enum Separator: String, Sendable, Hashable {
        case comma = ", "
        /// Who owes whom: `MARKT->FRUTA`.
        case arrow = "->"
        /// From the first to the last: `12..14`.
        case range = ".."
    }

    /// An argument: the term, how it was written, and what stands before it.
    package struct Argument: Sendable, Hashable {
        package let term: Term
        /// The document's name, where it was written by name.
        package let name: String?
        package let separator: Separator
    }

    /// The predicate's name, without prepositions.
    package let predicate: String
    package let shape: Shape
    package let arguments: [Argument]
    let place: SourcePlace
    /// Where each argument stands.
    let places: [SourcePlace]

    package var terms: [Term] { arguments.map(\.term) }

    /// The key of the predicate.
    package var key: String { shape.key(predicate) }

    package var text: String {
        let texts = arguments.map { $0.name ?? $0.term.text }
        return predicate + "("
            + shape.joined(texts, separators: arguments.map(\.separator.rawValue)) + ")"
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.arguments == right.arguments
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(arguments)
    }
}
