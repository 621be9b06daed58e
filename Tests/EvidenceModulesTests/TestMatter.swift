// A matter with its log, made in memory: parties under CA1, TSA1 of the annex and TSA9 of nobody's, an archive that includes whatever
// is filed in the order of filing. Receipt times are absurd on purpose, because nothing may rest on them.

import Cryptography
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// `2026-02-02` or a whole RFC 3339 text as an instant.
func at(_ text: String) -> Instant {
    (Instant(text: text) ?? Instant(text: text + "T00:00:00Z"))!
}

func party(_ text: String) -> PartyID { PartyID(text)! }

func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

extension Term {
    static func of(_ bytes: [UInt8]) -> Term { .document(.sha256(bytes)) }
}

/// The people of the tests, whose keys never change.
struct TestPeople: Sendable {
    let ca: CertificateAuthority
    let tsa: TimeStampingAuthority
    let strangerTSA: TimeStampingAuthority
    let fruta: TestIdentity
    let markt: TestIdentity
    /// A certificate for MARKT by a CA that nobody trusts.
    let impostor: TestIdentity

    static let validity = Validity(from: at("2025-01-01"), to: at("2030-01-01"))

    init() throws {
        ca = try .root("CA1", seed: "CA1", validity: TestPeople.validity)
        tsa = try TimeStampingAuthority("TSA1", under: ca, validity: TestPeople.validity)
        let other = try CertificateAuthority.root("CA9", seed: "CA9", validity: TestPeople.validity)
        strangerTSA = try TimeStampingAuthority("TSA9", under: other, validity: TestPeople.validity)
        fruta = try ca.issue("FRUTA", validity: TestPeople.validity)
        markt = try ca.issue("MARKT", validity: TestPeople.validity)
        impostor = try other.issue("MARKT", validity: TestPeople.validity)
    }

    var trust: PinnedTrust {
        PinnedTrust(
            anchors: [TrustAnchor(party: party("CA1"), derBytes: ca.certificate)],
            authorities: [
                TrustedTSA(party: party("TSA1"), derBytes: tsa.identity.certificate)
            ],
            archives: [],
            algorithms: [
                ApprovedAlgorithm(name: "sha-256", until: nil),
                ApprovedAlgorithm(name: "ecdsa-p256", until: at("2035-01-01")),
            ])
    }
}

/// A log under construction.
struct TestMatter {
    let people: TestPeople
    let signer: NoteSigner
    private(set) var exhibits: [FiledExhibit] = []
    private var tree = MerkleTree()
    var validationTime = at("2026-06-01")
    var trust: PinnedTrust
    /// Roots whose consistency counts as proven; all by default.
    var consistent: [TreeSize: RootHash]?

    static let origin = "archive.example/trade"

    init() throws {
        people = try TestPeople()
        signer = try NoteSigner(name: TestMatter.origin, seed: Array(repeating: 7, count: 32))
        trust = people.trust
        trust.archives = [
            TrustedArchive(
                party: party("ARCH"), origin: ArchiveOrigin(TestMatter.origin)!,
                verifierKey: signer.verifierKey.text)
        ]
    }

    /// The note of a checkpoint of the log as it is.
    func checkpoint(root: RootHash? = nil, size: UInt64? = nil, origin: String? = nil) throws
        -> String
    {
        let checkpoint = Checkpoint(
            origin: ArchiveOrigin(origin ?? TestMatter.origin)!,
            size: size.map { TreeSize($0) } ?? tree.size, root: root ?? tree.root)
        let key = try NoteSigner(
            name: origin ?? TestMatter.origin, seed: Array(repeating: 7, count: 32))
        return try checkpoint.sign(with: key).note
    }

