// Which parts the service is put together from: groups of routes, layers around them, and what runs beside the server. One line for each.

package import Hummingbird
package import ServiceLifecycle

/// The parts of one service.
package struct ServiceParts: Sendable {
    /// Layers around all routes, outermost first, within the one that makes problems of errors.
    package var layers: [any MiddlewareProtocol<Request, Response, ServiceContext>] = []
    package var groups: [any RouteGroup] = []
    /// What runs beside the server, and ends when it does.
    package var services: [any Service] = []

    package init() {}

    /// A router with everything in it.
    package func router(_ core: ServiceCore) -> Router<ServiceContext> {
        let router = Router(
            context: ServiceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ProblemMiddleware(metrics: core.metrics))
        router.add(middleware: SecureLayer(isSecure: !core.config.http.certificate.isEmpty))
        for layer in layers { router.add(middleware: layer) }
        for group in groups { group.add(to: router) }
        router.refuseOtherMethods()
        return router
    }
}
