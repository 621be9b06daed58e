// What claims say in words, by the sentences of the agreement's predicates, and what they speak of that nothing on file does.

package import EvidenceValues

extension Agreement {
    /// `FRUTA claims that DB1 is a contract between FRUTA and MARKT, against MARKT, and demands EUR 8400.00`.
    package func words(of claim: Claim, in claims: Claims) -> String {
        let names = Names(claims: claims, facts: [])
        var words = "\(claim.claimant) claims that \(self.words(claim.formula, names, 0))"
        if !claim.against.isEmpty {
            words += ", against " + claim.against.map(\.text).joined(separator: " and ")
        }
        if let demand = claim.demand { words += ", and demands \(demand)" }
        return words
    }

    // `binding` as in `Formula.text`: parentheses where the words alone would not show what belongs together.
    private func words(_ formula: Formula, _ names: Names, _ binding: Int) -> String {
        switch formula {
        case .atom(let atom):
            guard let predicate = predicates[atom.key] else { return atom.text }
            return predicate.fill(predicate.sentence, atom.terms.map(names.word))
        case .not(let inner): return "it is not so that " + words(inner, names, 2)
        case .and(let left, let right):
            let text = words(left, names, 1) + " and " + words(right, names, 2)
            return binding > 1 ? "(" + text + ")" : text
        case .or(let left, let right):
            let text = words(left, names, 0) + " or " + words(right, names, 1)
            return binding > 0 ? "(" + text + ")" : text
        }
    }
}

extension Claims {
    /// Parties, documents and keys that the claims speak of and neither facts nor annex do: a slip, or evidence that is not there. What
    /// is claimed of them is answered all the same: nothing on file can prove it. Spec: claims-8.
    package func strangers(facts: [Fact], annex: Annex) -> [Term] {
        var known = Set(facts.flatMap(\.arguments))
        known.formUnion(annex.roles.map { .party($0.party) })
        known.insert(.document(annex.agreement))
        let spoken = Set(claims.flatMap(\.formula.atoms).flatMap(\.terms)).filter {
            [.party, .document, .key].contains($0.type)
        }
        return spoken.subtracting(known).sorted()
    }

    /// `nothing on file speaks of the party FRUTTA`.
    package func words(ofStranger term: Term) -> String {
        let name = if case .document(let digest) = term { name(of: digest) } else { String?.none }
        return "nothing on file speaks of the \(term.type.rawValue) \(name ?? term.text)"
    }
}
