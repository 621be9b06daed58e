// Whether the process is alive, and whether it can do its work: for whoever starts it, and for balancers.

import EvidenceStore
import EvidenceValues
package import Hummingbird
import TransparencyLog

/// `/healthz` and `/readyz`.
package struct HealthRoutes: RouteGroup {
    private let core: ServiceCore

    package init(core: ServiceCore) { self.core = core }

    package func add(to router: Router<ServiceContext>) {
        router.get("/healthz") { _, _ in jsonResponse(.object(["status": .string("ok")])) }
        router.get("/readyz") { [core] _, _ in
            let size = try await core.readers.read { try $0.checkpoint().checkpoint.size.value }
            return jsonResponse(
                .object(["status": .string("ok"), "size": .integer(Int64(clamping: size))]))
        }
    }
}
