// Encodings of ASN.1 taken apart and put together otherwise (X.690), as far as tricks need it: lengths that are told, tags of one byte.

/// An element.
package struct BER: Sendable {
    package var tag: UInt8
    package var content: [UInt8]

    package init(tag: UInt8, content: [UInt8]) {
        self.tag = tag
        self.content = content
    }

    /// Where things stand in a CMS SignedData with certificates and without lists: SignedData, its certificates, its signer.
    package static let signedData = [0, 1, 0]
    package static let certificates = signedData + [3]
    package static let signer = signedData + [4, 0]

    /// The elements that `bytes` are, one behind the other.
    package static func all(in bytes: [UInt8]) throws -> [BER] {
        var rest = bytes[...]
        var found: [BER] = []
        while let tag = rest.popFirst() {
            var length = Int(try present(rest.popFirst()))
            if length >= 0x80 {
                let digits = length - 0x80
                length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(digits)
            }
            guard length <= rest.count else { throw HostileError.absent }
            found.append(BER(tag: tag, content: Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return found
    }

    /// Changes the element to which `path` leads through constructed ones.
    package static func change(
        _ bytes: [UInt8], at path: [Int], _ edit: (inout BER) throws -> Void
    ) throws -> [UInt8] {
        var elements = try all(in: bytes)
        let place = try present(path.first)
        guard elements.indices.contains(place) else { throw HostileError.absent }
        if path.count == 1 {
            try edit(&elements[place])
        } else {
            elements[place].content = try change(
                elements[place].content, at: Array(path.dropFirst()), edit)
        }
        return elements.flatMap(\.bytes)
    }

    /// The element to which `path` leads.
    package static func element(of bytes: [UInt8], at path: [Int]) throws -> BER {
        var found: BER?
        _ = try change(bytes, at: path) { found = $0 }
        return try present(found)
    }

    package var bytes: [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        var digits: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            digits.insert(UInt8(rest & 255), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(digits.count)] + digits + content
    }
}
