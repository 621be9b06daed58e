// Parts of the layer that finds out who asks.

import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import ArchiveService

@Suite struct `Who asks` {
    static let networks: [(String, String)] = [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("", ""),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8::9", "2001:db8::"), ("::1", "::"),
    ]

    @Test(arguments: networks)
    func `an address is one, or its network`(address: String, network: String) {
        #expect(AccessMiddleware.network(address) == network)
    }

    static let origins: [(HTTPRequest.Method, HTTPFields, Bool)] = [
        (.post, [:], true), (.post, [.origin: "https://docket.example"], true),
        (.post, [.origin: "https://evil.example"], false), (.post, [.origin: "null"], false),
        (.post, [.origin: "http://docket.example"], false),
        (.delete, [.origin: "https://docket.example.evil"], false),
        (.get, [.origin: "https://evil.example"], false), (.get, [:], true),
        (.get, [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "cross-site"], false),
        (.get, [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "none"], true),
        (.put, [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "cross-site"], false),
        (.put, [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "same-site"], false),
        (.put, [HTTPField.Name("Sec-Fetch-Site") ?? .origin: "same-origin"], true),
    ]

    @Test(arguments: origins)
    func `what another page asks is nobody's`(
        method: HTTPRequest.Method, headers: HTTPFields, isOwn: Bool
    ) {
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "https", authority: "docket.example", path: "/v1/matters",
                headerFields: headers), body: RequestBody(buffer: ByteBuffer()))
        #expect(AccessMiddleware.isOwnOrigin(request) == isOwn)
    }
}
