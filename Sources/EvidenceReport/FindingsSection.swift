// The findings, first of all sections: the answer to each claim, the reason, what the burden of proof decided, how much money at
// most, what is missing and who could produce it, and the whole derivation as a tree that unfolds.

import Agreements
import EvidenceValues

extension Page {
    /// The section with all findings and the misconduct found on the way.
    var findingsSection: HTML {
        guard let findings else {
            let why = words(
                "The bundle did not get as far as a judgement; the checks say why.")
            return """
                <section id="findings" aria-labelledby="findings-title">
                <h2 id="findings-title">\(words("Findings"))</h2>
                <p><strong>\(words("No claim was judged."))</strong> \(why)</p>
                </section>
                """
        }
        // Drawn twice: the first time tells which steps later ones refer to, and only these get an anchor.
        var draft = DerivationTree(names)
        for finding in findings.findings {
            _ = draft.list([finding.derivation], under: words("claim {0}", finding.claim))
        }
        _ = draft.list(findings.misconduct, under: words("misconduct"))
        var tree = DerivationTree(names, anchors: draft.referenced)
        let articles = findings.findings.map { article($0, &tree) }
        return """
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">\(words("Findings"))</h2>
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
            <td>\(claimed(finding.sentence))</td><td>\(badge(Answer(finding.value)))</td></tr>
            """ as HTML
        }
        return table(
            words("The claims and their answers"),
            [words("Claim"), words("What is claimed"), words("Finding")], rows)
    }

    /// What the claims call by names of their own.
    private func documents(_ documents: [Claims.DocumentName]) -> HTML {
        guard !documents.isEmpty else { return .empty }
        let items = documents.map { document in
            """
            <dt>\(document.name)</dt><dd>\(words.html("is {0}", names.exhibitLink(document.digest)))</dd>
            """ as HTML
        }
        return """
            <p>\(words("Documents that the claims name:"))</p>
            <dl>
            \(HTML.lines(items))
            </dl>
            """
    }

    private func article(_ finding: Finding, _ tree: inout DerivationTree) -> HTML {
        let answer = Answer(finding.value)
        return .lines([
            """
            <article class="finding \(answer.style)" id="claim-\(finding.claim)">
            <h3>\(badge(answer)) \(words("Claim {0} of {1}", finding.claim, finding.claimant.text))</h3>
            <p class="claim">\(claimed(finding.sentence))</p>
            """,
            reservation,
            "<p>\(names.linked(finding.reason))</p>",
            HTML.lines(
                finding.burdens.map {
                    """
                    <p class="burden">\(words.html("Burden of proof: {0}", names.linked($0)))</p>
                    """
                }),
            suprema(finding),
            missing(finding),
            """
            <dl>
            <dt>\(words("Articles"))</dt><dd>\(articles(finding))</dd>
            <dt>\(words("Exhibits"))</dt><dd>\(names.links(finding.exhibits))</dd>
            <dt>\(words("Formal claim"))</dt><dd><code>\(finding.statement)</code></dd>
            </dl>
            <h4>\(words("Why, step by step"))</h4>
            \(tree.list([finding.derivation], under: words("claim {0}", finding.claim)))
            </article>
            """,
        ])
    }

    private func articles(_ finding: Finding) -> HTML {
        let named = ArticleTitles(finding.derivation).named(finding.articles)
        return named.isEmpty
            ? "\(words("none"))" : words.original("\(named.joined(separator: ", "))")
    }

    /// What every finding must carry when the status is not *authentic*: a page torn out of the report must not deceive.
    private var reservation: HTML {
        guard let warning = Wording.warning(record.status, in: words) else { return .empty }
        return "<p class=\"provided \(Answer(record.status).style)\">\(warning)</p>"
    }

    private func suprema(_ finding: Finding) -> HTML {
        guard finding.provenSupremum != nil || finding.possibleSupremum != nil else {
            return .empty
        }
        return """
            <dl>
            <dt>\(words("Largest amount proven"))</dt>\
            <dd><strong>\(finding.provenSupremum?.text ?? words("no amount"))</strong></dd>
            <dt>\(words("Largest amount possible"))</dt>\
            <dd><strong>\(finding.possibleSupremum?.text ?? words("no amount"))</strong></dd>
            </dl>
            """
    }

    /// What would settle the claim: the ways to prove it, then the ways to refute it.
    private func missing(_ finding: Finding) -> HTML {
        guard !finding.missing.isEmpty || !finding.open.isEmpty else { return .empty }
        return .lines([
            "<div class=\"missing\"><h4>\(words("What is missing"))</h4>",
            ways(finding, .proven), ways(finding, .refuted), open(finding),
            finding.isMissingCut ? "<p>\(words(Wording.moreWays))</p>" : .empty, "</div>",
        ])
    }

    private func ways(_ finding: Finding, _ value: FindingValue) -> HTML {
        let ways = finding.missing.filter { $0.settles == value }
        guard !ways.isEmpty else { return .empty }
        let items = ways.map { way -> HTML in
            let joint: HTML = "<br>\(words("together with")) "
            return "<li>\(HTML.joined(way.evidence.map(evidence), by: joint))</li>"
        }
        let answer: HTML = "<strong>\(words(Answer(value).word).lowercased())</strong>"
        let lead =
            ways.count > 1
            ? words.html("It would be {0} by any one of", answer)
            : words.html("It would be {0} by", answer)
        return """
            <p>\(lead)</p>
            <ul>
            \(HTML.lines(items))
            </ul>
            """
    }

    private func open(_ finding: Finding) -> HTML {
        guard !finding.open.isEmpty else { return .empty }
        let items = finding.open.map { item -> HTML in "<li>\(evidence(item))</li>" }
        return "<p>\(words(Wording.openOnly))</p><ul>\(HTML.lines(items))</ul>"
    }

    private func evidence(_ missing: MissingEvidence) -> HTML {
        let producers = people(missing.producers)
        return """
            \(names.linked(missing.sentence)): \
            <strong>\(words("{0} could produce it.", producers))</strong> \
            <span class="formal">\(missing.statement)</span>
            """
    }

    private func misconduct(_ derivations: [Derivation], _ tree: inout DerivationTree) -> HTML {
        guard !derivations.isEmpty else { return .empty }
        return """
            <h3>\(words("Misconduct that nobody claimed but the evidence shows"))</h3>
            \(tree.list(derivations, under: words("misconduct")))
            """
    }
}
