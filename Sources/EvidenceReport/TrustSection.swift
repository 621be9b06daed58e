// On whose word the result rests: the pinned texts, the anchors, the archive's checkpoint, revocation information, contradictions, every check, and
// the commands that repeat it all.

import Agreements
import EvidenceValues

extension Page {
    /// What contradicts itself in the evidence; nothing where nothing does.
    var contradictionsSection: HTML {
        let contradictions = record.contradictions + (findings?.contradictions ?? [])
        guard !contradictions.isEmpty else { return .empty }
        return """
            <section id="contradictions" aria-labelledby="contradictions-title">
            <h2 id="contradictions-title">\(words("Contradictions"))</h2>
            <p>\(words("The evidence cannot all be true:"))</p>
            \(list(contradictions.map(names.linked), none: ""))
            </section>
            """
    }

    /// Whom the result trusts, and why.
    var trustSection: HTML {
        let lead = words(
            """
            Nobody in this matter was trusted on his own word. The agreement says what follows from evidence; its annex \
            names the authorities whose certificates, time-stamps and checkpoints count.
            """)
        let log = words.html(
            "{0}: its log had {1} entries with the root {2}.",
            "<span class=\"mono\">\(record.archive.text)</span>", "\(record.treeSize.value)",
            "<code>\(record.rootHash.description)</code>")
        return """
            <section id="trust" aria-labelledby="trust-title">
            <h2 id="trust-title">\(words("Who was trusted, and why"))</h2>
            <p>\(lead)</p>
            <dl>
            <dt>\(words("Agreement"))</dt><dd>\(words.original("\(record.agreementTitle)")): <code>\(record.agreement.text)</code>, \
            \(pinned(record.agreementIsPinned))</dd>
            <dt>\(words("Annex"))</dt><dd><code>\(record.annex.text)</code>, \(pinned(record.annexIsPinned))</dd>
            <dt>\(words("Archive"))</dt><dd>\(log) \(witnessed)</dd>
            </dl>
            \(list(record.trusted.map(said), none: words("No anchor, authority or archive was trusted.")))
            \(record.handedInBy.map { signature($0) } ?? "<p>\(words("Nobody signed the bundle as a whole."))</p>")
            </section>
            """
    }

    /// Who vouches for the order and completeness of the log.
    private var witnessed: HTML { said(record.witnessing.sentence) }

    /// The newest revocation information that was seen.
    var revocationSection: HTML {
        """
        <section id="revocation" aria-labelledby="revocation-title">
        <h2 id="revocation-title">\(words("Revocation information"))</h2>
        <p>\(words("A revocation that came after the newest list below is not known here."))</p>
        \(list(record.revocationStatus.map(said), none: words("No revocation list was seen.")))
        </section>
        """
    }

    /// Every check: those that did not pass in the open, those that did folded away.
    var checksSection: HTML {
        let passed = record.checks.filter { $0.outcome == .passed }
        let others = record.checks.filter { $0.outcome != .passed }
        let open: HTML =
            others.isEmpty
            ? "<p>\(words("None failed or stayed open."))</p>"
            : checkTable(others, words("Not passed"))
        return """
            <section id="checks" aria-labelledby="checks-title">
            <h2 id="checks-title">\(words("Checks of the bundle"))</h2>
            \(open)
            \(folded(passed))
            <p class="soft">\(words("The checks of an exhibit and of its signatures stand with the exhibit."))</p>
            </section>
            """
    }

    private func folded(_ passed: [Check]) -> HTML {
        guard !passed.isEmpty else { return .empty }
        let title = words("{0} passed", String(passed.count))
        return """
            <details><summary>\(title)</summary>\(checkTable(passed, words("Passed")))</details>
            """
    }

    private func checkTable(_ checks: [Check], _ caption: String) -> HTML {
        let rows = checks.map { check in
            """
            <tr><td>\(badge(Answer(check.outcome)))</td><td>\(said(check))</td>\
            <td>\(names.linked(check.subject))</td><td><code>\(check.code)</code> \
            \(check.subIndication?.rawValue ?? "")</td></tr>
            """ as HTML
        }
        return table(
            caption, [words("Outcome"), words("What was found"), words("Of what"), words("Code")],
            rows)
    }

    /// The checks of one exhibit or signature, folded unless one of them did not pass.
    private func code(_ check: Check) -> String {
        check.subIndication.map { check.code + " " + $0.rawValue } ?? check.code
    }

    func checkList(_ checks: [Check]) -> HTML {
        guard !checks.isEmpty else { return .empty }
        let hasPassed = checks.allSatisfy { $0.outcome == .passed }
        let open: HTML = hasPassed ? "" : " open"
        let count = checks.count == 1 ? words("1 check") : words("{0} checks", String(checks.count))
        let items = checks.map { check in
            """
            <li>\(hasPassed ? .empty : "\(badge(Answer(check.outcome))) ")\(said(check)) \
            <span class="formal">\(code(check))</span></li>
            """ as HTML
        }
        return """
            <details\(open)><summary>\(count)\(hasPassed ? ", " + words("passed") : "")</summary>
            <ul class="checks">
            \(HTML.lines(items))
            </ul></details>
            """
    }

    /// The commands that give this report again.
    var repeatSection: HTML {
        let lead = words(
            """
            The same bundle, agreement, annex and time give the same report to the byte, on any machine and without a \
            network. First compare the bundle’s digest ({0}):
            """, Wording.size(record.bundleSize, in: words))
        let next = words(
            """
            Then, with digests of the agreement and annex that you got from somewhere else than this bundle:
            """)
        let parts = words.html(
            """
            An exhibit: {0} the bundle and run {1} on the file; the digest stands with each exhibit above. A signature: \
            {2}. A time-stamp: {3}.
            """, "<code>unzip</code>", "<code>sha256sum</code>", "<code>openssl cms -verify</code>",
            "<code>openssl ts -verify</code>")
        return """
            <section id="repeat" aria-labelledby="repeat-title">
            <h2 id="repeat-title">\(words("How to repeat this"))</h2>
            <p>\(lead)</p>
            <pre>sha256sum BUNDLE.asice
            \(record.digestText(in: words))</pre>
            <p>\(next)</p>
            <pre>docket-verify BUNDLE.asice --at \(record.validationTime.text) \\
              --agreement \(record.agreementIsPinned ? record.agreement.text : "YOUR-AGREEMENT.md") \\
              --annex \(record.annexIsPinned ? record.annex.text : "YOUR-ANNEX.txt") \\
              --report report.html</pre>
            <p>\(parts)</p>
            </section>
            """
    }
}
