// A bundle as bytes that agree with its manifest: the container is canonical, every member is listed with its digest, every digest is
// that of the bytes that are used from here on. Members are read once; large ones are digested piece by piece and not kept. A bundle
// that is put together and not written yet is opened the same way, from its members.

internal import Container
internal import EvidenceValues
internal import TransparencyLog

/// The members of a bundle.
struct OpenedBundle: Sendable {
    /// One member, as read.
    struct Member: Sendable {
        let digest: Digest
        let size: Int
        /// Nil if it is the content of an exhibit and too large to be kept.
        let bytes: [UInt8]?
        let mediaType: MediaType
    }

    private(set) var members: [String: Member]
    let manifest: [UInt8]
    /// The signature of whoever handed it in; nil if nobody signed.
    var signature: [UInt8]?
    let text: BundleText
    /// Of the file; of a draft, which is no file, of the manifest.
    let digest: Digest
    let size: Int
    /// Whether it is not written yet.
    let isDraft: Bool
    /// What was found wrong with members; a bundle is told from other files first, and those throw.
    private(set) var checks = CheckList()

    /// Spec: bundle-1 to bundle-9
    init(_ source: ByteSource) throws(BundleError) {
        let container = try OpenedBundle.container(source)
        manifest = try OpenedBundle.read(.manifest, of: container, limit: ASiCManifest.maximumSize)
        let references = try OpenedBundle.references(manifest)
        signature =
            container[.signature] == nil
            ? nil
            : try OpenedBundle.read(.signature, of: container, limit: BundleLimits.signature)
        var sizes: [MemberName: Int] = [:]
        for member in container.members { sizes[member.name] = member.size }
        let kept = try OpenedBundle.kept(references, sizes)
        let reading: MemberReading
        do {
            reading = try MemberReading(container) { kept.contains($0.name) }
        } catch { throw BundleError(error) }
        // What was read first to know what to keep is what passed.
        guard reading.members[.manifest]?.digest == Digest.sha256(manifest),
            reading.members[.signature]?.digest == signature.map({ Digest.sha256($0) })
        else { throw .unreadable }
        members = OpenedBundle.members(references, reading, &checks)
        text = try OpenedBundle.text(members)
        digest = reading.digest
        size = container.source.count
        isDraft = false
    }

    /// The bundle that an exporter has put together. Spec: bundle-9, bundle-13b
    init(_ draft: AssembledBundle) throws(BundleError) {
        let sizes = Dictionary(
            draft.parts.map { ($0.name, $0.content.count) }, uniquingKeysWith: { first, _ in first }
        )
        let references = draft.parts.map {
            ASiCManifest.Reference(name: $0.name, mediaType: $0.mediaType, digest: $0.digest)
        }
        let kept = try OpenedBundle.kept(references, sizes)
        var members: [String: Member] = [:]
        for part in draft.parts {
            var bytes: [UInt8]?
            if case .bytes(let content) = part.content, kept.contains(part.name) { bytes = content }
            guard bytes != nil || !kept.contains(part.name) else { throw .unreadable }
            members[part.name.text] = Member(
                digest: part.digest, size: part.content.count, bytes: bytes,
                mediaType: part.mediaType)
        }
        OpenedBundle.tellDigests(draft.parts.count, &checks)
        self.members = members
        manifest = draft.manifest
        signature = draft.signature
        text = try OpenedBundle.text(members)
        digest = .sha256(draft.manifest)
        size = sizes.values.reduce(0, +)
        isDraft = true
    }

    /// The same without the member `name`, with others in its place.
    func replacing(_ name: String, with others: [String: Member]) -> OpenedBundle {
        var bundle = self
        bundle.members[name] = nil
        bundle.members.merge(others) { old, _ in old }
        return bundle
    }

    /// The bytes of a member that is kept whole, or nil.
    func bytes(_ name: String) -> [UInt8]? { members[name]?.bytes }
}

extension OpenedBundle {
    private static func container(_ source: ByteSource) throws(BundleError) -> ZipContainer {
        do {
            let container = try ZipContainer(source)
            try container.checkCanonical()
            return container
        } catch { throw BundleError(error) }
    }

