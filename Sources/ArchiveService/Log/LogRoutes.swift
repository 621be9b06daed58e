// The log for everybody (C2SP tlog-tiles): the newest checkpoint, tiles of hashes, bundles of entries. Entries hold digests, so nothing here is
// anybody's secret. Full tiles never change, and say so; what was read is kept, so that many readers cost one read.

import EvidenceStore
import HTTPTypes
package import Hummingbird
import ServiceInterface
import TransparencyLog

/// `/checkpoint`, `/tile/…`.
package struct LogRoutes: RouteGroup {
    private let log: LogReads

    package init(core: ServiceCore) { log = LogReads(core) }

    package func add(to router: Router<ServiceContext>) {
        router.get("/checkpoint") { [log] request, _ in
            try await log.checkpoint().answer(
                request, type: "text/plain; charset=utf-8", caching: "no-cache")
        }
        for path: RouterPath in ["/tile/entries/**", "/tile/:level/**"] {
            router.get(path) { [log] request, _ in
                guard let path = try? TilePath(parsing: String(request.uri.path.dropFirst())),
                    let found = try await log.tile(path)
                else { throw Problem(.notFound) }
                // A partial tile of one width never changes either, but is soon of no use.
                return found.answer(
                    request, type: "application/octet-stream",
                    caching: path.isFull
                        ? "public, max-age=31536000, immutable" : "public, max-age=3600")
            }
        }
    }
}

extension TilePath {
    fileprivate var isFull: Bool {
        switch self {
        case .hashes(let tile), .entries(let tile): tile.isFull
        }
    }
}
