// Writing a message of a protocol: the same form that reads it. Whatever is written here is read back as what was given, and what the reader
// would refuse is not written.

package import EvidenceValues
import TransparencyLog

/// What a message is to say that its form leaves open.
package struct MessageValues: Sendable, Hashable {
    /// The parties in roles.
    package var parties: [String: PartyID] = [:]
    package var values: [String: Term] = [:]
    /// The digests of messages, by the names of their forms.
    package var messages: [String: Digest] = [:]
    /// The SHA-256 of secrets, by role.
    package var commitments: [String: Digest] = [:]
    /// Secrets of 32 bytes, by role.
    package var secrets: [String: [UInt8]] = [:]

    package init() {}
}

/// Why a message cannot be written.
package enum MessageWritingError: Error, Sendable, Hashable {
    /// Nothing is given for this pattern.
    case missing(TermPattern)
    /// What is given is no statement of this form: of another type, or no secret.
    case unfit
}

extension ExchangeMessage {
    /// The document that is this message: a title for people, and the terms. Spec: exchange-1 to exchange-5
    package static func document(
        form: MessageForm, of proto: ExchangeProtocol, values: MessageValues
    ) throws(MessageWritingError) -> [UInt8] {
        var atoms = [
            StatedAtom(predicate: "message", arguments: [.word(proto.name), .word(form.name)])
        ]
        for pattern in form.atoms {
            var arguments: [Term] = []
            for argument in pattern.arguments { arguments.append(try values.term(for: argument)) }
            atoms.append(StatedAtom(predicate: pattern.predicate, arguments: arguments))
        }
        let title = "# \(form.name) of \(proto.name)\n\n"
        let bytes = Array((title + TermsBlock(atoms: atoms).text).utf8)
        // What the reader refuses must not be signed.
        guard let terms = try? TermsBlock.read(bytes),
            (try? ReadMessage(terms, of: .sha256(bytes), in: proto)) != nil
        else { throw .unfit }
        return bytes
    }
}

extension MessageValues {
    fileprivate func term(for pattern: TermPattern) throws(MessageWritingError) -> Term {
        let term: Term? =
            switch pattern {
            case .role(let name): parties[name].map(Term.party)
            case .message(let name): messages[name].map(Term.document)
            case .commitment(let name): commitments[name].map(Term.document)
            case .opening(let name): secrets[name].map { .word(Base64.encode($0)) }
            case .value(let name, _): values[name]
            case .literal(let term): term
            }
        guard let term else { throw .missing(pattern) }
        return term
    }
}
