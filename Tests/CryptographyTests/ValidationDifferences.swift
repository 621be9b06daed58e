// The cases of public vectors in which Docket differs on purpose, as docs/validation-differences.md lists them: a difference that is
// not listed fails, and so does a line of the list that is no difference any more.
import Foundation
import Testing

/// The list, by suite and case.
struct ValidationDifferences {
    struct Line: Hashable {
        let suite: String
        let name: String
        let expected: String
        let ours: String
    }

    private let lines: [Line]

    static let listed = Result { try ValidationDifferences() }

    private init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "docs/validation-differences.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        lines = text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard line.hasPrefix("|"), cells.count == 5, cells[0] != "suite",
                !cells[0].hasPrefix("-")
            else { return nil }
            return Line(suite: cells[0], name: cells[1], expected: cells[2], ours: cells[3])
        }
    }

    /// Expects that the suite's differences are the ones listed.
    func expect(_ differences: [Line], in suite: String) {
        let listed = Set(lines.filter { $0.suite == suite })
        let found = Set(differences)
        for line in found.subtracting(listed) {
            Issue.record(
                "not listed: | \(suite) | \(line.name) | \(line.expected) | \(line.ours) |")
        }
        for line in listed.subtracting(found) {
            Issue.record("no difference: | \(suite) | \(line.name) |")
        }
    }
}
