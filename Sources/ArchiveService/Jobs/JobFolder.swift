// What of a job is on the disk. A job is its folder, and how far it is follows from the files that are there; each is made once, whole or
// not at all, and never changed:
//
//     request.json     who asked for what, when        the job is there
//     attempt-N        work on it began                a job that three processes died of is not begun again
//     draft.asice      the bundle without signature    it awaits the signature, or is done if nobody is to sign
//     signature.p7s    the signature that was sent     it is being put in
//     bundle.asice     the bundle with it
//     result.json      what verification gave          it is done
//     failure.json     why there is no bundle          it failed
//
// If the process dies anywhere, the next one goes on from the last file. A folder without `request.json` is no job, and is removed.

import DurableFiles
import EvidenceValues
import Foundation
import ServiceInterface

/// The folder of one job.
package struct JobFolder: Sendable {
    /// Bytes of a small file at most: a request with its texts, in JSON.
    private static let maximumFile = 64 << 20
    /// How often work on a job is begun.
    static let attempts = 3

    package let path: String

    package init(_ path: String) { self.path = path }

    package var draft: String { path + "/draft.asice" }
    package var bundle: String { path + "/bundle.asice" }
    private var request: String { path + "/request.json" }
    private var signaturePath: String { path + "/signature.p7s" }
    private var result: String { path + "/result.json" }
    private var failure: String { path + "/failure.json" }

    /// Makes the folder of a new job.
    package func create(_ job: Job, _ order: BundleOrder) throws {
        try DurableFile.makeFolder(path, mode: 0o700)
        try write(
            .object([
                "id": .string(job.id.text), "principal": .string(job.principal.text),
                "matter": .string(job.matter.text), "created": .string(job.created.text),
                "expires": .string(job.expires.text), "order": order.json,
            ]), to: request)
    }

    /// The job and what was asked for; nil if there is none.
    package func read() throws -> (job: Job, order: BundleOrder)? {
        guard let members = try members(request),
            let id = members.string("id").flatMap({ JobID($0) }),
            let principal = members.string("principal").flatMap({ PrincipalID($0) }),
            let matter = members.string("matter").flatMap({ MatterID($0) }),
            let created = members.string("created").flatMap({ Instant(text: $0) }),
            let expires = members.string("expires").flatMap({ Instant(text: $0) }),
            let order = BundleOrder(members["order"])
        else { return nil }
        var job = Job(
            id: id, principal: principal, matter: matter, created: created, expires: expires)
        job.state = try state(order)
        return (job, order)
    }

    private func state(_ order: BundleOrder) throws -> JobState {
        if let failure = try members(failure) { return .failed(JobFailure(failure)) }
        if let made = try members(result).flatMap(MadeBundle.init) { return .done(made) }
        if order.isUnsigned || !DurableFile.exists(draft) { return .queued }
        return DurableFile.exists(signaturePath) ? .queued : .awaitingSignature
    }

    /// The signature that was put in; nil while there is none.
    package func signature() throws -> [UInt8]? {
        DurableFile.exists(signaturePath)
            ? try DurableFile.read(signaturePath, limit: JobFolder.maximumFile) : nil
    }

    /// Keeps the signature. Throws `FileFailure.exists` if there is one.
    package func sign(_ signature: [UInt8]) throws {
        try DurableFile.write(signature, to: signaturePath, isSecret: true)
    }

    /// Notes that work begins. Throws `Problem(.internalError)` where it began too often.
    package func begin() throws {
        for number in 1...JobFolder.attempts {
            let name = path + "/attempt-\(number)"
            if DurableFile.exists(name) { continue }
            return try DurableFile.write([], to: name)
        }
        throw Problem(.internalError, detail: "The job ended the service several times.")
    }

    /// Notes that work ended without the process having died of it.
    package func end() throws {
        for number in 1...JobFolder.attempts {
            try DurableFile.remove(path + "/attempt-\(number)")
        }
    }

    /// Keeps what came of it.
    func finish(_ made: MadeBundle) throws { try write(made.stored, to: result) }

    /// Keeps why it failed.
    func fail(_ why: JobFailure) throws { try write(why.json, to: failure) }

    /// Removes it all, the request first: what is left after a crash is no job.
    package func remove() throws {
        try DurableFile.remove(request)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names { try DurableFile.remove(path + "/" + name) }
        try DurableFile.remove(path)
    }

    private func write(_ value: JSONValue, to path: String) throws {
        try DurableFile.write(CanonicalJSON.encode(value), to: path, isSecret: true)
    }

    private func members(_ path: String) throws -> [String: JSONValue]? {
        guard DurableFile.exists(path) else { return nil }
        let bytes = try DurableFile.read(path, limit: JobFolder.maximumFile)
        guard case .object(let members)? = try? JSONValue(parsing: bytes) else { return nil }
        return members
    }
}

extension MadeBundle {
    fileprivate var stored: JSONValue {
        .object([
            "digest": .string(digest.text), "size": .integer(Int64(size)),
            "status": .string(status), "sentence": .string(sentence),
            "exhibits": .integer(Int64(exhibitCount)),
            "withheld": .integer(Int64(withheldCount)), "sealed": .integer(Int64(sealedCount)),
        ])
    }

    fileprivate init?(_ members: [String: JSONValue]) {
        guard let digest = members.string("digest").flatMap({ Digest(text: $0) }),
            let status = members.string("status"), let sentence = members.string("sentence"),
            let size = members.count("size"), let exhibits = members.count("exhibits"),
            let withheld = members.count("withheld"), let sealed = members.count("sealed")
        else { return nil }
        self.init(
            digest: digest, size: size, status: status, sentence: sentence,
            exhibitCount: exhibits, withheldCount: withheld, sealedCount: sealed)
    }
}

extension JobFailure {
    fileprivate init(_ members: [String: JSONValue]) {
        self.init(
            code: members.string("code").flatMap(ProblemCode.init) ?? .internalError,
            detail: members.string("detail") ?? "", check: members.string("check"))
    }
}

extension [String: JSONValue] {
    fileprivate func count(_ name: String) -> Int? {
        guard case .integer(let number)? = self[name] else { return nil }
        return Int(exactly: number)
    }
}
