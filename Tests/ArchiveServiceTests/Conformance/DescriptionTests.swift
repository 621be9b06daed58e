// The service's word about itself: the document in both forms, a page for each problem, and methods that a path does not have.

import ArchiveService
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `The description` {
    @Test func `is served as YAML and as JSON, with a validator`() async throws {
        try await ServiceHouse().serve { client in
            let yaml = try await client.ask(.get, "/openapi.yaml")
            #expect(yaml.bytes == OpenAPIDocument.yaml)
            let json = try await client.ask(.get, "/openapi.json")
            #expect(try json.json()["openapi"] == .string("3.1.0"))
            let tag = try #require(json.headers[.eTag])
            let again = try await client.ask(.get, "/openapi.json", [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            let other = try await client.ask(.get, "/openapi.json", [.ifNoneMatch: "\"other\""])
            #expect(other.status == .ok)
        }
    }

    @Test func `has a page for each problem and none for others`() async throws {
        try await ServiceHouse().serve { client in
            for code in ProblemCode.allCases {
                let page = try await client.ask(.get, Problem.path(of: code))
                let text = String(decoding: page.bytes, as: UTF8.self)
                #expect(page.status == .ok && text.contains("<code>\(code.rawValue)</code>"))
                #expect(
                    page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
            }
            let list = try await client.ask(.get, "/problems")
            #expect(
                ProblemCode.allCases.allSatisfy {
                    String(decoding: list.bytes, as: UTF8.self).contains(Problem.path(of: $0))
                })
            #expect(try await client.ask(.get, "/problems/no-such").status == .notFound)
            #expect(try await client.ask(.get, "/problems/%3Cscript%3E").status == .notFound)
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/openapi.yaml", "GET, HEAD"),
        (.get, "/v1/verifications", "POST"), (.head, "/v1/verifications", "POST"),
        (.put, "/v1/jobs/AAAAAAAAAAAAAAAAAAAAAA", "DELETE, GET, HEAD"),
    ])
    func `says which methods a path has`(
        method: HTTPRequest.Method, path: String, allow: String
    ) async throws {
        try await ServiceHouse().serve { client in
            let answer = try await client.ask(method, path)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == allow)
        }
    }

    @Test func `lists the agreements of the configuration`() async throws {
        let house = try ServiceHouse()
        let built = house.built
        try await house.serve { client in
            let known = try await client.ask(.get, "/v1/agreements").json()
            let first = known["agreements"]?["0"]
            #expect(first?["digest"]?.text == Digest.sha256(built.agreement).text)
            #expect(first?["annexes"]?["0"]?["digest"]?.text == Digest.sha256(built.annex).text)
            #expect(first?["annexes"]?["0"]?["name"]?.text == "seca.annex.txt")
        }
    }

    @Test func `a service whose agreement cannot be read does not start`() throws {
        let house = try ServiceHouse { config in
            config.agreements[0].agreement = config.archive + "/docket.sqlite"
        }
        #expect(throws: (any Error).self) { try ServiceParts.all(house.core) }
    }
}
