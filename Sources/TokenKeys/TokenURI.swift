// Which key of which token: a `pkcs11:` URI (RFC 7512). Only what selects a token, a key and its certificate is read; an attribute that is
// not known is refused, since a key that it would have excluded must not be used. A PIN in the URI is refused too: command lines are seen
// by others.

/// Why a text is no `pkcs11:` URI that Docket reads.
package enum TokenURIError: Error, Sendable, Hashable {
    /// Not of RFC 7512's grammar, or with an attribute twice.
    case malformed
    /// An attribute that Docket does not evaluate; its name.
    case unsupported(String)
    /// `pin-value`: a PIN does not belong on a command line.
    case secret
}

/// What a key and its token must be. Nil where it does not matter.
package struct TokenURI: Sendable, Hashable {
    /// Longer texts are refused; real ones have some hundred characters.
    package static let maximumSize = 4096

    package private(set) var token: String?
    package private(set) var manufacturer: String?
    package private(set) var model: String?
    package private(set) var serial: String?
    package private(set) var slot: UInt?
    /// CKA_LABEL of the key.
    package private(set) var object: String?
    /// CKA_ID of the key.
    package private(set) var id: [UInt8]?
    /// The file with the PIN.
    package private(set) var pinFile: String?
    /// The module's file.
    package private(set) var module: String?

    /// Whatever there is.
    package init() {}

    /// Reads a URI.
    package init(parsing text: String) throws(TokenURIError) {
        guard text.utf8.count <= Self.maximumSize, text.hasPrefix("pkcs11:") else {
            throw .malformed
        }
        let parts = text.dropFirst("pkcs11:".count)
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        try read(parts[0], separator: ";") { uri, name, value throws(TokenURIError) in
            try uri.setPath(name, value)
        }
        guard parts.count == 2 else { return }
        try read(parts[1], separator: "&") { uri, name, value throws(TokenURIError) in
            try uri.setQuery(name, value)
        }
    }

    /// The URI of a token's key, as a user writes it again.
    package static func text(token: String, serial: String, object: String?, id: [UInt8]) -> String
    {
        var attributes = ["token=" + escaped(Array(token.utf8))]
        if !serial.isEmpty { attributes.append("serial=" + escaped(Array(serial.utf8))) }
        if let object { attributes.append("object=" + escaped(Array(object.utf8))) }
        if !id.isEmpty { attributes.append("id=" + id.map(percent).joined()) }
        return "pkcs11:" + attributes.joined(separator: ";")
    }

    private mutating func read(
        _ text: Substring, separator: Character,
        _ set: (inout TokenURI, String, [UInt8]) throws(TokenURIError) -> Void
    ) throws(TokenURIError) {
        if text.isEmpty { return }
        var seen: Set<String> = []
        for attribute in text.split(separator: separator, omittingEmptySubsequences: false) {
            let pair = attribute.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, seen.insert(String(pair[0])).inserted,
                let value = Self.unescaped(pair[1])
            else { throw .malformed }
            try set(&self, String(pair[0]), value)
        }
    }

    private mutating func setPath(_ name: String, _ value: [UInt8]) throws(TokenURIError) {
        switch name {
        case "id":
            id = value
            return
        case "token": token = try Self.string(value)
        case "manufacturer": manufacturer = try Self.string(value)
        case "model": model = try Self.string(value)
        case "serial": serial = try Self.string(value)
        case "object": object = try Self.string(value)
        case "slot-id":
            guard let number = UInt(try Self.string(value)) else { throw .malformed }
            slot = number
        case "type":
            // Docket looks for a private key, whatever the URI was copied from.
            guard ["private", "public", "cert"].contains(try Self.string(value)) else {
                throw .unsupported(name)
            }
        default: throw .unsupported(name)
        }
    }

    private mutating func setQuery(_ name: String, _ value: [UInt8]) throws(TokenURIError) {
        switch name {
        case "pin-value": throw .secret
        case "module-path": module = try Self.string(value)
        case "pin-source":
            let source = try Self.string(value)
            let path = source.hasPrefix("file:") ? String(source.dropFirst(5)) : source
            guard path.hasPrefix("/") else { throw .unsupported(name) }
            pinFile = path.hasPrefix("///") ? String(path.dropFirst(2)) : path
        default: throw .unsupported(name)
        }
    }

    private static func string(_ bytes: [UInt8]) throws(TokenURIError) -> String {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed
        }
        return text
    }

    /// Unreserved and those that RFC 7512 §2.3 lets stand; everything else is escaped.
    private static func standsAsItIs(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return scalar.isASCII
            && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)
                || "-._~:[]@!$'()*+,/".unicodeScalars.contains(scalar))
    }

    private static func unescaped(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                    rest.first != UInt8(ascii: "+")
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                // `&` may stand in a path and `?` in a query, but not the other way round; both are split off before.
                guard standsAsItIs(byte) || "&?".utf8.contains(byte) else { return nil }
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { standsAsItIs($0) ? String(Unicode.Scalar($0)) : percent($0) }.joined()
    }

    private static func percent(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }
}
