// The duties of the service together: one loop for each clock, one for the audit, and the client that they use, closed last.

package import ArchiveDuties
import EvidenceStore
import EvidenceValues
package import ServiceLifecycle

/// What the service does by itself.
package struct Duties: Sendable {
    package let roster: DutyRoster
    package let board: DutyBoard
    /// What runs beside the server.
    package let services: [any Service]

    /// Between two steps of the duty towards a clock, at least.
    private static let shortestRest = 1

    /// - Parameter fetch: reaches authorities and witnesses; nil for HTTP.
    package init(_ core: ServiceCore, fetch: Fetch? = nil) throws {
        let roster = try DutyRoster(core.config, origin: core.origin)
        let board = DutyBoard(roster.clocks)
        let outgoing = OutgoingService()
        let office = DutyOffice(
            origin: core.origin, desk: core, board: board, fetch: fetch ?? outgoing.client.fetch,
            clock: core.clock, random: core.random)
        let stamps = core.config.timeStamps
        // A filing comes just behind a step at worst, and then the authority takes all its time.
        let stampRest = max(Self.shortestRest, (stamps.within - stamps.patience) / 2)
        let witnessRest = max(Self.shortestRest, core.config.witnesses.every)
        var services: [any Service] = [outgoing]
        services += roster.stamping.map { authority, trust in
            ClockService(
                StampingDuty(office, authority, trust: trust), rest: .seconds(stampRest),
                core: core, board: board)
        }
        services += roster.witnesses.map { witness in
            ClockService(
                CosigningDuty(office, witness), rest: .seconds(witnessRest), core: core,
                board: board)
        }
        if let audit = roster.audit {
            services.append(AuditService(core, at: audit, parties: roster.parties))
        }
        ClockService.describe(core.metrics)
        AuditService.describe(core.metrics)
        (self.roster, self.board, self.services) = (roster, board, services)
    }
}

/// The client for the world outside, closed when the service ends.
private struct OutgoingService: Service {
    let client = OutgoingHTTP()

    func run() async throws {
        try? await gracefulShutdown()
        try await client.close()
    }
}
