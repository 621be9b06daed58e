// Verification for anybody: what the report says under which pins, what is refused, and that nothing stays.

import Agreements
import ArchiveService
import BundleExport
import EvidenceBundle
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `Verification over HTTP` {
    private let house: ServiceHouse
    private let bundle: [UInt8]

    init() throws {
        house = try ServiceHouse()
        let built = house.built
        let request = BundleRequest(
            matter: built.matter, agreement: built.agreement, annex: built.annex,
            annexSignature: built.annexSignature, claims: built.claims,
            identity: try house.identity("FRUTA"), time: built.now, tool: "docket test")
        let path = house.folder.path + "/case.asice"
        _ = try house.core.readers.readHere { archive in
            try exportBundle(request, from: archive, to: path) { _, _ in Array("<p>\n".utf8) }
        }
        bundle = try house.folder.read("case.asice")
    }

    /// A digest as it stands in a query.
    private func query(_ bytes: [UInt8]) -> String {
        Digest.sha256(bytes).text.replacing("+", with: "%2B").replacing("/", with: "%2F")
            .replacing("=", with: "%3D")
    }

    private var pinned: String {
        "/v1/verifications?agreement=\(query(house.built.agreement))&annex=\(query(house.built.annex))"
    }

    @Test func `gives the record that docket-verify gives`() async throws {
        let (uri, bundle, built) = (pinned, bundle, house.built)
        let expected = try verifyBundle(
            bundle,
            trust: ArbiterTrust(
                agreement: .digest(.sha256(built.agreement)), annex: .digest(.sha256(built.annex))),
            at: built.now, tool: ServiceVersion.tool)
        try await house.serve { client in
            let answer = try await client.ask(.post, uri, body: bundle)
            #expect(answer.status == .ok)
            let report = try answer.json()
            #expect(report["status"]?.text == expected.record.status.rawValue)
            #expect(report["status"]?.text == "authentic")
            #expect(report["bundle"]?["digest"]?.text == Digest.sha256(bundle).text)
            #expect(report["validation_time"]?.text == built.now.text)
        }
    }

    @Test func `is conditional without pins, and failed with another's`() async throws {
        let (bundle, other) = (bundle, query(Array("another agreement".utf8)))
        try await house.serve { client in
            let open = try await client.ask(.post, "/v1/verifications", body: bundle)
            #expect(try open.json()["status"]?.text == "conditional")
            let wrong = try await client.ask(
                .post, "/v1/verifications?agreement=\(other)", body: bundle)
            #expect(wrong.status == .ok)
            #expect(try wrong.json()["status"]?.text == "failed")
        }
    }

    @Test(arguments: [
        ("text/html", "", "<html lang=\"en\""),
        ("text/html;q=0.9", "&language=de", "<html lang=\"de\""),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "&language=en", "<html lang=\"en\""),
    ])
    func `gives a page to whoever wants one, in a sandbox`(
        accept: String, language: String, expected: String
    ) async throws {
        let (uri, bundle) = (pinned + language, bundle)
        try await house.serve { client in
            let page = try await client.ask(.post, uri, [.accept: accept], body: bundle)
            #expect(String(decoding: page.bytes, as: UTF8.self).contains(expected))
            #expect(page.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
        }
    }

    private static let misunderstood: [(String, HTTPFields, Int, String)] = [
        ("?agreement=sha-256:no", [:], 400, "bad-parameter"),
        ("?at=yesterday", [:], 400, "bad-parameter"),
        ("?language=fr", [:], 400, "bad-parameter"),
        ("", [.accept: "image/png"], 406, "not-acceptable"),
        ("", [.contentType: "text/plain"], 415, "unsupported-media-type"),
    ]

    @Test func `refuses what it does not understand`() async throws {
        let bundle = bundle
        try await house.serve { client in
            for (query, headers, status, code) in Self.misunderstood {
                let answer = try await client.ask(
                    .post, "/v1/verifications" + query, headers, body: bundle)
                #expect(Int(answer.status.code) == status, "\(query) \(headers)")
                #expect(try answer.code() == code, "\(query) \(headers)")
            }
        }
    }

    @Test func `says of what is no bundle why, by the check's code`() async throws {
        let bundle = bundle
        try await house.serve { client in
            for bytes in [[], Array("no bundle".utf8), Array(bundle.dropLast())] {
                let answer = try await client.ask(.post, "/v1/verifications", body: bytes)
                #expect(answer.status == .unprocessableContent)
                #expect(try answer.code() == "bad-bundle")
                #expect(try answer.json()["check"]?.text?.hasPrefix("CONTAINER.") == true)
            }
        }
    }

    @Test func `never calls a changed bundle authentic`() async throws {
        let (uri, bundle) = (pinned, bundle)
        try await house.serve { client in
            for position in stride(from: 7, to: bundle.count, by: bundle.count / 12) {
                var changed = bundle
                changed[position] ^= 1
                let answer = try await client.ask(.post, uri, body: changed)
                let status = answer.status == .ok ? try answer.json()["status"]?.text : "failed"
                #expect(status == "failed", "byte \(position)")
            }
        }
    }

    @Test func `refuses more than the limit and says how much that is`() async throws {
        let small = try ServiceHouse { $0.limits.content = 1_000 }
        let bundle = bundle
        try await small.serve { client in
            let answer = try await client.ask(.post, "/v1/verifications", body: bundle)
            #expect(answer.status == .contentTooLarge)
            #expect(try answer.json()["limit"] == .integer(1_000))
        }
    }

    @Test func `keeps nothing, and clears what a crash has left`() async throws {
        let (uri, bundle, uploads) = (pinned, bundle, house.core.config.state + "/uploads")
        try FileManager.default.createDirectory(
            atPath: uploads, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: uploads + "/0f.upload"))
        try await house.serve { client in
            #expect(try FileManager.default.contentsOfDirectory(atPath: uploads) == [])
            _ = try await client.ask(.post, uri, body: bundle)
            _ = try await client.ask(.post, uri, body: Array(bundle.dropLast()))
            #expect(try FileManager.default.contentsOfDirectory(atPath: uploads) == [])
        }
    }
}

