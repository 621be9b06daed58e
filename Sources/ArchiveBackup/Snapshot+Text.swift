// A snapshot's text. The reader is lenient in small things and then writes again what it read: only the very same bytes are accepted,
// so each snapshot has one text.

import EvidenceValues
package import TransparencyLog

extension Snapshot {
    /// The first line.
    package static let format = "docket-snapshot/v1"
    /// Bytes at most: it is held in memory, some ten times over while it is read. Spec: backup-7
    package static let maximumSize = 268_435_456

    /// The snapshot that `bytes` are. Spec: backup-2 to backup-6
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        guard bytes.count <= Snapshot.maximumSize else { throw SnapshotLines.failure(0, .tooLarge) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SnapshotLines.failure(0, .badCharacter)
        }
        var lines = SnapshotLines(text)
        guard lines.take(Snapshot.format) else { throw lines.failure(.wrongFormat) }
        number = try lines.field("number") { UInt64($0) }
        time = try lines.field("time") {
            Instant(text: $0).flatMap { $0 == $0.wholeSecond ? $0 : nil }
        }
        let origin = try lines.field("archive") { ArchiveOrigin(String($0)) }
        key = try lines.field("key") { try? VerifierKey(text: String($0)) }
        head = Checkpoint(
            origin: origin, size: try lines.field("size") { UInt64($0).map { TreeSize($0) } },
            root: try lines.field("root") { Digest(text: $0).map { RootHash($0) } })
        note = try lines.field("checkpoint") { Snapshot.note(String($0)) }
        files = try lines.files()
        blobs = try lines.contents("blob")
        missing = try lines.contents("missing")
        try lines.skip("end")
        // Whatever was read otherwise than it is written, the order and the digest at the end included, shows here.
        guard bytes == self.bytes, Snapshot.numbers.contains(number) else {
            throw lines.failure(.badValue)
        }
    }

    /// The one text of this snapshot.
    package var bytes: [UInt8] {
        var text = Snapshot.format + "\nnumber \(number)\ntime \(time.text)\n"
        text += "archive \(head.origin.text)\nkey \(key.text)\n"
        text += "size \(head.size.value)\nroot \(head.root.digest.text)\n"
        text += "checkpoint \(note.map { Base64.encode($0.utf8) } ?? "none")\n"
        for file in files {
            text += "file \(file.name.rawValue) \(file.size)\n"
            for piece in file.pieces { text += "piece \(piece.hex)\n" }
        }
        for blob in blobs { text += "blob \(blob.digest.hex) \(blob.size)\n" }
        for blob in missing { text += "missing \(blob.digest.hex) \(blob.size)\n" }
        let body = Array(text.utf8)
        return body + Array("end \(Digest.sha256(body).text)\n".utf8)
    }

    /// The note in a value of `checkpoint`, nil within for `none`.
    private static func note(_ value: String) -> String?? {
        if value.utf8.elementsEqual("none".utf8) { return .some(nil) }
        guard let bytes = Base64.decode(value), let note = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return .some(note)
    }
}

/// Walks through a snapshot's lines.
struct SnapshotLines {
    private let lines: [Substring]
    private var next = 0

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    static func failure(_ line: Int, _ reason: FormatError.Reason) -> FormatError {
        FormatError(format: Snapshot.format, line: line, reason: reason)
    }

    func failure(_ reason: FormatError.Reason) -> FormatError {
        SnapshotLines.failure(min(next + 1, lines.count), reason)
    }

    /// Whether the next line is `line`; then it counts as read.
    mutating func take(_ line: String) -> Bool {
        guard next < lines.count, lines[next] == line else { return false }
        next += 1
        return true
    }

    /// The value of the next line, which must be `name value`, as `parse` reads it.
    mutating func field<Value>(
        _ name: String, _ parse: (Substring) -> Value?
    ) throws(FormatError) -> Value {
        guard let text = value(name) else {
            throw failure(next < lines.count ? .unexpectedField : .truncated)
        }
        guard let value = parse(text) else { throw failure(.badValue) }
        next += 1
        return value
    }

    /// Takes the next line, which must be `name` and anything.
    mutating func skip(_ name: String) throws(FormatError) { _ = try field(name) { $0 } }

    /// The files, the database first, each once and in the order of the names. Spec: backup-4
    mutating func files() throws(FormatError) -> [Snapshot.File] {
        var files: [Snapshot.File] = []
        var names = Snapshot.FileName.allCases[...]
        while value("file") != nil {
            let (name, size) = try field("file") { value -> (Snapshot.FileName, UInt64)? in
                let words = value.split(separator: " ", omittingEmptySubsequences: false)
                guard words.count == 2, let name = Snapshot.FileName(rawValue: String(words[0])),
                    let size = UInt64(words[1])
                else { return nil }
                return (name, size)
            }
            guard let place = names.firstIndex(of: name), !files.isEmpty || name == .database
            else { throw failure(.notSorted) }
            names = names[(place + 1)...]
            var pieces: [Digest] = []
            while value("piece") != nil { pieces.append(try field("piece") { Digest(hex: $0) }) }
            guard let file = Snapshot.File(name, size: size, pieces: pieces) else {
                throw failure(.badValue)
            }
            files.append(file)
        }
        guard !files.isEmpty else { throw failure(.unexpectedField) }
        return files
    }

    /// The contents of the lines `name`, ascending, each once. Spec: backup-5
    mutating func contents(_ name: String) throws(FormatError) -> [Snapshot.Content] {
        var contents: [Snapshot.Content] = []
        while value(name) != nil {
            let content = try field(name) { value -> Snapshot.Content? in
                let words = value.split(separator: " ", omittingEmptySubsequences: false)
                guard words.count == 2, let digest = Digest(hex: words[0]),
                    let size = UInt64(words[1])
                else { return nil }
                return Snapshot.Content(digest: digest, size: size)
            }
            if let last = contents.last, last.digest >= content.digest {
                throw failure(.notSorted)
            }
            contents.append(content)
        }
        return contents
    }

    /// What stands behind `name` and a space in the next line; nil if it begins otherwise.
    private func value(_ name: String) -> Substring? {
        guard next < lines.count else { return nil }
        let line = lines[next]
        guard line.utf8.starts(with: name.utf8) else { return nil }
        let rest = line.dropFirst(name.count)
        return rest.first == " " ? rest.dropFirst() : nil
    }
}