    /// Files content; the digest of it is the answer.
    @discardableResult
    mutating func file(
        _ kind: ExhibitKind, _ content: [UInt8], links: [Link] = [], by filer: TestIdentity? = nil,
        checkpoint: String? = nil, withheld: Bool = false
    ) throws -> Digest {
        let filing = try Filing(
            archive: ArchiveOrigin(TestMatter.origin)!, matter: MatterID("BAN-1")!, kind: kind,
            mediaType: .octetStream, name: FileName("exhibit")!, content: .sha256(content),
            size: UInt64(content.count),
            filer: filer.map { .certificate(.sha256($0.certificate)) } ?? .operator, links: links,
            nonce: Array(repeating: UInt8(truncatingIfNeeded: exhibits.count), count: 32),
            checkpoint: checkpoint)
        let signature = try filer.map { try SignedDataWriter.sign(filing.bytes, by: $0) }
        let previous = exhibits.last?.entry.leafHash
        let docketing = try Docketing(
            matter: MatterID("BAN-1")!, number: DocketNumber(UInt64(exhibits.count) + 1)!,
            previous: previous, signature: signature.map { .sha256($0) },
            nonce: Array(repeating: 1, count: 32))
        let entry = try Entry(
            index: LeafIndex(UInt64(exhibits.count)), previous: previous,
            received: at("2001-01-01"), filing: filing.digest, docketing: docketing.digest)
        tree.append(entry.leafHash)
        exhibits.append(
            FiledExhibit(
                entry: entry, filing: filing, docketing: docketing, filingSignature: signature,
                content: withheld ? nil : content))
        return .sha256(content)
    }

    /// Files a token of TSA1 over a note of the log as it is, and the note: what an archive does daily.
    mutating func stampCheckpoint(_ time: String) throws {
        let note = try checkpoint()
        try file(.checkpoint, utf8(note))
        try file(.timeStamp, people.tsa.token(over: utf8(note), at: at(time)))
    }

    /// Signs content detached and files the signature.
    @discardableResult
    mutating func sign(
        _ content: [UInt8], by signer: TestIdentity, note: String? = nil, for other: [UInt8]? = nil,
        filedBy filer: TestIdentity? = nil, change: (inout SignedDataOptions) -> Void = { _ in }
    ) throws -> Digest {
        var options = SignedDataOptions()
        options.checkpointNote = note
        change(&options)
        let bytes = try SignedDataWriter.sign(content, by: signer, options: options)
        try file(
            .signature, bytes, links: [Link(.signs, .sha256(other ?? content))], by: filer)
        return try CMSSignedData(der: bytes).signers[0].signatureDigest
    }

    /// Files a list of CA1.
    @discardableResult
    mutating func list(_ thisUpdate: String, revoked: [Revocation] = []) throws -> Digest {
        try file(
            .revocationList,
            people.ca.revocationList(
                number: 1, thisUpdate: at(thisUpdate),
                nextUpdate: at(thisUpdate).advanced(by: TimeSpan(seconds: 604_800)),
                revoked: revoked))
    }

    /// The assessment; `leavingOut` drops one exhibit, as whoever hands in a bundle may.
    func assess(leavingOut index: Int? = nil) throws -> Assessment {
        var held = exhibits
        if let index { held.remove(at: index) }
        return try assess(held)
    }

    /// The assessment of whoever looks at which of the archive's keys may have been in other hands.
    func assessKnowingKeys() throws -> Assessment {
        let origin = ArchiveOrigin(TestMatter.origin)!
        return try assess(exhibits, keys: trust.keyHistory(of: origin, rotations: []))
    }

    /// The same of these exhibits, in this order.
    func assess(_ held: [FiledExhibit], keys: KeyHistory? = nil) throws -> Assessment {
        let proven =
            consistent
            ?? Dictionary(
                uniqueKeysWithValues: (0...tree.size.value).map {
                    (TreeSize($0), tree.root(at: TreeSize($0))!)
                })
        return EvidenceModules.assess(
            held,
            log: LogContext(
                archive: trust.archives.first,
                checkpoint: try Checkpoint.open(note: checkpoint(), with: signer.verifierKey),
                consistent: proven, keys: keys),
            trust: trust, validationTime: validationTime, skew: TimeSpan(seconds: 60))
    }
}

extension Assessment {
    /// The one interval of `made(X, I)`; nil if there is no such fact, or more than one.
    func made(_ name: Digest) -> Interval? {
        let found = facts.filter { $0.predicate == "made" && $0.arguments[0] == .document(name) }
        guard found.count == 1, case .interval(let interval) = found[0].arguments[1] else {
            return nil
        }
        return interval
    }

    /// The facts with this name.
    func facts(_ predicate: String) -> [Fact] { facts.filter { $0.predicate == predicate } }
}
