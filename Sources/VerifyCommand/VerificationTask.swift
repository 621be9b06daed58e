// What is the same for every file of one call: for whom it is verified, as at when, and how it is told.

import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues

/// How the files of one call are verified.
struct VerificationTask: Sendable {
    let trust: ArbiterTrust
    let time: Instant
    let isJSON: Bool

    /// Verifies one bundle.
    func verification(of file: String) throws -> BundleVerification {
        try DurableFile.requireReadable(file)
        return try verifyBundle(file: file, trust: trust, at: time, tool: toolVersion)
    }

    /// What is printed of it.
    func rendered(_ found: BundleVerification) -> [UInt8] {
        isJSON
            ? renderJSON(found.record, found.findings)
            : Array(renderText(found.record, found.findings).utf8)
    }
}
