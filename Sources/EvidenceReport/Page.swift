// The report as one page of HTML: no script, nothing loaded, everything in one file that will open in twenty years. It renders
// a record and findings and decides nothing; the same input gives the same bytes (docs/formats/report.md, report-5 …).

package import Agreements
package import EvidenceValues

/// The report as one self-contained HTML file, UTF-8.
/// - Parameters:
///   - findings: nil where the bundle could not be judged; the page says so.
///   - language: of the page's own words; what evidence and agreement say stays as it is.
package func renderHTML(
    _ record: VerificationRecord, _ findings: Findings?, language: ReportLanguage = .english
) -> [UInt8] {
    Array(Page(record: record, findings: findings, language: language).html.source.utf8)
}

/// What every section of the page reads.
struct Page {
    let record: VerificationRecord
    let findings: Findings?
    let names: ExhibitNames
    let words: Words

    init(
        record: VerificationRecord, findings: Findings?, language: ReportLanguage = .english
    ) {
        self.record = record
        self.findings = findings
        words = Words(language: language)
        names = ExhibitNames(record)
    }

    /// The whole document.
    var html: HTML {
        .lines([
            head,
            "<body>",
            "<a class=\"skip\" href=\"#findings\">Skip to the findings</a>",
            ribbon,
            header,
            contents,
            "<main>",
            findingsSection,
            contradictionsSection,
            timelineSection,
            exchangesSection,
            exhibitsSection,
            statementsSection,
            trustSection,
            revocationSection,
            checksSection,
            repeatSection,
            Glossary.section,
            "</main>",
            footer,
            "</body>",
            "</html>\n",
        ])
    }

    private var head: HTML {
        .head(
            title: "\(Answer(record.status).word): verification of matter \(record.matter.text)",
            style: "\(sheet)")
    }

    private var sheet: HTML {
        HTML(
            stringLiteral: Stylesheet.css(
                record.status, drawsExchanges: !record.exchanges.isEmpty))
    }

    private var ribbon: HTML {
        guard let warning = Wording.warning(record.status) else { return .empty }
        let answer = Answer(record.status)
        return """
            <div class="ribbon \(answer.style)" role="note"><span aria-hidden="true">\(answer.sign)</span> \
            \(warning)</div>
            """
    }

    private var header: HTML {
        let answer = Answer(record.status)
        return """
            <header>
            <h1>Verification of matter \(record.matter.text)</h1>
            <p class="soft">Evidence filed with the archive <span class="mono">\(record.archive.text)</span>, \
            verified as of \(time(record.validationTime)).</p>
            <section class="status \(answer.style)" aria-label="Status">
            <p class="word"><span aria-hidden="true">\(answer.sign)</span> \(answer.word)</p>
            <p class="sentence">\(record.sentence)</p>
            <p class="advice">\(Wording.advice(record.status))</p>
            </section>
            \(summary)
            </header>
            """
    }

    private var summary: HTML {
        """
        <dl>
        <dt>Exhibits</dt><dd><strong>\(record.presentCount) of \(record.highestNumber) exhibits</strong> of this matter \
        are in the bundle\(missingExhibits)</dd>
        <dt>Agreement</dt><dd>\(record.agreementTitle) (\(pinned(record.agreementIsPinned)))</dd>
        <dt>Annex</dt><dd>\(pinned(record.annexIsPinned))</dd>
        <dt>Handed in by</dt><dd>\(handedIn)</dd>
        </dl>
        """
    }

    private var missingExhibits: HTML {
        let missing = ExhibitCount(record).leftOut
        guard missing > 0 else { return erasedExhibits }
        return """
            \(erasedExhibits); <strong>\(missing) left out</strong>, and what they show is not known here
            """
    }

    private var erasedExhibits: HTML {
        let erased = ExhibitCount(record).erased
        return erased > 0 ? "; <strong>\(erased) erased</strong>" : ""
    }

    private var handedIn: HTML {
        guard let signature = record.handedInBy else { return "nobody: the bundle is not signed" }
        let signer = signature.signer?.text ?? "an unknown signer"
        return """
            \(signer) \(Answer(signature.indication).badge) \
            <span class="soft">\(signature.subIndication?.rawValue ?? "")</span>
            """
    }

    /// Whether the arbiter brought it himself.
    func pinned(_ isPinned: Bool) -> HTML {
        isPinned
            ? "pinned by you"
            : "<strong>not pinned: taken from the bundle, so its content is its maker’s word</strong>"
    }

    private var contents: HTML {
        let exchanges = record.exchanges.isEmpty ? [] : [("exchanges", "Exchanges")]
        let sections =
            [("findings", "Findings"), ("timeline", "Timeline")] + exchanges + [
                ("exhibits", "Exhibits"),
                ("statements", "Mere statements"), ("trust", "Trust"), ("revocation", "Revocation"),
                ("checks", "Checks"), ("repeat", "How to repeat this"), ("glossary", "Glossary"),
            ]
        let items = sections.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>" as HTML }
        return "<nav class=\"contents\" aria-label=\"Contents\"><ul>\(HTML.lines(items))</ul></nav>"
    }

    private var footer: HTML {
        """
        <footer class="soft small">
        <p><strong>This is not legal advice.</strong> It tells what the evidence in one file shows under one agreement and \
        annex, not what a court will decide. Mandatory law may say otherwise.</p>
        <p>Made by \(record.tool) from the bundle \(record.bundleDigest.hex) (SHA-256). The machine-readable form of this \
        report is <span class="mono">report.json</span>; nothing stands here that does not stand there.</p>
        </footer>
        """
    }

    /// A `<time>` element.
    func time(_ instant: Instant) -> HTML {
        "<time datetime=\"\(instant.text)\">\(Wording.time(instant))</time>"
    }

    /// A list of items, or one sentence where there are none.
    func list(_ items: [HTML], none: String) -> HTML {
        guard !items.isEmpty else { return "<p>\(none)</p>" }
        return .lines(["<ul>"] + items.map { "<li>\($0)</li>" } + ["</ul>"])
    }
}
