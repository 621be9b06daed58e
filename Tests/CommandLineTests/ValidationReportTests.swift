// What `docket validate` prints of a record, against golden files, and the table of reason codes against the sources.

import EvidenceReport
import EvidenceValues
import Foundation
import Testing

@Suite struct `Reports on validated files` {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `are the golden JSON`() throws {
        let members = ValidationJSON.members(try ValidationSample.record(), tool: "docket 0.1.0")
        try Golden.expect(CanonicalJSON.encode(.object(members)) + [0x0A], "validation.json")
    }

    @Test func `are the golden text, in which nothing is hidden`() throws {
        let text = renderText(try ValidationSample.record())
        try Golden.expect(Array(text.utf8), "validation.txt")
        for line in text.split(separator: "\n") {
            #expect(VisibleText.isOneVisibleLine(line), "\(line)")
        }
    }

    @Test func `have in the JSON what was given, and point at the bytes`() throws {
        let record = try ValidationSample.record()
        let text = String(
            decoding: CanonicalJSON.encode(
                .object(ValidationJSON.members(record, tool: "docket 0.1.0"))), as: UTF8.self)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let signatures = try #require(document["signatures"] as? [[String: Any]])
        #expect(signatures.count == 2)
        #expect(signatures[0]["control_time"] as? String == "2026-01-02T00:00:00Z")
        #expect((signatures[0]["countersignatures"] as? [Any])?.count == 1)
        #expect((signatures[0]["revocation"] as? [Any])?.count == 2)
        #expect((signatures[0]["time_stamps"] as? [Any])?.count == 2)
        let shown = renderText(record)
        #expect(shown.contains("certificate in contract.p7s, bytes 70 to 500") == false)
        #expect(shown.contains("[SIG.DIGEST, HASH_FAILURE; content in contract, bytes 0 to 8]"))
        #expect(shown.contains("certificate given by you"))
    }

    /// The rows of the table of codes: the code, and the sub-indications that it may have.
    static func table() throws -> [String: Set<String>] {
        let file = root.appending(path: "docs/formats/validation.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        var rows: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            try #require(cells.count == 4, "\(line)")
            let code = cells[0].filter { $0 != "`" }
            #expect(rows[code] == nil, "\(code) twice")
            rows[code] = cells[1] == "–" ? [] : Set(cells[1].components(separatedBy: ", "))
        }
        return rows
    }

    @Test func `name only reason codes of the table, and all of them`() throws {
        let documented = try Self.table()
        var used: Set<String> = []
        for target in ["Cryptography", "SignatureValidation"] {
            let folder = Self.root.appending(path: "Sources/" + target)
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            for name in names where name.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                for match in text.matches(of: /"([A-Z]+\.[A-Z_0-9]+)"/) {
                    used.insert(String(match.1))
                }
            }
        }
        #expect(used.count >= 40)
        #expect(used.subtracting(documented.keys).sorted() == [], "not in the table")
        #expect(Set(documented.keys).subtracting(used).sorted() == [], "in the table alone")
        let known = Set(SubIndication.allCases.map(\.rawValue))
        for (code, reasons) in documented {
            #expect(reasons.isSubset(of: known), "\(code): \(reasons)")
        }
    }
}
