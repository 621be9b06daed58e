// A log made by hand from the texts alone, without store, keys of parties or a PKI: what the rules on container, manifest, entries and
// proofs are tested with. Everything in it is fixed, so a failure can be looked at byte by byte.

import BundleExport
import Container
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// The parts of a bundle as text or name, for short tests.
func required<Value>(_ value: Value?) throws -> Value { try #require(value) }

/// A log of operator filings.
struct SmallLog {
    let origin: ArchiveOrigin
    var signer: NoteSigner
    private(set) var tree = MerkleTree()
    private(set) var entries:
        [(entry: Entry, filing: Filing, docketing: Docketing, content: [UInt8])] =
            []

    init(origin: String = "archive.example/trade", seed: UInt8 = 7) throws {
        self.origin = try required(ArchiveOrigin(origin))
        signer = try NoteSigner(name: origin, seed: [UInt8](repeating: seed, count: 32))
    }

    var trust: PinnedTrust {
        get throws {
            PinnedTrust(archives: [
                TrustedArchive(
                    party: try required(PartyID("ARCHIVE")), origin: origin,
                    verifierKey: signer.verifierKey.text)
            ])
        }
    }

    /// Files a document; `change` may make the filing say something else.
    mutating func file(
        _ matter: String, _ name: String, _ text: String, archive: ArchiveOrigin? = nil,
        filedMatter: String? = nil, checkpoint: String? = nil, kind: ExhibitKind = .document,
        filer: Filer = .operator
    ) throws {
        let content = Array(text.utf8)
        let index = UInt64(entries.count)
        let matter = try required(MatterID(matter))
        let nonce = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 32)
        let filing = try Filing(
            archive: archive ?? origin, matter: try required(MatterID(filedMatter ?? matter.text)),
            kind: kind, mediaType: try required(MediaType("text/plain")),
            name: try required(FileName(name)), content: Digest.sha256(content),
            size: UInt64(content.count), filer: filer, nonce: nonce, checkpoint: checkpoint)
        let before = entries.last { $0.docketing.matter == matter }
        let docketing = try Docketing(
            matter: matter,
            number: try required(DocketNumber((before?.docketing.number.value ?? 0) + 1)),
            previous: before?.entry.leafHash, signature: nil, nonce: nonce)
        let entry = try Entry(
            index: LeafIndex(index), previous: entries.last?.entry.leafHash,
            received: try required(Instant(seconds: 1_770_000_000 + Int64(index))),
            filing: filing.digest, docketing: docketing.digest)
        tree.append(entry.leafHash)
        entries.append((entry, filing, docketing, content))
    }

    func checkpoint() throws -> SignedCheckpoint {
        try Checkpoint(origin: origin, size: tree.size, root: tree.root).sign(with: signer)
    }

    /// The parts of a bundle of `matter`, and of the archive's own exhibits if `own`, with `note` in the place of the log's checkpoint.
    func assembly(
        _ matter: String = "BAN-1", own: Bool = false, note: String? = nil
    ) throws -> BundleAssembly {
        let matter = try required(MatterID(matter))
        let note = try note ?? checkpoint().note
        let exhibits = try entries.filter {
            $0.docketing.matter == matter || own && $0.docketing.matter == .archive
        }.map { stored in
            let proof = try required(
                tree.inclusionProof(of: stored.entry.index, in: tree.size))
            return AssembledExhibit(
                entry: stored.entry, filing: stored.filing, docketing: stored.docketing,
                filingSignature: nil,
                proof: TlogProof(
                    index: stored.entry.index, hashes: proof.hashes, checkpoint: note),
                content: .bytes(stored.content))
        }
        return BundleAssembly(
            archive: origin, matter: matter, exhibits: exhibits, checkpoint: note,
            consistency: [], agreement: Array("an agreement\n".utf8),
            annex: Array("an annex\n".utf8), claims: Array("claims\n".utf8),
            time: try required(Instant(text: "2026-03-02T09:00:00Z")))
    }

    /// Three exhibits of BAN-1 among others.
    static func sample() throws -> SmallLog {
        var log = try SmallLog()
        try log.file("OTHER", "a.txt", "of another matter")
        try log.file("BAN-1", "offer.md", "an offer")
        try log.file("BAN-1", "contract.md", "a contract")
        try log.file("OTHER", "b.txt", "of another matter, too")
        try log.file("BAN-1", "Lieferschein für März.txt", "a delivery receipt")
        return log
    }
}

/// What the log part of the verification says of a bundle.
func verified(_ bytes: [UInt8], _ trust: PinnedTrust) throws -> LogVerification {
    try LogVerification(
        try OpenedBundle(.bytes(bytes)), trust: trust, at: Instant(text: "2026-06-01T00:00:00Z")!,
        skew: TimeSpan(seconds: 60))
}

/// The codes of the checks that failed or could not be decided.
func troubles(_ checks: CheckList) -> [String] {
    checks.checks.filter { $0.outcome != .passed && $0.outcome != .warning }.map(\.code)
}

extension BundleAssembly {
    var container: [UInt8] {
        get throws { try ContainerWriter.bytes(of: try members().members) }
    }
}
