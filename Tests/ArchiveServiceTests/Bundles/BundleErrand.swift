// What a party does to get a bundle over HTTP: she asks, waits, signs the manifest with her own key, and fetches.

import ArchiveService
import BundleExport
import Cryptography
import EvidenceTesting
import EvidenceValues
import HTTPTypes
import HummingbirdTesting
import ServiceInterface
import Testing
import TransparencyLog

/// The errand of one party.
struct BundleErrand {
    let client: ConformingClient
    let house: ServiceHouse
    var caller = "FRUTA"

    /// The body of a request: both texts by digest, and `more` members.
    func order(_ more: [String: JSON] = [:]) -> [UInt8] {
        let built = house.built
        let members: [String: JSON] = [
            "agreement": .object(["digest": .string(Digest.sha256(built.agreement).text)]),
            "annex": .object(["digest": .string(Digest.sha256(built.annex).text)]),
            "claims": .string(String(decoding: built.claims, as: UTF8.self)),
        ]
        return CanonicalJSON.encode(.object(members.merging(more) { $1 }))
    }

    /// Asks for the bundle; the answer is 202. Gives where the job is.
    func begin(_ more: [String: JSON] = [:]) async throws -> String {
        let answer = try await client.ask(
            .post, "/v1/matters/\(house.matter)/bundles", as: caller,
            [.contentType: "application/json"], body: order(more))
        #expect(answer.status == .accepted)
        return try #require(answer.headers[HTTPField.Name.location])
    }

    /// Looks until the job is in the state.
    func wait(_ job: String, for state: String) async throws -> JSON {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end {
            let found = try await client.ask(.get, job, as: caller).json()
            if found["state"]?.text == state { return found }
            try #require(found["state"]?.text != "failed", "\(found)")
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Problem(.tooSlow)
    }

    /// The manifest, also where it has been signed already.
    func manifest(of job: String) throws -> [UInt8] {
        try UnsignedBundle(file: place(job).draft).manifest
    }

    /// The folder of a job.
    func place(_ job: String) -> JobFolder {
        JobFolder(house.core.config.state + "/jobs/" + job.suffix(22))
    }

    /// A signature over the job's manifest with the key of `name`.
    func signature(_ job: String, by name: String, later seconds: Int64 = 0) throws -> [UInt8] {
        try signature(over: manifest(of: job), by: name, later: seconds)
    }

    /// A signature over any bytes.
    func signature(
        over bytes: [UInt8], by name: String, later seconds: Int64 = 0, detached: Bool = true
    ) throws -> [UInt8] {
        try signCMS(
            .bytes(bytes), detached: detached, identity: try house.identity(name),
            signingTime: house.built.now.advanced(by: TimeSpan(seconds: seconds)),
            checkpointNote: nil)
    }

    /// Puts a signature in.
    func sign(_ job: String, _ signature: [UInt8]) async throws -> TestResponse {
        try await client.ask(
            .put, job + "/signature", as: caller,
            [.contentType: "application/pkcs7-signature"], body: signature)
    }
}

extension TestResponse {
    /// The answer without the request's name.
    func unnamed() throws -> [String: String] {
        guard case .object(var members) = try json() else { return [:] }
        members["instance"] = nil
        var all = ["body": String(decoding: CanonicalJSON.encode(.object(members)), as: UTF8.self)]
        for field in headers where field.name != .requestID {
            // The length is that of the body with the request's name.
            if field.name != .contentLength { all[field.name.rawName] = field.value }
        }
        return all
    }
}

extension HTTPField.Name {
    static let testLastEventID = known("Last-Event-ID")
}