@Suite struct `What is missing for a claim` {
    @Test func `is what the arbiter's judge says of the matter as it is filed`() async throws {
        let house = try ServiceHouse()
        let built = house.built
        let encode = { (bytes: [UInt8]) in
            Digest.sha256(bytes).text.replacing("+", with: "%2B").replacing("/", with: "%2F")
                .replacing("=", with: "%3D")
        }
        let uri =
            "/v1/matters/\(house.matter)/missing?agreement=\(encode(built.agreement))"
            + "&annex=\(encode(built.annex))"
        let claims = """
            claims \(built.matter) under seca-1.0 {
              document DX = \(Digest.sha256([1]).text);
              C1: FRUTA claims contract(FRUTA, MARKT, DX);
            }

            """
        try await house.serve { client in
            let answer = try await client.ask(
                .post, uri, as: "FRUTA", [.contentType: "text/plain"], body: built.claims)
            let values = try answer.json()["findings"]?["findings"]
            for expected in built.expected {
                guard case .array(let findings)? = values else { break }
                let found = findings.first { $0["claim"]?.text == expected.claim }
                #expect(found?["value"]?.text == expected.value.rawValue)
            }
            let open = try await client.ask(
                .post, uri, as: "ARB", [.contentType: "text/plain"], body: Array(claims.utf8))
            #expect(try open.json()["missing"]?["0"]?["claim"]?.text == "C1")
            let settles = try open.json()["missing"]?["0"]?["settling"]?["0"]
            #expect(settles?["settles"]?.text == "proven")
            #expect(settles?["evidence"]?["0"]?["producers"] != nil)
        }
    }

    @Test func `is told to nobody else, and of no other texts`() async throws {
        let house = try ServiceHouse()
        let built = house.built
        let digest = Digest.sha256(Array("x".utf8)).text.replacing("+", with: "%2B")
            .replacing("/", with: "%2F").replacing("=", with: "%3D")
        let uri = "/v1/matters/\(house.matter)/missing?agreement=\(digest)&annex=\(digest)"
        try await house.serve { client in
            for (caller, status) in [
                (nil, 401), ("OUT", 404), ("AUD", 404), ("OPS", 403), ("MARKT", 422),
            ] as [(String?, Int)] {
                let answer = try await client.ask(
                    .post, uri, as: caller, [.contentType: "text/plain"], body: built.claims)
                #expect(Int(answer.status.code) == status, "\(caller ?? "nobody")")
            }
            let bad = try await client.ask(
                .post, uri, as: "MARKT", [.contentType: "text/plain"],
                body: Array("claims nothing".utf8))
            #expect(try bad.code() == "bad-text")
        }
    }
}
