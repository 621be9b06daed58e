// What the texts of both proofs share: lines of one base64 hash each, a blank line, then a checkpoint that is kept byte for byte.

import EvidenceValues

/// Lines of hashes in front of a note.
enum HashLines {
    /// Bytes in front of the blank line at most: 65 hashes of 44 characters, and an extra line as long as an entry.
    static let maximumHead = 131_072

    static func text(_ hashes: [NodeHash]) -> String {
        hashes.map { Base64.encode($0.digest.bytes) + "\n" }.joined()
    }

    /// The lines before the first blank line, and the text behind it.
    static func divide(
        _ bytes: [UInt8], format: String
    ) throws(FormatError) -> (head: [String], note: String) {
        guard bytes.count <= maximumHead + UnopenedNote.maximumSize else {
            throw FormatError(format: format, line: 1, reason: .tooLarge)
        }
        var head: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.isEmpty {
                guard let note = String(validating: rest, as: UTF8.self) else {
                    throw FormatError(format: format, line: head.count + 2, reason: .badCharacter)
                }
                return (head, note)
            }
            guard end < maximumHead, let text = String(validating: line, as: UTF8.self) else {
                throw FormatError(format: format, line: head.count + 1, reason: .badCharacter)
            }
            head.append(text)
        }
        throw FormatError(format: format, line: head.count + 1, reason: .truncated)
    }

    /// The hashes that `lines` are.
    static func read(
        _ lines: ArraySlice<String>, format: String, maximum: Int
    ) throws(FormatError) -> [NodeHash] {
        var hashes: [NodeHash] = []
        for (position, line) in zip(lines.indices, lines) {
            guard hashes.count < maximum else {
                throw FormatError(format: format, line: position + 1, reason: .tooMany)
            }
            guard let digest = Base64.decode(line).flatMap({ Digest(bytes: $0) }) else {
                throw FormatError(format: format, line: position + 1, reason: .badValue)
            }
            hashes.append(NodeHash(digest))
        }
        return hashes
    }
}
