// What is missing for a claim: the matter as it is filed, verified and judged by the code of the arbiter, for who prepares a dispute.
// Nothing is kept. And the agreements and annexes that one may be judged under.

import Agreements
import BundleExport
import EvidenceBundle
import EvidenceReport
import EvidenceStore
import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceInterface

/// `/v1/matters/{matter}/missing`, `/v1/agreements`.
package struct JudgingRoutes: RouteGroup {
    /// Bytes of claims at most: a thousand of them, each a line.
    package static let maximumClaims = 1 << 20

    /// Judgements at once: each holds the contents of its matter in memory.
    package static let atOnce = 2

    private let core: ServiceCore
    private let texts: KnownTexts
    private let places = Places(JudgingRoutes.atOnce, ofOne: 1)

    package init(core: ServiceCore, texts: KnownTexts) {
        self.core = core
        self.texts = texts
    }

    package func add(to router: Router<ServiceContext>) {
        router.get("/v1/agreements") { [texts] request, _ in
            Representation(
                CanonicalJSON.encode(texts.json), mediaType: "application/json", isPublic: true
            ).response(to: request)
        }
        router.post("/v1/matters/{matter}/missing") { request, context in
            let matter = try context.matter(for: .judge)
            try request.requireContentType(["text/plain"])
            let asked = Question(
                matter: matter, agreement: try request.requiredDigest("agreement"),
                annex: try request.requiredDigest("annex"),
                claims: try await request.body(limit: JudgingRoutes.maximumClaims),
                time: try request.query("at") { Instant(text: $0) } ?? core.clock())
            _ = try SignedTexts.claims(asked.claims)
            return try await places.holding(for: context.holder, waiting: .seconds(60)) {
                jsonResponse(
                    try await core.longWork.patiently { [core] in
                        try core.readers.readHere { try judge(asked, from: $0) }
                    })
            }
        }
    }

    /// What is asked.
    private struct Question: Sendable {
        let matter: MatterID
        let agreement: Digest
        let annex: Digest
        let claims: [UInt8]
        let time: Instant
    }

    private func judge(_ asked: Question, from archive: Archive) throws -> JSONValue {
        let annex = try texts.annex(asked.annex, in: asked.matter, archive)
        let request = BundleRequest(
            matter: asked.matter,
            agreement: try texts.agreement(asked.agreement, in: asked.matter, archive),
            annex: annex.bytes, annexSignature: annex.signature, claims: asked.claims,
            identity: nil, time: asked.time, tool: ServiceVersion.tool)
        let verified: VerifiedBundle
        do { verified = try judgeMatter(request, from: archive) } catch {
            throw Problem(exporting: error)
        }
        let found = verified.verification
        var members = judgementMembers(
            found.record, found.findings,
            of: JudgedQuestion(bundle: nil, claims: verified.claims, areClaimsOwn: false),
            supposing: nil)
        members["missing"] = JudgingRoutes.missing(found.findings)
        return .object(members)
    }

    /// The ways to settle each claim that is undetermined.
    private static func missing(_ findings: Findings?) -> JSONValue {
        .array(
            (findings?.findings ?? []).filter { $0.value == .undetermined }.map { finding in
                .object([
                    "claim": .string(finding.claim),
                    "settling": .array(finding.missing.map(\.json)),
                ])
            })
    }
}
