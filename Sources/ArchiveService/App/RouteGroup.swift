// The service is put together from groups of routes, each an idea of its own, that add themselves to one router.

package import Hummingbird

/// Routes that belong together.
package protocol RouteGroup: Sendable {
    /// Adds the routes.
    func add(to router: Router<ServiceContext>)
}
