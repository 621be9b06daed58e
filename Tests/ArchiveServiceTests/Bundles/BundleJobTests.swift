// A bundle over HTTP, from the request to the file, with the key where it belongs; and what becomes of it when the service starts again.

import ArchiveService
import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import ServiceInterface
import Testing
import TransparencyLog

@Suite(.serialized) struct `A bundle over HTTP` {
    @Test func `is made, signed by the party herself, and authentic`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin()
            let waiting = try await errand.wait(job, for: "awaiting_signature")
            #expect(waiting["manifest"]?.text == job + "/manifest")
            let early = try await client.ask(.get, job + "/bundle", as: "FRUTA")
            #expect(try early.code() == "wrong-state")
            let manifest = try await client.ask(.get, job + "/manifest", as: "FRUTA")
            let signature = try errand.signature(over: manifest.bytes, by: "FRUTA")
            #expect(try await errand.sign(job, signature).status == .ok)
            let done = try await errand.wait(job, for: "done")
            #expect(done["bundle"]?["status"]?.text == "authentic")
            let bundle = try await client.ask(.get, job + "/bundle", as: "FRUTA").bytes
            #expect(done["bundle"]?["digest"]?.text == Digest.sha256(bundle).text)
            let built = house.built
            let found = try verifyBundle(
                bundle,
                trust: ArbiterTrust(
                    agreement: .digest(.sha256(built.agreement)),
                    annex: .digest(.sha256(built.annex))), at: built.now, tool: "test")
            #expect(found.record.status == .authentic)
            #expect(found.record.handedInBy?.signer?.text == "FRUTA")
        }
    }

    @Test func `is told of by events, from where the client was`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin(["unsigned": .bool(true)])
            let events = try await client.ask(.get, job + "/events", as: "FRUTA")
            let text = String(decoding: events.bytes, as: UTF8.self)
            #expect(text.hasPrefix("id: ") && text.hasSuffix("\n\n"))
            let last = try #require(text.split(separator: "\n").last { $0.hasPrefix("data: ") })
            let told = try #require(JSON(reading: Array(last.dropFirst(6).utf8)))
            #expect(told == (try await client.ask(.get, job, as: "FRUTA").json()))
            #expect(told["state"]?.text == "done")
            let id = try #require(text.split(separator: "\n").last { $0.hasPrefix("id: ") })
            let none = try await client.ask(
                .get, job + "/events", as: "FRUTA", [.testLastEventID: String(id.dropFirst(4))])
            #expect(none.bytes == [])
        }
    }

    @Test func `is downloaded in parts that make the whole`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin(["unsigned": .bool(true)])
            let done = try await errand.wait(job, for: "done")
            #expect(done["bundle"]?["status"]?.text == "indeterminate")
            func fetch(_ headers: HTTPFields) async throws -> (status: Int, bytes: [UInt8]) {
                let answer = try await client.ask(.get, job + "/bundle", as: "FRUTA", headers)
                return (Int(answer.status.code), answer.bytes)
            }
            let whole = try await client.ask(.get, job + "/bundle", as: "FRUTA")
            let tag = try #require(whole.headers[.eTag])
            let half = whole.bytes.count / 2
            let first = try await fetch([.range: "bytes=0-\(half - 1)"])
            let rest = try await fetch([.range: "bytes=\(half)-", .ifRange: tag])
            #expect(first.status == 206 && rest.status == 206)
            #expect(first.bytes + rest.bytes == whole.bytes)
            let last = try await fetch([.range: "bytes=-3"])
            #expect(last.status == 206 && last.bytes == Array(whole.bytes.suffix(3)))
            let stale = try await fetch([.range: "bytes=\(half)-", .ifRange: "\"other\""])
            #expect(stale.status == 200 && stale.bytes == whole.bytes)
            #expect(try await fetch([.range: "bytes=\(whole.bytes.count)-"]).status == 416)
            #expect(try await fetch([.range: "bytes=0-1,4-5"]).status == 200)
            #expect(try await fetch([.ifNoneMatch: tag]).status == 304)
        }
    }

    @Test func `takes no signature but the party's own over this manifest, and only one`()
        async throws
    {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin()
            _ = try await errand.wait(job, for: "awaiting_signature")
            let good = try errand.signature(job, by: "FRUTA")
            let other = Array("another manifest".utf8)
            for (bytes, code) in [
                (Array("garbage".utf8), "bad-signature"), ([], "bad-signature"),
                (try errand.signature(job, by: "MARKT"), "not-your-certificate"),
                (try errand.signature(over: other, by: "FRUTA"), "bad-signature"),
                (
                    try errand.signature(over: other, by: "FRUTA", detached: false),
                    "bad-signature"
                ),
                (good + [0], "bad-signature"), (Array(good.dropLast()), "bad-signature"),
            ] {
                #expect(try await errand.sign(job, bytes).code() == code)
            }
            let large = try await errand.sign(job, [UInt8](repeating: 0, count: 65_537))
            #expect(large.status == .contentTooLarge)
            #expect(try await errand.sign(job, good).status == .ok)
            #expect(try await errand.sign(job, good).status == .ok)
            let second = try errand.signature(job, by: "FRUTA", later: 1)
            #expect(try await errand.sign(job, second).code() == "conflict")
            _ = try await errand.wait(job, for: "done")
        }
    }

    @Test func `goes on where it was when the service starts again`() async throws {
        let house = try ServiceHouse()
        let job = try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin()
            _ = try await errand.wait(job, for: "awaiting_signature")
            return job
        }
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            _ = try await errand.wait(job, for: "awaiting_signature")
            // As if the process had died between keeping the signature and the work.
            try errand.place(job).sign(try errand.signature(job, by: "FRUTA"))
        }
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let done = try await errand.wait(job, for: "done")
            #expect(done["bundle"]?["status"]?.text == "authentic")
        }
    }

    @Test func `is nobody else's, and gone when it is deleted`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin(["unsigned": .bool(true)])
            _ = try await errand.wait(job, for: "done")
            let none = try await client.ask(.get, "/v1/jobs/AAAAAAAAAAAAAAAAAAAAAA", as: "MARKT")
            for path in ["", "/events", "/manifest", "/bundle"] {
                for caller in ["MARKT", "ARB", "OUT", "OPS", "AUD"] {
                    let answer = try await client.ask(.get, job + path, as: caller)
                    #expect(answer.status == .notFound)
                    #expect(try answer.unnamed() == none.unnamed())
                }
                #expect(try await client.ask(.get, job + path).status == .unauthorized)
            }
            #expect(try await client.ask(.delete, job, as: "MARKT").status == .notFound)
            let listed = try await client.ask(.get, "/v1/jobs", as: "MARKT").json()
            #expect(listed == .object(["jobs": .array([])]))
            #expect(try await client.ask(.delete, job, as: "FRUTA").status == .noContent)
            #expect(try await client.ask(.get, job, as: "FRUTA").status == .notFound)
            let left = try FileManager.default.contentsOfDirectory(
                atPath: house.core.config.state + "/jobs")
            #expect(left == [])
        }
    }
}
