// Ledgers of one account, wherever in the archive they are filed, of which neither begins with the other (ledger-19). Each mark says how many
// entries a ledger has and how its last line hashes; each line names the one before, so the longest ledger, read once, shows of all others
// whether they are its beginning. Only where one is not are the others read.
//
// One account that was forked is one finding, on the two ledgers that first contradict each other in the order of the log: further
// ledgers on either branch change nothing.

import EvidenceModules
import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// Compares ledgers.
package struct LedgerForks {
    /// Reads the digests of the entries with these positions, counted from 0, of the ledger that an entry of the log holds.
    package typealias Reading = (LeafIndex, Set<UInt64>) throws -> [UInt64: Digest]

    /// Ledgers of one account that are compared each with each, those filed first: a service that keeps more versions is caught by these,
    /// or by the longest.
    private static let mostCompared = 64

    let read: Reading

    /// The forks among marks of ledgers.
    func findings(among marks: [SignedMark]) -> [PartyFinding] {
        let proven = marks.filter { $0.register == .ledger && $0.isProven }
        let accounts = Dictionary(grouping: proven, by: \.subject)
        return accounts.sorted { $0.key < $1.key }.compactMap { _, marks in
            var first: [Digest: SignedMark] = [:]
            for mark in marks {
                let known = first[mark.ground.document]
                if known.map({ mark.ground < $0.ground }) ?? true {
                    first[mark.ground.document] = mark
                }
            }
            return finding(among: first.values.sorted { $0.ground < $1.ground })
        }
    }

    /// - Parameter marks: of one account, each of another ledger, in the order of the log.
    private func finding(among marks: [SignedMark]) -> PartyFinding? {
        guard marks.count > 1,
            let longest = marks.max(by: { $0.position < $1.position })
        else { return nil }
        do {
            let positions = Set(marks.map(\.position))
            let all = try entries(of: longest, at: positions)
            guard let other = marks.first(where: { all[$0.position] != $0.value }) else {
                return nil
            }
            let compared = Array(marks.prefix(Self.mostCompared))
            let read = try compared.map { try entries(of: $0, at: positions) }
            let pair = Self.firstConflict(compared, read) ?? (longest, other)
            return Self.fork(pair.0, pair.1)
        } catch {
            return PartyFinding(
                LiabilityInvariant.fork.code, .warning, party: longest.party, kind: "",
                grounds: marks.prefix(Self.mostCompared).map(\.ground),
                sentence: "These ledgers of one limit could not be compared: \(error).")
        }
    }

    private func entries(
        of mark: SignedMark, at positions: Set<UInt64>
    ) throws -> [UInt64: Digest] {
        try read(mark.ground.place, positions.filter { $0 <= mark.position })
    }

    /// The first ledger that contradicts one filed before it, and that.
    private static func firstConflict(
        _ marks: [SignedMark], _ entries: [[UInt64: Digest]]
    ) -> (SignedMark, SignedMark)? {
        for later in marks.indices {
            for earlier in 0..<later {
                let position = min(marks[earlier].position, marks[later].position)
                if entries[earlier][position] != entries[later][position] {
                    return (marks[earlier], marks[later])
                }
            }
        }
        return nil
    }

    private static func fork(_ first: SignedMark, _ second: SignedMark) -> PartyFinding {
        PartyFinding(
            LiabilityInvariant.fork.code, .misconduct, party: first.party,
            kind: LiabilityInvariant.fork.rawValue, grounds: [first.ground, second.ground],
            sentence:
                "\(first.party) signed two ledgers of one limit, \(first.ground.document) and "
                + "\(second.ground.document), of which neither begins with the other: they differ in "
                + "entry \(min(first.position, second.position)) or before it.")
    }
}

/// The lines of a ledger as its bytes come.
struct LedgerLines {
    /// Lines of the head. Spec: ledger-1
    private static let head: UInt64 = 8
    /// Bytes of a line of a ledger at most. Spec: ledger-8
    private static let mostBytes = 2048

    private let positions: Set<UInt64>
    private var line: [UInt8] = []
    private var count: UInt64 = 0
    private(set) var digests: [UInt64: Digest] = [:]

    init(at positions: Set<UInt64>) { self.positions = positions }

    /// Takes the next bytes.
    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes {
            if line.count < Self.mostBytes { line.append(byte) }
            guard byte == 0x0A else { continue }
            if count >= Self.head, positions.contains(count - Self.head) {
                digests[count - Self.head] = .sha256(line)
            }
            count += 1
            line.removeAll(keepingCapacity: true)
        }
    }

    /// Reads the ledger that the entry at `place` holds.
    static func read(
        _ place: LeafIndex, at positions: Set<UInt64>, in archive: Archive
    ) throws -> [UInt64: Digest] {
        var lines = LedgerLines(at: positions)
        try archive.readContent(of: archive.exhibit(at: place)) { lines.take($0) }
        return lines.digests
    }
}
