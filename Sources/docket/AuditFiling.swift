// An audit by hand: the archive and the state that `ArchiveDuties` is given, and the words for what it could not do.

import ArchiveAudit
import ArchiveDuties
import EvidenceStore
import VerifyCommand

extension AuditMemory {
    /// The state of audits of the archive that is named.
    init(_ options: ArchiveOptions) throws {
        try self.init(folder: options.folder, surroundings: ArchiveOptions.surroundings())
    }

    /// Keeps what the next audit goes on from, or tells that it could not.
    func write(_ report: AuditReport) {
        write(report.state, report.parties?.register) { path, error in
            Console.note("the place to go on from could not be kept in \(path): \(error)")
        }
    }
}

extension AuditFiling {
    /// Files into the archive that is named; false if it is damaged in a way that forbids to add anything.
    static func file(_ report: inout AuditReport, _ options: ArchiveOptions) throws -> Bool {
        var outcome = AuditFilingOutcome.forbidden
        if isAllowed(report) {
            let archive = try options.open()
            outcome = try file(&report, in: archive)
            try archive.close()
        }
        switch outcome {
        case .filed(let left):
            if left {
                Console.note(
                    "more misconduct was found than is filed at once; the next audit goes on")
            }
            return true
        case .forbidden:
            Console.note("the report is not filed: nothing may be added to this archive as it is")
            return false
        }
    }
}
