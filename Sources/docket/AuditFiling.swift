// What an audit leaves: its report in the log, and beside the high-water mark where the next one goes on.

import ArchiveAudit
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// The state of audits of one archive on this machine.
struct AuditMemory {
    let surroundings: Surroundings
    let state: AuditState?
    private let path: String?

    /// Reads the state; where there is none, or it cannot be read, everything counts as new.
    init(_ options: ArchiveOptions) throws {
        surroundings = try ArchiveOptions.surroundings()
        let scan: ArchiveScan?
        do { scan = try ArchiveScan(folder: try options.folder) } catch StoreError.database {
            // Damaged; the audit says how.
            scan = nil
        }
        let text = try? scan?.texts("SELECT verifier_key FROM archive WHERE id = 1").first
        guard let text, let key = try? VerifierKey(text: text) else {
            path = nil
            state = nil
            return
        }
        let mark = HighWaterMark(key: key, surroundings: surroundings).path
        let path = mark + ".audit"
        self.path = path
        let bytes = try? DurableFile.read(path, limit: AuditState.maximumSize)
        state = bytes.flatMap { AuditState(parsing: $0) }
    }

    /// Keeps the state for the next audit. Without it that audit reads more, so a failure is only told.
    func write(_ state: AuditState?) {
        guard let path, let state else { return }
        do {
            let folder = DurableFile.folder(of: path)
            if !DurableFile.exists(folder) { try DurableFile.makeFolder(folder, mode: 0o700) }
            try DurableFile.replace(state.bytes, at: path, mode: 0o600)
        } catch {
            Console.note("the place to go on from could not be kept in \(path): \(error)")
        }
    }
}

/// Files reports.
struct AuditFiling {
    private let options: ArchiveOptions

    init(_ options: ArchiveOptions) { self.options = options }

    /// Files the report; false if the archive is damaged in a way that forbids to add anything.
    func file(_ report: AuditReport) throws -> Bool {
        // Where SQLite's pages are damaged, every write may make it worse; and a log that is not the one that was signed must not go on.
        let forbidding: Set<FaultCode> = [.database, .schema, .row, .head, .mark, .key, .history]
        let isSafe = !report.faults.contains {
            $0.outcome == .failed && forbidding.contains($0.code)
        }
        guard isSafe else {
            Console.note("the report is not filed: nothing may be added to this archive as it is")
            return false
        }
        let archive = try options.open()
        let bytes = report.filed
        guard let name = FileName("audit-\(report.time.text).json"),
            let type = MediaType("application/json")
        else { return false }
        let newest = try archive.checkpoint()
        let filing = try Filing(
            archive: archive.origin, matter: .archive, kind: .audit, mediaType: type, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            nonce: secureRandom(32),
            checkpoint: newest.checkpoint.size.value > 0 ? newest.note : nil)
        _ = try archive.record([Submission(filing: filing, content: .bytes(bytes), again: true)])
        try archive.close()
        return true
    }
}
