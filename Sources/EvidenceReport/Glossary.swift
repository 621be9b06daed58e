// The words of the report for a reader who has never seen one. Short, and the same for every report.

extension Page {
    private var terms: [(term: String, meaning: String)] {
        [
            (
                words("Agreement"),
                words(
                    """
                    The text that the parties signed: what evidence proves what, article by article, and the rules that \
                    carry it out.
                    """)
            ),
            (
                words("Annex"),
                words(
                    """
                    The list, signed by the agreement’s registry, of the authorities that count: CAs, TSAs, archives, \
                    banks, carriers.
                    """)
            ),
            (
                words("Archive"),
                words(
                    """
                    Keeps exhibits in a log of which each entry names the one before, so that nothing can be changed or \
                    removed unnoticed.
                    """)
            ),
            (
                words("Burden of proof"),
                words(
                    """
                    Who loses if a thing stays unproven. Where it decided, the finding says so.
                    """)
            ),
            (
                words("Checkpoint"),
                words(
                    """
                    The archive’s signed statement of how many entries its log has and what their common root hash is.
                    """)
            ),
            (
                words("Exhibit"),
                words("One item of evidence, numbered within its matter.")
            ),
            (
                words("Indeterminate"),
                words(
                    """
                    Validation could say neither yes nor no (ETSI EN 319 102-1); the code tells why.
                    """)
            ),
            (
                words("Matter"),
                words("One deal between parties, or one dispute.")
            ),
            (
                words("Not before, not after"),
                words(
                    """
                    The bounds of the time at which a thing came into being, as far as trusted time-stamps prove them.
                    """)
            ),
            (
                words("Pinned"),
                words("Brought by the arbiter, not taken from the bundle.")
            ),
            (
                words("Proven"),
                words("It follows from validated evidence under the agreement.")
            ),
            (
                words("Refuted"),
                words(
                    """
                    Its contrary follows, or no evidence that may still come could show it.
                    """)
            ),
            (
                words("Undetermined"),
                words(
                    """
                    Neither: something is missing, and the report says what and who could produce it.
                    """)
            ),
        ]
    }

    /// The glossary at the end of a report.
    var glossarySection: HTML {
        let entries = terms.map { "<dt>\($0.term)</dt><dd>\($0.meaning)</dd>" as HTML }
        return """
            <section id="glossary" aria-labelledby="glossary-title">
            <h2 id="glossary-title">\(words("Glossary"))</h2>
            <dl>
            \(HTML.lines(entries))
            </dl>
            </section>
            """
    }
}
