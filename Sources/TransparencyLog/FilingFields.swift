// Reads a filing (docs/formats/filing.md) where it lies: names stay places in the text, nothing is allocated but for a checkpoint.
// `Filing(parsing:)` makes its names of these places; an audit only compares them.

package import EvidenceValues

/// What a filing's text says, each name as its place in the text.
package struct FilingFields: Sendable {
    package let archive: Range<Int>
    package let matter: Range<Int>
    package let kind: ExhibitKind
    package let mediaType: Range<Int>
    package let name: Range<Int>
    package let content: Digest
    package let size: UInt64
    package let filer: Filer
    /// Where the lines of the links stand; `links(in:)` reads them.
    package let links: Range<Int>
    /// Where the nonce stands in the text.
    package let nonce: Int
    /// Where the base64 of the checkpoint stands; nil if there is none.
    package let checkpoint: Range<Int>?

    /// Reads `text` as strictly as `Filing(parsing:)`.
    package init(parsing text: Span<UInt8>) throws(FormatError) {
        var reader = try LineReader(
            text, header: "docket-filing/v1\n", format: Filing.format, limit: Filing.maximumSize)
        // Spec: filing-2 to filing-10
        archive = try reader.place(
            "archive", in: text, end: { ArchiveOrigin.end(in: $0, from: $1) },
            { ArchiveOrigin.admits($0) })
        matter = try reader.place(
            "matter", in: text, end: { MatterID.end(in: $0, from: $1) }, { MatterID.admits($0) })
        kind = try reader.field("kind", in: text) { ExhibitKind(utf8: $0) }
        mediaType = try reader.place(
            "media-type", in: text, end: { MediaType.end(in: $0, from: $1) },
            { MediaType.admits($0) })
        name = try reader.place(
            "name", in: text, end: { FileName.end(in: $0, from: $1) }, { FileName.admits($0) })
        content = try reader.digest("content", in: text)
        size = try reader.number("size", in: text)
        filer = try reader.field("filer", in: text) { Filer(utf8: $0) }
        links = try FilingFields.links(&reader, in: text)
        nonce = try reader.nonce(in: text)
        var note: Range<Int>?
        if reader.hasField("checkpoint", in: text) {
            note = try reader.place("checkpoint", in: text) { FilingFields.checkpoint($0) != nil }
        }
        checkpoint = note
        try reader.finish(text)
    }

    /// The links of `text`, the text that was read.
    package func links(in text: Span<UInt8>) -> [Link] {
        var links: [Link] = []
        var start = self.links.lowerBound
        while start < self.links.upperBound {
            let end = text.end(ofLineAt: start)
            let value = text.extracting((start + FilingFields.linkName.utf8CodeUnitCount + 1)..<end)
            if let link = FilingFields.link(value) { links.append(link) }
            start = end + 1
        }
        return links
    }

    private static var linkName: StaticString { "regarding" }

    // Spec: filing-11
    private static func links(
        _ reader: inout LineReader, in text: Span<UInt8>
    ) throws(FormatError) -> Range<Int> {
        let start = reader.position
        var last: (relation: LinkRelation, target: Int)?
        var count = 0
        while reader.hasField(linkName, in: text) {
            guard count < Filing.maximumLinks else { throw reader.failure(.tooMany) }
            let place = try reader.field(linkName, in: text)
            guard let link = FilingFields.linkPlace(text, place) else {
                throw reader.refusal(of: place, in: text)
            }
            if let last, !FilingFields.follows(link, last, in: text) {
                throw reader.failureBehind(.notSorted)
            }
            last = link
            count += 1
        }
        return start..<reader.position
    }

    /// The relation of the link at `place`, and where its target stands.
    private static func linkPlace(
        _ text: Span<UInt8>, _ place: Range<Int>
    ) -> (relation: LinkRelation, target: Int)? {
        let target = place.upperBound - Digest.textSize
        guard target - 1 > place.lowerBound, text[target - 1] == 0x20,
            let relation = LinkRelation(utf8: text.extracting(place.lowerBound..<(target - 1))),
            Digest.isWritten(in: text, at: target)
        else { return nil }
        return (relation, target)
    }

    /// Whether `next` stands behind `last` in the order of links; targets are only read where the relations are the same.
    private static func follows(
        _ next: (relation: LinkRelation, target: Int),
        _ last: (relation: LinkRelation, target: Int), in text: Span<UInt8>
    ) -> Bool {
        guard next.relation == last.relation else { return last.relation < next.relation }
        guard let before = Digest(text: text, at: last.target),
            let after = Digest(text: text, at: next.target)
        else { return false }
        return before < after
    }

    private static func link(_ text: Span<UInt8>) -> Link? {
        guard let (relation, place) = linkPlace(text, 0..<text.count),
            let target = Digest(text: text, at: place)
        else { return nil }
        return Link(relation, target)
    }

    // Spec: filing-13
    static func checkpoint(_ text: Span<UInt8>) -> String? {
        guard let bytes = Base64.decode(text), let note = String(validatingUTF8: bytes.span),
            Filing.isCheckpoint(note)
        else { return nil }
        return note
    }
}

extension Filer {
    /// The filer that the UTF-8 `text` writes, or nil.
    fileprivate init?(utf8 text: Span<UInt8>) {
        if text.count == Digest.textSize, let digest = Digest(text: text, at: 0) {
            self = .certificate(digest)
        } else if text.count == 8, text.has("operator", at: 0) {
            self = .operator
        } else {
            return nil
        }
    }
}
