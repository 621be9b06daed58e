// The makers of what archives sign: the operator, and anybody once its key may have been in other hands.

import EvidenceValues
import TransparencyLog

extension Maker {
    /// Whoever operates an archive.
    static func archiveOperator(_ party: PartyID) -> Maker {
        Maker(.party(party), .role("archive operator"))
    }
}

extension Evidence {
    /// The makers of a checkpoint's note.
    func makers(of note: String, signed dated: DatedCheckpoint, by operator: PartyID) -> Makers {
        guard let since = dated.mustBeOlderThan, !isProven(note, before: since) else {
            return Makers([.archiveOperator(`operator`)])
        }
        return Makers([
            .archiveOperator(`operator`), Maker(.anyone, .compromise(since: since)),
        ])
    }
}
