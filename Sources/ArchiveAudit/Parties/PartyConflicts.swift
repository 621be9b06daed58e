// Two signed statements of one party that exclude each other, wherever in the archive they are. All marks are sorted by the place that
// they speak of; then those of one place stand side by side.
//
// Of each value the earliest filed mark counts, and each further value is told against the earliest of all: what is filed later adds
// findings and changes none.

import EvidenceValues
import TransparencyLog

/// Finds contradictions among marks.
package enum PartyConflicts {
    /// What the marks of each place prove.
    package static func findings(among marks: [SignedMark]) -> [PartyFinding] {
        var findings: [PartyFinding] = []
        let sorted = marks.filter { $0.register != .ledger }.sorted()
        var start = sorted.startIndex
        while start < sorted.endIndex {
            let end =
                sorted[start...].firstIndex { !$0.isAtPlace(of: sorted[start]) } ?? sorted.endIndex
            if end - start > 1 { findings += conflicts(at: sorted[start..<end]) }
            start = end
        }
        return findings
    }

    /// The marks of one place: proven ones first, then in the order of the log.
    private static func conflicts(at marks: ArraySlice<SignedMark>) -> [PartyFinding] {
        guard let first = marks.first else { return [] }
        var seen: Set<Digest> = [first.value]
        return marks.dropFirst().filter { seen.insert($0.value).inserted }
            .map { finding(first, $0) }
    }

    private static func finding(_ first: SignedMark, _ second: SignedMark) -> PartyFinding {
        let (code, kind) = first.misconduct(against: second)
        let isProven = first.isProven && second.isProven
        let doubt = isProven ? "" : " It is not proven that both are statements of \(first.party)."
        return PartyFinding(
            code, isProven ? .misconduct : .warning, party: first.party, kind: kind,
            grounds: [first.ground, second.ground],
            sentence: first.sentence(against: second) + doubt)
    }
}

extension SignedMark {
    /// What was decided on an exchange where it was aborted.
    static let abort = Digest.sha256("abort".utf8)

    /// The code of a contradiction between two marks of one place, and the agreement's word for it.
    fileprivate func misconduct(against other: SignedMark) -> (code: String, kind: String) {
        switch register {
        case .endorsement: ("RECORD.TWO_HOLDERS", "double-negotiation")
        case .exchange where value == SignedMark.abort || other.value == SignedMark.abort:
            ("EXCHANGE.X09", "double-decision")
        case .exchange: ("EXCHANGE.X11", "non-unique-resolve")
        case .decision: ("EXCHANGE.X15", "log-fork")
        case .certificate: ("LIABILITY.DOUBLE_USE", "double-use")
        // Compared by `LedgerForks`: ledgers of different lengths stand at different places.
        case .ledger: ("LIABILITY.FORK", "fork")
        }
    }

    fileprivate func sentence(against other: SignedMark) -> String {
        let both = "\(ground.document) and \(other.ground.document)"
        return switch register {
        case .endorsement:
            "\(party) passed one transferable record on twice, to two holders, by \(both)."
        case .exchange where value == SignedMark.abort || other.value == SignedMark.abort:
            "\(party) aborted an exchange and replaced its signatures, by \(both)."
        case .exchange:
            "\(party) replaced the signatures of one exchange in two ways, by \(both)."
        case .decision:
            "\(party) gave one number to two of its decisions, or two to one, by \(both)."
        case .certificate:
            "\(party) gave one number, or certified one document for one context, twice, by \(both)."
        case .ledger:
            "\(party) signed two ledgers of one limit, by \(both)."
        }
    }
}
