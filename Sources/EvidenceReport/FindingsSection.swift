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
        // Drawn twice: the first time tells which steps later ones refer to, and only these get an anchor.
        var draft = DerivationTree(names)
        for finding in findings.findings {
            _ = draft.list([finding.derivation], under: "claim " + finding.claim)
        }
        _ = draft.list(findings.misconduct, under: "misconduct")
        var tree = DerivationTree(names, anchors: draft.referenced)
        let articles = findings.findings.map { article($0, &tree) }
        return """
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            \(reservation)
            \(overview(findings.findings))
            \(documents(findings.documents))
            \(HTML.lines(articles))
            \(misconduct(findings.misconduct, &tree))
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

    /// What the claims call by names of their own.
    private func documents(_ documents: [Claims.DocumentName]) -> HTML {
        guard !documents.isEmpty else { return .empty }
        let items = documents.map { document in
            "<dt>\(document.name)</dt><dd>is \(names.exhibitLink(document.digest))</dd>" as HTML
        }
        return "<p>Documents that the claims name:</p>\n<dl>\n\(HTML.lines(items))\n</dl>"
    }

    private func article(_ finding: Finding, _ tree: inout DerivationTree) -> HTML {
        let answer = Answer(finding.value)
        return .lines([
            """
            <article class="finding \(answer.style)" id="claim-\(finding.claim)">
            <h3>\(answer.badge) Claim \(finding.claim) of \(finding.claimant.text)</h3>
            <p class="claim">\(names.linked(finding.sentence))</p>
            """,
            reservation,
            "<p>\(names.linked(finding.reason))</p>",
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
            \(tree.list([finding.derivation], under: "claim " + finding.claim))
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

    /// What would settle the claim: the ways to prove it, then the ways to refute it.
    private func missing(_ finding: Finding) -> HTML {
        guard !finding.missing.isEmpty || !finding.open.isEmpty else { return .empty }
        return .lines([
            "<div class=\"missing\"><h4>What is missing</h4>",
            ways(finding, .proven), ways(finding, .refuted), open(finding),
            finding.isMissingCut ? "<p>\(Wording.moreWays)</p>" : .empty, "</div>",
        ])
    }

    private func ways(_ finding: Finding, _ value: FindingValue) -> HTML {
        let ways = finding.missing.filter { $0.settles == value }
        guard !ways.isEmpty else { return .empty }
        let items = ways.map { way -> HTML in
            "<li>\(HTML.joined(way.evidence.map(evidence), by: "<br>together with "))</li>"
        }
        return """
            <p>It would be <strong>\(value.rawValue)</strong> by\(ways.count > 1 ? " any one of" : "")</p>
            <ul>
            \(HTML.lines(items))
            </ul>
            """
    }

    private func open(_ finding: Finding) -> HTML {
        guard !finding.open.isEmpty else { return .empty }
        let items = finding.open.map { item -> HTML in "<li>\(evidence(item))</li>" }
        return "<p>\(Wording.openOnly)</p><ul>\(HTML.lines(items))</ul>"
    }

    private func evidence(_ missing: MissingEvidence) -> HTML {
        """
        \(names.linked(missing.sentence)): \
        <strong>\(Wording.alternatives(missing.producers)) could produce it.</strong> \
        <span class="formal">\(missing.statement)</span>
        """
    }

    private func misconduct(_ derivations: [Derivation], _ tree: inout DerivationTree) -> HTML {
        guard !derivations.isEmpty else { return .empty }
        return """
            <h3>Misconduct that nobody claimed but the evidence shows</h3>
            \(tree.list(derivations, under: "misconduct"))
            """
    }
}
