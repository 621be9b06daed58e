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
    /// What is open, with the times that findings name.
    let questions: OpenQuestions

    init(
        record: VerificationRecord, findings: Findings?, language: ReportLanguage = .english
    ) {
        self.record = record
        self.findings = findings
        words = Words(language: language)
        questions = OpenQuestions(findings)
        names = ExhibitNames(record, words)
    }

    /// The whole document.
    var html: HTML {
        .lines([
            head,
            "<body>",
            "<a class=\"skip\" href=\"#findings\">\(words("Skip to the findings"))</a>",
            ribbon,
            header,
            contents,
            "<main>",
            differencesSection,
            findingsSection,
            disclosureSection,
            contradictionsSection,
            timelineSection,
            evidenceMapSection,
            openQuestionsSection,
            exchangesSection,
            exhibitsSection,
            statementsSection,
            trustSection,
            revocationSection,
            checksSection,
            remediesSection,
            repeatSection,
            glossarySection,
            "</main>",
            footer,
            "</body>",
            "</html>\n",
        ])
    }

    private var head: HTML {
        let answer = words(Answer(record.status).word)
        return .head(
            title: "\(words("{0}: verification of matter {1}", answer, record.matter.text))",
            style: "\(sheet)", language: words.language)
    }

    private var sheet: HTML {
        HTML(
            stringLiteral: Stylesheet.css(
                record.status, drawsExchanges: !record.exchanges.isEmpty, words: words))
    }

    private var ribbon: HTML {
        guard let warning = Wording.warning(record.status, in: words) else { return .empty }
        let answer = Answer(record.status)
        return """
            <div class="ribbon \(answer.style)" role="note"><span aria-hidden="true">\(answer.sign)</span> \
            \(warning)</div>
            """
    }

    private var header: HTML {
        let answer = Answer(record.status)
        let subtitle = words.html(
            "Evidence filed with the archive {0}, verified as of {1}.",
            "<span class=\"mono\">\(record.archive.text)</span>", time(record.validationTime))
        return """
            <header>
            <h1>\(words("Verification of matter {0}", record.matter.text))</h1>
            <p class="soft">\(subtitle)</p>
            <section class="status \(answer.style)" aria-label="\(words("Status"))">
            <p class="word"><span aria-hidden="true">\(answer.sign)</span> \(words(answer.word))</p>
            <p class="sentence">\(said(record.sentence))</p>
            <p class="advice">\(Wording.advice(record.status, in: words))</p>
            </section>
            \(summary)
            </header>
            """
    }

    private var summary: HTML {
        let count = words(
            "{0} of {1} exhibits", String(record.presentCount), String(record.highestNumber))
        return """
            <dl>
            <dt>\(words("Exhibits"))</dt><dd>\
            \(words.html("{0} of this matter are in the bundle", "<strong>\(count)</strong>"))\(missingExhibits)</dd>
            <dt>\(words("Agreement"))</dt><dd>\(words.original("\(record.agreementTitle)")) \
            (\(pinned(record.agreementIsPinned)))</dd>
            <dt>\(words("Annex"))</dt><dd>\(pinned(record.annexIsPinned))</dd>
            <dt>\(words("Handed in by"))</dt><dd>\(handedIn)</dd>
            </dl>
            """
    }

    private var missingExhibits: HTML {
        let missing = ExhibitCount(record).leftOut
        guard missing > 0 else { return erasedExhibits }
        let count: HTML = "<strong>\(words("{0} left out", String(missing)))</strong>"
        return """
            \(erasedExhibits); \(words.html("{0}, and what they show is not known here", count))
            """
    }

    private var erasedExhibits: HTML {
        let erased = ExhibitCount(record).erased
        return erased > 0 ? "; <strong>\(words("{0} erased", String(erased)))</strong>" : ""
    }

    private var handedIn: HTML {
        guard let signature = record.handedInBy else {
            return "\(words("nobody: the bundle is not signed"))"
        }
        let signer = signature.signer?.text ?? words("an unknown signer")
        return """
            \(signer) \(badge(Answer(signature.indication))) \
            <span class="soft">\(signature.subIndication?.rawValue ?? "")</span>
            """
    }

    /// Whether the arbiter brought it himself.
    func pinned(_ isPinned: Bool) -> HTML {
        let taken = words("not pinned: taken from the bundle, so its content is its maker’s word")
        return isPinned ? "\(words("pinned by you"))" : "<strong>\(taken)</strong>"
    }

    /// The sections of the page by their anchors.
    private var sections: [(anchor: String, title: String)] {
        let exchanges = record.exchanges.isEmpty ? [] : [("exchanges", words("Exchanges"))]
        let disclosure =
            hasDisclosures ? [("disclosure", words("What not everybody sees"))] : []
        let isJudged = findings.map { !$0.findings.isEmpty } ?? false
        let map = isJudged ? [("map", words("Map of the evidence"))] : []
        let open = questions.findings.isEmpty ? [] : [("open", words("What was not proven"))]
        let seen = disclosure + [("timeline", words("Timeline"))] + map + open + exchanges
        return [("findings", words("Findings"))] + seen + [
            ("exhibits", words("Exhibits")), ("statements", words("Mere statements")),
            ("trust", words("Trust")), ("revocation", words("Revocation")),
            ("checks", words("Checks")), ("repeat", words("How to repeat this")),
            ("glossary", words("Glossary")),
        ]
    }

    private var contents: HTML {
        let items = sections.map { "<li><a href=\"#\($0.anchor)\">\($0.title)</a></li>" as HTML }
        return """
            <nav class="contents" aria-label="\(words("Contents"))"><ul>\(HTML.lines(items))</ul></nav>
            """
    }

    private var footer: HTML {
        let limits = words(
            """
            It tells what the evidence in one file shows under one agreement and annex, not what a court will decide. \
            Mandatory law may say otherwise.
            """)
        let source = words.html(
            """
            Made by {0} from the bundle {1} (SHA-256). The machine-readable form of this report is {2}; nothing stands \
            here that does not stand there.
            """, "\(record.tool)", "\(record.digestText(in: words))",
            "<span class=\"mono\">report.json</span>")
        return """
            <footer class="soft small">
            <p><strong>\(words("This is not legal advice."))</strong> \(limits)</p>
            <p>\(source)</p>
            </footer>
            """
    }

    /// An answer as a coloured label.
    func badge(_ answer: Answer) -> HTML { answer.badge(words) }

    /// What the program says elsewhere in English, in the language of the page where it has it, with names for digests.
    func said(_ sentence: String) -> HTML {
        words.sentence(sentence).map(names.translated) ?? names.linked(sentence)
    }

    /// What a check found. Where only its code is known in the language of the page, what the code means comes first.
    func said(_ check: Check) -> HTML {
        guard words.language != .english, words.sentence(check.sentence) == nil,
            let reason = ReasonCode(check.code)
        else { return said(check.sentence) }
        return
            "\(words(reason.sentence)) <span class=\"soft\">\(names.linked(check.sentence))</span>"
    }

    /// What a party claims, in the language of the page and as the agreement says it.
    func claimed(_ sentence: String) -> HTML {
        guard let translated = words.sentence(sentence) else { return names.linked(sentence) }
        return """
            \(names.translated(translated))<br><span class="soft small">\(names.linked(sentence))</span>
            """
    }

    /// Those who could have made or could produce something: parties, or words of the agreement or the verifier.
    func people(_ people: [String]) -> String {
        Wording.alternatives(people.map { words.sentence($0) ?? $0 }, in: words)
    }

    /// A `<time>` element.
    func time(_ instant: Instant) -> HTML {
        "<time datetime=\"\(instant.text)\">\(Wording.time(instant))</time>"
    }

    /// When something came into being, in words.
    func bounds(_ interval: Interval) -> String { Wording.bounds(interval, in: words) }

    /// A table. A narrow screen scrolls it sideways, for which the keyboard must reach it (WCAG 2.2 §2.1.1).
    func table(_ caption: String, _ titles: [String], _ rows: [HTML]) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(caption)"><table>
        <caption>\(caption)</caption>
        \(columns(titles))
        <tbody>
        \(HTML.lines(rows))
        </tbody></table></div>
        """
    }

    /// The head of a table.
    func columns(_ titles: [String]) -> HTML {
        let cells = titles.map { "<th scope=\"col\">\($0)</th>" as HTML }
        return "<thead><tr>\(HTML.list(cells, separator: ""))</tr></thead>"
    }

    /// A line of a `<dl>`.
    func pair(_ term: String, _ definition: HTML) -> HTML {
        "<dt>\(term)</dt><dd>\(definition)</dd>"
    }

    /// A list of items, or one sentence where there are none.
    func list(_ items: [HTML], none: String) -> HTML {
        guard !items.isEmpty else { return "<p>\(none)</p>" }
        return .lines(["<ul>"] + items.map { "<li>\($0)</li>" } + ["</ul>"])
    }
}
