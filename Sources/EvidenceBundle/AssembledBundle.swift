// A bundle that is put together and not written yet: its members with their digests, and the manifest over them. What is in memory was
// digested there. A content that is too large for that has the digest that somebody gave, and whoever writes it compares.

package import Container
package import EvidenceValues
internal import TransparencyLog

/// A member of a bundle that is put together.
package struct BundlePart: Sendable {
    package let name: MemberName
    package let mediaType: MediaType
    package let content: ByteSource
    package let digest: Digest

    /// A member in memory.
    package init(_ name: MemberName, _ mediaType: MediaType, _ bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        content = .bytes(bytes)
        digest = .sha256(bytes)
    }

    /// A content that stays where it is, and should have `digest`.
    package init(
        _ name: MemberName, _ mediaType: MediaType, _ content: ByteSource, digest: Digest
    ) {
        self.name = name
        self.mediaType = mediaType
        self.content = content
        self.digest = digest
    }
}

/// The members of a bundle, without `mimetype`, manifest and signature; and those two.
package struct AssembledBundle: Sendable {
    package private(set) var parts: [BundlePart]
    package private(set) var manifest: [UInt8]
    /// The signature over the manifest.
    package var signature: [UInt8]?

    /// A bundle of `parts`, in any order; no name twice.
    package init(_ parts: [BundlePart]) {
        self.parts = parts
        manifest = AssembledBundle.manifest(parts)
    }

    /// Puts members in, in the place of those of the same names. Takes the signature away, which is over another manifest.
    package mutating func replace(_ new: [BundlePart]) {
        let names = Set(new.map(\.name))
        parts.removeAll { names.contains($0.name) }
        parts += new
        manifest = AssembledBundle.manifest(parts)
        signature = nil
    }

    /// All members that the container is written of.
    package var members: [ContainerMember] {
        var members = parts.map { ContainerMember($0.name, $0.content) }
        members.append(ContainerMember(.manifest, .bytes(manifest)))
        if let signature { members.append(ContainerMember(.signature, .bytes(signature))) }
        return members
    }

    private static func manifest(_ parts: [BundlePart]) -> [UInt8] {
        ASiCManifest(
            parts.map { .init(name: $0.name, mediaType: $0.mediaType, digest: $0.digest) }
        ).bytes
    }
}
