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
    package var nonce: [UInt8] { nonceValue.bytes }
    private let nonceValue: Bytes32
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
        guard let value = Bytes32(nonce.span) else { throw Filing.failure(.badValue) }
        nonceValue = value
        self.checkpoint = checkpoint
        guard self.links.count <= Filing.maximumLinks else { throw Filing.failure(.tooMany) }
        if let checkpoint, !Filing.isCheckpoint(checkpoint) { throw Filing.failure(.badValue) }
        guard bytes.count <= Filing.maximumSize else { throw Filing.failure(.tooLarge) }
    }

    /// The filing that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) { try self.init(parsing: bytes.span) }

    /// The filing that `text` is.
    package init(parsing text: Span<UInt8>) throws(FormatError) {
        let fields = try FilingFields(parsing: text)
        guard let archive = ArchiveOrigin(utf8: text.extracting(fields.archive)),
            let matter = MatterID(utf8: text.extracting(fields.matter)),
            let mediaType = MediaType(utf8: text.extracting(fields.mediaType)),
            let name = FileName(utf8: text.extracting(fields.name)),
            let nonce = Bytes32(base64: text, at: fields.nonce)
        else { preconditionFailure("bad index math: all was read at these places") }
        self.archive = archive
        self.matter = matter
        self.mediaType = mediaType
        self.name = name
        kind = fields.kind
        content = fields.content
        size = fields.size
        filer = fields.filer
        links = fields.links(in: text)
        nonceValue = nonce
        checkpoint = fields.checkpoint.flatMap { place in
            FilingFields.checkpoint(text.extracting(place))
        }
    }

    /// The one text of this filing, in UTF-8.
    package var bytes: [UInt8] {
        [UInt8](textOf: textSize) { output in
            output.write("docket-filing/v1\narchive ")
            output.write(archive.text)
            output.write("\nmatter ")
            output.write(matter.text)
            output.write("\nkind ")
            output.write(kind.rawValue)
            output.write("\nmedia-type ")
            output.write(mediaType.text)
            output.write("\nname ")
            output.write(name.text)
            output.write("\ncontent ")
            output.write(content)
            output.write("\nsize ")
            output.write(decimal: size)
            output.write("\nfiler ")
            switch filer {
            case .operator: output.write("operator\n")
            case .certificate(let digest): output.writeLine(digest)
            }
            for link in links {
                output.write("regarding ")
                output.write(link.relation.rawValue)
                output.write(byte: 0x20)
                output.writeLine(link.target)
            }
            output.write("nonce ")
            output.write(base64: nonceValue)
            output.write(byte: 0x0A)
            if let checkpoint {
                output.write("checkpoint ")
                output.write(base64: checkpoint.utf8Span.span)
                output.write(byte: 0x0A)
            }
        }
    }

    /// No fewer bytes than `bytes` has: names of fields, digests, numbers and whatever has no fixed length.
    private var textSize: Int {
        let names = [archive.text, matter.text, kind.rawValue, mediaType.text, name.text]
        let note = checkpoint.map { ($0.utf8.count + 2) / 3 * 4 + 12 } ?? 0
        return names.reduce(300 + links.count * 80 + note) { $0 + $1.utf8.count }
    }

    /// The digest of `bytes`: what the entry names.
    package var digest: Digest { Digest.sha256(bytes) }

    private static func failure(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: 0, reason: reason)
    }

    static func isCheckpoint(_ note: String) -> Bool {
        do {
            _ = try Checkpoint(noteText: UnopenedNote(parsing: note).text)
            return true
        } catch {
            return false
        }
    }
}
