// How the archive stands, for everybody and without matters; and, for those who may, the reports of its audits and how well the time of an exhibit
// is proven.

import ArchiveAudit
import ArchiveDuties
import EvidenceStore
import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceInterface
import TransparencyLog

/// `/v1/status`, `/v1/audits`, the ladder of an exhibit.
package struct StatusRoutes: RouteGroup {
    /// Reports on one page, unless asked otherwise, and at most.
    private static let page = 100
    private static let mostOnPage = 1_000

    private let core: ServiceCore
    private let status: ServiceStatus
    private let witnesses: PinnedTrust

    package init(core: ServiceCore, duties: Duties) {
        self.core = core
        status = ServiceStatus(core, board: duties.board)
        witnesses = duties.roster.witnessTrust
    }

    package func add(to router: Router<ServiceContext>) {
        router.get("/v1/status") { [status] _, _ in
            jsonResponse(try await status.json(), headers: [.cacheControl: "no-cache"])
        }
        router.get("/v1/audits") { request, context in
            try context.caller.require(.readAudits, in: nil)
            return try await audits(request)
        }
        router.get("/v1/audits/latest") { [core] request, context in
            try context.caller.require(.readAudits, in: nil)
            let report = try await core.readers.read { archive in
                try FiledReports.page(limit: 1, in: archive).first
                    .map { try archive.content(of: $0.exhibit) }
            }
            guard let report else { throw Problem(.notFound) }
            return TaggedBytes(report).answer(
                request, type: "application/json", caching: "private, no-cache")
        }
        router.get("/v1/matters/:matter/exhibits/:number/ladder") { [core, witnesses] _, context in
            let matter = try context.matter(for: .readExhibit)
            guard let number = context.parameters.get("number").flatMap({ UInt64($0) }),
                let docket = DocketNumber(number), number <= UInt64(Int64.max)
            else { throw Problem(.notFound) }
            return jsonResponse(
                try await core.readers.read { archive in
                    try ladder(docket, of: matter, in: archive, witnesses)
                })
        }
    }

    private func audits(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let limit = try query["limit"].map { text in
            guard let limit = Int(text), (1...Self.mostOnPage).contains(limit) else {
                throw Problem(.badParameter, detail: "limit is 1 to \(Self.mostOnPage)")
            }
            return limit
        }
        let cursor = try query["cursor"].map { text in
            guard let number = UInt64(text) else {
                throw Problem(.badParameter, detail: "cursor is none of this list")
            }
            return number
        }
        let count = limit ?? Self.page
        let found = try await core.readers.read { archive in
            try FiledReports.page(below: cursor, limit: count + 1, in: archive).map { found in
                (
                    number: found.number,
                    summary: AuditSummary(
                        try archive.content(of: found.exhibit), index: found.exhibit.entry.index)
                )
            }
        }
        let shown = found.prefix(count)
        let next = found.count > count ? shown.last.map { "\($0.number)" } : nil
        var headers: HTTPFields = [:]
        if let next {
            headers[.link] = "</v1/audits?cursor=\(next)&limit=\(count)>; rel=\"next\""
        }
        return jsonResponse(
            .object([
                "audits": .array(shown.compactMap { $0.summary?.json }),
                "next_cursor": .optional(next),
            ]), headers: headers)
    }
}

/// The ladder of an exhibit as JSON.
private func ladder(
    _ number: DocketNumber, of matter: MatterID, in archive: Archive, _ witnesses: PinnedTrust
) throws -> JSONValue {
    guard let exhibit = try archive.docketed(number, in: matter) else { throw Problem(.notFound) }
    let entry = exhibit.entry
    let ladder = try Ladder(of: entry, in: archive, witnesses: witnesses)
    func rungs(_ rungs: [Ladder.Rung]) -> JSONValue {
        .array(
            rungs.map { rung in
                .object([
                    "name": .string(rung.party.text), "time": .string(rung.time.text),
                    "tree_size": .integer(Int64(clamping: rung.size.value)),
                ])
            })
    }
    return .object([
        "matter": .string(matter.text), "number": .integer(Int64(clamping: number.value)),
        "index": .integer(Int64(clamping: entry.index.value)),
        "received": .string(entry.received.text), "step": .string(ladder.step.rawValue),
        "logged": .object([
            "tree_size": .integer(Int64(clamping: ladder.checkpoint.size.value)),
            "root_hash": .string("\(ladder.checkpoint.root)"),
        ]),
        "witnessed": rungs(ladder.witnessed), "time_stamped": rungs(ladder.timeStamped),
    ])
}
