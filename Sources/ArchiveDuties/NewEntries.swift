// Whether there is anything new that a clock should see. What a duty files itself is nothing new, or it would never rest: a token is no reason
// for a token, a cosigned checkpoint none for a cosignature. But a token is one for a cosignature: so a bundle that is proven against the
// cosigned checkpoint has the token too.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// What a clock is asked for.
package enum NewEntries: Sendable {
    /// Something that is not the archive's own.
    case ofOthers
    /// Something that is no cosigned checkpoint.
    case notCosigned

    /// Rows that are read at once; what is new is mostly found among the first.
    private static let page = 256

    /// Whether an entry from `size` on is one.
    func exist(from size: TreeSize, in archive: Archive) throws -> Bool {
        let head = try archive.head().size
        var next = size.value
        while next < head.value {
            let rows = try archive.storedRows(
                from: LeafIndex(next), below: head, limit: NewEntries.page)
            guard let last = rows.last else { return false }
            for row in rows {
                // What was erased was somebody's.
                guard let bytes = row.filing else { return true }
                if counts(try Filing(parsing: bytes)) { return true }
            }
            next = last.index.value + 1
        }
        return false
    }

    private func counts(_ filing: Filing) -> Bool {
        switch self {
        case .ofOthers: !filing.matter.isReserved
        case .notCosigned: !(filing.isTimeRecord && filing.kind == .cosignature)
        }
    }
}
