// Matters: which there are for the caller, and opening one.

import EvidenceStore
import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceAccess
import ServiceInterface

extension AccessRoutes {
    func addMatters(to router: Router<ServiceContext>) {
        router.get("/v1/matters", use: listMatters)
        router.post("/v1/matters", use: createMatter)
        router.get("/v1/matters/:matter", use: readMatter)
    }

    @Sendable private func listMatters(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        _ = try Self.principal(context)
        let (caller, state) = (context.caller, core.access.state)
        let page = try AccessPage(request)
        // Who may read all of them may be an operator of a million; the others have their own few.
        let isEverywhere = caller.may(.readMatter, in: nil)
        let matters = isEverywhere ? Array(state.matters.keys) : Array(caller.matters.keys)
        let shown = matters.filter { caller.may(.readMatter, in: $0) }.sorted()
        let cut = page.cut(shown) { $0.text }
        let values = try await describe(cut.elements, caller, state)
        return page.response("matters", values, next: cut.next, of: request)
    }

    @Sendable private func readMatter(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let matter = try context.matter(for: .readMatter)
        let state = core.access.state
        guard state.matters[matter] != nil else { throw Problem(.notFound) }
        let values = try await describe([matter], context.caller, state)
        return jsonResponse(values.first ?? .null)
    }

    @Sendable private func createMatter(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try context.caller.require(.createMatter, in: nil)
        let fields = try await RequestFields(request, names: ["id", "title"])
        let matter = try fields.value("id") { MatterID($0) }
        let title = try fields.label("title")
        let actor = context.caller.principal
        let known = core.access.state.matters[matter]
        if let known, known.title != title { throw Problem(.alreadyExists) }
        if known == nil {
            try await change { try $0.createMatter(matter, titled: title, by: actor) }
        }
        let values = try await describe([matter], context.caller, core.access.state)
        return jsonResponse(
            values.first ?? .null, status: known == nil ? .created : .ok,
            headers: known == nil ? Self.location("/v1/matters/\(matter.text)") : [:])
    }

    private func describe(
        _ matters: [MatterID], _ caller: Caller, _ state: AccessState
    ) async throws -> [JSONValue] {
        let counts = try await core.readers.read { archive in
            try matters.map { try archive.exhibitCount(of: $0) }
        }
        return zip(matters, counts).map { matter, count in
            AccessJSON.matter(matter, state, exhibits: count, roles: caller.roles(in: matter))
        }
    }
}
