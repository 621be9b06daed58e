// `POST /v1/matters/{matter}/exhibits`: one request files one exhibit (docs/http.md).

import EvidenceStore
import HTTPTypes
package import Hummingbird
import ServiceInterface
import TransparencyLog

/// Filing over HTTP.
package struct FilingRoutes: RouteGroup {
    private let desk: FilingDesk

    package init(core: ServiceCore) { desk = FilingDesk(core: core) }

    package func add(to router: Router<ServiceContext>) {
        router.post("/v1/matters/:matter/exhibits") { [desk] request, context in
            let matter = try context.matter(for: .file)
            let filing = try FilingRequest(
                request.headers, matter: matter, origin: desk.core.origin,
                maximumContent: desk.core.config.limits.content)
            let filed = try await desk.file(filing, body: request.body, caller: context.caller)
            return FilingRoutes.answer(filed)
        }
    }

    private static func answer(_ filed: FiledReceipt) -> Response {
        let docketing = filed.receipt.docketing
        var headers: HTTPFields = [
            .location: "/v1/matters/\(docketing.matter)/exhibits/\(docketing.number)"
        ]
        if filed.wasAlreadyFiled { headers[.docketAlreadyFiled] = "?1" }
        return bytesResponse(
            filed.receipt.bytes, type: "text/plain; charset=utf-8",
            status: filed.wasAlreadyFiled ? .ok : .created, headers: headers)
    }
}
