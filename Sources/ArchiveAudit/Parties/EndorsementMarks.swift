// Transferable records: one holder (R-26 of seca-1.0, background Appendix B (8)). An endorsement names the record, the endorsement by
// which its maker holds it, and the next holder. Who signs two of them for two holders gave the record to both.
//
//     RECORD.TWO_HOLDERS  misconduct `double-negotiation`, or a warning where it is not proven whose the endorsements are

import EvidenceValues
import TransparencyLog

extension PartyExamination {
    /// Notes to whom each holder passed a record on.
    mutating func examineEndorsements() {
        for endorsement in facts.said("endorses") {
            guard let document = endorsement.document(0), let record = endorsement.document(1),
                let title = endorsement.document(2), let holder = endorsement.party(3),
                let next = endorsement.party(4), holder != next
            else { continue }
            mark(
                .endorsement, of: holder, on: "\(record)\n\(title)",
                says: .sha256(next.text.utf8), in: document)
        }
    }
}
