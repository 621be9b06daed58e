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

    /// What the last audit of third parties noted; nil if every matter counts as new.
    func register() -> PartyRegister? {
        let bytes = path.flatMap {
            try? DurableFile.read($0 + ".parties", limit: PartyRegister.maximumSize)
        }
        return bytes.flatMap { PartyRegister(parsing: $0) }
    }

    /// Keeps what the next audit goes on from. Without it that audit reads more, so a failure is only told.
    func write(_ state: AuditState?, _ register: PartyRegister?) {
        guard let path else { return }
        if let state { write(state.bytes, path) }
        if let register { write(register.bytes, path + ".parties") }
    }

    private func write(_ bytes: [UInt8], _ path: String) {
        do {
            let folder = DurableFile.folder(of: path)
            if !DurableFile.exists(folder) { try DurableFile.makeFolder(folder, mode: 0o700) }
            try DurableFile.replace(bytes, at: path, mode: 0o600)
        } catch {
            Console.note("the place to go on from could not be kept in \(path): \(error)")
        }
    }
}

/// Files reports.
struct AuditFiling {
    private let options: ArchiveOptions

    init(_ options: ArchiveOptions) { self.options = options }

    /// Files misconduct that was not filed before, then the report, and says in the report what is new; false if the archive is damaged in a
    /// way that forbids to add anything.
    func file(_ report: inout AuditReport) throws -> Bool {
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
        report.parties = try report.parties.map { try file($0, in: archive) }
        // Spec: audit-17: last, so that the newest exhibit of its kind is the report.
        _ = try file(
            report.filed, named: "audit-\(report.time.text).json", again: true, in: archive)
        try archive.close()
        return true
    }

    /// Files the misconduct that the archive does not have. Spec: audit-19
    private func file(_ parties: PartyReport, in archive: Archive) throws -> PartyReport {
        var parties = parties
        for (finding, bytes) in parties.documents() {
            guard parties.filed.count < PartyReport.mostFiled else {
                Console.note(
                    "more misconduct was found than is filed at once; the next audit goes on")
                break
            }
            let name = "misconduct-\(Digest.sha256(bytes).hex.prefix(16)).json"
            if try file(bytes, named: name, again: false, in: archive) {
                parties.filed.append(finding)
            }
        }
        return parties
    }

    /// Files an exhibit of the operator's; false if the archive has its bytes and they are not to be filed again.
    private func file(
        _ bytes: [UInt8], named text: String, again: Bool, in archive: Archive
    ) throws -> Bool {
        guard let name = FileName(text), let type = MediaType("application/json") else {
            return false
        }
        let newest = try archive.checkpoint()
        let filing = try Filing(
            archive: archive.origin, matter: .archive, kind: .audit, mediaType: type, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            nonce: secureRandom(32),
            checkpoint: newest.checkpoint.size.value > 0 ? newest.note : nil)
        let receipts = try archive.record([
            Submission(filing: filing, content: .bytes(bytes), again: again)
        ])
        return receipts.contains { !$0.wasAlreadyFiled }
    }
}
