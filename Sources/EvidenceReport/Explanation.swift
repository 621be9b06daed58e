// The derivation of a finding as a person reads it, aloud if he likes: a numbered outline in which each statement is followed by what it
// rests on. Of a statement that stands above only the number is given again; what only a technician reads (that a signature verifies, when
// a certificate ends) is folded into one line, unless asked for. Names of exhibits are quoted, and nothing that a terminal would obey
// passes (`Shown`). Pure: whether there are colours is for the caller to say.

package import Agreements
package import EvidenceValues

/// How an explanation is written.
package struct ExplanationStyle: Sendable, Hashable {
    /// Deeper steps are counted and not shown; nil shows all.
    package var depth: Int?
    /// Whether technicalities are shown, too.
    package var showsAll: Bool
    /// Whether a terminal will read it that understands colours.
    package var isColoured: Bool

    package init(depth: Int? = nil, showsAll: Bool = false, isColoured: Bool = false) {
        self.depth = depth
        self.showsAll = showsAll
        self.isColoured = isColoured
    }
}

/// The explanation of a claim, lines of at most 100 columns; nil if no claim has this name. Where the evidence is not authentic, or the
/// explanation is of a hypothesis, its first line says so.
package func renderExplanation(
    of claim: String, _ record: VerificationRecord, _ findings: Findings,
    _ style: ExplanationStyle = ExplanationStyle(), isHypothetical: Bool = false
) -> String? {
    guard let finding = findings.findings.first(where: { $0.claim == claim }) else { return nil }
    var reservations = [Wording.warning(record.status)].compactMap(\.self)
    if isHypothetical {
        reservations.append("HYPOTHETICAL: this is no finding on the evidence that there is")
    }
    return Explanation(
        names: ExhibitNames(record), documents: findings.documents, style: style,
        reservations: reservations
    ).text(finding)
}

private struct Explanation {
    let names: ExhibitNames
    let documents: [Claims.DocumentName]
    let style: ExplanationStyle
    let reservations: [String]

    func text(_ finding: Finding) -> String {
        let answer = Answer(finding.value)
        var page = OutlinePage(isColoured: style.isColoured)
        for reservation in reservations { page.add("", reservation, emphasis: .no) }
        if !reservations.isEmpty { page.blank() }
        page.add("\(finding.claim)  ", "\(finding.claimant) claims: " + plain(finding.sentence))
        page.add(
            String(repeating: " ", count: finding.claim.count + 2),
            "\(answer.sign) \(answer.word.uppercased())", emphasis: answer.emphasis)
        page.blank()
        page.add("", plain(finding.reason))
        for burden in finding.burdens { page.add("", "Burden of proof: \(plain(burden)).") }
        if let proven = finding.provenSupremum {
            page.add("", "Proven up to \(proven)\(possible(finding)).")
        }
        add(finding.missing, finding.open, to: &page)
        if finding.isMissingCut { page.add("", Wording.moreWays) }
        page.blank()
        var outline = Outline(names: names, style: style)
        page.add(outline.rows(finding.derivation))
        let cited = documents.filter { finding.derivation.mentions($0.digest) }
        if !cited.isEmpty { page.blank() }
        for document in cited {
            page.add("\(document.name) ", "is \(names.exhibitLabel(document.digest))")
        }
        return page.text
    }

    /// What would settle an undetermined claim.
    private func add(
        _ ways: [Settlement], _ open: [MissingEvidence], to page: inout OutlinePage
    ) {
        for (value, label) in [
            (FindingValue.proven, "To prove it: "), (.refuted, "To refute it: "),
        ] {
            for (number, way) in ways.filter({ $0.settles == value }).enumerated() {
                page.add(
                    number == 0 ? label : String(repeating: " ", count: label.count - 3) + "or ",
                    way.evidence.map(words).joined(separator: ", together with "))
            }
        }
        for evidence in open { page.add("Open: ", words(evidence)) }
    }

    private func words(_ evidence: MissingEvidence) -> String {
        plain(evidence.sentence)
            + " (could be produced by \(Wording.alternatives(evidence.producers)))"
    }

    private func possible(_ finding: Finding) -> String {
        finding.possibleSupremum.map { ", possible up to \($0)" } ?? ""
    }

    private func plain(_ sentence: String) -> String { names.plain(sentence) }
}

extension Derivation {
    /// A certain leaf that validation or calculation gave: what a technician reads.
    var isTechnical: Bool {
        guard steps.isEmpty, standing == .certain, reason == nil else { return false }
        return switch basis {
        case .evidence: Self.technical.contains(statement.prefix { $0 != "(" })
        case .calculation: true
        case .rule, .presumption, .stated, .annex, .burden, .absent: false
        }
    }

