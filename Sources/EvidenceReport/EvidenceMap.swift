// The map of evidence: which exhibits speak for which claim, which against it, which leave it open, and through which articles; beneath,
// what is not on file and would settle it. Read from the derivations of the findings, so that nothing is on it that they do
// not rest on. Exhibits that do the same for every claim share a row.

import Agreements
import EvidenceValues

/// What each exhibit does for each claim.
struct EvidenceMap {
    /// What an exhibit does for a claim.
    enum Role: String, Sendable, Hashable, CaseIterable {
        case supports, opposes
        /// It is on file, and what it shows is not certain.
        case doubtful
    }

    /// An exhibit in a derivation: what it does, through which articles.
    struct Cell: Sendable, Hashable {
        var roles: Set<Role> = []
        var articles: Set<String> = []
    }

    /// What is not on file and would settle the claim.
    struct Gap: Sendable, Hashable {
        let claim: String
        let settles: FindingValue
        let evidence: MissingEvidence
    }

    let findings: [Finding]
    /// By claim, then exhibit.
    private(set) var cells: [String: [LeafIndex: Cell]] = [:]
    private(set) var gaps: [Gap] = []

    init(_ findings: Findings?) {
        self.findings = findings?.findings ?? []
        for finding in self.findings {
            let side: Role = finding.value == .refuted ? .opposes : .supports
            walk(finding.derivation, side, nil, claim: finding.claim)
            for way in finding.missing {
                for evidence in way.evidence {
                    gaps.append(
                        Gap(claim: finding.claim, settles: way.settles, evidence: evidence))
                }
            }
        }
    }

    private mutating func walk(
        _ root: Derivation, _ side: Role, _ article: String?, claim: String
    ) {
        var waiting = [(step: root, side: side, article: article)]
        while let (step, side, above) = waiting.popLast() {
            let article = step.article ?? above
            let role = step.standing == .possible ? .doubtful : side
            for exhibit in step.exhibits {
                cells[claim, default: [:]][exhibit, default: Cell()].roles.insert(role)
                if let article {
                    cells[claim, default: [:]][exhibit, default: Cell()].articles.insert(article)
                }
            }
            for next in step.steps {
                waiting.append((next, Self.side(of: next, under: step, side), article))
            }
        }
    }

    /// On which side a step speaks. What refutes an exception speaks for what the exception is from; what leaves it open, against.
    private static func side(of step: Derivation, under parent: Derivation, _ side: Role) -> Role {
        let other: Role = side == .supports ? .opposes : .supports
        if parent.basis == .burden { return step.standing == .contrary ? side : other }
        // One failing condition of what is open speaks against it.
        return parent.standing == .possible && step.standing == .contrary ? other : side
    }

    /// The exhibits in one row, what they do for each claim, in the order of claims.
    struct Row: Sendable, Hashable {
        var exhibits: [LeafIndex]
        let cells: [Cell?]
    }

    /// The rows, by their first exhibit.
    var rows: [Row] {
        let exhibits = Set(cells.values.flatMap(\.keys)).sorted()
        var places: [[Cell?]: Int] = [:]
        var rows: [Row] = []
        for exhibit in exhibits {
            let pattern = findings.map { cells[$0.claim]?[exhibit] }
            if let place = places[pattern] {
                rows[place].exhibits.append(exhibit)
            } else {
                places[pattern] = rows.count
                rows.append(Row(exhibits: [exhibit], cells: pattern))
            }
        }
        return rows
    }

    /// What is missing, by its formal statement, with what it would settle.
    var missing: [(evidence: MissingEvidence, settles: [String: Set<FindingValue>])] {
        var order: [MissingEvidence] = []
        var settles: [MissingEvidence: [String: Set<FindingValue>]] = [:]
        for gap in gaps {
            if settles[gap.evidence] == nil { order.append(gap.evidence) }
            settles[gap.evidence, default: [:]][gap.claim, default: []].insert(gap.settles)
        }
        return order.map { ($0, settles[$0] ?? [:]) }
    }
}

extension Page {
    /// The section with the map; nothing where nothing was judged.
    var evidenceMapSection: HTML {
        let map = EvidenceMap(findings)
        guard !map.findings.isEmpty else { return .empty }
        let count = map.findings.count
        let drawingCount = (count + MapDrawing.mostColumns - 1) / MapDrawing.mostColumns
        // Drawings of about as many columns each.
        let drawings = (0..<drawingCount).map { number in
            let range = (count * number / drawingCount)..<(count * (number + 1) / drawingCount)
            return MapDrawing(map, range, names: names, words: words).svg
        }
        let lead = words(
            """
            Which exhibits speak for a claim (✔), against it (✘), or leave it open (?), and through which articles. \
            Beneath a line: what is not on file and would prove (→ ✔) or refute (→ ✘) it.
            """)
        return """
            <section id="map" aria-labelledby="map-title">
            <h2 id="map-title">\(words("Map of the evidence"))</h2>
            <p>\(lead)</p>
            <figure>
            \(HTML.lines(drawings))
            <figcaption class="soft small">\(mapCaption)</figcaption>
            </figure>
            </section>
            """
    }

    private var mapCaption: HTML {
        let place: HTML = "<a href=\"#findings\">\(words("findings"))</a>"
        return words.html(
            "Each of the {0} gives the same in text, under “Exhibits”, “Articles” and “What is missing”.",
            place)
    }
}
