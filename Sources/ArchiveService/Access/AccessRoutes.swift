// Who is let in: sessions, matters, members, principals, tokens, access records. Each handler asks first whether the caller may, in one
// call; then what is not there is not there.

import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceAccess
import ServiceInterface

/// The routes of access.
package struct AccessRoutes: RouteGroup {
    let core: ServiceCore

    package init(core: ServiceCore) { self.core = core }

    package func add(to router: Router<ServiceContext>) {
        router.get("/v1/session", use: session)
        addMatters(to: router)
        addMembers(to: router)
        addPrincipals(to: router)
        addTokens(to: router)
        router.get("/v1/access-records", use: listRecords)
    }

    /// Changes the book, where waiting for the disk is allowed.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (AccessBook) throws -> Value
    ) async throws -> Value {
        let access = core.access
        return try await core.blocking.run { try body(access) }
    }

    /// Who asks, if it is somebody.
    static func principal(_ context: ServiceContext) throws(Problem) -> PrincipalID {
        guard let principal = context.caller.principal else { throw Problem(.unauthenticated) }
        return principal
    }

    /// What the path names, if it can be called so.
    static func named<Value>(
        _ parameter: String, _ context: ServiceContext, _ read: (String) -> Value?
    ) throws(Problem) -> Value {
        guard let value = context.parameters.get(parameter).flatMap(read) else {
            throw Problem(.notFound)
        }
        return value
    }

    static func location(_ path: String) -> HTTPFields { [.location: path] }

    @Sendable private func session(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let principal = try Self.principal(context)
        return jsonResponse(AccessJSON.session(context.caller, principal, core.access.state))
    }
}
