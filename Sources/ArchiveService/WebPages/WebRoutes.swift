// The page and its files, to everybody: they hold nothing of anybody. What the page shows it asks for as its reader.

package import Hummingbird
import ServiceInterface

/// `/` and `/web/{file}`.
package struct WebRoutes: RouteGroup {
    private let assets: [String: WebAsset]

    package init() {
        assets = Dictionary(WebAsset.all.map { ($0.name, $0) }) { first, _ in first }
    }

    package func add(to router: Router<ServiceContext>) {
        router.get("/") { request, _ in answer(WebAsset.page, to: request) }
        router.get("/web/{file}") { [assets] request, context in
            guard let asset = context.parameters.get("file").flatMap({ assets[$0] }) else {
                throw Problem(.notFound)
            }
            return answer(asset, to: request)
        }
    }
}

private func answer(_ asset: WebAsset, to request: Request) -> Response {
    if EntityTag.matches(request.headers[.ifNoneMatch], asset.tag) {
        return Response(status: .notModified, headers: asset.headers)
    }
    return bytesResponse(asset.bytes, type: asset.mediaType, headers: asset.headers)
}
