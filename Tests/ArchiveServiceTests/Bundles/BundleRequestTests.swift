// Which bundles may be asked for, by whom, and what is said of a request that is wrong.

import ArchiveService
import EvidenceTesting
import EvidenceValues
import HTTPTypes
import HummingbirdTesting
import ServiceInterface
import Testing
import TransparencyLog

@Suite(.serialized) struct `A request for a bundle` {
    @Test func `leaves out what is asked for`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin([
                "unsigned": .bool(true), "withhold": .strings(["2"]),
                "at": .string(house.built.now.text),
            ])
            let done = try await errand.wait(job, for: "done")
            #expect(done["bundle"]?["withheld_count"] == .integer(1))
        }
    }

    private static let wrong: [(members: [String: JSON], status: Int, code: String)] = [
        (["claims": .string("claims nothing")], 422, "bad-text"),
        (["agreement": .object(["text": .string("no agreement")])], 422, "bad-text"),
        (["annex": .object(["digest": .string(Digest.sha256([0]).text)])], 422, "unknown-text"),
        (["annex": .object(["digest": .string("sha-256:x")])], 400, "bad-json"),
        (["annex": .string("x")], 400, "bad-json"),
        (["withold": .strings(["2"])], 400, "bad-json"),
        (["withhold": .strings([""])], 400, "bad-json"), (["at": .string("2026")], 400, "bad-json"),
        (["unsigned": .integer(1)], 400, "bad-json"),
        (["seal": .object(["exhibits": .strings(["2"])])], 400, "bad-json"),
        (
            ["seal": .object(["exhibits": .strings(["2"]), "to": .strings(["no certificate"])])],
            400, "bad-parameter"
        ),
    ]

    @Test func `is refused at once where it is wrong`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            for (members, status, code) in Self.wrong {
                let answer = try await client.ask(
                    .post, "/v1/matters/\(house.matter)/bundles", as: "FRUTA",
                    body: errand.order(members))
                #expect(Int(answer.status.code) == status, "\(members)")
                #expect(try answer.code() == code, "\(members)")
            }
        }
    }

    @Test func `fails as a job, with a reason, where an exhibit is unknown`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let job = try await errand.begin(["withhold": .strings(["no such exhibit"])])
            let end = ContinuousClock.now + .seconds(60)
            var found = JSON.null
            while found["state"]?.text != "failed", ContinuousClock.now < end {
                found = try await client.ask(.get, job, as: "FRUTA").json()
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(found["problem"]?["code"]?.text == "bad-parameter")
        }
    }

    @Test func `is one of four at most, and none for who may not`() async throws {
        let house = try ServiceHouse()
        try await house.serve { client in
            let errand = BundleErrand(client: client, house: house)
            let uri = "/v1/matters/\(house.matter)/bundles"
            for (caller, status) in [
                (nil, 401), ("OUT", 404), ("AUD", 404), ("OPS", 403),
            ] as [(String?, Int)] {
                let answer = try await client.ask(.post, uri, as: caller, body: errand.order())
                #expect(Int(answer.status.code) == status, "\(caller ?? "nobody")")
            }
            let wrong = try await client.ask(
                .post, uri, as: "ARB", [.contentType: "text/plain"], body: errand.order())
            #expect(wrong.status == .unsupportedMediaType)
            for _ in 0..<4 { _ = try await errand.begin() }
            let fifth = try await client.ask(.post, uri, as: "FRUTA", body: errand.order())
            #expect(try fifth.code() == "quota-exceeded")
            #expect(fifth.headers[.retryAfter] != nil)
        }
    }
}
