// Writes ASN.1 in DER (X.690 §10): a value is the bytes of its element, and elements nest by concatenation.

/// Elements as bytes.
enum DERWriter {
    /// An element with this tag around `contents`.
    static func element(_ tag: UInt8, _ contents: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = [tag]
        if contents.count < 0x80 {
            bytes.append(UInt8(contents.count))
        } else {
            var length: [UInt8] = []
            var rest = contents.count
            while rest > 0 {
                length.append(UInt8(rest & 0xFF))
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(length.count))
            bytes += length.reversed()
        }
        return bytes + contents
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        element(Tag.sequence, parts.flatMap(\.self))
    }

    /// A SET OF: its members in ascending order (X.690 §11.6).
    static func setOf(_ members: [[UInt8]], tag: UInt8 = Tag.set) -> [UInt8] {
        let sorted = members.sorted { $0.lexicographicallyPrecedes($1) }
        return element(tag, sorted.flatMap(\.self))
    }

    static func octetString(_ bytes: [UInt8]) -> [UInt8] { element(Tag.octetString, bytes) }

    /// An INTEGER from its contents.
    static func integer(contents: [UInt8]) -> [UInt8] { element(Tag.integer, contents) }

    /// A number from 0 to 127.
    static func integer(_ value: UInt8) -> [UInt8] {
        precondition(value < 0x80, "a small number of one byte")
        return element(Tag.integer, [value])
    }

    /// A positive INTEGER from its magnitude, most significant byte first.
    static func integer(magnitude: [UInt8]) -> [UInt8] {
        var contents = Array(magnitude.drop { $0 == 0 })
        if contents.first.map({ $0 >= 0x80 }) ?? true { contents.insert(0, at: 0) }
        return element(Tag.integer, contents)
    }

    static let null: [UInt8] = [Tag.null, 0]

    /// An OBJECT IDENTIFIER of ours, given in dotted decimal.
    static func objectIdentifier(_ text: String) -> [UInt8] {
        guard let contents = ObjectIdentifiers.contents(of: text) else {
            preconditionFailure("an object identifier of our own is misspelt: \(text)")
        }
        return element(Tag.objectIdentifier, contents)
    }
}
