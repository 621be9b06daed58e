// Principals and their certificates, and tokens: what operators hand out and take back.

import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceAccess
import ServiceInterface
import TransparencyLog

extension AccessRoutes {
    func addPrincipals(to router: Router<ServiceContext>) {
        router.get("/v1/principals", use: listPrincipals)
        router.post("/v1/principals", use: createPrincipal)
        router.get("/v1/principals/:principal", use: readPrincipal)
        router.delete("/v1/principals/:principal", use: removePrincipal)
    }

    func addTokens(to router: Router<ServiceContext>) {
        router.get("/v1/tokens", use: listTokens)
        router.post("/v1/tokens", use: issueToken)
        router.delete("/v1/tokens/:token", use: revokeToken)
    }

    @Sendable private func listPrincipals(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.managePrincipals, in: nil)
        let state = core.access.state
        let page = try AccessPage(request)
        let present = state.principals.filter { !$0.value.isRemoved }.keys.sorted()
        let cut = page.cut(present) { $0.text }
        return page.response(
            "principals", cut.elements.map { AccessJSON.principal($0, state) }, next: cut.next,
            of: request)
    }

    @Sendable private func createPrincipal(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.managePrincipals, in: nil)
        let fields = try await RequestFields(request, names: ["id", "name", "certificates"])
        let who = try fields.value("id") { PrincipalID($0) }
        let name = try fields.label("name")
        let certificates = try fields.texts("certificates", limit: 16).map { text in
            AccessBook.NewCertificate(
                der: try RequestFields.certificate(text, "certificates"))
        }
        let actor = context.caller.principal
        let known = core.access.state.principals[who]
        if let known, known.isRemoved || (name != nil && name != known.name) {
            throw Problem(.alreadyExists)
        }
        try await change { book in
            guard known != nil else {
                try book.addPrincipal(who, named: name, certificates: certificates, by: actor)
                return
            }
            // What he has already is not asked for again.
            let held = book.certificates(of: who)
            let new = certificates.filter { !held.contains(.sha256($0.der)) }
            if !new.isEmpty { try book.addCertificates(new, to: who, by: actor) }
        }
        return jsonResponse(
            AccessJSON.principal(who, core.access.state), status: known == nil ? .created : .ok,
            headers: known == nil ? Self.location("/v1/principals/\(who.text)") : [:])
    }

    @Sendable private func readPrincipal(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let who = try present(context)
        return jsonResponse(AccessJSON.principal(who, core.access.state))
    }

    @Sendable private func removePrincipal(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let who = try present(context)
        let actor = context.caller.principal
        guard let text = request.uri.queryParameters.getAll("certificate").first else {
            try await change { try $0.removePrincipal(who, by: actor) }
            return Response(status: .noContent)
        }
        guard let digest = Digest(text: text) else {
            throw Problem(.badParameter, detail: "The certificate is named by its digest.")
        }
        try await change { try $0.removeCertificate(digest, of: who, by: actor) }
        return Response(status: .noContent)
    }

    /// The principal of the path, who is there.
    private func present(_ context: ServiceContext) throws(Problem) -> PrincipalID {
        try context.caller.require(.managePrincipals, in: nil)
        let who = try Self.named("principal", context) { PrincipalID($0) }
        guard core.access.state.principals[who]?.isRemoved == false else {
            throw Problem(.notFound)
        }
        return who
    }

    @Sendable private func listTokens(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.manageTokens, in: nil)
        let page = try AccessPage(request)
        let tokens = core.access.state.tokens.values.sorted { $0.number < $1.number }
        // As wide as numbers are, so that the order of names is that of numbers.
        let cut = page.cut(tokens) { token in
            let digits = String(token.number)
            return String(repeating: "0", count: 19 - digits.count) + digits
        }
        return page.response(
            "tokens", cut.elements.map { .object(AccessJSON.token($0)) }, next: cut.next,
            of: request)
    }

    @Sendable private func issueToken(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.manageTokens, in: nil)
        let fields = try await RequestFields(
            request, names: ["principal", "matter", "role", "expires"])
        let who = try fields.value("principal") { PrincipalID($0) }
        let scope = try fields.value("matter") { AccessScope($0) }
        let role = try fields.value("role") { Role(rawValue: $0) }
        let expires = try fields.value("expires") { Instant(text: $0) }
        let actor = context.caller.principal
        let issued = try await change {
            try $0.issueToken(for: who, role: role, scope: scope, expires: expires, by: actor)
        }
        guard let token = core.access.state.tokens[issued.number] else {
            throw Problem(.internalError)
        }
        var members = AccessJSON.token(token)
        members["token"] = .string(issued.token.text)
        return jsonResponse(
            .object(members), status: .created,
            headers: Self.location("/v1/tokens/\(issued.number)"))
    }

    @Sendable private func revokeToken(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.manageTokens, in: nil)
        let number = try Self.named("token", context) { text in
            Int64(text).flatMap { String($0) == text ? $0 : nil }
        }
        let actor = context.caller.principal
        try await change { try $0.revokeToken(number, by: actor) }
        return Response(status: .noContent)
    }
}
