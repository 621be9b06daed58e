// What an audit says of the archive's own records, where an operator with his own program filed them: erasures that a hold forbade, or
// that their record does not say; records that a party filed; keys and rotations that do not belong together.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

private let warrant = required(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))
private let other = required(MatterID("BAN-2"))
private let party = Filer.certificate(.sha256([1]))

@Suite struct `The audit of records` {
    let workshop: Workshop
    let archive: Archive

    init() throws {
        workshop = try Workshop()
        archive = try workshop.create()
        _ = try archive.file([
            workshop.submission("one"), workshop.submission("two"),
            workshop.submission("three", matter: other),
        ])
    }

    /// What an audit finds failed.
    func failures() -> [Fault] { audit(archive).faults.filter { $0.outcome == .failed } }

    func codes() -> Set<FaultCode> { Set(failures().map(\.code)) }

    /// Files a record and asks nobody whether it may be.
    func record(
        _ kind: ExhibitKind, _ bytes: [UInt8], in matter: MatterID = Workshop.matter,
        by filer: Filer = .operator, with deed: (Ledger, LeafIndex) throws -> Void = { _, _ in }
    ) throws {
        let filing = try Filing(
            archive: Workshop.origin, matter: matter, kind: kind,
            mediaType: required(MediaType("text/plain")), name: required(FileName("record.txt")),
            content: .sha256(bytes), size: UInt64(bytes.count), filer: filer,
            nonce: workshop.random(32))
        let submission = Submission(
            filing: filing, filingSignature: filer == .operator ? nil : [1],
            content: .bytes(bytes))
        let answers = archive.commit([[submission]]) { ledger, places in
            for place in places { try deed(ledger, place.index) }
        } refusing: { _ in
            false
        }
        _ = try required(answers.first).get()
    }

    /// Erases entry 0, number 1 of BAN-1, with a record that says this.
    func erase(
        matter: MatterID = Workshop.matter, number: UInt64 = 1,
        filedIn filed: MatterID = Workshop.matter, by filer: Filer = .operator
    ) throws {
        let erasure = Erasure(
            entry: LeafIndex(0), leaf: try archive.exhibit(at: LeafIndex(0)).entry.leafHash,
            matter: matter, number: required(DocketNumber(number)), warrant: warrant)
        try record(.erasure, erasure.bytes, in: filed, by: filer) { ledger, place in
            try ledger.database.execute(
                sql: "INSERT INTO erased VALUES (0, ?, NULL)", arguments: [place.column])
            for table in Schema.erasableTables {
                try ledger.database.execute(sql: "DELETE FROM \(table) WHERE idx = 0")
            }
        }
    }

    /// Runs SQL as someone who has the file in his hands.
    func forge(_ sql: String) throws {
        try archive.close()
        try EvidenceStoreTests.forge(sql, at: workshop.database)
    }

    @Test func `an erasure that its record says, and no hold forbade, is sound`() throws {
        try erase()
        #expect(failures() == [])
    }

