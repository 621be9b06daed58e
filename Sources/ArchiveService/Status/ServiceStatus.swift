// The state of the archive for everybody: what is in the log anyhow, and which clocks answer. It names no matter and no person.

import ArchiveAudit
import ArchiveDuties
import EvidenceStore
import EvidenceValues
import ServiceInterface
import Synchronization
import TransparencyLog

/// The status of one service.
final class ServiceStatus: Sendable {
    /// How long one reading is given to all who ask.
    private static let freshness = Duration.seconds(1)

    private let core: ServiceCore
    private let board: DutyBoard
    private let known = Mutex<(read: ContinuousClock.Instant, json: JSONValue)?>(nil)

    init(_ core: ServiceCore, board: DutyBoard) {
        self.core = core
        self.board = board
    }

    /// The state as JSON.
    func json() async throws -> JSONValue {
        let now = ContinuousClock.now
        if let known = known.withLock({ $0 }), now - known.read < Self.freshness {
            return known.json
        }
        var members = try await core.readers.read { archive throws -> [String: JSONValue] in
            var members: [String: JSONValue] = [
                "origin": .string(archive.origin.text),
                "verifier_key": .string(archive.verifierKey.text),
                "checkpoint": .null, "audit": .null,
            ]
            if let checkpoint = try? archive.checkpoint().checkpoint {
                members["checkpoint"] = .object([
                    "tree_size": .integer(Int64(clamping: checkpoint.size.value)),
                    "root_hash": .string("\(checkpoint.root)"),
                ])
            }
            if let report = try FiledReports.page(limit: 1, in: archive).first,
                let summary = AuditSummary(
                    try archive.content(of: report.exhibit), index: report.exhibit.entry.index)
            {
                members["audit"] = summary.json
            }
            return members
        }
        members["version"] = .string(ServiceVersion.tool)
        members["time"] = .string(core.clock().text)
        members["witnesses"] = clocks(.cosignature)
        members["time_stamps"] = clocks(.timeStamp)
        let limit = JSONValue.integer(Int64(core.config.limits.content))
        members["limits"] = .object(["exhibit_bytes": limit, "bundle_bytes": limit])
        let json = JSONValue.object(members)
        known.withLock { $0 = (now, json) }
        return json
    }

    private func clocks(_ kind: ExhibitKind) -> JSONValue {
        .array(
            board.all.filter { $0.clock.kind == kind }.map { clock, standing in
                .object([
                    "name": .string(clock.party.text), "state": .string(state(standing)),
                    "last_time": .optional(standing.last?.time.text),
                    "last_tree_size": standing.last.map {
                        JSONValue.integer(Int64(clamping: $0.size.value))
                    } ?? .null,
                ])
            })
    }

    /// `late`: it does not answer; `failing`: what it answers is false.
    private func state(_ standing: DutyStanding) -> String {
        if let fault = standing.fault { return fault.isAlarming ? "failing" : "late" }
        return standing.last == nil ? "waiting" : "good"
    }
}
