// Members of a matter, and of `*`, the service itself: who has which role, and who is behind a pseudonym.

import EvidenceStore
import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceAccess
import ServiceInterface
import TransparencyLog

extension AccessRoutes {
    func addMembers(to router: Router<ServiceContext>) {
        router.get("/v1/matters/:matter/members", use: listMembers)
        router.post("/v1/matters/:matter/members", use: addMember)
        router.delete("/v1/matters/:matter/members/:principal", use: removeMember)
        router.get("/v1/matters/:matter/members/:principal/identity", use: readIdentity)
    }

    /// The scope of the path, where the caller may do `action`, and which is there.
    private func scope(
        _ context: ServiceContext, for action: Action
    ) throws(Problem) -> AccessScope {
        let scope = try Self.named("matter", context) { AccessScope($0) }
        guard case .matter(let matter) = scope else {
            // What is said of the service's own members is said to who may change them.
            try context.caller.require(.managePrincipals, in: nil)
            return scope
        }
        try context.caller.require(action, in: matter)
        guard core.access.state.matters[matter] != nil else { throw Problem(.notFound) }
        return scope
    }

    @Sendable private func listMembers(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let scope = try scope(context, for: .readMembers)
        let state = core.access.state
        // Sorted by what is shown: the order of the principals would tell something of who is behind a pseudonym.
        let members = (state.members[scope] ?? [:]).map { who, member in
            AccessJSON.member(who, member, in: scope, state, for: context.caller)
        }.sorted { CanonicalJSON.encode($0).lexicographicallyPrecedes(CanonicalJSON.encode($1)) }
        return jsonResponse(.object(["members": .array(members)]))
    }

    @Sendable private func addMember(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let scope = try scope(context, for: .manageMembers)
        let fields = try await RequestFields(
            request,
            names: ["principal", "role", "pseudonym", "certificate", "sealed_identity"])
        let who = try fields.value("principal") { PrincipalID($0) }
        let role = try fields.value("role") { Role(rawValue: $0) }
        let pseudonym = try Self.pseudonym(fields)
        let actor = context.caller.principal
        let known = core.access.state.members[scope]?[who]
        if known?.role != role || pseudonym != nil {
            try await change {
                try $0.addMember(who, as: role, in: scope, pseudonym: pseudonym, by: actor)
            }
        }
        let state = core.access.state
        guard let member = state.members[scope]?[who] else { throw Problem(.conflict) }
        return jsonResponse(
            AccessJSON.member(who, member, in: scope, state, for: context.caller),
            status: known == nil ? .created : .ok)
    }

    private static func pseudonym(
        _ fields: RequestFields
    ) throws(Problem) -> AccessBook.NewPseudonym? {
        guard let name = try fields.optional("pseudonym", { PartyID($0) }) else {
            for name in ["certificate", "sealed_identity"] {
                guard try fields.optional(name, { $0 }) == nil else {
                    throw RequestFields.wrong("pseudonym")
                }
            }
            return nil
        }
        let pem = try fields.value("certificate") { $0 }
        let envelope = try fields.value("sealed_identity") { Base64.decode($0.utf8Span.span) }
        return AccessBook.NewPseudonym(
            name: name, der: try RequestFields.certificate(pem, "certificate"),
            envelope: envelope)
    }

    @Sendable private func removeMember(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let scope = try scope(context, for: .manageMembers)
        let who = try Self.named("principal", context) { PrincipalID($0) }
        let actor = context.caller.principal
        guard let member = core.access.state.members[scope]?[who] else {
            throw Problem(.notFound)
        }
        if let text = request.uri.queryParameters.getAll("role").first {
            guard let role = Role(rawValue: text) else {
                throw Problem(.badParameter, detail: "There is no such role.")
            }
            guard member.role == role else { throw Problem(.notFound) }
        }
        try await change { try $0.removeMember(who, from: scope, by: actor) }
        return Response(status: .noContent)
    }

    /// The sealed identity behind a pseudonym, once claims were filed. Spec: pseudonym-9
    @Sendable private func readIdentity(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let matter = try context.matter(for: .readIdentity)
        let name = try Self.named("principal", context) { PartyID($0) }
        let given = core.access.state.pseudonyms[matter]?.values.first { $0.name == name }
        guard let given else { throw Problem(.notFound) }
        guard try await hasClaims(matter) else {
            throw Problem(.conflict, detail: "No party filed claims in the matter.")
        }
        let actor = context.caller.principal
        try await change { try $0.note(.identity(matter, name), by: actor) }
        return bytesResponse(given.envelope, type: "application/pkcs7-mime")
    }

    /// Whether a party of the matter filed claims in it: an arbiter's own do not open what is sealed to him.
    private func hasClaims(_ matter: MatterID) async throws -> Bool {
        let state = core.access.state
        let members = state.members[.matter(matter)] ?? [:]
        let parties = members.filter { $0.value.role == .party }.keys
        var query = SearchQuery()
        query.matter = .exactly(matter.text)
        query.kind = .claims
        for party in parties {
            for certificate in state.principals[party]?.certificates ?? [] {
                query.filer = .certificate(certificate)
                let claims = query
                let found = try await core.readers.read {
                    try $0.search(claims, limit: 1) { _ in }.found
                }
                if found > 0 { return true }
            }
        }
        return false
    }
}
