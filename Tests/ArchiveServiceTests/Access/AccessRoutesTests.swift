// What operators do over HTTP, and what that lets others do: credentials, members, tokens, pseudonyms, records.

import ArchiveService
import Cryptography
import EvidenceModules
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import ServiceAccess
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `Access over HTTP` {
    static let own = AccessService.own

    @Test func `a token is let in, and what looks like one is not`() async throws {
        let service = try AccessService()
        let token = try #require(service.tokens["party"])
        let good = try await service.ask(.get, "/v1/session", as: "party")
        #expect(good.status == .ok)
        #expect(good.object["principal"] == .string("party"))
        #expect(good.object["authenticated_by"] == .string("token"))
        #expect(
            good.object["roles"]
                == .array([.object(["matter": .string(Self.own), "role": .string("party")])]))
        let refused = try await service.ask(.get, "/v1/session")
        #expect(refused.status == .unauthorized)
        #expect(refused.headers[.wwwAuthenticate] != nil)
        for field in [
            token, "Bearer", "Bearer ", "Bearer  \(token)", "Basic \(token)",
            "Bearer \(token)x", "Bearer \(token.dropLast())", "Bearer \(token.uppercased())",
            "Bearer \(token), Bearer \(token)", "Bearer dkt_" + String(repeating: "A", count: 43),
        ] {
            let answer = try await service.ask(
                .get, "/v1/session", headers: [.authorization: field])
            #expect(answer.status == .unauthorized || answer.status == .tooManyRequests)
            #expect(!answer.text.contains(token))
        }
        let query = try await service.ask(.get, "/v1/session?access_token=\(token)")
        #expect(query.status == .unauthorized)
        try await service.close()
    }

    @Test func `unknown, expired and revoked are one answer`() async throws {
        let service = try AccessService()
        try service.core.access.revokeToken(try #require(service.numbers["arbiter"]), by: nil)
        let revoked = try await service.ask(.get, "/v1/session", as: "arbiter")
        let unknown = try await service.ask(
            .get, "/v1/session",
            headers: [.authorization: "Bearer dkt_" + String(repeating: "A", count: 43)])
        service.clock.now = service.clock.now.advanced(by: TimeSpan(seconds: 3_600))
        let expired = try await service.ask(.get, "/v1/session", as: "party")
        let nobody = try await service.ask(.get, "/v1/session")
        for answer in [revoked, unknown, expired] {
            #expect(answer.status == .unauthorized)
            #expect(answer.anonymous == nobody.anonymous)
        }
        try await service.close()
    }

    @Test func `whoever guesses is slowed, and nobody else`() async throws {
        let service = try AccessService()
        let wrong: HTTPFields = [
            .authorization: "Bearer dkt_" + String(repeating: "A", count: 43)
        ]
        var statuses: [Int] = []
        for _ in 0..<30 {
            statuses.append(
                try await service.ask(.get, "/v1/session", headers: wrong).status.code)
        }
        #expect(statuses.first == 401)
        #expect(statuses.last == 429)
        #expect(try await service.ask(.get, "/v1/session", as: "party").status == .ok)
        try await service.close()
    }

    @Test func `who asks too often waits, each for himself`() async throws {
        let service = try AccessService {
            $0.limits.requestsPerPrincipal = 60
            $0.limits.requestsPerAddress = 60
        }
        for name in ["party", nil] {
            var last: TestResponse?
            for _ in 0..<11 { last = try await service.ask(.get, "/v1/session", as: name) }
            #expect(last?.status == .tooManyRequests)
            #expect(last?.headers[.retryAfter] == "1")
        }
        #expect(try await service.ask(.get, "/v1/session", as: "arbiter").status == .ok)
        service.clock.now = service.clock.now.advanced(by: TimeSpan(seconds: 1))
        #expect(try await service.ask(.get, "/v1/session", as: "party").status == .ok)
        try await service.close()
    }

    @Test func `an operator opens a matter, lets a party in, and out again`() async throws {
        let service = try AccessService()
        let made = try await service.ask(
            .post, "/v1/matters", as: "operator", body: #"{"id":"NEW-1","title":"Ä deal"}"#)
        #expect(made.status == .created)
        #expect(made.headers[.location] == "/v1/matters/NEW-1")
        let again = try await service.ask(
            .post, "/v1/matters", as: "operator", body: #"{"id":"NEW-1","title":"Ä deal"}"#)
        #expect(again.status == .ok)
        let other = try await service.ask(
            .post, "/v1/matters", as: "operator", body: #"{"id":"NEW-1"}"#)
        #expect(other.status == .conflict)
        #expect(try await service.ask(.get, "/v1/matters/NEW-1", as: "party").status == .notFound)
        let member = #"{"principal":"party","role":"party"}"#
        let path = "/v1/matters/NEW-1/members"
        #expect(
            try await service.ask(.post, path, as: "operator", body: member).status == .created)
        #expect(try await service.ask(.post, path, as: "operator", body: member).status == .ok)
        let shown = try await service.ask(.get, "/v1/matters/NEW-1", as: "party")
        #expect(shown.object["title"] == .string("Ä deal"))
        #expect(shown.object["roles"] == .strings(["party"]))
        let list = try await service.ask(.get, "/v1/matters", as: "party")
        #expect(list.text.contains("NEW-1") && !list.text.contains(AccessService.other))
        let gone = try await service.ask(.delete, path + "/party", as: "operator")
        #expect(gone.status == .noContent)
        #expect(try await service.ask(.get, "/v1/matters/NEW-1", as: "party").status == .notFound)
        #expect(
            try await service.ask(.delete, path + "/party", as: "operator").status == .notFound)
        try await service.close()
    }

    static let refused: [(String, String, Int)] = [
        ("/v1/matters", #"{"id":"docket.access"}"#, 422), ("/v1/matters", #"{"id":""}"#, 400),
        ("/v1/matters", #"{"id":"X","extra":1}"#, 400), ("/v1/matters", "[]", 400),
        ("/v1/matters", #"{"id":"X","title":"a\nb"}"#, 422), ("/v1/matters", "{", 400),
        ("/v1/matters/OWN-1/members", #"{"principal":"nobody","role":"party"}"#, 422),
        ("/v1/matters/OWN-1/members", #"{"principal":"party","role":"owner"}"#, 400),
        ("/v1/matters/OWN-1/members", #"{"principal":"party","role":"arbiter"}"#, 409),
        ("/v1/matters/OWN-1/members", #"{"principal":"stranger","role":"operator"}"#, 422),
        ("/v1/matters/*/members", #"{"principal":"stranger","role":"party"}"#, 422),
        ("/v1/matters/NONE-1/members", #"{"principal":"party","role":"party"}"#, 404),
        ("/v1/matters/docket.access/members", #"{"principal":"party","role":"party"}"#, 404),
        ("/v1/principals", #"{"id":"a b"}"#, 400),
        ("/v1/principals", #"{"id":"x","certificates":["none"]}"#, 400),
        (
            "/v1/tokens",
            #"{"principal":"party","matter":"*","role":"party","expires":"2026-11-23T12:00:00Z"}"#,
            422
        ),
        (
            "/v1/tokens",
            #"{"principal":"party","matter":"*","role":"party","expires":"2029-01-01T00:00:00Z"}"#,
            422
        ),
        (
            "/v1/tokens",
            #"{"principal":"party","matter":"NONE-1","role":"party","expires":"2026-11-24T00:00:00Z"}"#,
            422
        ),
        (
            "/v1/tokens",
            #"{"principal":"nobody","matter":"*","role":"party","expires":"2026-11-24T00:00:00Z"}"#,
            422
        ),
    ]

    @Test func `what holds not together is refused, and nothing changes`() async throws {
        let service = try AccessService()
        let before = service.core.access.pendingEvents
        for (path, body, status) in Self.refused {
            let answer = try await service.ask(.post, path, as: "operator", body: body)
            #expect(answer.status.code == status, "\(path) \(body) \(answer.text)")
        }
        let form = try await service.ask(
            .post, "/v1/matters",
            headers: service.headers("operator").merging([.contentType: "text/plain"]),
            body: #"{"id":"NEW-1"}"#)
        #expect(form.status == .unsupportedMediaType)
        #expect(service.core.access.pendingEvents == before)
        try await service.close()
    }

    @Test func `roles of the service are given under a star, by operators alone`() async throws {
        let service = try AccessService()
        let body = #"{"principal":"stranger","role":"auditor"}"#
        let path = "/v1/matters/*/members"
        for name in ["party", "arbiter", "auditor"] {
            #expect(
                try await service.ask(.post, path, as: name, body: body).status == .forbidden)
            #expect(try await service.ask(.get, path, as: name).status == .forbidden)
        }
        #expect(try await service.ask(.post, path, as: "operator", body: body).status == .created)
        #expect(try await service.ask(.get, path, as: "operator").text.contains("stranger"))
        let last = try await service.ask(.delete, path + "/operator", as: "operator")
        #expect(last.status == .conflict)
        try await service.close()
    }

    @Test func `a token is told once, acts, is listed without its secret, and ends`() async throws {
        let service = try AccessService()
        let issued = try await service.ask(
            .post, "/v1/tokens", as: "operator",
            body:
                #"{"principal":"party","matter":"OWN-1","role":"party","expires":"2026-11-24T00:00:00Z"}"#
        )
        #expect(issued.status == .created)
        #expect(issued.headers[.cacheControl] == "no-store")
        guard case .string(let token)? = issued.object["token"],
            case .string(let number)? = issued.object["id"]
        else {
            Issue.record("no token")
            return
        }
        let headers: HTTPFields = [.authorization: "bearer \(token)"]
        #expect(try await service.ask(.get, "/v1/session", headers: headers).status == .ok)
        let list = try await service.ask(.get, "/v1/tokens", as: "operator")
        #expect(list.text.contains(#""id":"\#(number)""#))
        #expect(!list.text.contains("dkt_"))
        let path = "/v1/tokens/\(number)"
        #expect(try await service.ask(.delete, path, as: "operator").status == .noContent)
        #expect(try await service.ask(.delete, path, as: "operator").status == .notFound)
        #expect(
            try await service.ask(.get, "/v1/session", headers: headers).status == .unauthorized)
        try await service.close()
    }

    @Test func `lists come in pages that meet`() async throws {
        let service = try AccessService()
        var names: [String] = []
        var path: String? = "/v1/principals?limit=2"
        while let next = path, names.count < 20 {
            let answer = try await service.ask(.get, next, as: "operator")
            #expect(answer.status == .ok)
            guard case .array(let page)? = answer.object["principals"] else { break }
            for case .object(let members) in page {
                if case .string(let name)? = members["id"] { names.append(name) }
            }
            let link = HTTPField.Name("Link").flatMap { answer.headers[$0] }
            path = link.flatMap { $0.split(separator: ">").first }.map { String($0.dropFirst()) }
        }
        #expect(names == ["arbiter", "auditor", "operator", "party", "stranger"])
        for query in ["limit=0", "limit=1001", "limit=x", "cursor=zz", "cursor=f"] {
            let answer = try await service.ask(.get, "/v1/principals?\(query)", as: "operator")
            #expect(answer.status == .badRequest)
        }
        try await service.close()
    }

    @Test func `grants are in the log, and auditors read them`() async throws {
        let service = try AccessService()
        let recorder = AccessRecorder(core: service.core)
        try await recorder.record()
        _ = try await service.ask(
            .delete, "/v1/matters/OWN-1/members/party", as: "operator")
        try await recorder.record()
        try await recorder.record()
        let answer = try await service.ask(.get, "/v1/access-records", as: "auditor")
        guard case .array(let records)? = answer.object["records"] else {
            Issue.record("\(answer.text)")
            return
        }
        #expect(records.count == 2)
        #expect(answer.text.contains("operator member-removed OWN-1 party"))
        #expect(!answer.text.contains("dkt_"))
        let exhibits = try await service.core.readers.read { try $0.entries(matter: .access) }
        #expect(exhibits.count == 2)
        let page = try await service.ask(.get, "/v1/access-records?limit=1", as: "auditor")
        #expect(page.object["next_cursor"] != .null)
        for name in ["party", "operator"] {
            let refused = try await service.ask(.get, "/v1/access-records", as: name)
            #expect(refused.status == .forbidden)
        }
        try await service.close()
    }

    @Test func `who reads what is in the log`() async throws {
        let service = try AccessService()
        try await service.file("ours", in: Self.own)
        let path = "/v1/matters/OWN-1/exhibits/1"
        for part in ["/content", "/receipt", "/filing"] {
            let answer = try await service.ask(.get, path + part, as: "party")
            #expect(answer.status == .ok, "\(part) \(answer.text)")
        }
        #expect(try await service.ask(.get, path + "/content", as: "stranger").status == .notFound)
        try await AccessRecorder(core: service.core).record()
        let records = try await service.ask(.get, "/v1/access-records", as: "auditor").text
        #expect(records.contains("party content-read OWN-1 1"))
        #expect(records.components(separatedBy: "party filing-read OWN-1 1").count == 3)
        #expect(!records.contains("stranger content-read"))
        try await service.close()
    }

    @Test func `a pseudonym hides its principal until a claim, and then from all but the arbiter`()
        async throws
    {
        let service = try AccessService()
        let pki = try Pseudonymous(service)
        let joined = try await service.ask(
            .post, "/v1/matters/OWN-1/members", as: "operator", body: pki.body)
        #expect(joined.status == .created, "\(joined.text)")
        for name in ["party", "arbiter"] {
            let members = try await service.ask(.get, "/v1/matters/OWN-1/members", as: name)
            #expect(members.text.contains("PSN-7"))
            #expect(!members.text.contains("erika"))
        }
        let shown = try await service.ask(.get, "/v1/matters/OWN-1/members", as: "operator")
        #expect(shown.text.contains("erika") && shown.text.contains("PSN-7"))

        let path = "/v1/matters/OWN-1/members/PSN-7/identity"
        #expect(try await service.ask(.get, path, as: "arbiter").status == .conflict)
        #expect(try await service.ask(.get, path, as: "party").status == .forbidden)
        #expect(try await service.ask(.get, path, as: "operator").status == .forbidden)
        #expect(try await service.ask(.get, path, as: "stranger").status == .notFound)
        // Neither the arbiter himself nor the operator makes it come to a claim.
        for filer in [.operator, .certificate(.sha256(pki.arbiter.certificate))] as [Filer] {
            try await service.file("claims of \(filer)", in: Self.own, kind: .claims, by: filer)
            #expect(try await service.ask(.get, path, as: "arbiter").status == .conflict)
        }
        try await service.file(
            "claims", in: Self.own, kind: .claims,
            by: .certificate(.sha256(pki.cover.certificate)))
        let opened = try await service.ask(.get, path, as: "arbiter")
        #expect(opened.status == .ok)
        let identity = try PseudonymIdentity(parsing: try pki.open(Array(buffer: opened.body)))
        #expect(identity.identity.text == "ERIKA")
        _ = try identity.verify(for: identity.place)
        #expect(try await service.ask(.get, path, as: "party").status == .forbidden)
        try await AccessRecorder(core: service.core).record()
        let records = try await service.ask(.get, "/v1/access-records", as: "auditor")
        #expect(records.text.contains("arbiter identity-read OWN-1 PSN-7"))
        try await service.close()
    }
}

/// A party under a pseudonym, and the arbiter's key.
private struct Pseudonymous {
    let arbiter: TestIdentity
    let cover: TestIdentity
    let body: String

    init(_ service: AccessService) throws {
        let validity = Validity(
            from: try #require(Instant(text: "2026-01-01T00:00:00Z")),
            to: try #require(Instant(text: "2027-01-01T00:00:00Z")))
        let authority = try CertificateAuthority.root("CA", seed: "ca", validity: validity)
        var options = CertificateOptions()
        options.keyUsage = [0, 4]
        arbiter = try authority.issue("JUDGE", validity: validity, options: options)
        let own = try authority.issue("ERIKA", validity: validity)
        cover = try authority.issue("PSN-7", validity: validity)
        let book = service.core.access
        try book.addCertificates(
            [.init(der: arbiter.certificate)], to: try service.id("arbiter"), by: nil)
        try book.addPrincipal(
            try service.id("erika"), certificates: [.init(der: own.certificate)], by: nil)
        func signer(_ identity: TestIdentity) throws -> SigningIdentity {
            try SigningIdentity(
                keyPEM: Array(identity.keyPEM.utf8), certificate: identity.certificate)
        }
        let envelope = try PseudonymIdentity.make(
            try signer(cover), isIn: try #require(MatterID(AccessService.own)),
            of: service.core.origin, by: try signer(own), nonce: secureRandom(32)
        ).seal(to: [try ParsedCertificate(der: arbiter.certificate)], random: secureRandom)
        let request: JSON = .object([
            "principal": .string("erika"), "role": .string("party"),
            "pseudonym": .string("PSN-7"),
            "certificate": .string(PEM.certificates([cover.certificate])),
            "sealed_identity": .string(Base64.encode(envelope)),
        ])
        body = String(decoding: CanonicalJSON.encode(request), as: UTF8.self)
    }

    func open(_ envelope: [UInt8]) throws -> [UInt8] {
        try RecipientIdentity(
            keyPEM: Array(arbiter.keyPEM.utf8), certificate: arbiter.certificate
        ).open(try EnvelopedData(envelope))
    }
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var merged = self
        for field in other { merged[field.name] = field.value }
        return merged
    }
}
