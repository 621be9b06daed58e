// What one audit leaves for the next, beside the high-water mark (docs/formats/audit.md): where to go on, and what was noted of third parties. Whoever
// loses it loses time only.

package import ArchiveAudit
import DurableFiles
package import EvidenceStore
import TransparencyLog

/// The state of audits of one archive on this machine.
package struct AuditMemory: Sendable {
    package let surroundings: Surroundings
    package let state: AuditState?
    private let path: String?

    /// Reads the state; where there is none, or it cannot be read, everything counts as new.
    package init(folder: String, surroundings: Surroundings) throws {
        self.surroundings = surroundings
        let place = try AuditMemory.place(folder: folder, surroundings)
        path = place
        let bytes = place.flatMap {
            try? DurableFile.read($0, limit: AuditState.maximumSize)
        }
        state = bytes.flatMap { AuditState(parsing: $0) }
    }

    /// Where the state stands; nil if the archive does not say whose it is.
    private static func place(
        folder: String, _ surroundings: Surroundings
    ) throws -> String? {
        let scan: ArchiveScan
        do { scan = try ArchiveScan(folder: folder) } catch StoreError.database {
            // Damaged; the audit says how.
            return nil
        }
        let text = try? scan.texts("SELECT verifier_key FROM archive WHERE id = 1").first
        guard let text, let key = try? VerifierKey(text: text) else { return nil }
        return HighWaterMark(key: key, surroundings: surroundings).path + ".audit"
    }

    /// What the last audit of third parties noted; nil if every matter counts as new.
    package func register() -> PartyRegister? {
        let bytes = path.flatMap {
            try? DurableFile.read($0 + ".parties", limit: PartyRegister.maximumSize)
        }
        return bytes.flatMap { PartyRegister(parsing: $0) }
    }

    /// Keeps what the next audit goes on from. Without it that audit reads more, so a failure is only told to `failed`.
    package func write(
        _ state: AuditState?, _ register: PartyRegister?,
        failed: (_ path: String, any Error) -> Void
    ) {
        guard let path else { return }
        if let state { write(state.bytes, path, failed) }
        if let register { write(register.bytes, path + ".parties", failed) }
    }

    private func write(
        _ bytes: [UInt8], _ path: String, _ failed: (_ path: String, any Error) -> Void
    ) {
        do {
            let folder = DurableFile.folder(of: path)
            if !DurableFile.exists(folder) { try DurableFile.makeFolder(folder, mode: 0o700) }
            try DurableFile.replace(bytes, at: path, mode: 0o600)
        } catch { failed(path, error) }
    }
}
