// Containers of message authentication codes that are texts or CBOR. A JWS or an XML signature with any signature that is no MAC is
// none of ours: that is for whoever reads signatures.

import EvidenceValues

/// JWS whose algorithm is HMAC, in the compact or a JSON serialization (RFC 7515 §7).
enum JWSMAC {
    // RFC 7518 §3.2: the code is as long as the hash.
    private static let lengths = ["HS256": 32, "HS384": 48, "HS512": 64]

    /// The algorithms, with commas; nil if it is no JWS, or signed otherwise.
    static func algorithm(_ content: [UInt8]) -> String? {
        let text = content.last == 0x0A ? content.dropLast() : content[...]
        switch text.first {
        // `{"` in base64url.
        case 0x65: return compact(text)
        case 0x7B: return (try? JSONText(text)).flatMap(json)
        default: return nil
        }
    }

    private static func compact(_ text: ArraySlice<UInt8>) -> String? {
        let parts = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 3, decode(parts[1]) != nil else { return nil }
        return algorithm(header: parts[0], code: parts[2])
    }

    private static func json(_ value: JSONText) -> String? {
        guard let payload = value["payload"]?.text, decode(Array(payload.utf8)[...]) != nil else {
            return nil
        }
        guard case .list(let signatures)? = value["signatures"] else { return one(value) }
        // A signature beside the list is one more (RFC 7515 §7.2.2 forbids it).
        guard value["signature"] == nil else { return nil }
        let found = signatures.map(one)
        guard !found.isEmpty, !found.contains(nil) else { return nil }
        return Set(found.compactMap(\.self)).sorted().joined(separator: ", ")
    }

    private static func one(_ value: JSONText) -> String? {
        guard let header = value["protected"]?.text, let code = value["signature"]?.text else {
            return nil
        }
        return algorithm(header: Array(header.utf8)[...], code: Array(code.utf8)[...])
    }

    private static func algorithm(
        header: ArraySlice<UInt8>, code: ArraySlice<UInt8>
    ) -> String? {
        guard let json = decode(header).flatMap({ try? JSONText($0[...]) }),
            let algorithm = json["alg"]?.text, let length = lengths[algorithm],
            decode(code)?.count == length
        else { return nil }
        return algorithm
    }

    /// base64url without padding (RFC 7515 §2).
    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.allSatisfy({ ![0x2B, 0x2F, 0x3D].contains($0) }), text.count % 4 != 1 else {
            return nil
        }
        let ordinary = text.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
        let padded = ordinary + Array(repeating: 0x3D, count: (4 - text.count % 4) % 4)
        return Base64.decode(padded.span)
    }
}

/// COSE with a MAC, tagged (RFC 9052 §6): 17 is COSE_Mac0, 97 COSE_Mac.
enum COSEMAC {
    // Headers hold a certificate chain at most, which is flat.
    private static let depthLimit = 16

    static func container(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> String {
        var reader = bytes.reader
        let (isTag, number) = try head(&reader)
        guard isTag == 6, number == 17 || number == 97 else { throw RecordError() }
        let (major, count) = try head(&reader)
        guard major == 4, count == (number == 17 ? 4 : 5) else { throw RecordError() }
        _ = try text(&reader, of: 2)
        guard let headers = reader.next, headers >> 5 == 5 else { throw RecordError() }
        try skip(&reader, depth: 0)
        // The payload, or null where it is sent apart.
        if reader.next == 0xF6 { _ = try reader.take(1) } else { _ = try text(&reader, of: 2) }
        guard try (4...128).contains(text(&reader, of: 2).count) else { throw RecordError() }
        if number == 97 {
            guard let recipients = reader.next, recipients >> 5 == 4 else { throw RecordError() }
            try skip(&reader, depth: 0)
        }
        try reader.end()
        return number == 17 ? "COSE_Mac0" : "COSE_Mac"
    }

    private static func text(
        _ reader: inout RecordReader, of major: Int
    ) throws(RecordError) -> ArraySlice<UInt8> {
        let (found, length) = try head(&reader)
        guard found == major else { throw RecordError() }
        return try reader.take(length)
    }

    /// RFC 8949 §3: the kind and number of the next item; indefinite lengths and numbers of eight bytes are refused.
    private static func head(
        _ reader: inout RecordReader
    ) throws(RecordError) -> (major: Int, number: Int) {
        let first = try reader.number(1)
        let low = first & 0x1F
        switch low {
        case 0..<24: return (first >> 5, low)
        case 24...26: return (first >> 5, try reader.number(1 << (low - 24)))
        default: throw RecordError()
        }
    }

    private static func skip(_ reader: inout RecordReader, depth: Int) throws(RecordError) {
        guard depth < depthLimit else { throw RecordError() }
        let (major, number) = try head(&reader)
        switch major {
        case 2, 3: _ = try reader.take(number)
        case 4, 5:
            let items = major == 4 ? number : number * 2
            guard items <= reader.remaining else { throw RecordError() }
            for _ in 0..<items { try skip(&reader, depth: depth + 1) }
        case 6: try skip(&reader, depth: depth + 1)
        default: break
        }
    }
}

/// XML signatures whose methods are all HMAC (RFC 9231 §2.2), told by the text alone.
enum XMLSignatureMAC {
    private static let mark = Array("SignatureMethod".utf8)
    private static let attribute = Array("Algorithm=".utf8)
    private static let names = [
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1": "HMAC-SHA-1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256": "HMAC-SHA-256",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384": "HMAC-SHA-384",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512": "HMAC-SHA-512",
    ]

    /// The algorithms, with commas.
    static func algorithm(_ content: [UInt8]) -> String? {
        guard RecordText.lines(content) != nil else { return nil }
        var found: Set<String> = []
        for tag in content.split(separator: 0x3C) {
            let name = tag.prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x3E && $0 != 0x2F }
            guard name.suffix(mark.count).elementsEqual(mark), name.first != 0x2F else { continue }
            let attributes = tag.prefix { $0 != 0x3E }.split { $0 == 0x20 || $0 == 0x0A }
            guard let method = attributes.first(where: { $0.starts(with: attribute) }) else {
                return nil
            }
            let value = method.dropFirst(attribute.count).drop { $0 == 0x22 || $0 == 0x27 }
                .prefix { $0 != 0x22 && $0 != 0x27 }
            guard let text = String(validating: value, as: UTF8.self), let name = names[text] else {
                return nil
            }
            found.insert(name)
        }
        return found.isEmpty ? nil : found.sorted().joined(separator: ", ")
    }
}
