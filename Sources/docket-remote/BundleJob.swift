// A job of the server, from its beginning until the bundle is there: asked now and then how far it is, and given the signature when it
// waits for that.

import Dispatch
import EvidenceValues
import Foundation
import RemoteClient
import VerifyCommand

/// A bundle that the server makes.
struct BundleJob {
    /// A bundle that is there.
    struct Made {
        let path: String
        let digest: Digest
        let size: UInt64
    }

    private let session: RemoteSession
    private let path: String

    /// Times between two questions.
    private static let patience = [0.1, 0.2, 0.5, 1, 2]
    /// Bytes of a manifest at most: some thousand members.
    private static let manifestLimit = 16 * 1_048_576

    init(_ session: RemoteSession, begun job: JSONValue) throws {
        guard let id = job["id"]?.text else { throw RemoteError.strange(what: "a job without ID") }
        self.session = session
        path = "/v1/jobs/" + URLText.escape(id)
    }

    /// Waits until the bundle is there; `sign` gets the manifest when there is one to sign.
    func finish(_ sign: ([UInt8]) throws -> [UInt8]) throws -> Made {
        var progress = Progress("making the bundle")
        defer { progress.finish() }
        var isSigned = false
        var asked = 0
        while true {
            let job = try session.json(RemoteRequest("GET", path))
            switch job["state"]?.text {
            case "done": return try made(job)
            case "failed": throw BundleJob.failure(job)
            case "awaiting_signature" where !isSigned:
                try putSignature(sign)
                isSigned = true
                asked = 0
            case "queued", "running", "awaiting_signature":
                let (done, total) = (job["progress"]?["done"], job["progress"]?["total"])
                progress.step(
                    Int(clamping: done?.number ?? 0), of: Int(clamping: total?.number ?? 0))
                Thread.sleep(
                    forTimeInterval: Self.patience[min(asked, Self.patience.count - 1)])
                asked += 1
            default: throw RemoteError.strange(what: "a job without state")
            }
        }
    }

    /// Has the server delete the job; if it does not, the job ends by itself.
    func remove() {
        do { _ = try session.send(RemoteRequest("DELETE", path)) } catch {
            Console.note("the server keeps the job until it expires")
        }
    }

    private func putSignature(_ sign: ([UInt8]) throws -> [UInt8]) throws {
        var request = RemoteRequest("GET", path + "/manifest")
        request.limit = Self.manifestLimit
        let signature = try sign(try session.send(request).body)
        // The same signature again changes nothing.
        var put = RemoteRequest("PUT", path + "/signature", isRepeatable: true)
        put.body = .bytes(signature, type: "application/pkcs7-signature")
        _ = try session.send(put)
    }

    private func made(_ job: JSONValue) throws -> Made {
        guard let bundle = job["bundle"], let size = bundle["size"]?.number, size > 0,
            let digest = bundle["digest"]?.text.flatMap({ Digest(text: $0) })
        else { throw RemoteError.strange(what: "a job that is done without a bundle") }
        return Made(path: path + "/bundle", digest: digest, size: UInt64(size))
    }

    private static func failure(_ job: JSONValue) -> Failure {
        let problem = job["problem"]
        let words = [problem?["title"]?.text, problem?["detail"]?.text, problem?["check"]?.text]
            .compactMap { $0 }.joined(separator: ": ")
        return Failure(
            "no bundle: \(words) [\(problem?["code"]?.text ?? "?")]", hint: "nothing was written")
    }
}
