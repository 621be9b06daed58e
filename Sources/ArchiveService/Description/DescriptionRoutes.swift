// What the service says of itself: the OpenAPI document, and a page for each problem (RFC 9457 §3.1.1: `type` leads to it).

import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceInterface

/// `/openapi.yaml`, `/openapi.json`, `/problems`.
package struct DescriptionRoutes: RouteGroup {
    package init() {}

    package func add(to router: Router<ServiceContext>) {
        router.get("/openapi.yaml") { request, _ in
            Representation(
                OpenAPIDocument.yaml, mediaType: "application/yaml; charset=utf-8", isPublic: true
            ).response(to: request)
        }
        router.get("/openapi.json") { request, _ in
            let document = try OpenAPIDocument.loaded.get()
            return Representation(
                CanonicalJSON.encode(document.root), mediaType: "application/json", isPublic: true
            ).response(to: request)
        }
        router.get("/problems") { request, _ in
            ProblemPage.list.representation.response(to: request)
        }
        router.get("/problems/{code}") { request, context in
            guard let code = context.parameters.get("code").flatMap(ProblemCode.init) else {
                throw Problem(.notFound)
            }
            return ProblemPage(code).representation.response(to: request)
        }
    }
}
