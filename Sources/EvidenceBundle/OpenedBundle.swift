// A bundle as bytes that agree with its manifest: the container is canonical, every member is listed with its digest, every digest is
// that of the bytes that are used from here on. Members are read once; large ones are digested piece by piece and not kept.

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

    let members: [String: Member]
    let manifest: [UInt8]
    /// The signature of whoever handed it in; nil if nobody signed.
    var signature: [UInt8]?
    let text: BundleText
    let digest: Digest
    let size: Int
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
        members = try OpenedBundle.members(references, of: container, &checks)
        guard let raw = members[BundleNames.text]?.bytes else {
            throw .refused(code: "BUNDLE.MEMBER_MISSING", member: BundleNames.text, line: nil)
        }
        do { text = try BundleText(parsing: raw) } catch {
            throw .refused(code: "BUNDLE.MALFORMED", member: BundleNames.text, line: error.line)
        }
        do {
            var hasher = Hasher256()
            try source.forEachChunk(in: 0..<source.count) { hasher.update($0) }
            digest = hasher.finalize()
        } catch { throw BundleError(error) }
        size = source.count
    }

    /// The bytes of a member that is kept whole, or nil.
    func bytes(_ name: String) -> [UInt8]? { members[name]?.bytes }

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

    /// Reads every member once and compares it with the manifest. Spec: bundle-7
    private static func members(
        _ references: [ASiCManifest.Reference], of container: ZipContainer,
        _ checks: inout CheckList
    ) throws(BundleError) -> [String: Member] {
        var members: [String: Member] = [:]
        var kept = 0
        for reference in references {
            let name = reference.name
            guard let listed = container[name] else {
                throw .refused(code: "MANIFEST.ENTRY_MISSING", member: name.text, line: nil)
            }
            let limit = BundleLimits.member(name.text)
            let isKept = listed.size <= limit ?? BundleLimits.content
            // Of what the verifier reads nothing is ever passed over: it is read, or the bundle is refused.
            guard isKept || limit == nil, !isKept || kept + listed.size <= BundleLimits.kept else {
                throw .refused(code: "BUNDLE.TOO_LARGE", member: name.text, line: nil)
            }
            let member = try load(reference, of: container, isKept: isKept)
            kept += member.bytes?.count ?? 0
            if member.digest != reference.digest {
                checks.fail(
                    "MANIFEST.DIGEST_MISMATCH", name.text,
                    "The file is not the one whose digest the manifest lists.", .hashFailure)
            }
            members[name.text] = member
        }
        for member in container.members where members[member.name.text] == nil {
            guard [.mimetype, .manifest, .signature].contains(member.name) else {
                throw .refused(
                    code: "MANIFEST.UNLISTED_FILE", member: member.name.text, line: nil)
            }
        }
        if !checks.hasTrouble("MANIFEST") {
            checks.pass(
                "MANIFEST.DIGESTS", MemberName.manifest.text,
                "All \(references.count) files have the digests that the manifest lists.")
        }
        return members
    }

    private static func load(
        _ reference: ASiCManifest.Reference, of container: ZipContainer, isKept: Bool
    ) throws(BundleError) -> Member {
        do {
            var hasher = Hasher256()
            var kept: [UInt8] = []
            var size = 0
            try container.forEachChunk(of: reference.name) {
                hasher.update($0)
                size += $0.count
                if isKept { kept += $0 }
            }
            return Member(
                digest: hasher.finalize(), size: size, bytes: isKept ? kept : nil,
                mediaType: reference.mediaType)
        } catch { throw BundleError(error) }
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
