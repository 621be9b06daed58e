// Which checkpoint the exporter takes (docs/formats/bundle.md, bundle-16b), and what it does with what was erased.

import Agreements
import BundleExport
import EvidenceBundle
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

/// An archive of operator filings, whose annex demands two witnesses.
private final class WitnessedArchive {
    let folder: TestFolder
    let archive: Archive
    let witnesses: [TestWitness]
    private let now: Instant
    private var nonce: UInt8 = 0

    init() throws {
        let folder = try TestFolder()
        let now = try at("2026-03-01")
        let origin = try required(ArchiveOrigin("archive.example/choice"))
        let random = RepeatableBytes(seed: 5)
        archive = try Archive.create(
            at: folder.path + "/archive", origin: origin,
            signer: NoteSigner.testKey(of: origin, "choice"),
            surroundings: Surroundings(
                clock: { now }, random: { random.next($0) }, stateFolder: folder.path + "/state",
                reserveSize: 0))
        witnesses = try ["north", "south"].map {
            try TestWitness(try required(PartyID($0.uppercased())), $0)
        }
        (self.folder, self.now) = (folder, now)
    }

    private func filing(
        _ name: String, _ matter: MatterID, _ kind: ExhibitKind, _ bytes: [UInt8]
    ) throws -> Filing {
        nonce += 1
        return try Filing(
            archive: archive.origin, matter: matter, kind: kind,
            mediaType: try required(MediaType("text/plain")), name: try required(FileName(name)),
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator, links: [],
            nonce: [UInt8](repeating: nonce, count: 32), checkpoint: nil)
    }

    func file(_ name: String) throws {
        let bytes = Array("the text of \(name)".utf8)
        let filing = try filing(name, try required(MatterID("BAN-1")), .document, bytes)
        _ = try archive.file([Submission(filing: filing, content: .bytes(bytes))])
    }

    /// The first so many witnesses cosign the newest checkpoint.
    func cosign(
        _ count: Int, in matter: MatterID = .archive, name: String = "cosigned.txt"
    ) throws {
        let signed = try archive.checkpoint()
        let asked = witnesses.prefix(count)
        let answer = try asked.map { try $0.line(on: signed.note, at: now) }.joined()
        let cosigned = try CosignedCheckpoint.verify(
            answer, over: signed, by: asked.map(\.cosigner.verifierKey))
        let bytes = Array(cosigned.note.utf8)
        let filing = try filing(name, matter, .cosignature, bytes)
        _ = try archive.accept(
            cosigned, recordedBy: Submission(filing: filing, content: .bytes(bytes)))
    }

    func export() throws -> BundleVerification {
        let agreement = try TrustedLog.agreement.get()
        let annex = Annex(
            agreement: .sha256(agreement), version: 1, registry: try required(PartyID("REGIS")),
            trust: PinnedTrust(
                archives: [
                    TrustedArchive(
                        party: try required(PartyID("ARCHIVE")), origin: archive.origin,
                        verifierKey: archive.verifierKey.text)
                ],
                witnesses: witnesses.map(\.trusted),
                witnessGroups: [
                    WitnessGroup(name: "both", threshold: 2, members: ["north", "south"])
                ],
                quorums: [WitnessQuorum(origin: archive.origin, name: "both")]))
        let request = BundleRequest(
            matter: try required(MatterID("BAN-1")), agreement: agreement,
            annex: Array(annex.text.utf8), claims: Array("claims BAN-1 under seca-1.0 {\n}\n".utf8),
            identity: nil, time: try at("2026-06-01"), tool: "docket test")
        nonce += 1
        return try exportBundle(request, from: archive, to: folder.path + "/\(nonce).asice") {
            _, _ in []
        }
    }
}

@Suite struct `The checkpoint of a bundle` {
    @Test func `the newest that a quorum cosigned is taken, if it covers the matter`() throws {
        let witnessed = try WitnessedArchive()
        try witnessed.file("offer.txt")
        try witnessed.file("order.txt")
        try witnessed.cosign(2)
        let covered = try witnessed.export()
        #expect(told(covered) == [])
        #expect(covered.record.witnessing.isMet && covered.record.treeSize == TreeSize(2))
        // A newer one that only one witness cosigned does not push it aside.
        try witnessed.cosign(1)
        let still = try witnessed.export()
        #expect(still.record.witnessing.isMet && still.record.treeSize == TreeSize(2))
        try witnessed.file("bill.txt")
        let newest = try witnessed.export()
        #expect(told(newest) == [])
        #expect(!newest.record.witnessing.isMet && newest.record.treeSize == TreeSize(5))
        #expect(newest.record.exhibits.count == 5)
        #expect(newest.record.exhibits.map(\.bounds.hi).prefix(2).allSatisfy { $0 != nil })
        try witnessed.cosign(2)
        #expect(try witnessed.export().record.treeSize == TreeSize(5))
    }

    @Test func `without witnesses the newest is taken, and said to be the operator's word`() throws
    {
        let witnessed = try WitnessedArchive()
        try witnessed.file("offer.txt")
        let found = try witnessed.export()
        #expect(found.record.treeSize == TreeSize(1) && told(found) == [])
        #expect(
            found.record.witnessing.sentence.contains("the quorum both of the annex is not met"))
    }

    @Test func `what was erased goes with its record, under a checkpoint that has both`() throws {
        let witnessed = try WitnessedArchive()
        try witnessed.file("offer.txt")
        try witnessed.file("secret.txt")
        try witnessed.cosign(2)
        let warrant = try required(Warrant(by: "Jane Roe", ground: "GDPR Art. 17"))
        _ = try witnessed.archive.erase([LeafIndex(1)], warrant: warrant)
        let found = try witnessed.export()
        #expect(told(found) == [])
        #expect(found.record.erased.map(\.index.value) == [1])
        #expect(found.record.treeSize == TreeSize(4) && !found.record.witnessing.isMet)
        try witnessed.cosign(2)
        #expect(try witnessed.export().record.witnessing.isMet)
    }

    @Test func `time records bound the exhibits, and those that bound nothing stay out`() throws {
        let witnessed = try WitnessedArchive()
        let day = MatterID.time(on: try at("2026-03-01"))
        try witnessed.file("offer.txt")
        try witnessed.cosign(1, in: day, name: "NORTH-1.txt")
        try witnessed.cosign(1, in: day, name: "NORTH-2.txt")
        try witnessed.file("order.txt")
        try witnessed.cosign(1, in: day, name: "NORTH-4.txt")
        try witnessed.cosign(1, in: .time(on: try at("2026-03-02")), name: "NORTH-5.txt")
        try witnessed.file("bill.txt")
        let found = try witnessed.export()
        #expect(told(found) == [])
        #expect(found.record.exhibits.map(\.index.value) == [0, 1, 3, 4, 6])
        #expect(
            found.record.exhibits.map { $0.bounds.hi != nil } == [true, true, true, false, false])
        #expect(
            found.record.exhibits.map(\.path) == [
                "exhibits/001-offer.txt", "archive/time/2026-03-01/001-NORTH-1.txt",
                "exhibits/002-order.txt", "archive/time/2026-03-01/003-NORTH-4.txt",
                "exhibits/003-bill.txt",
            ])
    }
}
