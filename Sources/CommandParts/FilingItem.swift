// What is to be filed, as its filing will describe it: name, kind, digest, size. The kind is recognised where none is given, and bytes
// that are not what they are filed as are refused, because years later that could no longer be mended.

import EvidenceModules
import EvidenceStore
package import EvidenceValues
import VerifyCommand

/// An exhibit before it is filed.
package struct FilingItem {
    package let name: FileName
    package let kind: ExhibitKind
    package let mediaType: MediaType
    /// The digest of its bytes.
    package let digest: Digest
    /// Its size in bytes.
    package let size: UInt64
    package let links: [Link]

    package init(
        name: FileName, kind: ExhibitKind, mediaType: MediaType, digest: Digest, size: UInt64,
        links: [Link] = []
    ) {
        self.name = name
        self.kind = kind
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.links = links
    }
}

extension FilingItem {
    /// A file that was read.
    /// - Parameters:
    ///   - name: the last part of `path`, which is for errors.
    ///   - beginning: what `FileBeginning` kept of it.
    ///   - kind: its kind; recognised if nil.
    package init(
        path: String, name text: String, beginning: [UInt8], digest: Digest, size: UInt64,
        kind given: ExhibitKind?, links: [Link]
    ) throws {
        guard let name = FileName(text) else {
            throw Failure(
                "\(text) cannot be an exhibit's name",
                hint: "rename the file: no hidden characters, 200 bytes at most")
        }
        let recognised = recognise(name: text, content: beginning)
        let kind = given ?? recognised.kind
        // Only documents are larger than what is kept, and signatures around them, which are for the verifier to read.
        if UInt64(beginning.count) == size {
            try FilingItem.require(beginning, of: path, toBe: kind)
        }
        self.init(
            name: name, kind: kind, mediaType: recognised.mediaType, digest: digest, size: size,
            links: links)
    }

    /// A file that an archive has taken in.
    package init(_ file: StagedFile, kind: ExhibitKind?, links: [Link]) throws {
        try self.init(
            path: file.path, name: file.name, beginning: file.beginning,
            digest: file.content.digest, size: file.content.size, kind: kind, links: links)
    }

    private static func require(
        _ bytes: [UInt8], of path: String, toBe kind: ExhibitKind
    ) throws {
        switch kind {
        case .agreement: _ = try SignedText.agreement(bytes, from: path)
        case .annex: _ = try SignedText.annex(bytes, from: path)
        case .claims: _ = try SignedText.claims(bytes, from: path)
        default:
            guard let reason = malformation(of: bytes, as: kind) else { return }
            throw Failure(
                "\(path) is not of the kind \(kind.rawValue): \(reason)",
                hint: "nothing was filed; --kind document files the bytes as they are")
        }
    }
}
