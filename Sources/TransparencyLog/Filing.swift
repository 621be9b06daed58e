// What the filer says of an exhibit (docs/formats/filing.md). He signs these very bytes, and they name the archive and the matter,
// so that nobody can file them elsewhere in his name. The nonce keeps the entry's digest of them from being guessed.

package import EvidenceValues

/// Who files: somebody who signs, or the archive's operator for whoever handed the exhibit in.
package enum Filer: Sendable, Hashable {
    /// No signature: only the operator says where it came from.
    case `operator`
    /// The digest of the DER encoding of the certificate whose key signs the filing.
    case certificate(Digest)

    /// `operator` or the digest.
    package var text: String {
        switch self {
        case .operator: "operator"
        case .certificate(let digest): digest.text
        }
    }

    /// The filer that `text` writes, or nil.
    package init?(text: String) {
        if text.utf8.elementsEqual("operator".utf8) {
            self = .operator
        } else if let digest = Digest(text: text) {
            self = .certificate(digest)
        } else {
            return nil
        }
    }
}

/// A filing: which exhibit, in which matter of which archive, filed by whom.
package struct Filing: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-filing/v1"
    /// Bytes of a filing at most: an entry of C2SP tlog-tiles has no more either. Spec: filing-14
    package static let maximumSize = 65_536
    /// Links of a filing at most; they must leave room for a checkpoint. Spec: filing-11
    package static let maximumLinks = 256

    package let archive: ArchiveOrigin
    package let matter: MatterID
    package let kind: ExhibitKind
    package let mediaType: MediaType
    package let name: FileName
    /// The digest of the exhibit's bytes.
    package let content: Digest
    /// The exhibit's size in bytes.
    package let size: UInt64
    package let filer: Filer
    /// Sorted, each once.
    package let links: [Link]
    /// 32 random bytes.
    package let nonce: [UInt8]
    /// A checkpoint that the filer knew, the whole note; nil if none.
    package let checkpoint: String?

    /// The filing with these fields; links in any order.
    /// - Throws: if the nonce is not 32 bytes, the checkpoint is none, or there is too much of something.
    package init(
        archive: ArchiveOrigin, matter: MatterID, kind: ExhibitKind, mediaType: MediaType,
        name: FileName, content: Digest, size: UInt64, filer: Filer, links: [Link] = [],
        nonce: [UInt8], checkpoint: String? = nil
    ) throws(FormatError) {
        self.archive = archive
        self.matter = matter
        self.kind = kind
        self.mediaType = mediaType
        self.name = name
        self.content = content
        self.size = size
        self.filer = filer
        self.links = Set(links).sorted()
        self.nonce = nonce
        self.checkpoint = checkpoint
        guard nonce.count == FieldText.nonceSize else { throw Filing.failure(.badValue) }
        guard self.links.count <= Filing.maximumLinks else { throw Filing.failure(.tooMany) }
        if let checkpoint, !Filing.isCheckpoint(checkpoint) { throw Filing.failure(.badValue) }
        guard bytes.count <= Filing.maximumSize else { throw Filing.failure(.tooLarge) }
    }

    /// The filing that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Filing.format, limit: Filing.maximumSize)
        archive = try reader.field("archive") { ArchiveOrigin($0) }  // Spec: filing-2
        matter = try reader.field("matter") { MatterID($0) }
        kind = try reader.field("kind") { ExhibitKind(rawValue: $0) }
        mediaType = try reader.field("media-type") { MediaType($0) }
        name = try reader.field("name") { FileName($0) }
        content = try reader.field("content") { Digest(text: $0) }
        size = try reader.field("size", FieldText.number)
        filer = try reader.field("filer") { Filer(text: $0) }
        links = try Filing.readLinks(&reader)
        nonce = try reader.field("nonce", FieldText.nonce)
        checkpoint =
            reader.hasField("checkpoint")
            ? try reader.field("checkpoint", Filing.readCheckpoint) : nil
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this filing, in UTF-8.
    package var bytes: [UInt8] {
        var text = Filing.format + "\n"
        text += "archive \(archive.text)\nmatter \(matter.text)\nkind \(kind.rawValue)\n"
        text += "media-type \(mediaType.text)\nname \(name.text)\n"
        text += "content \(content.text)\nsize \(size)\nfiler \(filer.text)\n"
        for link in links {
            text += "regarding \(link.relation.rawValue) \(link.target.text)\n"
        }
        text += "nonce \(Base64.encode(nonce))\n"
        if let checkpoint { text += "checkpoint \(Base64.encode(checkpoint.utf8))\n" }
        return Array(text.utf8)
    }

    /// The digest of `bytes`: what the entry names.
    package var digest: Digest { Digest.sha256(bytes) }

    private static func failure(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: 0, reason: reason)
    }

    // Spec: filing-11
    private static func readLinks(_ reader: inout FieldReader) throws(FormatError) -> [Link] {
        var links: [Link] = []
        while reader.hasField("regarding") {
            guard links.count < maximumLinks else { throw reader.failure(.tooMany) }
            let link = try reader.field("regarding", readLink)
            if let last = links.last, last >= link { throw reader.failureBehind(.notSorted) }
            links.append(link)
        }
        return links
    }

    private static func readLink(_ text: String) -> Link? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let relation = LinkRelation(rawValue: String(parts[0])),
            let target = Digest(text: parts[1])
        else { return nil }
        return Link(relation, target)
    }

    // Spec: filing-13
    private static func readCheckpoint(_ text: String) -> String? {
        guard let bytes = Base64.decode(text),
            let note = String(validating: bytes, as: UTF8.self), isCheckpoint(note)
        else { return nil }
        return note
    }

    private static func isCheckpoint(_ note: String) -> Bool {
        do {
            _ = try Checkpoint(noteText: UnopenedNote(parsing: note).text)
            return true
        } catch {
            return false
        }
    }
}
