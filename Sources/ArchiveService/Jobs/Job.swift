// A bundle that is being made for somebody (Web/openapi.yaml, `Job`): who asked, how far it is, what came of it. What is here is told to
// whoever asked, and to nobody else.

package import EvidenceValues
package import ServiceInterface

/// The name of a job: 16 bytes that nobody can guess, in base64url.
package struct JobID: Sendable, Hashable {
    package let text: String

    /// The name that `text` is, or nil.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 22, text.utf8.allSatisfy(JobID.isDigit) else { return nil }
        self.text = String(text)
    }

    /// A new name. `random` gives unpredictable bytes.
    package init(random: (Int) -> [UInt8]) {
        text = String(Base64.encode(random(16)).prefix(22))
            .replacing("+", with: "-").replacing("/", with: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}

/// The bundle that a job made.
package struct MadeBundle: Sendable, Hashable {
    package var digest: Digest
    package var size: Int
    /// What its own verification gave, under the agreement and the annex that it was asked for with.
    package var status: String
    package var sentence: String
    package var exhibitCount: Int
    package var withheldCount: Int
    package var sealedCount: Int
}

/// Why a job failed.
package struct JobFailure: Sendable, Hashable {
    package var code: ProblemCode
    package var detail = ""
    /// The code of the check that failed, if one did.
    package var check: String?
}

/// How far a job is.
package enum JobState: Sendable, Hashable {
    case queued
    case running(JobStep)
    case awaitingSignature
    case done(MadeBundle)
    case failed(JobFailure)

    /// Whether nothing more will happen.
    package var isOver: Bool {
        switch self {
        case .done, .failed: true
        case .queued, .running, .awaitingSignature: false
        }
    }

    /// The word of the OpenAPI document.
    package var word: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .awaitingSignature: "awaiting_signature"
        case .done: "done"
        case .failed: "failed"
        }
    }
}

/// What a job does, in this order.
package enum JobStep: String, Sendable, Hashable, CaseIterable {
    case queued, collecting, verifying, concluding, signing, writing, done
}

/// A job.
package struct Job: Sendable, Hashable {
    package let id: JobID
    package let principal: PrincipalID
    package let matter: MatterID
    package let created: Instant
    package let expires: Instant
    package var state = JobState.queued
    /// Differs whenever the state has changed.
    package var change: Int64 = 0

    package init(
        id: JobID, principal: PrincipalID, matter: MatterID, created: Instant, expires: Instant
    ) {
        self.id = id
        self.principal = principal
        self.matter = matter
        self.created = created
        self.expires = expires
    }

    /// Where it is told of.
    package var path: String { "/v1/jobs/" + id.text }

    /// What its bundle is called when it is saved.
    package var fileName: String { matter.text + ".asice" }
}

extension Job {
    /// The job as the OpenAPI document has it.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id.text), "kind": .string("bundle"), "matter": .string(matter.text),
            "state": .string(state.word), "change": .integer(change),
            "created": .string(created.text), "expires": .string(expires.text),
            "progress": progress, "manifest": .null, "bundle": .null, "problem": .null,
        ]
        switch state {
        case .awaitingSignature: members["manifest"] = .string(path + "/manifest")
        case .done(let made): members["bundle"] = json(of: made)
        case .failed(let failure): members["problem"] = failure.json
        case .queued, .running: break
        }
        return .object(members)
    }

    private var step: JobStep {
        switch state {
        case .queued: .queued
        case .running(let step): step
        case .awaitingSignature: .signing
        case .done, .failed: .done
        }
    }

    private var progress: JSONValue {
        let done = JobStep.allCases.firstIndex(of: step) ?? 0
        return .object([
            "step": .string(step.rawValue), "done": .integer(Int64(done)),
            "total": .integer(Int64(JobStep.allCases.count - 1)),
        ])
    }

    private func json(of made: MadeBundle) -> JSONValue {
        .object([
            "href": .string(path + "/bundle"), "name": .string(fileName),
            "digest": .string(made.digest.text), "size": .integer(Int64(made.size)),
            "status": .string(made.status), "sentence": .string(made.sentence),
            "exhibit_count": .integer(Int64(made.exhibitCount)),
            "withheld_count": .integer(Int64(made.withheldCount)),
            "sealed_count": .integer(Int64(made.sealedCount)),
        ])
    }
}

extension JobFailure {
    /// What is told of a problem.
    package init(_ problem: Problem) {
        code = problem.code
        detail = problem.detail
        check = problem.members.string("check")
    }

    /// The failure as the OpenAPI document has it.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "code": .string(code.rawValue), "title": .string(code.title),
        ]
        if !detail.isEmpty { members["detail"] = .string(detail) }
        if let check { members["check"] = .string(check) }
        return .object(members)
    }
}
