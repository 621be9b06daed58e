// Marks requests that came by TLS of the service itself, so that certificates are asked for only where there can be one.

import Hummingbird

/// Says of each request whether its connection is secure.
struct SecureLayer: RouterMiddleware {
    typealias Context = ServiceContext

    let isSecure: Bool

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.isSecure = isSecure
        return try await next(request, context)
    }
}
