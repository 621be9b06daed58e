// Asking for a bundle. The work is a job; what the request says is checked before it is accepted, so that a job seldom fails.

import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceInterface

/// `POST /v1/matters/{matter}/bundles`.
package struct BundleRoutes: RouteGroup {
    private let core: ServiceCore
    private let texts: KnownTexts
    private let desk: JobDesk

    package init(core: ServiceCore, texts: KnownTexts, desk: JobDesk) {
        self.core = core
        self.texts = texts
        self.desk = desk
    }

    package func add(to router: Router<ServiceContext>) {
        router.post("/v1/matters/{matter}/bundles") { request, context in
            let matter = try context.matter(for: .makeBundle)
            guard let principal = context.caller.principal else {
                throw Problem(.unauthenticated)
            }
            try request.requireContentType(["application/json"])
            let body = try await request.body(limit: BundleOrder.maximumRequest)
            let now = core.clock()
            let (texts, readers) = (texts, core.readers)
            let order = try await core.blocking.run {
                let reading = try OrderReading(body)
                return try readers.readHere {
                    try reading.order(matter, texts, $0, now: now)
                }
            }
            let job = try await desk.begin(order, of: matter, for: principal)
            return jsonResponse(
                job.json, status: .accepted, headers: [.location: job.path])
        }
    }
}
