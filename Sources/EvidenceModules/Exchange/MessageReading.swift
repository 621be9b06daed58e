// Reading a document's terms as a message of a protocol, strictly (docs/formats/exchange.md): a document that calls itself a message states
// all that its form asks for, in its order, and nothing else, or it states nothing. What the message says of others is taken down here;
// whether it fits the run that it belongs to is for `ExchangeBook`.

import EvidenceValues
import TransparencyLog

/// Why a document that calls itself a message is none.
struct FormError: Error, Sendable, Hashable {
    /// By the rule of docs/formats/exchange.md that it breaks.
    enum Reason: String, Error, Sendable, Hashable {
        /// exchange-2: it does not begin with its own name, or names itself twice or otherwise.
        case badName
        /// exchange-2: the protocol has no such message, or it is a file and no document.
        case unknownMessage
        /// exchange-3: a statement is missing, or there are too many.
        case incomplete
        /// exchange-3: another statement than the form asks for at this place.
        case otherStatement
        /// exchange-4: not what the form asks for as an argument.
        case badArgument
        /// exchange-4: not the base64 of 32 bytes.
        case badSecret
        /// exchange-4: two things under one name.
        case contradiction
    }

    /// The statement of the terms, counted from 1.
    let statement: Int
    let reason: Reason
}

/// A message as it stands in a document.
struct ReadMessage: Sendable, Hashable {
    let document: Digest
    let proto: String
    let form: MessageForm
    /// Where the form stands in its description.
    let position: Int
    private(set) var said = MessageSayings()

    /// The name under which a document's first statement calls itself a message of one of these; nil if it does not.
    static func proto(
        of terms: TermsBlock, among protocols: KnownProtocols
    ) -> ExchangeProtocol? {
        let names = terms.atoms.filter { $0.predicate == "message" }
        return names.compactMap { atom -> ExchangeProtocol? in
            guard case .word(let name) = atom.arguments[0] else { return nil }
            return protocols[name]
        }.first
    }

    /// The message that these terms are. Spec: exchange-2 to exchange-5
    init(
        _ terms: TermsBlock, of document: Digest, in proto: ExchangeProtocol
    ) throws(FormError) {
        let atoms = terms.atoms
        let name = try ReadMessage.name(atoms, in: proto)
        guard let position = proto.messages.firstIndex(where: { $0.name == name }),
            !proto.messages[position].isRaw
        else { throw FormError(statement: 1, reason: .unknownMessage) }
        self.document = document
        self.proto = proto.name
        self.position = position
        form = proto.messages[position]
        let asked = form.atoms(besides: atoms)
        for (pattern, index) in zip(asked, 1...) {
            guard index < atoms.count else {
                throw FormError(statement: atoms.count, reason: .incomplete)
            }
            do throws(FormError.Reason) { try said.take(atoms[index], as: pattern) } catch {
                throw FormError(statement: index + 1, reason: error)
            }
        }
        guard atoms.count == asked.count + 1 else {
            throw FormError(statement: asked.count + 2, reason: .incomplete)
        }
    }

    /// A secret in a file of its own.
    init(secret: Digest, as form: MessageForm, at position: Int, in proto: ExchangeProtocol) {
        document = secret
        self.proto = proto.name
        self.form = form
        self.position = position
        said.opened[form.sender] = secret
    }

    private static func name(
        _ atoms: [StatedAtom], in proto: ExchangeProtocol
    ) throws(FormError) -> String {
        for (atom, statement) in zip(atoms, 1...) where atom.predicate == "message" {
            guard statement == 1, atom.arguments.count == 2,
                atom.arguments[0] == .word(proto.name), case .word(let name) = atom.arguments[1]
            else { throw FormError(statement: statement, reason: .badName) }
            return try only(name, atoms)
        }
        throw FormError(statement: 1, reason: .badName)
    }

    private static func only(_ name: String, _ atoms: [StatedAtom]) throws(FormError) -> String {
        guard let again = atoms.dropFirst().firstIndex(where: { $0.predicate == "message" }) else {
            return name
        }
        throw FormError(statement: again + 1, reason: .badName)
    }
}

/// What a message says, by the names that its form has for it.
struct MessageSayings: Sendable, Hashable {
    var parties: [String: PartyID] = [:]
    /// All values, its own too.
    var values: [String: Term] = [:]
    /// Digests of messages, by the names of their forms.
    var references: [String: Digest] = [:]
    var commitments: [String: Digest] = [:]
    /// The SHA-256 of the secrets that it shows.
    var opened: [String: Digest] = [:]

    /// Takes down what an atom says, if it fits.
    mutating func take(
        _ atom: StatedAtom, as pattern: AtomPattern
    ) throws(FormError.Reason) {
        guard atom.predicate == pattern.predicate,
            atom.arguments.count == pattern.arguments.count
        else { throw .otherStatement }
        for (term, pattern) in zip(atom.arguments, pattern.arguments) {
            guard term.type == pattern.type else { throw .badArgument }
            try take(term, as: pattern)
        }
    }

    private mutating func take(_ term: Term, as pattern: TermPattern) throws(FormError.Reason) {
        switch (pattern, term) {
        case (.role(let name), .party(let party)):
            guard parties.updateValue(party, forKey: name) ?? party == party else {
                throw .contradiction
            }
        case (.message(let name), .document(let digest)):
            guard references.updateValue(digest, forKey: name) ?? digest == digest else {
                throw .contradiction
            }
        case (.commitment(let name), .document(let digest)):
            guard commitments.updateValue(digest, forKey: name) ?? digest == digest else {
                throw .contradiction
            }
        case (.opening(let name), .word(let text)):
            guard let secret = Base64.decode(text), secret.count == Digest.size else {
                throw .badSecret
            }
            let digest = Digest.sha256(secret)
            guard opened.updateValue(digest, forKey: name) ?? digest == digest else {
                throw .contradiction
            }
        case (.value(let name, _), _):
            guard values.updateValue(term, forKey: name) ?? term == term else {
                throw .contradiction
            }
        case (.literal(let literal), _):
            guard term == literal else { throw .badArgument }
        default: throw .badArgument
        }
    }
}

extension MessageForm {
    /// Any message may name the agreement that governs it and the deal that it belongs to, where its form does not ask for them.
    /// Spec: exchange-5
    private static let optional = [
        AtomPattern(predicate: "agreement", arguments: [.value("agreement", .document)]),
        AtomPattern(predicate: "deal", arguments: [.value("deal", .word)]),
    ]

    /// The patterns for the atoms behind the name.
    fileprivate func atoms(besides stated: [StatedAtom]) -> [AtomPattern] {
        let asked = Set(atoms.map(\.predicate))
        var given: [AtomPattern] = []
        for pattern in MessageForm.optional where !asked.contains(pattern.predicate) {
            let place = given.count + 1
            if stated.indices.contains(place), stated[place].predicate == pattern.predicate {
                given.append(pattern)
            }
        }
        return given + atoms
    }
}
