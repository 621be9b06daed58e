// How an exhibit of the archive is listed: one line for people, one JSON object for programs, the same in every command.

package import EvidenceStore
package import EvidenceValues
package import TransparencyLog

/// An exhibit in one line.
package enum ExhibitLine {
    /// The members of its JSON object.
    package static func members(
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
    package static func text(
        _ entry: Entry, _ filing: Filing, _ docketing: Docketing
    ) -> String {
        text(
            matter: docketing.matter.text, number: "\(docketing.number)", index: "\(entry.index)",
            received: entry.received.text, kind: filing.kind.rawValue,
            isSigned: filing.filer != .operator, name: filing.name.text)
    }

    /// The same, of what a server says.
    package static func text(
        matter: String, number: String, index: String, received: String, kind: String,
        isSigned: Bool, name: String
    ) -> String {
        [
            column(matter, 16), column("no. \(number)", 7), column("entry \(index)", 10),
            column(received, 20), column(kind, 15), column(isSigned ? "signed" : "operator", 8),
            name,
        ].joined(separator: "  ")
    }

    /// What is left of an erased exhibit, of what a server says, in the same columns.
    package static func text(
        matter: String, number: String, index: String, received: String, erasedUnder ground: String,
        by record: String
    ) -> String {
        [
            column(matter, 16), column("no. \(number)", 7), column("entry \(index)", 10),
            column(received, 20), "erased under \(ground) (entry \(record))",
        ].joined(separator: "  ")
    }

    /// The members of an erased exhibit's JSON object.
    package static func members(_ erased: ErasedExhibit, _ erasure: Erasure) -> [String: JSONValue]
    {
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
    package static func text(_ erased: ErasedExhibit, _ erasure: Erasure) -> String {
        text(
            matter: erased.docketing.matter.text, number: "\(erased.docketing.number)",
            index: "\(erased.entry.index)", received: erased.entry.received.text,
            erasedUnder: erasure.warrant.ground, by: "\(erased.record)")
    }

    private static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
