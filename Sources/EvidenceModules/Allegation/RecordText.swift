// Texts in records, as a report may show them, and the lines of records that are texts.

import EvidenceValues

/// Names and lines of records.
enum RecordText {
    /// A name as a report may show it: one visible line of bounded length, else that it cannot be shown.
    static func name(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count <= AllegationLimits.name,
            let text = String(validating: bytes, as: UTF8.self), !text.isEmpty,
            VisibleText.isOneVisibleLine(text)
        else { return "(a name that cannot be shown)" }
        return text
    }

    /// The lines of a text, without what ends them; nil if it is no text, or one that a document with terms could be.
    static func lines(_ content: [UInt8]) -> [ArraySlice<UInt8>]? {
        guard !content.contains(0), String(validating: content, as: UTF8.self) != nil,
            content.count(where: { $0 == 0x0A }) < AllegationLimits.lines
        else { return nil }
        let lines = content.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            $0.last == 0x0D ? $0.dropLast() : $0
        }
        let isFenced = lines.contains { line in
            let text = line.drop { $0 == 0x20 || $0 == 0x09 }
            return text.starts(with: "```".utf8) || text.starts(with: "~~~".utf8)
        }
        return isFenced ? nil : lines
    }

    /// The first of `names`, and how many more there are.
    static func list(_ names: [String]) -> String {
        let told = names.prefix(AllegationLimits.told).joined(separator: ", ")
        let rest = names.count - AllegationLimits.told
        return rest > 0 ? "\(told) and \(rest) more" : told
    }
}
