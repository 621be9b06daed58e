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
        let (head, tail) = (ASiCManifest.head.count, ASiCManifest.tail.count)
        let body = lines.count - head - tail
        guard body >= 4, body % 4 == 0 else { throw .line(lines.count) }
        var references: [Reference] = []
        for start in stride(from: head, to: head + body, by: 4) {
            guard let reference = ASiCManifest.reference(lines[start], lines[start + 2]) else {
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
        var bytes: [UInt8] = []
        for line in ASiCManifest.head { bytes.append(contentsOf: (line + "\n").utf8) }
        for reference in references { ASiCManifest.write(reference, to: &bytes) }
        bytes.append(contentsOf: ASiCManifest.tail.joined(separator: "\n").utf8)
        return bytes
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

    private static func write(_ reference: Reference, to bytes: inout [UInt8]) {
        func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
        write(#"  <DataObjectReference URI=""#)
        write(reference.name.text)
        write(#"" MimeType=""#)
        write(reference.mediaType.text)
        write("\">\n")
        write(method)
        write("\n    <ds:DigestValue>")
        write(Base64.encode(reference.digest.bytes))
        write("</ds:DigestValue>\n  </DataObjectReference>\n")
    }

    /// The reference whose first and third line these are, or nil; the rest is checked by writing it again.
    private static func reference(
        _ first: ArraySlice<UInt8>, _ third: ArraySlice<UInt8>
    ) -> Reference? {
        let quoted = first.split(separator: 0x22, omittingEmptySubsequences: false)
        let marks = third.split { $0 == 0x3C || $0 == 0x3E }
        guard quoted.count == 5, marks.count == 4 else { return nil }
        let encoded = marks[2]
        guard
            let name = MemberName(String(decoding: quoted[1], as: UTF8.self)),
            let mediaType = MediaType(String(decoding: quoted[3], as: UTF8.self)),
            let bytes = Base64.decode(encoded.span), let digest = Digest(bytes: bytes)
        else { return nil }
        return Reference(name: name, mediaType: mediaType, digest: digest)
    }
}