    private static func read(_ name: MemberName, of container: ZipContainer, limit: Int)
        throws(BundleError) -> [UInt8]
    {
        do { return try container.read(name, limit: limit) } catch { throw BundleError(error) }
    }

    private static func references(_ bytes: [UInt8]) throws(BundleError)
        -> [ASiCManifest.Reference]
    {
        do { return try ASiCManifest(parsing: bytes).references } catch {
            let name = MemberName.manifest.text
            switch error {
            case .line(let line):
                throw .refused(code: "MANIFEST.MALFORMED", member: name, line: line)
            case .order(let member):
                throw .refused(code: "MANIFEST.MALFORMED", member: member.text, line: nil)
            case .tooLarge: throw .refused(code: "MANIFEST.MALFORMED", member: name, line: nil)
            }
        }
    }

    /// The listed members that are held in memory, given the sizes of those that are there: what the verifier reads is never passed over
    /// because of its size, it is read or the bundle is refused. Nothing is there that is not listed. Spec: bundle-7, bundle-13b
    private static func kept(
        _ references: [ASiCManifest.Reference], _ sizes: [MemberName: Int]
    ) throws(BundleError) -> Set<MemberName> {
        var kept: Set<MemberName> = []
        var total = 0
        for reference in references {
            let name = reference.name
            guard let size = sizes[name] else {
                throw .refused(code: "MANIFEST.ENTRY_MISSING", member: name.text, line: nil)
            }
            let limit = BundleLimits.member(name.text)
            let isKept = size <= limit ?? BundleLimits.content
            guard isKept || limit == nil, !isKept || total + size <= BundleLimits.kept else {
                throw .refused(code: "BUNDLE.TOO_LARGE", member: name.text, line: nil)
            }
            if isKept {
                kept.insert(name)
                total += size
            }
        }
        let listed = Set(references.map(\.name)).union([.mimetype, .manifest, .signature])
        if let stranger = sizes.keys.filter({ !listed.contains($0) }).min() {
            throw .refused(code: "MANIFEST.UNLISTED_FILE", member: stranger.text, line: nil)
        }
        return kept
    }

    /// Compares every member with the manifest. Spec: bundle-7
    private static func members(
        _ references: [ASiCManifest.Reference], _ reading: MemberReading,
        _ checks: inout CheckList
    ) -> [String: Member] {
        var members: [String: Member] = [:]
        for reference in references {
            guard let member = reading.members[reference.name] else { continue }
            if member.digest != reference.digest {
                checks.fail(
                    "MANIFEST.DIGEST_MISMATCH", reference.name.text,
                    "The file is not the one whose digest the manifest lists.", .hashFailure)
            }
            members[reference.name.text] = Member(
                digest: member.digest, size: member.size, bytes: member.bytes,
                mediaType: reference.mediaType)
        }
        if !checks.hasTrouble("MANIFEST") { tellDigests(references.count, &checks) }
        return members
    }

    private static func tellDigests(_ count: Int, _ checks: inout CheckList) {
        checks.pass(
            "MANIFEST.DIGESTS", MemberName.manifest.text,
            "All \(count) files have the digests that the manifest lists.")
    }

    private static func text(_ members: [String: Member]) throws(BundleError) -> BundleText {
        guard let raw = members[BundleNames.text]?.bytes else {
            throw .refused(code: "BUNDLE.MEMBER_MISSING", member: BundleNames.text, line: nil)
        }
        do { return try BundleText(parsing: raw) } catch {
            throw .refused(code: "BUNDLE.MALFORMED", member: BundleNames.text, line: error.line)
        }
    }
}

extension BundleError {
    /// The refusal of a container.
    init(_ error: ContainerError) {
        switch (error.reason, error.member) {
        case (.unreadable, _): self = .unreadable
        case (.missing, let member):
            self = .refused(code: "MANIFEST.MISSING", member: member, line: nil)
        default:
            self = .refused(
                code: "CONTAINER.\(error.reason.rawValue)", member: error.member, line: nil)
        }
    }
}
