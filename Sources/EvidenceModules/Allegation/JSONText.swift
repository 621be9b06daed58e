// JSON texts in records (RFC 8259), as far as telling what they are needs: the members of the outermost object, with their texts. One
// pass, bounded in depth; a key that stands twice, or anything after the value, is refused.

import EvidenceValues

/// A JSON value.
indirect enum JSONText: Sendable {
    case text(String)
    case object([String: JSONText])
    case list([JSONText])
    /// A number, `true`, `false` or `null`.
    case other

    // Deeper than what people and programs write.
    private static let depthLimit = 32

    /// The one value that the bytes are.
    init(_ bytes: ArraySlice<UInt8>) throws(RecordError) {
        var position = bytes.startIndex
        self = try JSONText.value(bytes, &position, depth: 0)
        JSONText.skipBlanks(bytes, &position)
        guard position == bytes.endIndex else { throw RecordError() }
    }

    /// The member of an object; nil of anything else.
    subscript(key: String) -> JSONText? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    private typealias Bytes = ArraySlice<UInt8>

    private static func value(
        _ bytes: Bytes, _ position: inout Int, depth: Int
    ) throws(RecordError) -> JSONText {
        guard depth < depthLimit else { throw RecordError() }
        skipBlanks(bytes, &position)
        guard position < bytes.endIndex else { throw RecordError() }
        switch bytes[position] {
        case 0x22: return .text(try string(bytes, &position))
        case 0x7B: return try object(bytes, &position, depth: depth)
        case 0x5B: return try list(bytes, &position, depth: depth)
        default: return try other(bytes, &position)
        }
    }

    private static func object(
        _ bytes: Bytes, _ position: inout Int, depth: Int
    ) throws(RecordError) -> JSONText {
        var members: [String: JSONText] = [:]
        try elements(bytes, &position, until: 0x7D) { (position: inout Int) throws(RecordError) in
            let key = try string(bytes, &position)
            skipBlanks(bytes, &position)
            guard take(0x3A, bytes, &position) else { throw RecordError() }
            let value = try value(bytes, &position, depth: depth + 1)
            guard members.updateValue(value, forKey: key) == nil else { throw RecordError() }
        }
        return .object(members)
    }

    private static func list(
        _ bytes: Bytes, _ position: inout Int, depth: Int
    ) throws(RecordError) -> JSONText {
        var values: [JSONText] = []
        try elements(bytes, &position, until: 0x5D) { (position: inout Int) throws(RecordError) in
            values.append(try value(bytes, &position, depth: depth + 1))
        }
        return .list(values)
    }

    /// What stands between an opening sign and `end`, with commas between.
    private static func elements(
        _ bytes: Bytes, _ position: inout Int, until end: UInt8,
        _ read: (inout Int) throws(RecordError) -> Void
    ) throws(RecordError) {
        position += 1
        skipBlanks(bytes, &position)
        if take(end, bytes, &position) { return }
        while true {
            skipBlanks(bytes, &position)
            try read(&position)
            skipBlanks(bytes, &position)
            if take(end, bytes, &position) { return }
            guard take(0x2C, bytes, &position) else { throw RecordError() }
        }
    }

    /// A string; what is escaped is checked and, but for signs of one character, shown as it stands.
    private static func string(
        _ bytes: Bytes, _ position: inout Int
    ) throws(RecordError) -> String {
        guard take(0x22, bytes, &position) else { throw RecordError() }
        let start = position
        while position < bytes.endIndex {
            switch bytes[position] {
            case 0x22:
                defer { position += 1 }
                guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
                    throw RecordError()
                }
                return text
            case 0x5C: position += 2
            case 0..<0x20: throw RecordError()
            default: position += 1
            }
        }
        throw RecordError()
    }

    private static func other(
        _ bytes: Bytes, _ position: inout Int
    ) throws(RecordError) -> JSONText {
        let start = position
        while position < bytes.endIndex, isWord(bytes[position]) { position += 1 }
        let word = bytes[start..<position]
        let isName = ["true", "false", "null"].contains { word.elementsEqual($0.utf8) }
        let isNumber = word.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } ?? false
        guard isName || isNumber && word.contains(where: { (0x30...0x39).contains($0) }) else {
            throw RecordError()
        }
        return .other
    }

    // Letters, digits, sign and point of numbers and names.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
        default: false
        }
    }

    private static func take(_ byte: UInt8, _ bytes: Bytes, _ position: inout Int) -> Bool {
        guard position < bytes.endIndex, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private static func skipBlanks(_ bytes: Bytes, _ position: inout Int) {
        while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            position += 1
        }
    }
}
