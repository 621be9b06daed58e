// Whose validation counts for the outcome. Whoever may file in a matter may file rubbish in it, and nobody else's evidence is worse for
// it: a signature that fails says something of who filed it, and nothing of the rest. So an exhibit's own indication counts where a
// finding rests on the exhibit, and for what the archive filed of itself; the other exhibits that fail are told, each with a warning.
// That hides nothing: a finding rests on what shows it, also on what leaves it open, and what failed shows nothing that is proven.
// Where nothing was judged, or there was nothing to judge, every exhibit counts; but no time record, which could have been left out.

internal import Agreements
internal import EvidenceValues

/// The exhibits that the findings rest on.
struct Reliance {
    /// Nil where every exhibit counts.
    private let cited: Set<LeafIndex>?

    init(_ findings: Findings?) {
        guard let findings, !findings.findings.isEmpty else {
            cited = nil
            return
        }
        var cited = Set(findings.findings.flatMap(\.exhibits))
        var waiting = findings.misconduct
        while let step = waiting.popLast() {
            cited.formUnion(step.exhibits)
            waiting += step.steps
        }
        self.cited = cited
    }

    /// Whether the exhibit's indication counts for the outcome. Spec: bundle-20, bundle-29
    func counts(_ exhibit: ExhibitRecord) -> Bool {
        guard let cited else { return !exhibit.matter.isTime }
        return cited.contains(exhibit.index) || exhibit.matter == .archive
            || exhibit.kind.isReserved && !exhibit.matter.isTime
    }

    /// A warning for each exhibit that is not as it should be and does not count.
    func warnings(_ exhibits: [ExhibitRecord]) -> [Check] {
        exhibits.filter { !counts($0) }.compactMap { exhibit in
            guard let indication = exhibit.indication, indication != .totalPassed else {
                return nil
            }
            let reason = exhibit.subIndication.map { " (\($0.rawValue))" } ?? ""
            return Check(
                "EXHIBIT.NOT_RELIED_ON", .warning, exhibit.subIndication,
                subject: exhibit.path ?? exhibit.digest.text,
                "Exhibit \(exhibit.number) is \(indication.rawValue)\(reason). No finding rests on it, so "
                    + "it does not count for the outcome.")
        }
    }
}
