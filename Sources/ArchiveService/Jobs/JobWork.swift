// What is done for a job, on a thread that may block: the bundle without signature, and later the one with it. Both are verified by the
// code of the arbiter before anybody gets them.

import BundleExport
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceStore
import EvidenceValues
import ServiceInterface

/// One piece of work on a job.
struct JobWork: Sendable {
    let job: Job
    let folder: JobFolder
    let random: @Sendable (Int) -> [UInt8]

    /// Goes on from what is on the disk. `begins` is told each step, and ends the work by throwing.
    func advance(
        _ archive: Archive, begins: (JobStep) throws -> Void
    ) throws -> JobState {
        guard let (_, order) = try folder.read() else { throw JobEnded() }
        if !DurableFile.exists(folder.draft) {
            try export(order, archive, begins)
            guard order.isUnsigned else { return .awaitingSignature }
        }
        if order.isUnsigned { return .done(try conclude(folder.draft, order)) }
        guard let signature = try folder.signature() else { return .awaitingSignature }
        try begins(.writing)
        // One that an earlier process wrote, and died before it was verified.
        try DurableFile.remove(folder.bundle)
        _ = try UnsignedBundle(file: folder.draft).write(signature: signature, to: folder.bundle)
        return .done(try conclude(folder.bundle, order))
    }

    private func export(
        _ order: BundleOrder, _ archive: Archive, _ begins: (JobStep) throws -> Void
    ) throws {
        let request = try order.request(job.matter, random: random)
        _ = try exportBundle(
            request, from: archive, to: folder.draft, isDigested: false,
            begins: { try begins(JobStep($0)) }, report: { renderHTML($0, $1) })
    }

    private func conclude(_ path: String, _ order: BundleOrder) throws -> MadeBundle {
        let trust = ArbiterTrust(agreement: .copy(order.agreement), annex: .copy(order.annex))
        let record = try verifyBundle(
            file: path, trust: trust, at: order.time, tool: ServiceVersion.tool
        ).record
        let made = MadeBundle(
            digest: record.bundleDigest, size: record.bundleSize,
            status: record.status.rawValue, sentence: record.sentence,
            exhibitCount: record.presentCount,
            withheldCount: record.exhibits.count { $0.disclosure == .withheld },
            sealedCount: record.exhibits.count { $0.disclosure == .sealed })
        try folder.finish(made)
        return made
    }
}

/// The job was removed, or the service stops.
struct JobEnded: Error {}

extension JobStep {
    init(_ step: ExportStep) {
        self =
            switch step {
            case .collecting: .collecting
            case .verifying: .verifying
            case .concluding: .concluding
            case .writing: .writing
            }
    }
}
