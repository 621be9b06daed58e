// One JSON text for each value, so that two people who compute the same finding get the same bytes: members sorted by their
// names' UTF-16 code units, no blanks, the shortest escapes, numbers only as whole numbers (RFC 8785, the part without
// fractions). It writes and does not read; whoever compares findings compares bytes.

/// A JSON value without fractions: amounts, digests and instants are strings in Docket.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A whole number. Readers that keep numbers as doubles are exact up to 2^53 - 1; larger ones belong into strings.
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// `value` as a string, or null if there is none.
    package static func optional(_ value: String?) -> JSONValue { value.map(string) ?? .null }

    /// An array of strings.
    package static func strings(_ values: some Sequence<String>) -> JSONValue {
        .array(values.map(string))
    }
}

/// Writes JSON in its canonical form (RFC 8785).
package enum CanonicalJSON {
    /// The bytes of `value`, UTF-8, without a final line feed.
    package static func encode(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, to: &bytes)
        return bytes
    }

    private static func write(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += Array("null".utf8)
        case .bool(let flag): bytes += Array((flag ? "true" : "false").utf8)
        case .integer(let number): bytes += Array(String(number).utf8)
        case .string(let text): write(text, to: &bytes)
        case .array(let values): write(values, to: &bytes)
        case .object(let members): write(members, to: &bytes)
        }
    }

    private static func write(_ values: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(0x5B)
        for (position, value) in values.enumerated() {
            if position > 0 { bytes.append(0x2C) }
            write(value, to: &bytes)
        }
        bytes.append(0x5D)
    }

    // RFC 8785 §3.2.3: sorted by UTF-16 code units, which is not the order of Unicode scalars.
    private static func write(_ members: [String: JSONValue], to bytes: inout [UInt8]) {
        let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        bytes.append(0x7B)
        for (position, member) in sorted.enumerated() {
            if position > 0 { bytes.append(0x2C) }
            write(member.key, to: &bytes)
            bytes.append(0x3A)
            write(member.value, to: &bytes)
        }
        bytes.append(0x7D)
    }

    // RFC 8785 §3.2.2.2: only what must be escaped is, with the two-character form where there is one.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22: bytes += [0x5C, 0x22]
            case 0x5C: bytes += [0x5C, 0x5C]
            case 0x08: bytes += [0x5C, 0x62]
            case 0x09: bytes += [0x5C, 0x74]
            case 0x0A: bytes += [0x5C, 0x6E]
            case 0x0C: bytes += [0x5C, 0x66]
            case 0x0D: bytes += [0x5C, 0x72]
            case 0x00...0x1F: bytes += Array("\\u00".utf8) + Array(Hexadecimal.encode([byte]).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
