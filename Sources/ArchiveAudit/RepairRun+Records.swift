// What the archive's own records say in either source: what was erased, is on hold, was released. A row that only looks like a record
// says nothing: a copy could else make exhibits vanish, or keep every repair from being sound, by one row that nobody signed.
//
// So a record counts if the entry at its index was accepted (`survey`) and names its filing, if the operator filed it as this kind, and
// if its content is what the filing names. Only of what was erased the archive itself is believed without that: a record of its own behind the
// end of what can be rebuilt still keeps the exhibit from being brought back.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// What a filing of a source claims to be: a record of the archive.
struct RecordClaim {
    let kind: ExhibitKind
    let filing: Digest
    let content: Digest
    let isCopy: Bool
}

/// What the records say that count.
struct RepairRecords {
    /// Entries that are erased, and the record.
    var erased: [LeafIndex: LeafIndex] = [:]
    /// Holds by their records.
    var holds: [LeafIndex: Hold] = [:]
    /// The record that released a hold, by the hold's.
    var releases: [LeafIndex: LeafIndex] = [:]

    /// Lets the record at `index` count; the first one of several. Records are taken in the order of the log.
    mutating func take(_ kind: ExhibitKind, _ text: [UInt8], at index: LeafIndex) {
        switch kind {
        case .erasure:
            guard let erasure = try? Erasure(parsing: text), erasure.entry < index,
                erased[erasure.entry] == nil
            else { return }
            erased[erasure.entry] = index
        case .hold: holds[index] = try? Hold(parsing: text)
        case .release:
            guard let release = try? Release(parsing: text), release.hold < index,
                releases[release.hold] == nil
            else { return }
            releases[release.hold] = index
        default: return
        }
    }
}

extension RepairRun {
    /// All that claims to be a record, in either source, by its index.
    func recordClaims() -> [LeafIndex: [RecordClaim]] {
        var claims: [LeafIndex: [RecordClaim]] = [:]
        for (source, isCopy) in sources {
            try? source.scan.filings(in: 0..<source.size.value) { index, text in
                guard let fields = try? FilingFields(parsing: text), fields.filer == .operator,
                    [.erasure, .hold, .release].contains(fields.kind)
                else { return }
                claims[index, default: []].append(
                    RecordClaim(
                        kind: fields.kind, filing: Digest.sha256(text), content: fields.content,
                        isCopy: isCopy))
            }
        }
        return claims
    }

    /// Lets those of `claims` count that an accepted entry names: `named` has what the entries of one chain name, and below `end` they are
    /// accepted.
    mutating func takeRecords(
        _ claims: [LeafIndex: [RecordClaim]], named: [LeafIndex: Digest], end: UInt64
    ) {
        for (index, claims) in claims.sorted(by: { $0.key < $1.key }) {
            let accepted = index.value < end ? named[index] : nil
            let isAccepted = accepted != nil
            let filing = accepted ?? ownFiling(index)
            let claim = claims.first { $0.filing == filing && (isAccepted || !$0.isCopy) }
            guard let claim, isAccepted || claim.kind == .erasure,
                let text = content(claim.content, at: index)
            else { continue }
            records.take(claim.kind, text, at: index)
        }
    }

    /// The filing that the archive's own entry at `index` names.
    private func ownFiling(_ index: LeafIndex) -> Digest? {
        guard let bytes = own?.bytes("entry", "entry", index),
            let entry = try? Entry(parsing: bytes), entry.index == index
        else { return nil }
        return entry.filing
    }

    /// The content with this digest, from either source.
    private func content(_ digest: Digest, at index: LeafIndex) -> [UInt8]? {
        sources.lazy.compactMap { $0.source.bytes("content", "bytes", index) }
            .first { Digest.sha256($0) == digest }
    }
}