    // Spec: erasure-2, erasure-3
    @Test func `an erasure that its record does not say is told`() throws {
        for (matter, number, filed, filer) in [
            (other, 1, other, Filer.operator), (Workshop.matter, 2, Workshop.matter, .operator),
            (Workshop.matter, 1, other, .operator), (Workshop.matter, 1, Workshop.matter, party),
        ] as [(MatterID, UInt64, MatterID, Filer)] {
            let made = try Self()
            try made.erase(matter: matter, number: number, filedIn: filed, by: filer)
            #expect(
                made.codes() == (filer == party ? [.filing, .erasure] : [.erasure]),
                "\(matter) \(number) \(filed) \(filer): \(made.failures())")
        }
    }

    // Spec: erasure-10
    @Test func `a key of a request that outlived its filing is told`() throws {
        try erase()
        try forge("INSERT INTO idempotency VALUES ('key', zeroblob(32), 0)")
        #expect(failures().map(\.place.table) == ["idempotency"], "\(failures())")
    }

    // Spec: erasure-12
    @Test(arguments: [true, false]) func `an erasure under a hold is told, whenever that ended`(
        isOfMatter: Bool
    ) throws {
        let hold =
            isOfMatter
            ? try archive.hold(Workshop.matter, warrant: warrant)
            : try archive.hold(LeafIndex(0), warrant: warrant)
        try erase()
        #expect(codes() == [.hold], "\(failures())")
        #expect(failures().first?.place.index == LeafIndex(0))
        _ = try archive.release(hold: hold.receipt.entry.index, warrant: warrant)
        #expect(codes() == [.hold], "\(failures())")
    }

    @Test func `an erasure under a released hold, or another's, is sound`() throws {
        let hold = try archive.hold(LeafIndex(0), warrant: warrant).receipt.entry.index
        _ = try archive.release(hold: hold, warrant: warrant)
        _ = try archive.hold(LeafIndex(1), warrant: warrant)
        _ = try archive.hold(other, warrant: warrant)
        try erase()
        _ = try archive.hold(Workshop.matter, warrant: warrant)
        #expect(failures() == [])
    }

    // Spec: erasure-18
    @Test(arguments: [
        "DELETE FROM hold", "UPDATE hold SET released_by = 3", "UPDATE hold SET idx = 1",
    ])
    func `a hold that was taken away comes back by repair, not by reindex`(forgery: String) throws {
        let hold = try archive.hold(LeafIndex(0), warrant: warrant).receipt.entry.index
        try forge(forgery)
        #expect(codes() == [.hold], "\(failures())")
        let opened = try workshop.open()
        _ = try opened.reindex()
        try opened.close()
        #expect(codes() == [.hold], "\(failures())")
        let report = try repair(
            folder: workshop.folder, from: nil, surroundings: workshop.surroundings,
            at: workshop.surroundings.clock(), isRehearsal: false)
        #expect(report.isClean, "\(report.audit?.faults ?? [])")
        let mended = try workshop.open()
        #expect(try mended.holds().map(\.record) == [hold])
        #expect(throws: StoreError.held(LeafIndex(0), by: hold)) {
            try mended.erase([LeafIndex(0)], warrant: warrant)
        }
    }

    // Spec: filing-4
    @Test(arguments: ExhibitKind.allCases.filter(\.isReserved)) func `one of a party is told`(
        kind: ExhibitKind
    ) throws {
        try record(kind, Array("record".utf8), by: party)
        #expect(failures().map(\.code) == [.filing])
        #expect(failures().first?.place.index == LeafIndex(3))
    }

    private var recovery: NoteSigner {
        get throws {
            try NoteSigner(
                name: Rotation.recoveryKeyName(of: Workshop.origin),
                seed: [UInt8](repeating: 99, count: 32))
        }
    }

    private static func rotate(_ archive: Archive, to next: NoteSigner, _ reason: RotationReason)
        throws
    {
        let recovery = try Self().recovery
        try archive.keepNextKey(.plain(next))
        let request = try archive.requestRotation(
            recovery: recovery.verifierKey, reason: reason, next: next)
        _ = try archive.rotate(request.sign(with: recovery), next: next)
    }

    @Test(
        arguments: [
            ("", nil), ("DELETE FROM archive_key", "filing"),
            (
                "UPDATE archive_key SET verifier_key = (SELECT verifier_key FROM archive)",
                "archive_key"
            ),
            ("UPDATE archive_key SET size = size + 1", "archive_key"),
            ("INSERT INTO archive_key SELECT 0, verifier_key, 1 FROM archive", "archive_key"),
            (
                "INSERT INTO archive_key SELECT 0, verifier_key, rotation_idx FROM archive_key",
                "archive_key"
            ),
        ] as [(String, String?)])
    func `a rotation and its key belong together`(forgery: String, table: String?) throws {
        try Self.rotate(archive, to: workshop.signer(seed: 8), .rotated)
        try forge(forgery)
        // The key's file fits what the log said before.
        let told = failures().filter { $0.code == .key && $0.place.table != nil }
        #expect(told.map(\.place.table) == (table.map { [$0] } ?? []), "\(told)")
        // Whatever the table says, the notes are those of the keys that the rotations bring in.
        if !forgery.hasPrefix("DELETE") {
            #expect(codes() == (table == nil ? [] : [.key]), "\(failures())")
        }
        try archive.close()
        let report = try repair(
            folder: workshop.folder, from: nil, surroundings: workshop.surroundings,
            at: workshop.surroundings.clock(), isRehearsal: false)
        #expect(report.isClean, "\(report.audit?.faults ?? [])")
    }

    // Spec: rotation-3, rotation-9
    @Test func `a rotation that does not follow, or is of another tree, is told`() throws {
        let (old, stranger) = (archive.verifierKey, try workshop.signer(seed: 40))
        for (key, root) in [
            (stranger.verifierKey, try archive.head().root), (old, RootHash(.sha256([1]))),
        ] {
            let made = try Self()
            let next = try made.workshop.signer(seed: 8)
            let rotation = try Rotation(
                archive: Workshop.origin, old: key, new: next.verifierKey,
                recovery: recovery.verifierKey, size: TreeSize(3), root: root, reason: .lost)
            let signed = try RotationRequest(rotation, old: nil, new: next).sign(with: recovery)
            try made.record(.rotation, Array(signed.note.utf8), in: .archive) { ledger, place in
                try ledger.write(key: next.verifierKey, rotation: place)
            }
            let told = made.failures().filter { $0.code == .key && $0.place.table != nil }
            #expect(told.map(\.place.table) == ["archive_key"], "\(made.failures())")
        }
    }

    @Test func `what a key did not sign before it was lost is no damage`() throws {
        var archive: Archive? = self.archive
        workshop.fail(at: .beforeSign)
        #expect(throws: (any Error).self) {
            try archive?.file([workshop.submission("committed, and never signed")])
        }
        try FileManager.default.removeItem(atPath: workshop.folder + "/signing-key")
        archive = nil
        try self.archive.close()
        let keyless = try Archive.openWithoutKey(
            at: workshop.folder, surroundings: workshop.surroundings)
        try Self.rotate(keyless, to: workshop.signer(seed: 8), .lost)
        let faults = audit(keyless).faults
        #expect(faults.map(\.code) == [.checkpoint] && faults[0].outcome == .warning, "\(faults)")
    }

    @Test func `cosignatures are not said to verify`() throws {
        let said = audit(archive).passed.first { $0.code == .cosignature }?.sentence
        #expect(said?.contains("whoever has the annex") == true)
    }
}
