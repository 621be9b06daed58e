// This service as a witness of other logs (C2SP tlog-witness): it cosigns checkpoints that continue what it has seen. The decision and its
// durable state are `WitnessFolder`'s (docs/formats/witness.md); here each refusal gets its status.

import EvidenceStore
import HTTPTypes
package import Hummingbird
import LogFiles
import ServiceInterface
import TransparencyLog

/// `/witness/…`.
package struct WitnessRoutes: RouteGroup {
    private let core: ServiceCore
    private let desk: WitnessDesk?

    /// Makes the witness that the configuration names, if it is not there yet.
    package init(core: ServiceCore) throws {
        self.core = core
        desk = try WitnessDesk(core.config, random: core.random)
    }

    package func add(to router: Router<ServiceContext>) {
        router.post("/witness/add-checkpoint") { [core, desk] request, _ in
            guard let desk else { throw Problem(.notFound) }
            let body = try await request.body(limit: AddCheckpointRequest.maximumSize)
            let now = core.clock()
            return try await core.blocking.run { () throws -> Response in
                do { return textResponse(try desk.cosign(body, at: now)) } catch let refusal
                    as WitnessRefusal
                {
                    return try answer(refusal)
                }
            }
        }
        router.get("/witness/:origin_hash/checkpoint") { [core, desk] _, context in
            guard let desk, let hash = context.parameters.get("origin_hash") else {
                throw Problem(.notFound)
            }
            guard let note = try await core.blocking.run({ try desk.note(originHash: hash) })
            else { throw Problem(.notFound) }
            return textResponse(note, headers: [.cacheControl: "no-cache"])
        }
    }
}

/// The answer to a request that was refused (C2SP tlog-witness, "add-checkpoint").
private func answer(_ refusal: WitnessRefusal) throws -> Response {
    switch refusal {
    case .conflict:
        guard let body = refusal.body else { throw Problem(.conflict) }
        return bytesResponse(Array(body.text.utf8), type: body.mediaType, status: .conflict)
    case .malformed: throw Problem(.badRequest, detail: "This is no request of tlog-witness.")
    case .oldSizeTooLarge:
        throw Problem(.badRequest, detail: "The old size is larger than the checkpoint's.")
    case .noTrustedSignature:
        throw Problem(.forbidden, detail: "No key that is known of this log signed the checkpoint.")
    case .unknownLog: throw Problem(.notFound)
    case .inconsistent:
        throw Problem(
            .inconsistentLog, detail: "The proof does not lead from what was cosigned last.")
    case .otherRoot:
        throw Problem(
            .inconsistentLog, detail: "The log signed another root at a size that was cosigned.")
    case .clockBehind, .damagedState: throw Problem(.internalError)
    }
}
