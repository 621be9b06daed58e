// The findings, first of all sections: the answer to each claim, the reason, what the burden of proof decided, how much money at
// most, what is missing and who could produce it, and the whole derivation as a tree that unfolds.

import Agreements
import EvidenceValues

extension Page {
    /// The section with all findings and the misconduct found on the way.
    var findingsSection: HTML {
        guard let findings else {
            return """
                <section id="findings" aria-labelledby="findings-title">
                <h2 id="findings-title">Findings</h2>
                <p><strong>No claim was judged.</strong> The bundle did not get as far as a judgement; the checks say why.</p>
                </section>
                """
        }
        return """
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            \(reservation)
            \(overview(findings.findings))
            \(HTML.lines(findings.findings.map(article)))
            \(misconduct(findings.misconduct))
            </section>
            """
    }

    private func overview(_ findings: [Finding]) -> HTML {
        guard findings.count > 1 else { return .empty }
        let rows = findings.map { finding in
            """
            <tr><th scope="row"><a href="#claim-\(finding.claim)">\(finding.claim)</a></th>\
            <td>\(names.linked(finding.sentence))</td><td>\(Answer(finding.value).badge)</td></tr>
            """ as HTML
        }
        return """
            <div class="scroll"><table>
            <caption>The claims and their answers</caption>
            <thead><tr><th scope="col">Claim</th><th scope="col">What is claimed</th><th scope="col">Finding</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody></table></div>
            """
    }

    private func article(_ finding: Finding) -> HTML {
        let answer = Answer(finding.value)
        return .lines([
            """
            <article class="finding \(answer.style)" id="claim-\(finding.claim)">
            <h3>\(answer.badge) Claim \(finding.claim) of \(finding.claimant.text)</h3>
            <p class="claim">\(names.linked(finding.sentence))</p>
            """,
            reservation,
            "<p><strong>\(answer.word).</strong> \(names.linked(finding.reason))</p>",
            HTML.lines(
                finding.burdens.map {
                    "<p class=\"burden\">Burden of proof: \(names.linked($0))</p>"
                }),
            suprema(finding),
            missing(finding),
            """
            <dl>
            <dt>Articles</dt><dd>\(articles(finding))</dd>
            <dt>Exhibits</dt><dd>\(names.links(finding.exhibits))</dd>
            <dt>Formal claim</dt><dd><code>\(finding.statement)</code></dd>
            </dl>
            <h4>Why, step by step</h4>
            <ul class="steps">\(step(finding.derivation, depth: 0))</ul>
            </article>
            """,
        ])
    }

    private func articles(_ finding: Finding) -> String {
        let named = ArticleTitles(finding.derivation).named(finding.articles)
        return named.isEmpty ? "none" : named.joined(separator: ", ")
    }

    /// What every finding must carry when the status is not *authentic*: a page torn out of the report must not deceive.
    private var reservation: HTML {
        guard let warning = Wording.warning(record.status) else { return .empty }
        return "<p class=\"provided \(Answer(record.status).style)\">\(warning)</p>"
    }

    private func suprema(_ finding: Finding) -> HTML {
        guard finding.provenSupremum != nil || finding.possibleSupremum != nil else {
            return .empty
        }
        return """
            <dl>
            <dt>Largest amount proven</dt><dd><strong>\(finding.provenSupremum?.text ?? "none")</strong></dd>
            <dt>Largest amount possible</dt><dd><strong>\(finding.possibleSupremum?.text ?? "none")</strong></dd>
            </dl>
            """
    }

    private func missing(_ finding: Finding) -> HTML {
        guard !finding.missing.isEmpty else { return .empty }
        let items = finding.missing.map { missing in
            """
            <li>\(names.linked(missing.sentence)) \
            <br><strong>Could be produced by \(Wording.alternatives(missing.producers)).</strong> \
            <span class="soft small mono">\(missing.statement)</span></li>
            """ as HTML
        }
        return """
            <div class="missing"><h4>What is missing and would settle it</h4>
            <ul>
            \(HTML.lines(items))
            </ul></div>
            """
    }

    private func misconduct(_ derivations: [Derivation]) -> HTML {
        guard !derivations.isEmpty else { return .empty }
        return """
            <h3>Misconduct that nobody claimed but the evidence shows</h3>
            <ul class="steps">
            \(HTML.lines(derivations.map { step($0, depth: 0) }))
            </ul>
            """
    }

    /// One step with its own steps below it; the first two levels are open.
    private func step(_ step: Derivation, depth: Int) -> HTML {
        guard !step.steps.isEmpty else { return "<li>\(stepLine(step))\(stepDetail(step))</li>" }
        guard depth < Page.deepestStep else {
            return "<li>\(stepLine(step)) (deeper steps are in report.json)</li>"
        }
        let open: HTML = depth < 2 ? " open" : ""
        return """
            <li><details\(open)><summary>\(stepLine(step))</summary>\(stepDetail(step))
            <ul>
            \(HTML.lines(step.steps.map { self.step($0, depth: depth + 1) }))
            </ul></details></li>
            """
    }

    /// Browsers lay nested elements out recursively and cut very deep trees; no article of an agreement comes near this.
    private static let deepestStep = 64

    private func stepLine(_ step: Derivation) -> HTML {
        let standing: HTML = step.standing == .certain ? "" : " \(Answer(step.standing).badge)"
        return
            "\(names.linked(step.sentence))\(standing) <span class=\"soft\">— \(because(step))</span>"
    }

    private func because(_ step: Derivation) -> HTML {
        var parts: [HTML] = ["\(names.linked(Wording.basis(step)))"]
        if let article = step.article {
            let title: HTML = step.articleTitle.map { " (\($0))" } ?? ""
            parts.append("<span class=\"article\">\(article)\(title)</span>")
        }
        if let reason = step.reason { parts.append("\(reason)") }
        if !step.exhibits.isEmpty { parts.append(names.links(step.exhibits)) }
        return .list(parts, separator: "; ")
    }

    private func stepDetail(_ step: Derivation) -> HTML {
        "<div class=\"soft small mono\">\(step.statement)</div>"
    }
}
