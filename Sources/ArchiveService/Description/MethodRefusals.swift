// A path that exists answers a method that it does not have by 405, with the methods that it has (RFC 9110 §15.5.6). The router itself
// would say that the path is not there.

import HTTPTypes
package import Hummingbird
import ServiceInterface

extension Router where Context == ServiceContext {
    /// Adds the refusals for all routes that there are; whatever is added later has none.
    package func refuseOtherMethods() {
        var known: [String: (path: RouterPath, methods: Set<HTTPRequest.Method>)] = [:]
        for route in routes {
            known[route.path.description, default: (route.path, [])].methods.insert(route.method)
        }
        for (path, methods) in known.values {
            let offered = methods.contains(.get) ? methods.union([.head]) : methods
            let allow = offered.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.standardMethods where !offered.contains(method) {
                on(path, method: method) { _, context in
                    var response = problemResponse(
                        Problem(.methodNotAllowed), instance: context.requestID)
                    response.headers[.allow] = allow
                    return response
                }
            }
        }
    }

    private static var standardMethods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace]
    }
}
