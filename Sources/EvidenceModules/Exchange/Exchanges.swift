// The exchanges of a matter: the protocols that count in it, and the messages and runs among what is on file. Protocols come with Docket, or
// by name and digest from the annex; a description that somebody files and no annex names describes nothing.

import EvidenceValues

/// What is known of exchanges before signatures are looked at.
struct Exchanges: Sendable {
    let protocols: KnownProtocols
    let book: ExchangeBook
    /// The exhibits that hold a document or secret, ascending.
    let places: [Digest: [LeafIndex]]
    /// Descriptions that the annex names and that are on file, but are none, or of another name.
    let refused: Set<Digest>

    /// - Parameter contents: the bytes on file by their digests, for descriptions.
    init(
        documents: [(document: Digest, terms: TermsBlock)], contents: [Digest: [UInt8]],
        places: [Digest: [LeafIndex]], pinned: [PinnedProtocol]
    ) {
        (protocols, refused) = Exchanges.protocols(pinned, among: contents)
        self.places = places
        book = ExchangeBook(
            documents: documents, files: Set(places.keys), protocols: protocols)
    }

    /// Spec: protocol-11
    private static func protocols(
        _ pinned: [PinnedProtocol], among contents: [Digest: [UInt8]]
    ) -> (known: KnownProtocols, refused: Set<Digest>) {
        var known: [String: ExchangeProtocol] = [:]
        var refused: Set<Digest> = []
        for pin in pinned {
            guard let bytes = contents[pin.digest] else { continue }
            guard known[pin.name] == nil, BuiltInProtocols.named(pin.name) == nil,
                let text = String(validating: bytes, as: UTF8.self),
                let read = try? ExchangeProtocol(parsing: text), read.name == pin.name
            else {
                refused.insert(pin.digest)
                continue
            }
            known[pin.name] = read
        }
        return (KnownProtocols(others: known), refused)
    }
}
