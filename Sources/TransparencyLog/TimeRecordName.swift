// What an archive files of the clocks that saw its checkpoints (docs/formats/bundle.md, bundle-29): each token and each cosigned note by itself,
// in the matter of its day. The name says whose clock it is and how large the log was that it saw; so whoever looks for the clock that saw
// an entry first reads filings, and no token. A name is the operator's word: what it is worth the token or the cosignature says.

package import EvidenceValues

/// The name of a time record: of a token over a checkpoint of the archive, or of a checkpoint that a witness cosigned.
package struct TimeRecordName: Sendable, Hashable {
    /// What a name ends with, by kind.
    private static let endings: [ExhibitKind: String] = [.timeStamp: ".tst", .cosignature: ".txt"]

    package let kind: ExhibitKind
    /// The party whose clock it is, by the annex.
    package let authority: PartyID
    /// The size of the tree that it saw.
    package let size: TreeSize

    /// - Returns: nil for kinds that no clock gives.
    package init?(_ kind: ExhibitKind, of authority: PartyID, over size: TreeSize) {
        guard TimeRecordName.endings[kind] != nil else { return nil }
        (self.kind, self.authority, self.size) = (kind, authority, size)
    }

    /// What a filing in a matter of times says of itself; nil if it is none that an archive files there, or has another name.
    package init?(_ filing: Filing) {
        guard filing.isTimeRecord, let ending = TimeRecordName.endings[filing.kind],
            filing.name.text.hasSuffix(ending)
        else { return nil }
        let words = filing.name.text.dropLast(ending.count)
        guard let hyphen = words.lastIndex(of: "-"), let authority = PartyID(words[..<hyphen]),
            let size = FieldText.number(String(words[words.index(after: hyphen)...]))
        else { return nil }
        self.init(filing.kind, of: authority, over: TreeSize(size))
    }

    /// `TSA1-4711.tst`, or `WITNESS1-4711.txt`.
    package var text: String { "\(authority)-\(size)" + (TimeRecordName.endings[kind] ?? "") }
}

extension Filing {
    /// Whether it is what an archive files in a matter of times: of itself, a token or a cosigned checkpoint. Spec: bundle-29
    package var isTimeRecord: Bool {
        matter.timeDay != nil && filer == .operator && [.timeStamp, .cosignature].contains(kind)
    }
}

extension MatterID {
    /// The day, `2026-11-23`, whose time-stamps and cosignatures the matter holds; nil if it is no matter of times.
    package var timeDay: String? {
        guard isTime else { return nil }
        let day = String(text.dropFirst("docket.time.".count))
        guard day.utf8.count == 10, let midnight = Instant(text: day + "T00:00:00Z"),
            MatterID.time(on: midnight) == self
        else { return nil }
        return day
    }
}
