// The exchanges of a matter: the protocols that count in it, and the messages and runs among what is on file. Protocols come with Docket, or
// by name and digest from the annex; a description that somebody files and no annex names describes nothing.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// What is known of exchanges before signatures are looked at.
struct Exchanges: Sendable {
    let protocols: [String: ExchangeProtocol]
    let book: ExchangeBook
    /// The exhibits that hold a document or secret, ascending.
    let places: [Digest: [LeafIndex]]
    /// Descriptions that the annex names and that are on file, but are none, or of another name.
    let refused: Set<Digest>

    init(_ exhibits: [ReadExhibit], trust: PinnedTrust) {
        var contents: [Digest: [UInt8]] = [:]
        var places: [Digest: Set<LeafIndex>] = [:]
        var documents: [(document: Digest, terms: TermsBlock)] = []
        for exhibit in exhibits {
            let digest = exhibit.filed.filing.content
            if let content = exhibit.filed.content {
                contents[digest] = content
                places[digest, default: []].insert(exhibit.index)
            }
            if let statement = exhibit.statement {
                documents.append(statement)
                places[statement.document, default: []].insert(exhibit.index)
            }
        }
        (protocols, refused) = Exchanges.protocols(trust.protocols, among: contents)
        self.places = places.mapValues { $0.sorted() }
        book = ExchangeBook(
            documents: documents, files: Set(places.keys), protocols: protocols)
    }

    /// Spec: protocol-11
    private static func protocols(
        _ pinned: [PinnedProtocol], among contents: [Digest: [UInt8]]
    ) -> (known: [String: ExchangeProtocol], refused: Set<Digest>) {
        var known = BuiltInProtocols.all
        var refused: Set<Digest> = []
        for pin in pinned {
            guard let bytes = contents[pin.digest] else { continue }
            guard known[pin.name] == nil,
                let text = String(validating: bytes, as: UTF8.self),
                let read = try? ExchangeProtocol(parsing: text), read.name == pin.name
            else {
                refused.insert(pin.digest)
                continue
            }
            known[pin.name] = read
        }
        return (known, refused)
    }
}

extension Evidence {
    /// What the terms of a document give: what they state, unless it calls itself a message of an exchange or a liability document and is none; and
    /// what it commits to. Spec: exchange-6, liability-10
    func facts(_ terms: TermsBlock, of document: Digest, at index: LeafIndex) -> [Fact] {
        let facts = terms.facts(of: document, at: [index])
        let isOfItsForm =
            exchanges.book.malformed[document] == nil
            && liabilities.malformed[document] == nil
        return isOfItsForm
            ? facts : facts.filter { $0.origin != .stated }
    }

    /// That a document calls itself a message of an exchange and is none. Spec: exchange-6
    func exchangeChecks(of document: Digest) -> [Check] {
        guard let error = exchanges.book.malformed[document] else { return [] }
        return [
            Check(
                "EXCHANGE.MALFORMED", .warning, subject: document.text,
                "The document calls itself a message of an exchange, and its terms break the form "
                    + "of such a message at statement \(error.statement) "
                    + "(\(error.reason.rawValue)), so it states nothing formally.")
        ]
    }
}
