// The first level of a JSON text: the names of an object's members, or the elements of an array, with the bytes of each value as they
// stand. Whoever compares two texts that should be equal to the byte needs no more, and nothing here recurses, so no depth of nesting
// can hurt. What is inside a value is not read: a text may pass here that is no JSON deeper down.

/// The parts of a JSON object or array.
package enum JSONOutline {
    /// The members of the object that `bytes` are, in their order; nil if they are none.
    package static func members(
        of bytes: ArraySlice<UInt8>
    ) -> [(name: String, value: ArraySlice<UInt8>)]? {
        guard let parts = parts(of: bytes, between: 0x7B, and: 0x7D) else { return nil }
        var members: [(name: String, value: ArraySlice<UInt8>)] = []
        for part in parts {
            guard let end = endOfString(part), end < part.endIndex, part[end] == 0x3A,
                let name = text(of: part[..<end]), part.index(after: end) < part.endIndex
            else { return nil }
            members.append((name, part[(end + 1)...]))
        }
        return members
    }

    /// The elements of the array that `bytes` are; nil if they are none.
    package static func elements(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        parts(of: bytes, between: 0x5B, and: 0x5D)
    }

    /// The string that `bytes` are, its escapes as they stand; nil if they are none.
    package static func text(of bytes: ArraySlice<UInt8>) -> String? {
        guard endOfString(bytes) == bytes.endIndex else { return nil }
        return String(validating: bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// What stands between the brackets, cut at the commas of this level.
    private static func parts(
        of bytes: ArraySlice<UInt8>, between open: UInt8, and close: UInt8
    ) -> [ArraySlice<UInt8>]? {
        guard bytes.count >= 2, bytes.first == open, bytes.last == close else { return nil }
        let inside = bytes.dropFirst().dropLast()
        guard !inside.isEmpty else { return [] }
        var parts: [ArraySlice<UInt8>] = []
        var start = inside.startIndex
        var depth = 0
        var position = inside.startIndex
        while position < inside.endIndex {
            switch inside[position] {
            case 0x22:
                guard let end = endOfString(inside[position...]) else { return nil }
                position = end
                continue
            case 0x5B, 0x7B: depth += 1
            case 0x5D, 0x7D:
                depth -= 1
                if depth < 0 { return nil }
            case 0x2C where depth == 0:
                parts.append(inside[start..<position])
                start = position + 1
            default: break
            }
            position += 1
        }
        parts.append(inside[start...])
        return depth == 0 && parts.allSatisfy { !$0.isEmpty } ? parts : nil
    }

    /// The position behind the string with which `bytes` begin; nil if they begin with none.
    private static func endOfString(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.first == 0x22 else { return nil }
        var position = bytes.startIndex + 1
        while position < bytes.endIndex {
            switch bytes[position] {
            case 0x22: return position + 1
            case 0x5C: position += 2
            default: position += 1
            }
        }
        return nil
    }
}
