// Ledgers of a scenario (docs/formats/ledger.md), line by line as a commitment service writes them, right or wrong: only the digest by
// which a line names what stands before it is computed, since nobody can write that by hand.

import EvidenceValues
import TransparencyLog

extension ScenarioObjects {
    /// The text of a ledger: the lines of `earlier`, then `lines`, in which `{previous}` stands for the digest of the line before. Where
    /// no earlier line has it, that is the first entry, and names all lines before it.
    func ledger(
        _ lines: [String], after earlier: ScenarioObject?, path: String
    ) throws(ScenarioError) -> [UInt8] {
        var text = earlier?.bytes ?? []
        var hasEntries = earlier != nil
        for line in lines {
            let previous = hasEntries ? ScenarioObjects.lastLine(of: text) : text[...]
            let parts = line.split(separator: "{previous}", omittingEmptySubsequences: false)
            hasEntries = hasEntries || parts.count > 1
            let whole = parts.joined(separator: Digest.sha256(Array(previous)).text)
            text += Array((try fill(whole, path: path) + "\n").utf8)
        }
        return text
    }

    /// The last line with its line feed.
    static func lastLine(of text: [UInt8]) -> ArraySlice<UInt8> {
        let lineFeed = UInt8(ascii: "\n")
        let start = text.dropLast().lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
        return text[start...]
    }
}

extension ScenarioObject {
    /// A ledger, whatever is wrong with it.
    static func ledger(
        _ file: String, _ bytes: [UInt8], path: String
    ) throws(ScenarioError) -> ScenarioObject {
        ScenarioObject(
            file: try ScenarioObjects.fileName(file, path: path), kind: .ledger,
            mediaType: "text/plain", bytes: bytes, links: [])
    }
}
