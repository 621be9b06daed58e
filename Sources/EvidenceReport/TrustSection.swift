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
            <h2 id="contradictions-title">Contradictions</h2>
            <p>The evidence cannot all be true:</p>
            \(list(contradictions.map(names.linked), none: ""))
            </section>
            """
    }

    /// Whom the result trusts, and why.
    var trustSection: HTML {
        """
        <section id="trust" aria-labelledby="trust-title">
        <h2 id="trust-title">Who was trusted, and why</h2>
        <p>Nobody in this matter was trusted on his own word. The agreement says what follows from evidence; its annex names the \
        authorities whose certificates, time-stamps and checkpoints count.</p>
        <dl>
        <dt>Agreement</dt><dd>\(record.agreementTitle): <code>\(record.agreement.text)</code>, \
        \(pinned(record.agreementIsPinned))</dd>
        <dt>Annex</dt><dd><code>\(record.annex.text)</code>, \(pinned(record.annexIsPinned))</dd>
        <dt>Archive</dt><dd><span class="mono">\(record.archive.text)</span>: its log had \(record.treeSize.value) entries \
        with the root <code>\(record.rootHash.description)</code>. \(record.witnessing.sentence)</dd>
        </dl>
        \(list(record.trusted.map(names.linked), none: "No anchor, authority or archive was trusted."))
        \(record.handedInBy.map { signature($0) } ?? "<p>Nobody signed the bundle as a whole.</p>")
        </section>
        """
    }

    /// The newest revocation information that was seen.
    var revocationSection: HTML {
        """
        <section id="revocation" aria-labelledby="revocation-title">
        <h2 id="revocation-title">Revocation information</h2>
        <p>A revocation that came after the newest list below is not known here.</p>
        \(list(record.revocationStatus.map(names.linked), none: "No revocation list was seen."))
        </section>
        """
    }

    /// Every check: those that did not pass in the open, those that did folded away.
    var checksSection: HTML {
        let passed = record.checks.filter { $0.outcome == .passed }
        let others = record.checks.filter { $0.outcome != .passed }
        return """
            <section id="checks" aria-labelledby="checks-title">
            <h2 id="checks-title">Checks of the bundle</h2>
            \(others.isEmpty ? "<p>None failed or stayed open.</p>" : checkTable(others, "Not passed"))
            \(folded(passed))
            <p class="soft">The checks of an exhibit and of its signatures stand with the exhibit.</p>
            </section>
            """
    }

    private func folded(_ passed: [Check]) -> HTML {
        guard !passed.isEmpty else { return .empty }
        return
            "<details><summary>\(passed.count) passed</summary>\(checkTable(passed, "Passed"))</details>"
    }

    private func checkTable(_ checks: [Check], _ caption: String) -> HTML {
        let rows = checks.map { check in
            """
            <tr><td>\(Answer(check.outcome).badge)</td><td>\(names.linked(check.sentence))</td>\
            <td>\(names.linked(check.subject))</td><td><code>\(check.code)</code> \
            \(check.subIndication?.rawValue ?? "")</td></tr>
            """ as HTML
        }
        return """
            <div class="scroll"><table>
            <caption>\(caption)</caption>
            <thead><tr><th scope="col">Outcome</th><th scope="col">What was found</th><th scope="col">Of what</th>\
            <th scope="col">Code</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody></table></div>
            """
    }

    /// The checks of one exhibit or signature, folded unless one of them did not pass.
    private func code(_ check: Check) -> String {
        check.subIndication.map { check.code + " " + $0.rawValue } ?? check.code
    }

    func checkList(_ checks: [Check]) -> HTML {
        guard !checks.isEmpty else { return .empty }
        let hasPassed = checks.allSatisfy { $0.outcome == .passed }
        let open: HTML = hasPassed ? "" : " open"
        let count = checks.count == 1 ? "1 check" : "\(checks.count) checks"
        let items = checks.map { check in
            """
            <li>\(hasPassed ? .empty : "\(Answer(check.outcome).badge) ")\(names.linked(check.sentence)) \
            <span class="formal">\(code(check))</span></li>
            """ as HTML
        }
        return """
            <details\(open)><summary>\(count)\(hasPassed ? ", passed" : "")</summary>
            <ul class="checks">
            \(HTML.lines(items))
            </ul></details>
            """
    }

    /// The commands that give this report again.
    var repeatSection: HTML {
        """
        <section id="repeat" aria-labelledby="repeat-title">
        <h2 id="repeat-title">How to repeat this</h2>
        <p>The same bundle, agreement, annex and time give the same report to the byte, on any machine and without a network. \
        First compare the bundle’s digest (\(Wording.size(record.bundleSize))):</p>
        <pre>sha256sum BUNDLE.asice
        \(record.bundleDigest.hex)</pre>
        <p>Then, with digests of the agreement and annex that you got from somewhere else than this bundle:</p>
        <pre>docket-verify BUNDLE.asice --at \(record.validationTime.text) \\
          --agreement \(record.agreementIsPinned ? record.agreement.text : "YOUR-AGREEMENT.md") \\
          --annex \(record.annexIsPinned ? record.annex.text : "YOUR-ANNEX.txt") \\
          --report report.html</pre>
        <p>An exhibit: <code>unzip</code> the bundle and run <code>sha256sum</code> on the file; the digest stands with each \
        exhibit above. A signature: <code>openssl cms -verify</code>. A time-stamp: <code>openssl ts -verify</code>.</p>
        </section>
        """
    }
}
