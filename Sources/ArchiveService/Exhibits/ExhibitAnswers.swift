// What is said of an exhibit in JSON (the schemas `FiledExhibit` and `ErasedExhibit` of /openapi.yaml).

import EvidenceStore
import EvidenceValues
import ServiceInterface
import TransparencyLog

extension DocketedExhibit {
    /// The description. `record` reads what an erasure says of itself.
    func json(record: (LeafIndex) throws -> Warrant?) rethrows -> JSONValue {
        var members: [String: JSONValue] = [
            "index": .integer(Int64(clamping: entry.index.value)),
            "matter": .string(docketing.matter.text),
            "number": .integer(Int64(clamping: docketing.number.value)),
            "received": .string(entry.received.text),
            "leaf_hash": .string(entry.leafHash.digest.text),
        ]
        switch self {
        case .filed(let exhibit):
            members.merge(DocketedExhibit.members(of: exhibit.filing)) { $1 }
        case .erased(let exhibit):
            let warrant = try record(exhibit.record)
            members["state"] = .string("erased")
            members["erased_by_entry"] = .integer(Int64(clamping: exhibit.record.value))
            members["by"] = .string(warrant?.by ?? "")
            members["ground"] = .string(warrant?.ground ?? "")
        }
        return .object(members)
    }

    private static func members(of filing: Filing) -> [String: JSONValue] {
        [
            "state": .string("filed"),
            "kind": .string(filing.kind.rawValue),
            "media_type": .string(filing.mediaType.text),
            "name": .string(filing.name.text),
            "digest": .string(filing.content.text),
            "size": .integer(Int64(clamping: filing.size)),
            "filer": .string(filing.filer.text),
            "links": .array(
                filing.links.map {
                    .object([
                        "relation": .string($0.relation.rawValue),
                        "target": .string($0.target.text),
                    ])
                }),
        ]
    }
}
