// What a repair believes a copy: entries that only the copy has count as far as a checkpoint covers them that a key of the archive
// signed, whatever else the copy says of itself.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `What a copy has alone` {
    let archive: AuditedArchive
    let copy: AuditedArchive

    init() throws {
        archive = try AuditedArchive()
        copy = try AuditedArchive()
    }

    /// A machine that has a mark only of what it filed into this very folder.
    func elsewhere(_ archive: AuditedArchive) -> Surroundings {
        var surroundings = archive.workshop.surroundings
        surroundings.stateFolder = archive.folder + "-state"
        return surroundings
    }

    /// Lets the copy go on.
    private func file(_ count: Int, into archive: AuditedArchive) throws {
        let opened = try Archive.open(at: archive.folder, surroundings: elsewhere(archive))
        for number in 0..<count {
            _ = try opened.file([archive.workshop.submission("more \(number)")])
        }
        try opened.close()
    }

    /// Gives the copy another key, and files under it.
    private func rotate(_ copy: AuditedArchive, _ reason: RotationReason) throws -> NoteSigner {
        let surroundings = elsewhere(copy)
        let (next, recovery) = (
            try archive.workshop.signer(seed: 66),
            try NoteSigner(
                name: Rotation.recoveryKeyName(of: Workshop.origin),
                seed: [UInt8](repeating: 77, count: 32))
        )
        let opened =
            try reason == .lost
            ? Archive.openWithoutKey(at: copy.folder, surroundings: surroundings)
            : Archive.open(at: copy.folder, surroundings: surroundings)
        try opened.keepNextKey(.plain(next))
        let request = try opened.requestRotation(
            recovery: recovery.verifierKey, reason: reason, next: next)
        _ = try opened.rotate(request.sign(with: recovery), next: next)
        _ = try opened.file([archive.workshop.submission("under the new key")])
        try opened.close()
        return next
    }

    /// Puts the key file of `signer` into a folder.
    private func keep(_ signer: NoteSigner, in archive: AuditedArchive) throws {
        let path = archive.folder + "/signing-key"
        try FileManager.default.removeItem(atPath: path)
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data(SecretKeyFile.plain(signer).bytes),
                attributes: [.posixPermissions: 0o600]))
    }

    /// Makes the copy a log under a thief's key: all notes anew, and one more entry.
    private func usurp(_ copy: AuditedArchive) throws {
        let (key, thief) = (
            try archive.workshop.signer().verifierKey, try archive.workshop.signer(seed: 99)
        )
        var sql = "UPDATE archive SET verifier_key = '\(thief.verifierKey.text)';"
        for note in try ArchiveScan(folder: copy.folder).texts("SELECT note FROM note") {
            let checkpoint = try Checkpoint.open(note: note, with: key).checkpoint
            let forged = try checkpoint.sign(with: thief).note
            sql += "UPDATE note SET note = '\(forged)' WHERE size = \(checkpoint.size);"
        }
        try copy.forge(sql)
        try keep(thief, in: copy)
        try file(1, into: copy)
        let sound = audit(
            folder: copy.folder, surroundings: elsewhere(copy),
            AuditPlan(.full, time: copy.time))
        #expect(sound.isClean && sound.size == TreeSize(601))
    }

    /// What is left of an archive that cannot say its key.
    enum Loss: CaseIterable {
        case oneCharacter, header, database
    }

    private func lose(_ loss: Loss) throws {
        switch loss {
        case .oneCharacter:
            try archive.forge(
                "UPDATE archive SET verifier_key = substr(verifier_key, 1, length(verifier_key) - 1) || '!'"
            )
        case .header:
            try archive.edit("docket.sqlite") { $0.replaceSubrange(0..<16, with: Data(count: 16)) }
        case .database: try FileManager.default.removeItem(atPath: archive.database)
        }
    }

    private func removeKey() throws {
        try FileManager.default.removeItem(atPath: archive.folder + "/signing-key")
    }

    // Spec: audit-15
    @Test(arguments: Loss.allCases) func `is not believed which key is the archive's`(
        loss: Loss
    ) throws {
        try usurp(copy)
        try lose(loss)
        let bytes = try? Data(contentsOf: URL(filePath: archive.database))
        let thief = try archive.workshop.signer(seed: 99).verifierKey.text
        for isWithoutKey in [false, true] {
            if isWithoutKey {
                guard loss != .database else { break }
                try removeKey()
            }
            #expect(throws: RepairError.unknownKey(thief)) { try mend(from: copy) }
            #expect(throws: RepairError.unknownKey(thief)) {
                try mend(from: copy, elsewhere(archive))
            }
        }
        #expect((try? Data(contentsOf: URL(filePath: archive.database))) == bytes)
    }

    // Spec: audit-15
    @Test(arguments: Loss.allCases) func `is believed that where the archive knows the key`(
        loss: Loss
    ) throws {
        try lose(loss)
        // The key file knows it; then the mark.
        let rehearsed = try repair(
            folder: archive.folder, from: copy.folder, surroundings: elsewhere(archive),
            at: archive.time, isRehearsal: true)
        #expect(rehearsed.isClean, "\(rehearsed.audit?.faults ?? [])")
        try removeKey()
        if loss == .header {
            #expect(throws: RepairError.self) { try mend(from: copy, elsewhere(archive)) }
        }
        // Its own notes know it, or nothing is left that could.
        let report = try mend(from: copy, loss == .header ? nil : elsewhere(archive))
        #expect(report.isClean && report.audit?.size == TreeSize(600))
        #expect(archive.audit().isClean)
    }

    // Spec: audit-13, audit-15
    @Test(arguments: [true, false]) func `is believed a lost key where the archive has the next`(
        hasNext: Bool
    ) throws {
        let next = try rotate(copy, .lost)
        if hasNext { try keep(next, in: archive) }
        try lose(.header)
        let report = try mend(from: copy, elsewhere(archive))
        #expect(report.isClean, "\(report.audit?.faults ?? [])")
        #expect(report.audit?.size == TreeSize(hasNext ? 602 : 600))
        #expect(report.refused == (hasNext ? nil : 600..<602))
    }

    func mend(from copy: AuditedArchive?, _ surroundings: Surroundings? = nil) throws
        -> RepairReport
    {
        try repair(
            folder: archive.folder, from: copy?.folder,
            surroundings: surroundings ?? archive.workshop.surroundings, at: archive.time,
            isRehearsal: false)
    }

    @Test func `is taken below a signed checkpoint`() throws {
        try file(2, into: copy)
        let report = try mend(from: copy)
        #expect(report.isClean && report.refused == nil, "\(report)")
        #expect(report.audit?.size == TreeSize(602))
    }

    @Test(arguments: [
        "DELETE FROM note WHERE size > 600", "DELETE FROM note WHERE size = 602",
        "UPDATE note SET note = (SELECT note FROM note WHERE size = 600) WHERE size = 602",
    ]) func `is refused behind the last signed checkpoint`(sql: String) throws {
        try file(2, into: copy)
        try copy.forge(sql)
        try archive.forge("DELETE FROM content WHERE idx = 7")
        let report = try mend(from: copy)
        let end: UInt64 = sql.contains("602") ? 601 : 600
        #expect(report.refused == end..<602)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(report.audit?.size == TreeSize(end))
        #expect(archive.audit().isClean)
        let opened = try Archive.open(at: archive.folder, surroundings: elsewhere(archive))
        #expect(try opened.head().size == TreeSize(end))
        try opened.close()
    }

    @Test func `is refused under a note of another tree`() throws {
        try file(2, into: copy)
        let other = try AuditedArchive()
        try file(2, into: other)
        let note = try ArchiveScan(folder: other.folder).texts(
            "SELECT note FROM note WHERE size = 602")
        try copy.forge("UPDATE note SET note = '\(required(note.first))' WHERE size = 602")
        try copy.forge("DELETE FROM note WHERE size = 601")
        #expect(try mend(from: copy).refused == 600..<602)
    }

    @Test func `is taken where the mark knows it`() throws {
        try file(1, into: copy)
        try copy.forge("DELETE FROM note WHERE size = 601")
        let report = try mend(from: copy, elsewhere(copy))
        #expect(report.refused == nil && report.isClean)
        #expect(report.audit?.size == TreeSize(601))
    }

    @Test func `is taken where the archive itself names it`() throws {
        // Without the newest note, and without a mark.
        for one in [archive, copy] { try one.forge("DELETE FROM note WHERE size = 600") }
        try archive.forge("DELETE FROM entry WHERE idx = 598")
        let report = try mend(from: copy, elsewhere(copy))
        #expect(report.refused == nil && report.isClean, "\(report.audit?.faults ?? [])")
        #expect(report.audit?.size == TreeSize(600))
    }

    @Test(arguments: [RotationReason.rotated, .lost])
    func `is taken under a later key only if the old key signed for that`(
        reason: RotationReason
    ) throws {
        _ = try rotate(copy, reason)
        let report = try mend(from: copy)
        #expect(report.oldSuffix != nil && report.missing == [], "\(report.audit?.faults ?? [])")
        // The archive's own key file is that from before; no database can mend that.
        let failed = report.audit?.faults.filter { $0.outcome == .failed }.map(\.place.file)
        #expect(failed == (reason == .lost ? [] : ["signing-key"]))
        #expect(report.refused == (reason == .lost ? 600..<602 : nil))
        #expect(report.audit?.size == TreeSize(reason == .lost ? 600 : 602))
    }

    @Test func `is refused where it follows another tree`() throws {
        try file(3, into: copy)
        try file(1, into: archive)
        let report = try mend(from: copy)
        #expect(report.refused == 601..<603)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
    }

    @Test func `displaces the newest entry only if that was not signed`() throws {
        try archive.forge(
            """
            UPDATE entry SET entry = CAST(replace(CAST(entry AS TEXT),
                substr(CAST(entry AS TEXT), instr(entry, 'filing sha-256:') + 15, 4), 'AAAA') AS BLOB)
                WHERE idx = 599
            """)
        try file(1, into: copy)
        let report = try mend(from: copy)
        #expect(report.isClean && report.refused == nil, "\(report.audit?.faults ?? [])")
        #expect(report.restored.contains { $0.place.subject == "entry 599" && $0.isFromCopy })
    }

    @Test func `and an archive does not get shorter, though no mark says how long it was`() throws {
        try archive.forge("DELETE FROM entry WHERE idx = 599")
        let report = try mend(from: nil, elsewhere(archive))
        #expect(!report.isClean && report.oldSuffix == nil)
        #expect(report.missing.map(\.subject) == ["entry 599"])
    }
}
