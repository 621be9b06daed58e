// META-INF/ASiCManifest001.xml (EN 319 162-1 §A.4): the members with their digests, the file that the signature is over. It is
// written with fixed spacing and read only in exactly that form, so there is no XML parser, no entity and no second reading. One
// line a thing:
//
//   <DataObjectReference URI="claims.txt" MimeType="text/plain">
//     <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
//     <ds:DigestValue>…</ds:DigestValue>
//   </DataObjectReference>

package import EvidenceValues

/// The manifest of a container.
package struct ASiCManifest: Sendable, Hashable {
    /// A member that the signature covers.
    package struct Reference: Sendable, Hashable {
        package let name: MemberName
        package let mediaType: MediaType
        package let digest: Digest
        package init(name: MemberName, mediaType: MediaType, digest: Digest) {
            self.name = name
            self.mediaType = mediaType
            self.digest = digest
        }
    }

    /// Why a manifest is refused, and where.
    package enum Failure: Error, Sendable, Hashable {
        /// The line, counted from 1, is not what stands there in a manifest of ours.
        case line(Int)
        /// The references are not sorted by name, or two have one name.
        case order(MemberName)
        /// Larger than `maximumSize`.
        case tooLarge
    }

    /// Members at most, each with its four lines.
    package static let maximumSize = ContainerLimits.members * 1024

    /// Sorted by name, no name twice.
    package let references: [Reference]

    /// The manifest of these references, in any order; no name twice.
    package init(_ references: [Reference]) {
        self.references = references.sorted { $0.name < $1.name }
    }

    /// The manifest that `bytes` are; `ASiCManifest(parsing: b).bytes == b`.
    package init(parsing bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= ASiCManifest.maximumSize else { throw .tooLarge }
        // Split as bytes: a String would take two spellings of one character for equal.
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let (head, tail) = (ASiCManifest.head.count, ASiCManifest.tail.count)
        let body = lines.count - head - tail
        guard body >= 4, body % 4 == 0 else { throw .line(lines.count) }
        var references: [Reference] = []
        for start in stride(from: head, to: head + body, by: 4) {
            guard let reference = ASiCManifest.reference(lines[start...start + 2]) else {
                throw .line(start + 1)
            }
            if let last = references.last, last.name >= reference.name {
                throw .order(reference.name)
            }
            references.append(reference)
        }
        self.references = references
        let expected = self.bytes
        guard expected == bytes else {
            let same = zip(expected, bytes).prefix { $0 == $1 }
            throw .line(1 + same.count { $0.0 == 0x0A })
        }
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        let body = references.flatMap(ASiCManifest.lines)
        return Array((ASiCManifest.head + body + ASiCManifest.tail).joined(separator: "\n").utf8)
    }

    private static let head = [
        #"<?xml version="1.0" encoding="UTF-8"?>"#,
        #"<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#" "#
            + #"xmlns:ds="http://www.w3.org/2000/09/xmldsig#">"#,
        #"  <SigReference URI="META-INF/signature001.p7s" MimeType="application/pkcs7-signature"/>"#,
    ]
    private static let tail = ["</ASiCManifest>", ""]
    private static let method =
        #"    <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>"#

    private static func lines(_ reference: Reference) -> [String] {
        [
            #"  <DataObjectReference URI="\#(reference.name)" MimeType="\#(reference.mediaType)">"#,
            method,
            "    <ds:DigestValue>\(Base64.encode(reference.digest.bytes))</ds:DigestValue>",
            "  </DataObjectReference>",
        ]
    }

    /// The reference of three lines, or nil; the rest is checked by writing it again.
    private static func reference(_ lines: ArraySlice<String>) -> Reference? {
        let quoted = lines[lines.startIndex].split(
            separator: "\"", omittingEmptySubsequences: false)
        let marks = lines[lines.startIndex + 2].split { $0 == "<" || $0 == ">" }
        guard quoted.count == 5, marks.count == 4, let name = MemberName(quoted[1]),
            let mediaType = MediaType(quoted[3]), let bytes = Base64.decode(marks[2]),
            let digest = Digest(bytes: bytes)
        else { return nil }
        return Reference(name: name, mediaType: mediaType, digest: digest)
    }
}