    /// Facts about signatures, certificates, times and the log, which each act under an agreement rests on. What else evidence shows,
    /// as that a message answers another, is what the case is about.
    private static let technical: Set<Substring> = [
        "admitted", "certified", "commits", "commitment_type", "filed", "issued_by", "made",
        "presented", "revocation_listed", "signature", "states_time", "status_good", "valid_from",
        "valid_until",
    ]

    /// Whether it is of a claim put together by `and`, `or` and `not`.
    fileprivate var isFormula: Bool {
        basis == .calculation
            && (statement.hasPrefix("not ")
                || [") and ", ") or "].contains { statement.contains($0) })
    }

    /// A calculation that only tells two names apart, or says that one is itself.
    fileprivate var isTrivial: Bool {
        guard basis == .calculation, standing == .certain, steps.isEmpty else { return false }
        let equal = statement.split(separator: " = ")
        return statement.contains(" != ") || equal.count == 2 && equal[0] == equal[1]
    }

    /// How many steps it has, itself included.
    var size: Int { steps.reduce(1) { $0 + $1.size } }

    /// Whether a statement of it names the digest.
    fileprivate func mentions(_ digest: Digest) -> Bool {
        statement.contains(digest.text) || steps.contains { $0.mentions(digest) }
    }
}

/// A line of an outline before it is broken to fit.
struct OutlineRow: Sendable, Hashable {
    let depth: Int
    /// The number by which later lines refer to it; nil for one that nothing refers to.
    var number: Int?
    let sentence: String
    /// What it rests on.
    let reason: String
    let standing: Standing
}

/// Numbers the steps of a derivation and says of each what it rests on.
struct Outline {
    /// A step, but for its own steps.
    private struct Head: Hashable {
        let statement: String
        let standing: Standing
    }

    let names: ExhibitNames
    let style: ExplanationStyle
    private var numbers: [Head: Int] = [:]

    init(names: ExhibitNames, style: ExplanationStyle) {
        self.names = names
        self.style = style
    }

    /// Deeper than this no outline can be read; the JSON has all.
    private static let deepest = 40

    /// The rows of a derivation, itself first.
    mutating func rows(_ step: Derivation, depth: Int = 0) -> [OutlineRow] {
        // What is taken of one amount alone is that amount.
        if step.basis == .calculation, step.standing == .certain, step.steps.count == 1,
            step.reason == nil
        {
            return rows(step.steps[0], depth: depth)
        }
        let head = Head(statement: step.statement, standing: step.standing)
        if let number = numbers[head] {
            return [row(step, depth, reason: "see \(number)")]
        }
        guard !step.steps.isEmpty else { return [row(step, depth, reason: because(step))] }
        let number = numbers.count + 1
        numbers[head] = number
        guard depth < min(style.depth ?? Self.deepest, Self.deepest) else {
            let count = step.size - 1
            let more = "\(count) \(count == 1 ? "step" : "steps") below are not shown"
            return [row(step, depth, number: number, reason: because(step) + "; \(more)")]
        }
        var rows = [row(step, depth, number: number, reason: because(step) + lead(step))]
        guard !style.showsAll else {
            for next in step.steps { rows += self.rows(next, depth: depth + 1) }
            return rows
        }
        let sorted = Sorted(step.steps)
        for next in sorted.told { rows += self.rows(next, depth: depth + 1) }
        if let exceptions = exceptions(sorted.excluded, depth: depth + 1) {
            rows.append(exceptions)
        }
        if !sorted.folded.isEmpty { rows.append(folded(sorted.folded, depth: depth + 1)) }
        return rows
    }

    /// The steps of a statement by who reads them.
    private struct Sorted {
        /// What everybody reads.
        var told: [Derivation] = []
        /// Exceptions whose contrary is proven: that they do not apply is all there is to say.
        var excluded: [Derivation] = []
        /// What only a technician reads.
        var folded: [Derivation] = []

        init(_ steps: [Derivation]) {
            excluded = steps.filter { $0.basis == .burden && $0.reason == "refuted" }
            let rest = steps.filter { !excluded.contains($0) && !$0.isTrivial }
            let told = rest.filter { !$0.isTechnical }
            folded = rest.filter { $0.isTechnical && !Sorted.decides($0, among: told) }
            if folded.count < 2 { folded = [] }
            self.told = rest.filter { !folded.contains($0) }
        }

