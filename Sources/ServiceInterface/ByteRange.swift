// Which part of a representation is asked for (RFC 9110 §14). One range of bytes is given; of several, and of what cannot be read, the
// whole, as the standard permits. A part is given only of the representation that the client has the rest of (`If-Range`).

/// What of a representation an answer holds.
package enum ByteRange: Sendable, Hashable {
    case whole
    case part(Range<Int>)
    /// It begins behind the end: 416.
    case unsatisfiable

    /// What is asked for of `size` bytes that have the strong validator `tag`, by the fields `Range` and `If-Range`.
    package init(range: String?, ifRange: String?, of size: Int, tag: String) {
        self = .whole
        guard let range, ifRange == nil || ifRange == tag, range.hasPrefix("bytes=") else { return }
        let ends = range.dropFirst("bytes=".count)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return }
        let numbers = ends.map(ByteRange.number)
        switch (ends[0].isEmpty, ends[1].isEmpty, numbers[0], numbers[1]) {
        case (true, false, _, let length?):
            self =
                length == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - length)..<size)
        case (false, true, let first?, _):
            self = first < size ? .part(first..<size) : .unsatisfiable
        case (false, false, let first?, let last?) where first <= last:
            self = first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
        default: break
        }
    }

    /// A number of 18 digits at most, which no size reaches.
    private static func number(_ text: Substring) -> Int? {
        guard (1...18).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}

/// Strong validators (RFC 9110 §8.8.3), made of digests that are known already.
package enum EntityTag {
    /// Whether the client has it: `ifNoneMatch` lists `tag`, or is `*`.
    package static func matches(_ ifNoneMatch: String?, _ tag: String) -> Bool {
        guard let ifNoneMatch else { return false }
        return ifNoneMatch.split(separator: ",").contains { member in
            let member = member.drop { $0 == " " || $0 == "\t" }.reversed()
                .drop { $0 == " " || $0 == "\t" }.reversed()
            let text = String(member)
            return text == "*" || text == tag || text == "W/" + tag
        }
    }
}
