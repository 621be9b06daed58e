// Where a client goes, and where it does not.

import Testing

@testable import RemoteClient

@Suite struct `Addresses of servers` {
    @Test(arguments: [
        ("https://archive.example", "https://archive.example"),
        ("https://archive.example/", "https://archive.example"),
        ("HTTPS://Archive.Example:443", "https://archive.example"),
        ("https://archive.example:8443", "https://archive.example:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func `have one spelling`(_ text: String, _ spelling: String) throws {
        #expect(try ServerAddress(text).text == spelling)
    }

    @Test(arguments: [
        "", "archive.example", "ftp://archive.example", "https://", "https://a b", "https://a/path",
        "https://a?query", "https://a#fragment", "https://user@a", "https://user:secret@a",
        "https://a:0", "https://a:65536", "https://a:x", "https://a\n", "https://\u{FC}.example",
        "file:///etc/passwd", "https://" + String(repeating: "a", count: 300),
    ])
    func `that are none are refused`(_ text: String) {
        #expect(throws: RemoteError.self) { try ServerAddress(text) }
    }

    @Test(arguments: [
        "http://archive.example", "http://192.0.2.1:8080", "http://127.0.0.1.evil.example",
        "http://localhost.evil.example", "http://0.0.0.0", "http://[::2]",
    ])
    func `of other machines without TLS are refused`(_ text: String) throws {
        let error = #expect(throws: RemoteError.self) { try ServerAddress(text) }
        guard case .plainHTTP? = error else {
            Issue.record("\(text): \(String(describing: error))")
            return
        }
    }

    @Test func `of another server are none of its own`() throws {
        let address = try ServerAddress("https://archive.example")
        #expect(address.ownPath(of: "/v1/jobs/1") == "/v1/jobs/1")
        #expect(address.ownPath(of: "https://archive.example/v1") == "/v1")
        for other in [
            "//evil.example/v1", "https://evil.example/v1", "https://archive.example.evil/v1",
            "http://archive.example/v1", "v1", "",
        ] {
            #expect(address.ownPath(of: other) == nil, "\(other)")
        }
    }

    @Test func `escape every byte that means something`() {
        #expect(URLText.escape("a/b?c=d&e+f %\u{E4}") == "a%2Fb%3Fc%3Dd%26e%2Bf%20%25%C3%A4")
        #expect(URLText.query([("a", nil), ("b", "+"), ("c", "1")]) == "?b=%2B&c=1")
        #expect(URLText.query([("a", nil)]) == "")
    }
}
