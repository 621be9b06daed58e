// Whether claims fit an agreement, what is wrong with those that do not, and what those that do say in words. The judge refuses with
// the first error; `docket claims check` prints all, each with how the predicate is declared or what was meant.

import EvidenceValues

extension Claims {
    /// Refuses atoms that the agreement does not declare, or with arguments that do not fit. Spec: claims-6.
    package func check(against agreement: Agreement) throws(AgreementError) {
        guard self.agreement == agreement.version else {
            throw AgreementError(
                line: 1, column: 0, .expected(agreement.version, found: self.agreement))
        }
        if let error = errors(against: agreement).first { throw error }
    }

    /// Every atom or argument that does not fit, in the order of the text.
    func errors(against agreement: Agreement) -> [AgreementError] {
        claims.flatMap(\.formula.atoms).flatMap { $0.errors(against: agreement) }
    }
}

extension ClaimedAtom {
    fileprivate func errors(against agreement: Agreement) -> [AgreementError] {
        guard let declared = agreement.predicates[key] else {
            let forms = agreement.forms(of: predicate)
            return [
                place.error(
                    forms.isEmpty
                        ? .unknown(kind: "predicate", name: predicate)
                        : .otherShape(predicate: predicate, forms: forms))
            ]
        }
        guard declared.parameters.count == arguments.count else {
            return [
                place.error(
                    .wrongCount(
                        predicate: predicate, expected: declared.parameters.count,
                        found: arguments.count))
            ]
        }
        return zip(zip(declared.parameters, arguments), places).compactMap { pair, place in
            guard pair.0.type != pair.1.term.type else { return nil }
            return place.error(
                .wrongType(
                    of: pair.0.name, expected: pair.0.type.rawValue,
                    found: pair.1.name ?? pair.1.term.text))
        }
    }
}

/// Something in claims that can be judged but may be a slip.
package struct ClaimsRemark: Sendable, Hashable {
    /// What was noticed.
    package enum Kind: Sendable, Hashable {
        /// A document is named and no claim speaks of it.
        case unusedDocument(String)
        /// A party named once has almost the name of another.
        case similarParty(String, to: String)
    }

    package let line: Int
    package let column: Int
    package let kind: Kind
}

/// Claims looked through.
package struct ClaimsCheck: Sendable {
    /// What a claim says, in words.
    package struct Sentence: Sendable, Hashable {
        package let claim: String
        package let words: String
    }

    /// Why they are refused, in the order of the text.
    package let errors: [AgreementError]
    /// What may be a slip; empty while there are errors.
    package let remarks: [ClaimsRemark]
    /// One for each claim; empty while there are errors.
    package let sentences: [Sentence]
    private let names: DeclaredNames
    /// What stands where an argument does not fit.
    private let forms: [SourcePlace: String]

    /// Looks claims through that are to be judged under `agreement`.
    package init(_ text: String, agreement: Agreement) {
        let reading = ClaimsReading(text)
        names = DeclaredNames(Array(agreement.predicates.values), parameters: [String]())
        guard let claims = reading.claims else {
            (errors, remarks, sentences, forms) = (reading.errors, [], [], [:])
            return
        }
        var errors = claims.errors(against: agreement)
        if claims.agreement != agreement.version {
            errors.append(
                reading.versionPlace.error(.expected(agreement.version, found: claims.agreement)))
        }
        if let place = claims.departure(from: text) { errors.append(place.error(.notCanonical)) }
        self.errors = errors.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        forms = ClaimsCheck.forms(claims, agreement)
        remarks = errors.isEmpty ? ClaimsCheck.remarks(claims, reading) : []
        sentences =
            errors.isEmpty
            ? claims.claims.map {
                .init(claim: $0.name, words: agreement.words(of: $0, in: claims))
            } : []
    }

    /// What may help with an error.
    package func hint(_ error: AgreementError) -> String? {
        switch error.reason {
        case .notCanonical: return "docket claims format writes it as it must be"
        case .wrongType(_, let expected, let found):
            let form = forms[SourcePlace(line: error.line, column: error.column)]
            let declared = form.map { "it is declared as " + $0 }
            guard expected == TermType.document.rawValue, PartyID(found) != nil else {
                return declared
            }
            return "name the document first: document \(found) = sha-256:…;"
        default: return error.reason.hint(names)
        }
    }

    private static func forms(_ claims: Claims, _ agreement: Agreement) -> [SourcePlace: String] {
        var forms: [SourcePlace: String] = [:]
        for atom in claims.claims.flatMap(\.formula.atoms) {
            for place in atom.places { forms[place] = agreement.predicates[atom.key]?.form }
        }
        return forms
    }

    // MARK: slips

    private static func remarks(_ claims: Claims, _ reading: ClaimsReading) -> [ClaimsRemark] {
        let atoms = claims.claims.flatMap(\.formula.atoms)
        let used = Set(atoms.flatMap(\.arguments).compactMap(\.name))
        var found = claims.documents.filter { !used.contains($0.name) }.map { document in
            let place = reading.documentPlaces[document.name] ?? SourcePlace(line: 1, column: 1)
            return ClaimsRemark(
                line: place.line, column: place.column, kind: .unusedDocument(document.name))
        }
        var places: [String: [SourcePlace]] = [:]
        for atom in atoms {
            for (argument, place) in zip(atom.arguments, atom.places) {
                guard case .party(let party) = argument.term else { continue }
                places[party.text, default: []].append(place)
            }
        }
        let others = Set(claims.claims.flatMap { [$0.claimant] + $0.against }.map(\.text))
            .union(places.filter { $0.value.count > 1 }.keys)
        for (party, places) in places where places.count == 1 && !others.contains(party) {
            guard let near = NearestName.of(party, in: others), let place = places.first else {
                continue
            }
            found.append(
                ClaimsRemark(
                    line: place.line, column: place.column, kind: .similarParty(party, to: near)))
        }
        return found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }
}

extension ClaimsRemark {
    /// What was noticed, as a part of a sentence.
    package var words: String {
        switch kind {
        case .unusedDocument(let name): "no claim speaks of the document \(name)"
        case .similarParty(let name, let other):
            "\(name) is named only here; is \(other) meant?"
        }
    }
}
