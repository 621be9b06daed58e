// What duties ask of the archive.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Why a step failed.
struct DutyFailure: Error {
    let fault: DutyFault
    init(_ fault: DutyFault) { self.fault = fault }
}

extension DutyOffice {
    /// The newest checkpoint, if something of `what` is in it from `size` on, or, with `orAny`, anything.
    func newest(
        _ what: NewEntries, from size: TreeSize, orAny: Bool
    ) async throws(DutyFailure) -> SignedCheckpoint? {
        do {
            return try await desk.read { archive in
                let signed = try archive.checkpoint()
                guard signed.checkpoint.size > size else { return nil }
                return try orAny || what.exist(from: size, in: archive) ? signed : nil
            }
        } catch { throw DutyFailure(.notFiled) }
    }

    /// Files what `make` gives for now.
    func file(
        _ make: @Sendable (Instant) throws -> Submission
    ) async throws(DutyFailure) {
        do { _ = try await desk.file([make(clock())]) } catch { throw DutyFailure(.notFiled) }
    }

    /// The newest record of a clock that the log has, of the last days; its time is that of its receipt.
    func recall(
        _ asked: DutyClock
    ) async throws(DutyFailure) -> (time: Instant, size: TreeSize)? {
        let now = clock()
        do {
            let found = try await desk.read { archive in
                try archive.newestTimeRecord(asked.kind, of: asked.party, before: now)
            }
            if let found { board.recall(asked, time: found.time, size: found.size) }
            return found
        } catch { throw DutyFailure(.notFiled) }
    }
}

extension Archive {
    /// Days that are looked back: a clock that was silent for longer is shown everything anew.
    private static let daysBack: Int64 = 7

    /// The newest record of a clock on the last days.
    fileprivate func newestTimeRecord(
        _ kind: ExhibitKind, of party: PartyID, before now: Instant
    ) throws -> (time: Instant, size: TreeSize)? {
        for days in -1..<Archive.daysBack {
            let day = MatterID.time(on: now.advanced(by: TimeSpan(seconds: -86_400 * days)))
            var found: (Instant, TreeSize)?
            try eachExhibit(of: day) { exhibit in
                guard let record = TimeRecordName(exhibit.filing), record.kind == kind,
                    record.authority == party
                else { return }
                found = (exhibit.entry.received, record.size)
            }
            if let found { return found }
        }
        return nil
    }
}
