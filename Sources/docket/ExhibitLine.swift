// How an exhibit of the archive is listed: one line for people, one JSON object for programs, the same in every command.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// An exhibit in one line.
enum ExhibitLine {
    /// The members of its JSON object.
    static func members(
        _ entry: Entry, _ filing: Filing, _ docketing: Docketing
    ) -> [String: JSONValue] {
        [
            "index": .integer(Int64(clamping: entry.index.value)),
            "matter": .string(docketing.matter.text),
            "number": .integer(Int64(clamping: docketing.number.value)),
            "received": .string(entry.received.text),
            "kind": .string(filing.kind.rawValue),
            "media_type": .string(filing.mediaType.text),
            "name": .string(filing.name.text),
            "digest": .string(filing.content.text),
            "size": .integer(Int64(clamping: filing.size)),
            "filer": .string(filing.filer.text),
            "leaf_hash": .string(entry.leafHash.description),
            "links": .array(
                filing.links.map { link in
                    .object([
                        "relation": .string(link.relation.rawValue),
                        "target": .string(link.target.text),
                    ])
                }),
        ]
    }

    /// Number, index, time of receipt, kind and name, in columns.
    static func text(_ entry: Entry, _ filing: Filing, _ docketing: Docketing) -> String {
        [
            column(docketing.matter.text, 16), column("no. \(docketing.number)", 7),
            column("entry \(entry.index)", 10), column(entry.received.text, 20),
            column(filing.kind.rawValue, 15),
            column(filing.filer == .operator ? "operator" : "signed", 8),
            filing.name.text,
        ].joined(separator: "  ")
    }

    /// The members of an erased exhibit's JSON object.
    static func members(_ erased: ErasedExhibit, _ erasure: Erasure) -> [String: JSONValue] {
        [
            "index": .integer(Int64(clamping: erased.entry.index.value)),
            "matter": .string(erased.docketing.matter.text),
            "number": .integer(Int64(clamping: erased.docketing.number.value)),
            "received": .string(erased.entry.received.text),
            "leaf_hash": .string(erased.entry.leafHash.description),
            "erased_by_entry": .integer(Int64(clamping: erased.record.value)),
            "by": .string(erasure.warrant.by), "ground": .string(erasure.warrant.ground),
        ]
    }

    /// What is left of an erased exhibit, in the same columns.
    static func text(_ erased: ErasedExhibit, _ erasure: Erasure) -> String {
        [
            column(erased.docketing.matter.text, 16), column("no. \(erased.docketing.number)", 7),
            column("entry \(erased.entry.index)", 10), column(erased.entry.received.text, 20),
            "erased under \(erasure.warrant.ground) (entry \(erased.record))",
        ].joined(separator: "  ")
    }

    private static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
