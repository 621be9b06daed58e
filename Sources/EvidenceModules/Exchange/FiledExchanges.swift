// The exchanges among exhibits, and what becomes of a document that only calls itself a message of one.

import EvidenceValues
import SignatureValidation
import TransparencyLog

extension Exchanges {
    /// The exchanges among these exhibits.
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
        self.init(
            documents: documents, contents: contents, places: places.mapValues { $0.sorted() },
            pinned: trust.protocols)
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
