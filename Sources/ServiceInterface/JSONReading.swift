// JSON as requests and configurations of clients bring it (RFC 8259), into `JSONValue`: no fractions, no duplicate names, no lone
// surrogates, no bytes behind the value, and no deeper than a limit, since reading recurses.

package import EvidenceValues

/// Why bytes are not the JSON that is read here.
package enum JSONReadingError: Error, Sendable, Hashable {
    /// At this byte.
    case malformed(at: Int)
    case duplicateName(at: Int)
    case tooDeep(at: Int)
    /// A number with a fraction or an exponent, or beyond 64 bits.
    case notWhole(at: Int)
}

extension JSONValue {
    /// Levels of arrays and objects at most: requests need four.
    package static let maximumDepth = 32

    /// The value that `bytes` are.
    /// - Parameter maximumDepth: more only for who reads what a service answers: derivations are deep.
    package init(
        parsing bytes: [UInt8], maximumDepth: Int = JSONValue.maximumDepth
    ) throws(JSONReadingError) {
        var reader = JSONReader(bytes: bytes, maximumDepth: maximumDepth)
        self = try reader.whole()
    }
}

/// One pass over the bytes.
private struct JSONReader {
    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func whole() throws(JSONReadingError) -> JSONValue {
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw .malformed(at: position) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONReadingError) -> JSONValue {
        skipBlanks()
        guard depth <= maximumDepth else { throw .tooDeep(at: position) }
        switch peek {
        case 0x22: return .string(try string())
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x2D?, (0x30...0x39)?: return .integer(try number())
        default:
            if take("null") { return .null }
            if take("true") { return .bool(true) }
            if take("false") { return .bool(false) }
            throw .malformed(at: position)
        }
    }

    private mutating func object(depth: Int) throws(JSONReadingError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            let start = position
            let name = try string()
            skipBlanks()
            guard take(":") else { throw .malformed(at: position) }
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else {
                throw .duplicateName(at: start)
            }
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw .malformed(at: position) }
        }
    }

    private mutating func array(depth: Int) throws(JSONReadingError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { throw .malformed(at: position) }
        }
    }

    private mutating func number() throws(JSONReadingError) -> Int64 {
        let start = position
        if peek == 0x2D { position += 1 }
        let digits = position
        while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
        if let byte = peek, [0x2E, 0x65, 0x45].contains(byte) { throw .notWhole(at: start) }
        guard position > digits, position == digits + 1 || bytes[digits] != 0x30 else {
            throw .malformed(at: start)
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Int64(text) else { throw .notWhole(at: start) }
        return number
    }

    private mutating func string() throws(JSONReadingError) -> String {
        let start = position
        guard take("\"") else { throw .malformed(at: position) }
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case 0x22:
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw .malformed(at: start)
                }
                return string
            case 0x5C: text += try escape()
            case 0x00...0x1F: throw .malformed(at: position - 1)
            default: text.append(byte)
            }
        }
        throw .malformed(at: position)
    }

    private mutating func escape() throws(JSONReadingError) -> [UInt8] {
        guard let byte = peek else { throw .malformed(at: position) }
        position += 1
        switch byte {
        case 0x22, 0x2F, 0x5C: return [byte]
        case 0x62: return [0x08]
        case 0x66: return [0x0C]
        case 0x6E: return [0x0A]
        case 0x72: return [0x0D]
        case 0x74: return [0x09]
        case 0x75: return try unicode()
        default: throw .malformed(at: position - 1)
        }
    }

    private mutating func unicode() throws(JSONReadingError) -> [UInt8] {
        let start = position
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard take("\\u") else { throw .malformed(at: start) }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw .malformed(at: start) }
            code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .malformed(at: start) }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(JSONReadingError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw .malformed(at: position) }
        var code: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .malformed(at: position)
            }
            code = code << 4 | UInt32(digit)
        }
        position += 4
        return code
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }
}
