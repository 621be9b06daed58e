// How well the time of an entry is proven, rung by rung: the archive logged it, witnesses cosigned a checkpoint with it, authorities stamped one. The
// archive's word is the lowest rung; each of the others is somebody else's. Whoever reads it believes the archive that the notes and tokens are as it
// says: the proof is in a bundle.

import Cryptography
import EvidenceModules
package import EvidenceStore
package import EvidenceValues
package import TransparencyLog

/// The ladder of one entry.
package struct Ladder: Sendable, Hashable {
    /// One clock's first word over the entry.
    package struct Rung: Sendable, Hashable {
        package let party: PartyID
        package let time: Instant
        /// The tree that it saw.
        package let size: TreeSize
    }

    package enum Step: String, Sendable, Hashable {
        case logged, witnessed
        case timeStamped = "time-stamped"
    }

    package let entry: Entry
    /// The newest checkpoint, which includes it.
    package let checkpoint: Checkpoint
    /// By time.
    package let witnessed: [Rung]
    package let timeStamped: [Rung]

    /// The highest rung that is reached.
    package var step: Step {
        if !timeStamped.isEmpty { return .timeStamped }
        return witnessed.isEmpty ? .logged : .witnessed
    }

    /// The ladder of an entry; `witnesses` are those whose cosignatures count.
    package init(
        of entry: Entry, in archive: Archive, witnesses trust: PinnedTrust
    ) throws {
        self.entry = entry
        let newest = try archive.checkpoint().checkpoint
        checkpoint = newest
        var records = try TimeRecords(of: archive, below: newest.size)
        let keys = WitnessKeys(trust)
        var witnessed: [Rung] = []
        var stamped: [Rung] = []
        for record in try records.bounding([entry], sizes: []) {
            let content = try archive.content(of: record)
            guard let name = TimeRecordName(record.filing) else { continue }
            if record.filing.kind == .timeStamp {
                guard let token = try? TimeStampToken(der: content) else { continue }
                stamped.append(Rung(party: name.authority, time: token.genTime, size: name.size))
            } else if let note = String(validating: content, as: UTF8.self),
                let found = keys.cosignatures(on: note),
                let first = found.verified.filter({ $0.witness.party == name.authority })
                    .map(\.time).min()
            {
                let size = found.checkpoint.size
                witnessed.append(Rung(party: name.authority, time: first, size: size))
            }
        }
        self.witnessed = Ladder.sorted(witnessed)
        timeStamped = Ladder.sorted(stamped)
    }

    private static func sorted(_ rungs: [Rung]) -> [Rung] {
        rungs.sorted { ($0.time, $0.party) < ($1.time, $1.party) }
    }
}
