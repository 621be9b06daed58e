// Where an archive's server is. Plain HTTP is for the machine itself only: to another, it would show evidence and tokens to whoever
// listens, and let him answer.

import EvidenceValues
import Foundation

/// `https://HOST[:PORT]`, or `http://` to this machine.
package struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// The one spelling: lower case, no path, no port where it is the usual one.
    package let text: String

    /// The machine's own names (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
    private static let ownNames: Set<String> = ["localhost", "127.0.0.1", "[::1]", "::1"]
    /// Bytes at most: a name of the DNS has 253.
    private static let maximumSize = 300

    package init(_ text: String) throws(RemoteError) {
        guard text.utf8.count <= Self.maximumSize,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host?.lowercased(),
            !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, ["", "/"].contains(parts.path)
        else { throw .badAddress(text) }
        if scheme == "http", !Self.ownNames.contains(host) { throw .plainHTTP(host: host) }
        let usual = scheme == "https" ? 443 : 80
        var port = ""
        if let number = parts.port, number != usual {
            guard (1...65_535).contains(number) else { throw .badAddress(text) }
            port = ":\(number)"
        }
        self.text = "\(scheme)://\(host)\(port)"
    }

    package var description: String { text }

    /// The URL of a path below.
    func url(_ path: String) -> String { text + path }

    /// The path of a URL that the server gave, if it is the server's own: a token goes nowhere else.
    package func ownPath(of reference: String) -> String? {
        guard reference.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        if reference.hasPrefix("/") { return reference.hasPrefix("//") ? nil : reference }
        guard reference.hasPrefix(text + "/") else { return nil }
        return String(reference.dropFirst(text.count))
    }
}

/// Writes what stands in a path or a query.
package enum URLText {
    /// RFC 3986 §2.3: what needs no escape anywhere.
    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// `text`, every byte that means something in a URL escaped.
    package static func escape(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            if plain.contains(byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                escaped += "%" + Hexadecimal.encode([byte]).uppercased()
            }
        }
        return escaped
    }

    /// `?name=value&…` of what is there; nothing where nothing is.
    package static func query(_ items: [(name: String, value: String?)]) -> String {
        let given = items.compactMap { item in item.value.map { "\(item.name)=\(escape($0))" } }
        return given.isEmpty ? "" : "?" + given.joined(separator: "&")
    }
}