        // A comparison with a time or amount that an article gave decides, and is not folded: that a signature came after a revocation
        // took effect. That it came before the certificate ended is for technicians.
        private static func decides(_ step: Derivation, among told: [Derivation]) -> Bool {
            guard step.basis == .calculation else { return false }
            let values = step.sentence.split(separator: " ").filter {
                $0.contains(where: \.isNumber)
            }
            return told.contains { other in values.contains { other.sentence.contains($0) } }
        }
    }

    private func exceptions(_ steps: [Derivation], depth: Int) -> OutlineRow? {
        guard let first = steps.first else { return nil }
        let unproven = "it is not proven that "
        let sentence = names.plain(first.sentence)
        let words =
            steps.count > 1
            ? "\(steps.count) exceptions do not apply"
            : "the exception does not apply that "
                + (sentence.hasPrefix(unproven)
                    ? String(sentence.dropFirst(unproven.count)) : sentence)
        return OutlineRow(
            depth: depth, number: nil, sentence: words,
            reason: steps.count > 1
                ? "for the contrary of each is proven" : "for the contrary is proven",
            standing: .certain)
    }

    private func row(
        _ step: Derivation, _ depth: Int, number: Int? = nil, reason: String
    ) -> OutlineRow {
        OutlineRow(
            depth: depth, number: number, sentence: worded(step), reason: reason,
            standing: step.standing)
    }

    private func folded(_ steps: [Derivation], depth: Int) -> OutlineRow {
        let exhibits = Set(steps.flatMap(\.exhibits)).sorted()
        return OutlineRow(
            depth: depth, number: nil,
            sentence: "signature, certificate and times: \(steps.count) conditions hold",
            reason: exhibits.isEmpty
                ? "calculated" : "shown by " + exhibits.map(names.label).joined(separator: ", "),
            standing: .certain)
    }

    /// What begins the sentence of something absent.
    private static let nothing = "nothing shows that "

    /// The sentence, so that it is true as it stands.
    private func worded(_ step: Derivation) -> String {
        let sentence = names.plain(step.sentence)
        let isDenied = sentence.hasPrefix(Self.nothing)
        switch step.standing {
        case .certain: return sentence
        case .contrary:
            // What is absent says so by itself.
            return isDenied || sentence.hasPrefix("it is not ")
                ? sentence : "it is not so that " + sentence
        case .possible:
            return "it is open whether "
                + (isDenied ? String(sentence.dropFirst(Self.nothing.count)) : sentence)
        }
    }

    private func because(_ step: Derivation) -> String {
        var parts = [basis(step)]
        if let reason = step.reason, reason != "refuted" { parts.append(reason) }
        let joined = parts.filter { !$0.isEmpty }.joined(separator: "; ")
        return joined.isEmpty ? "nothing on file shows it" : joined
    }

    private func basis(_ step: Derivation) -> String {
        let article = step.article.map { id in
            id + (step.articleTitle.map { " (\($0))" } ?? "")
        }
        switch step.basis {
        case .rule: return article.map { "by " + $0 } ?? "for the contrary is proven"
        case .presumption: return "presumed by " + (article ?? "an article")
        case .evidence: return shown(step).map { "shown by " + $0 } ?? "the evidence shows it"
        case .stated: return shown(step).map { "stated in " + $0 } ?? "stated there"
        case .annex: return step.statement.hasPrefix("listed(") ? "the annex says so" : "as pinned"
        case .burden:
            if step.reason == "refuted" { return "for the contrary is proven" }
            return "the burden of proof was on \(step.burden ?? "the other side")"
        case .absent:
            guard let article else { return "nothing on file says so" }
            // What is absent may say so by itself.
            return step.sentence.hasPrefix(Self.nothing)
                ? "required by " + article : "required by \(article), and nothing on file shows it"
        case .calculation:
            if step.steps.isEmpty { return "calculated" }
            if step.isFormula { return "so it follows" }
            return step.standing == .contrary ? "no such amount is possible" : "of these"
        }
    }

    /// The exhibits, unless the sentence names them.
    private func shown(_ step: Derivation) -> String? {
        let labels = step.exhibits.map(names.label)
        let sentence = names.plain(step.sentence)
        guard !labels.isEmpty, !labels.allSatisfy(sentence.contains) else { return nil }
        return labels.joined(separator: ", ")
    }

    /// How its steps follow.
    private func lead(_ step: Derivation) -> String {
        if step.standing != .certain, [.absent, .calculation].contains(step.basis) {
            return ", since"
        }
        return step.basis == .calculation && !step.isFormula ? ":" : ", because"
    }
}
