// Listing and reading exhibits. What never changes has a strong validator from its digest; what is private is stored by nobody between.

import EvidenceStore
import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceAccess
import ServiceInterface
import TransparencyLog

/// Exhibits over HTTP.
package struct ExhibitRoutes: RouteGroup {
    private let core: ServiceCore

    package init(core: ServiceCore) { self.core = core }

    package func add(to router: Router<ServiceContext>) {
        let exhibits: RouterPath = "/v1/matters/:matter/exhibits"
        router.get(exhibits) { try await list($0, $1) }
        let one = RouterPath(exhibits.description + "/:number")
        router.get(one) { try await description($0, $1) }
        router.get(RouterPath(one.description + "/content")) { try await content($0, $1) }
        router.get(RouterPath(one.description + "/receipt")) { request, context in
            let exhibit = try await filed(request, context, .readExhibit)
            let index = exhibit.entry.index
            let receipt = try await core.readers.read { try $0.receipt(of: index).bytes }
            return text(receipt, request)
        }
        router.get(RouterPath(one.description + "/filing")) { request, context in
            let exhibit = try await filed(request, context, .readExhibit)
            var headers: HTTPFields = [:]
            headers[.docketFilingSignature] = exhibit.filingSignature.map {
                StructuredBytes.format($0)
            }
            return text(exhibit.filingBytes, request, headers)
        }
        router.get(RouterPath(one.description + "/entry")) { request, context in
            text(try await exhibit(context, .readExhibit).entry.bytes, request)
        }
    }

    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let matter = try context.matter(for: .listExhibits)
        let query = try ExhibitQuery(request.uri)
        let (exhibits, next) = try await core.readers.read { archive in
            let (found, next) = try query.page(of: matter, in: archive)
            return (try found.map { try ExhibitRoutes.json($0, archive) }, next)
        }
        var headers: HTTPFields = [:]
        if let next { headers[.link] = "<\(ExhibitRoutes.link(request, next))>; rel=\"next\"" }
        return jsonResponse(
            .object([
                "exhibits": .array(exhibits), "next_cursor": .optional(next?.description),
            ]), headers: headers)
    }

    private func description(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let exhibit = try await exhibit(context, .readExhibit)
        let json = try await core.readers.read { try ExhibitRoutes.json(exhibit, $0) }
        return bytes(CanonicalJSON.encode(json), type: "application/json", request)
    }

    private func content(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let exhibit = try await filed(request, context, .readContent)
        return ContentAnswer(exhibit: exhibit, core: core, instance: context.requestID)
            .response(to: request)
    }

    /// The exhibit of the path, which may be erased.
    private func exhibit(
        _ context: ServiceContext, _ action: Action
    ) async throws -> DocketedExhibit {
        let matter = try context.matter(for: action)
        guard let number = context.parameters.get("number").flatMap({ UInt64($0) }),
            let number = DocketNumber(number), number.value <= UInt64(Int64.max)
        else { throw Problem(.notFound) }
        guard let exhibit = try await core.readers.read({ try $0.docketed(number, in: matter) })
        else { throw Problem(.notFound) }
        return exhibit
    }

    /// The exhibit of the path, which is not erased, for somebody who gets its bytes or its filing.
    private func filed(
        _ request: Request, _ context: ServiceContext, _ action: Action
    ) async throws -> StoredExhibit {
        guard case .filed(let exhibit) = try await exhibit(context, action) else {
            throw Problem(.erased)
        }
        // Who asks for the head gets nothing of it.
        if request.method != .head { try await note(exhibit, action, context.caller) }
        return exhibit
    }

    /// Who reads evidence is on record before it is sent. Spec: access-6
    private func note(
        _ exhibit: StoredExhibit, _ action: Action, _ caller: Caller
    ) async throws {
        let (access, docketing) = (core.access, exhibit.docketing)
        let reading: AccessReading =
            action == .readContent
            ? .content(docketing.matter, docketing.number.value)
            : .filing(docketing.matter, docketing.number.value)
        try await core.blocking.run { try access.note(reading, by: caller.principal) }
    }

    private func text(_ text: [UInt8], _ request: Request, _ headers: HTTPFields = [:]) -> Response
    {
        bytes(text, type: "text/plain; charset=utf-8", request, headers)
    }

    private func bytes(
        _ bytes: [UInt8], type: String, _ request: Request, _ headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        let tag = ExhibitRoutes.tag(Digest.sha256(bytes))
        headers[.eTag] = tag
        headers[.cacheControl] = "private, no-cache"
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        return bytesResponse(bytes, type: type, headers: headers)
    }

    /// A strong validator.
    static func tag(_ digest: Digest) -> String { "\"\(digest.hex)\"" }

    private static func json(_ exhibit: DocketedExhibit, _ archive: Archive) throws -> JSONValue {
        try exhibit.json { index in
            let record = try archive.exhibit(at: index)
            return try Erasure(parsing: archive.content(of: record)).warrant
        }
    }

    private static func link(_ request: Request, _ next: DocketNumber) -> String {
        let others = (request.uri.query ?? "").split(separator: "&")
            .filter { !$0.hasPrefix("cursor=") }
        let query = (others + ["cursor=\(next)"]).joined(separator: "&")
        return "\(request.uri.path)?\(query)"
    }
}
