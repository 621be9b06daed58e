// Puts the members of a bundle together (docs/formats/bundle.md): where each thing stands, and the manifest over all of them. It is a
// function of what it is given; only the signature over the manifest is made elsewhere.

package import Container
package import EvidenceBundle
package import EvidenceValues
package import TransparencyLog

/// An exhibit with everything that goes into a bundle for it.
package struct AssembledExhibit: Sendable {
    package var entry: Entry
    package var filing: Filing
    package var docketing: Docketing
    package var filingSignature: [UInt8]?
    package var proof: TlogProof
    /// Nil leaves it out.
    package var content: ByteSource?

    package init(
        entry: Entry, filing: Filing, docketing: Docketing, filingSignature: [UInt8]?,
        proof: TlogProof, content: ByteSource?
    ) {
        self.entry = entry
        self.filing = filing
        self.docketing = docketing
        self.filingSignature = filingSignature
        self.proof = proof
        self.content = content
    }
}

/// An entry whose filing and content were erased: what is left of it.
package struct AssembledErasure: Sendable {
    package var entry: Entry
    package var docketing: Docketing
    package var proof: TlogProof

    package init(entry: Entry, docketing: Docketing, proof: TlogProof) {
        self.entry = entry
        self.docketing = docketing
        self.proof = proof
    }
}

/// The parts of a bundle.
package struct BundleAssembly: Sendable {
    package var archive: ArchiveOrigin
    package var matter: MatterID
    package var exhibits: [AssembledExhibit]
    package var erased: [AssembledErasure] = []
    /// The note of the checkpoint that all proofs are for.
    package var checkpoint: String
    package var consistency: [ConsistencyProof]
    package var agreement: [UInt8]
    package var annex: [UInt8]
    package var annexSignature: [UInt8]?
    package var claims: [UInt8]
    package var time: Instant
    package var finding: [UInt8]
    package var report: [UInt8]?

    package init(
        archive: ArchiveOrigin, matter: MatterID, exhibits: [AssembledExhibit],
        checkpoint: String, consistency: [ConsistencyProof], agreement: [UInt8],
        annex: [UInt8], claims: [UInt8], time: Instant
    ) {
        self.archive = archive
        self.matter = matter
        self.exhibits = exhibits
        self.checkpoint = checkpoint
        self.consistency = consistency
        self.agreement = agreement
        self.annex = annex
        self.claims = claims
        self.time = time
        finding = []
    }

    /// The text of `bundle.txt`. Spec: bundle-9
    package var text: BundleText {
        let numbers = (exhibits.map(\.docketing) + erased.map(\.docketing))
            .filter { $0.matter == matter }.map(\.number.value)
        return BundleText(
            archive: archive, matter: matter, held: UInt64(numbers.count),
            highest: numbers.max() ?? 0, agreement: Digest.sha256(agreement),
            annex: Digest.sha256(annex), claims: Digest.sha256(claims), time: time)
    }

    /// All members that the manifest lists, with the manifest, and without the signature.
    package func members() throws -> (members: [ContainerMember], manifest: [UInt8]) {
        var contents: [(String, ByteSource, MediaType?)] = texts()
        for exhibit in exhibits { contents += BundleAssembly.parts(of: exhibit) }
        for entry in erased { contents += BundleAssembly.parts(of: entry) }
        var members: [ContainerMember] = []
        var references: [ASiCManifest.Reference] = []
        for (text, content, mediaType) in contents {
            guard let name = MemberName(text),
                let mediaType = mediaType ?? BundleNames.mediaType(name)
            else { throw ContainerError(.unsafeName, member: text) }
            members.append(ContainerMember(name, content))
            references.append(
                .init(name: name, mediaType: mediaType, digest: try Digest.of(content)))
        }
        let manifest = ASiCManifest(references).bytes
        return (members + [ContainerMember(.manifest, .bytes(manifest))], manifest)
    }

    private func texts() -> [(String, ByteSource, MediaType?)] {
        var texts: [(String, [UInt8])] = [
            (BundleNames.readme, Array(BundleReadme.text.utf8)), (BundleNames.text, text.bytes),
            (BundleNames.agreement, agreement), (BundleNames.annex, annex),
            (BundleNames.claims, claims), (BundleNames.finding, finding),
            (BundleNames.checkpoint, Array(checkpoint.utf8)),
        ]
        if let annexSignature { texts.append((BundleNames.annexSignature, annexSignature)) }
        if let report { texts.append((BundleNames.report, report)) }
        for proof in consistency {
            texts.append(
                (
                    BundleNames.consistency(proof.from),
                    Array(proof.text(checkpoint: checkpoint).utf8)
                ))
        }
        return texts.map { ($0.0, .bytes($0.1), nil) }
    }

    // Spec: bundle-21
    private static func parts(of erased: AssembledErasure) -> [(String, ByteSource, MediaType?)] {
        let index = erased.entry.index
        return [
            (BundleNames.entry(index), .bytes(erased.entry.bytes), nil),
            (BundleNames.proof(index), .bytes(Array(erased.proof.text.utf8)), nil),
            (BundleNames.docketing(index), .bytes(erased.docketing.bytes), nil),
        ]
    }

    private static func parts(of exhibit: AssembledExhibit) -> [(String, ByteSource, MediaType?)] {
        let index = exhibit.entry.index
        var parts = parts(
            of: AssembledErasure(
                entry: exhibit.entry, docketing: exhibit.docketing, proof: exhibit.proof))
        parts.append((BundleNames.filing(index), .bytes(exhibit.filing.bytes), nil))
        if let signature = exhibit.filingSignature {
            parts.append((BundleNames.filingSignature(index), .bytes(signature), nil))
        }
        if let content = exhibit.content {
            let name = BundleNames.content(exhibit.filing, exhibit.docketing)
            parts.append((name, content, exhibit.filing.mediaType))
        }
        return parts
    }
}

extension Digest {
    /// The digest of a source, read piece by piece.
    fileprivate static func of(_ source: ByteSource) throws -> Digest {
        var hasher = Hasher256()
        try source.forEachChunk(in: 0..<source.count) { hasher.update($0) }
        return hasher.finalize()
    }
}
