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
    /// What is sealed, and to whom, by name.
    package var sealed: [(name: String, bytes: [UInt8])] = []
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
        let bundle = try assembled()
        return (bundle.members, bundle.manifest)
    }

    /// The bundle, without signature. Contents that are not in memory have the digests that were filed, and whoever writes them compares.
    package func assembled() throws -> AssembledBundle {
        var pieces = texts()
        for exhibit in exhibits { pieces += BundleAssembly.pieces(of: exhibit) }
        for entry in erased { pieces += BundleAssembly.pieces(of: entry) }
        return AssembledBundle(try pieces.map { try $0.part() })
    }

    /// Reads the contents into memory that a verifier reads for their meaning, so that they are read once; refuses more than it holds.
    package mutating func load() throws {
        var total = 0
        let loaded = exhibits.indices.filter { index in
            exhibits[index].content.map { $0.count <= BundleLimits.content } ?? false
        }
        for index in loaded {
            let exhibit = exhibits[index]
            total += exhibit.content?.count ?? 0
            guard total <= BundleLimits.kept else {
                let name = BundleNames.content(exhibit.filing, exhibit.docketing)
                throw ExportError.refused(
                    .refused(code: "BUNDLE.TOO_LARGE", member: name, line: nil))
            }
        }
        for index in loaded {
            guard let content = exhibits[index].content else { continue }
            exhibits[index].content = .bytes(try content.read(0..<content.count))
        }
    }

    /// The members that judging a draft adds: the finding and the report.
    func conclusions() throws -> [BundlePart] {
        try
            ([Piece(BundleNames.finding, finding)]
            + (report.map { [Piece(BundleNames.report, $0)] } ?? [])).map { try $0.part() }
    }

    private func texts() -> [Piece] {
        var texts: [(String, [UInt8])] = [
            (BundleNames.readme, Array(BundleReadme.text.utf8)), (BundleNames.text, text.bytes),
            (BundleNames.agreement, agreement), (BundleNames.annex, annex),
            (BundleNames.claims, claims), (BundleNames.finding, finding),
            (BundleNames.checkpoint, Array(checkpoint.utf8)),
        ]
        if let annexSignature { texts.append((BundleNames.annexSignature, annexSignature)) }
        if let report { texts.append((BundleNames.report, report)) }
        texts += sealed.map { ($0.name, $0.bytes) }
        for proof in consistency {
            texts.append(
                (
                    BundleNames.consistency(proof.from),
                    Array(proof.text(checkpoint: checkpoint).utf8)
                ))
        }
        return texts.map { Piece($0.0, $0.1) }
    }

    // Spec: bundle-21
    private static func pieces(of erased: AssembledErasure) -> [Piece] {
        let index = erased.entry.index
        return [
            Piece(BundleNames.entry(index), erased.entry.bytes),
            Piece(BundleNames.proof(index), Array(erased.proof.text.utf8)),
            Piece(BundleNames.docketing(index), erased.docketing.bytes),
        ]
    }

    private static func pieces(of exhibit: AssembledExhibit) -> [Piece] {
        let index = exhibit.entry.index
        var pieces = pieces(
            of: AssembledErasure(
                entry: exhibit.entry, docketing: exhibit.docketing, proof: exhibit.proof))
        pieces.append(Piece(BundleNames.filing(index), exhibit.filing.bytes))
        if let signature = exhibit.filingSignature {
            pieces.append(Piece(BundleNames.filingSignature(index), signature))
        }
        if let content = exhibit.content {
            let name = BundleNames.content(exhibit.filing, exhibit.docketing)
            pieces.append(
                Piece(
                    name, content, mediaType: exhibit.filing.mediaType,
                    filed: exhibit.filing.content))
        }
        return pieces
    }
}

/// A member before its name and media type are checked.
private struct Piece {
    let name: String
    let content: ByteSource
    var mediaType: MediaType?
    /// The digest of a content that stays where it is.
    var filed: Digest?

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        content = .bytes(bytes)
    }

    init(_ name: String, _ content: ByteSource, mediaType: MediaType, filed: Digest) {
        self.name = name
        self.content = content
        self.mediaType = mediaType
        self.filed = filed
    }

    func part() throws -> BundlePart {
        guard let name = MemberName(name), let mediaType = mediaType ?? BundleNames.mediaType(name)
        else { throw ContainerError(.unsafeName, member: name) }
        if case .bytes(let bytes) = content { return BundlePart(name, mediaType, bytes) }
        guard let filed else { throw ContainerError(.unreadable, member: name.text) }
        return BundlePart(name, mediaType, content, digest: filed)
    }
}
