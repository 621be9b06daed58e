// Listing and reading over HTTP: what was filed comes back, in pages and in parts, and only to those whose it is.

import ArchiveService
import EvidenceStore
import EvidenceValues
import Foundation
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct ServiceReadingTests {
    private func listed(_ answer: RawAnswer) throws -> (numbers: [Int], next: String?) {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        let exhibits = try #require(object["exhibits"] as? [[String: Any]])
        return (exhibits.compactMap { $0["number"] as? Int }, object["next_cursor"] as? String)
    }

    @Test func `a list comes in pages, without gaps`() async throws {
        try await RunningService.run { service in
            for number in 1...5 { _ = try await service.file("text \(number)") }
            var (numbers, cursor): ([Int], String?) = ([], nil)
            repeat {
                let query = "limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
                let answer = try await RawConnection.ask(
                    service.port, service.get("/v1/matters/BAN-1/exhibits?\(query)"))
                let page = try listed(answer)
                #expect((answer.headers["link"] != nil) == (page.next != nil))
                #expect(page.numbers.count <= 2)
                numbers += page.numbers
                cursor = page.next
            } while cursor != nil
            #expect(numbers == [1, 2, 3, 4, 5])
        }
    }

    @Test(arguments: [
        ("name=OFF", [1, 2]), ("name=nothing", []), ("kind=document", [1, 2]), ("kind=claims", []),
        ("filer=operator", []), ("since=2099-01-01T00:00:00Z", []),
        ("until=2099-01-01T00:00:00Z", [1, 2]),
    ])
    func `a search finds what fits`(query: String, numbers: [Int]) async throws {
        try await RunningService.run { service in
            for number in 1...2 { _ = try await service.file("text \(number)") }
            let answer = try await RawConnection.ask(
                service.port, service.get("/v1/matters/BAN-1/exhibits?\(query)"))
            #expect(try listed(answer).numbers == numbers)
        }
    }

    @Test(arguments: [
        "kind=nonsense", "limit=0", "limit=1001", "limit=x", "cursor=0", "cursor=-1", "what=1",
        "kind=document&kind=claims", "digest=abc", "since=yesterday", "name=",
    ])
    func `a question that cannot be read is refused`(query: String) async throws {
        try await RunningService.run { service in
            let answer = try await RawConnection.ask(
                service.port, service.get("/v1/matters/BAN-1/exhibits?\(query)"))
            #expect((answer.status, answer.code) == (400, "bad-parameter"))
        }
    }

    @Test func `parts and validators are as the standard says`() async throws {
        try await RunningService.run { service in
            _ = try await service.file("0123456789")
            let path = "/v1/matters/BAN-1/exhibits/1/content"
            let whole = try await RawConnection.ask(service.port, service.get(path))
            let tag = try #require(whole.headers["etag"])
            let part = try await RawConnection.ask(
                service.port, service.get(path, ["Range: bytes=2-4"]))
            #expect((part.status, part.text) == (206, "234"))
            #expect(part.headers["content-range"] == "bytes 2-4/10")
            let behind = try await RawConnection.ask(
                service.port, service.get(path, ["Range: bytes=10-"]))
            #expect(behind.status == 416)
            let same = try await RawConnection.ask(
                service.port, service.get(path, ["If-None-Match: \(tag)"]))
            #expect((same.status, same.body) == (304, []))
            let stale = try await RawConnection.ask(
                service.port, service.get(path, ["Range: bytes=2-4", "If-Range: \"old\""]))
            #expect((stale.status, stale.text) == (200, "0123456789"))
            #expect(whole.headers["x-content-type-options"] == "nosniff")
            #expect(whole.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(whole.headers["content-security-policy"]?.contains("sandbox") == true)
        }
    }

    @Test func `receipt, filing and entry are the archive's own texts`() async throws {
        try await RunningService.run { service in
            let filed = try await service.file("an offer")
            let base = "/v1/matters/BAN-1/exhibits/1"
            let receipt = try await RawConnection.ask(service.port, service.get(base + "/receipt"))
            #expect(receipt.body == filed.body)
            let parsed = try Receipt(parsing: filed.body)
            let filing = try await RawConnection.ask(service.port, service.get(base + "/filing"))
            #expect(filing.body == parsed.filing.bytes)
            let field = try #require(filing.headers["docket-filing-signature"])
            let signature = try #require(StructuredBytes.parse(field))
            #expect(Digest.sha256(signature) == parsed.docketing.signature)
            let entry = try await RawConnection.ask(service.port, service.get(base + "/entry"))
            #expect(entry.body == parsed.entry.bytes)
        }
    }

    @Test(arguments: [
        "", "/1", "/1/content", "/1/receipt", "/1/filing", "/1/entry", "/2", "/2/content",
    ])
    func `what is another's answers as what does not exist`(path: String) async throws {
        try await RunningService.run { service in
            _ = try await service.file("secret of FRUTA")
            let token = service.stranger.token
            let theirs = try await RawConnection.ask(
                service.port, service.get("/v1/matters/BAN-1/exhibits\(path)", token: token))
            let nothing = try await RawConnection.ask(
                service.port, service.get("/v1/matters/BAN-9/exhibits\(path)", token: token))
            #expect(theirs.status == 404)
            #expect(theirs.withoutName == nothing.withoutName)
            #expect(Set(theirs.headers.keys) == Set(nothing.headers.keys))
        }
    }

    @Test(arguments: [
        "/v1/matters/../BAN-1/exhibits", "/v1/matters/BAN-1%2Fexhibits",
        "/v1/matters/BAN-1/exhibits/0",
        "/v1/matters/BAN-1/exhibits/18446744073709551616", "/v1/matters/BAN-1/exhibits/-1",
        "/v1/matters/BAN-1/exhibits/1/../1", "/v1/matters/%00/exhibits", "//v1/matters",
        "/v1/matters/docket.access/exhibits", "/v1/matters/BAN-1/exhibits/01x",
    ])
    func `no path leads around`(path: String) async throws {
        try await RunningService.run { service in
            _ = try await service.file("an offer")
            let answer = try await RawConnection.ask(service.port, service.get(path))
            #expect((answer.status, answer.code) == (404, "not-found"))
        }
    }

    @Test func `what cannot be done says what can`() async throws {
        try await RunningService.run { service in
            let answer = try await RawConnection.ask(
                service.port,
                ["DELETE /v1/matters/BAN-1/exhibits HTTP/1.1", "Host: localhost"])
            #expect((answer.status, answer.code) == (405, "method-not-allowed"))
            #expect(answer.headers["allow"] == "GET, HEAD, POST")
        }
    }
}

extension RawAnswer {
    /// The body without the request's own name.
    fileprivate var withoutName: String {
        text.replacing(#/"instance":"[^"]*"/#, with: "")
    }
}
