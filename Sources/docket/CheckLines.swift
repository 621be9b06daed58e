// What is wrong with a text that people write, one line each, as editors understand it: FILE:LINE:COLUMN: error: …

import Agreements
import DurableFiles
import EvidenceValues
import VerifyCommand

/// Prints what a check found in a file.
struct CheckLines {
    /// One thing to say, at a place; line and column are counted from 1, and 0 where there is none.
    struct Note {
        var line: Int
        var column: Int
        var isError: Bool
        var words: String
        var hint: String?
    }

    let file: String
    /// `agreement` or `claims`.
    let kind: String
    let json: Bool

    func print(_ note: Note) {
        guard !json else { return printJSON(note) }
        let place = place(note.line, note.column)
        Console.line("\(place): \(note.isError ? "error" : "warning"): \(note.words)")
        if let hint = note.hint { Console.line("  hint: \(hint)") }
    }

    /// An error in the text, in words.
    func print(_ error: AgreementError, hint: String?) {
        print(
            Note(
                line: error.line, column: error.column, isError: true, words: error.reason.words,
                hint: hint))
    }

    /// `FILE:LINE:COLUMN`.
    func place(_ line: Int, _ column: Int) -> String {
        if line == 0 { return file }
        return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
    }

    private func printJSON(_ note: Note) {
        var members: [String: JSONValue] = [
            "file": .string(file), "message": .string(note.words),
        ]
        if note.line > 0 { members["line"] = .integer(Int64(note.line)) }
        if note.column > 0 { members["column"] = .integer(Int64(note.column)) }
        if let hint = note.hint { members["hint"] = .string(hint) }
        Console.json(kind + (note.isError ? "_error" : "_warning"), members)
    }
}

/// A text that people write.
enum TextFile {
    /// Twice what an agreement may have, so that a text that is a little too large is refused with that reason.
    private static let maximumSize = 1 << 21

    /// The text of a file, or of standard input for `-`.
    static func read(_ file: String, what: String) throws -> String {
        let bytes = try DurableFile.read(file, limit: maximumSize)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(
                "\(file): the \(what) is no UTF-8", hint: "save it as UTF-8",
                status: ExitStatus.failed)
        }
        return text
    }
}
