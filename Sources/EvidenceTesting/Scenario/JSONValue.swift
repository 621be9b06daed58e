// JSON (RFC 8259) as a tree that keeps the order of members and refuses doubled ones. A scenario is written by hand, so an error
// tells its line and column; numbers are not needed and not read.

/// A JSON text as a tree.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A member of an object, in its place.
    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSONValue
    }

    /// Where the text stops being JSON, counted from 1 in lines and in bytes, and what was wrong there.
    package struct Malformed: Error, Hashable {
        package let line: Int
        package let column: Int
        package let expected: String
    }

    /// Deeper nesting is refused, so that no text exhausts the stack.
    package static let maximumDepth = 32

    /// Reads one JSON text; nothing but blanks may follow.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var reader = JSONTextReader(bytes: bytes)
        self = try reader.value(depth: 0)
        try reader.end()
    }

    /// The member with this key.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

private struct JSONTextReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func value(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        guard depth < JSONValue.maximumDepth else { throw malformed("less nesting") }
        skipBlanks()
        switch peek {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        default: return try word()
        }
    }

    mutating func end() throws(JSONValue.Malformed) {
        skipBlanks()
        guard position == bytes.count else { throw malformed("the end of the text") }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Skips blanks, then takes `character` if it is next.
    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard peek == character.asciiValue else { return false }
        position += 1
        return true
    }

    private func malformed(_ expected: String) -> JSONValue.Malformed {
        let before = bytes.prefix(position)
        let line = before.count { $0 == 0x0A } + 1
        let column = position - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return JSONValue.Malformed(line: line, column: column, expected: expected)
    }

    private mutating func object(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            let start = position
            guard peek == 0x22 else { throw malformed("a key in quotes") }
            let key = try string()
            guard keys.insert(key).inserted else {
                position = start
                throw malformed("a key that is not there already")
            }
            guard take(":") else { throw malformed("a colon") }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw malformed("a comma or }") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        if take("]") { return .array([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw malformed("a comma or ]") }
        return .array(elements)
    }

    private mutating func word() throws(JSONValue.Malformed) -> JSONValue {
        let words: [(String, JSONValue)] = [
            ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
        ]
        for (word, value) in words where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw malformed("a value: a text, true, false, null, [ or {")
    }

    private mutating func string() throws(JSONValue.Malformed) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek, byte != 0x22 {
            guard byte >= 0x20 else { throw malformed("a text without control characters") }
            position += 1
            if byte == 0x5C { content += try escape() } else { content.append(byte) }
        }
        guard peek == 0x22 else { throw malformed("a closing quote") }
        position += 1
        guard let text = String(validating: content, as: UTF8.self) else {
            throw malformed("UTF-8")
        }
        return text
    }

    private mutating func escape() throws(JSONValue.Malformed) -> [UInt8] {
        guard let byte = peek else { throw malformed("an escape") }
        position += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return [byte]
        case 0x6E: return [0x0A]
        case 0x74: return [0x09]
        case 0x75:
            // One scalar of the basic plane; others are written as themselves.
            let digits = bytes[position..<min(position + 4, bytes.count)]
            guard digits.count == 4,
                let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(number)
            else { throw malformed("four hexadecimal digits of a character") }
            position += 4
            return Array(String(Character(scalar)).utf8)
        default:
            position -= 1
            throw malformed("one of the escapes \\\" \\\\ \\/ \\n \\t \\u")
        }
    }
}
