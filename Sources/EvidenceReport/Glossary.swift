// The words of the report for a reader who has never seen one. Short, and the same for every report.

/// The glossary at the end of a report.
enum Glossary {
    private static let words: [(term: String, meaning: String)] = [
        (
            "Agreement",
            "The text that the parties signed: what evidence proves what, article by article, and the rules that carry it out."
        ),
        (
            "Annex",
            "The list, signed by the agreement’s registry, of the authorities that count: CAs, TSAs, archives, banks, carriers."
        ),
        (
            "Archive",
            "Keeps exhibits in a log of which each entry names the one before, so that nothing can be changed or removed unnoticed."
        ),
        (
            "Burden of proof",
            "Who loses if a thing stays unproven. Where it decided, the finding says so."
        ),
        (
            "Checkpoint",
            "The archive’s signed statement of how many entries its log has and what their common root hash is."
        ),
        ("Exhibit", "One item of evidence, numbered within its matter."),
        (
            "Indeterminate",
            "Validation could say neither yes nor no (ETSI EN 319 102-1); the code tells why."
        ),
        ("Matter", "One deal between parties, or one dispute."),
        (
            "Not before, not after",
            "The bounds of the time at which a thing came into being, as far as trusted time-stamps prove them."
        ),
        ("Pinned", "Brought by the arbiter, not taken from the bundle."),
        ("Proven", "It follows from validated evidence under the agreement."),
        ("Refuted", "Its contrary follows, or no evidence that may still come could show it."),
        (
            "Undetermined",
            "Neither: something is missing, and the report says what and who could produce it."
        ),
    ]

    /// The section.
    static var section: HTML {
        let entries = words.map { "<dt>\($0.term)</dt><dd>\($0.meaning)</dd>" as HTML }
        return """
            <section id="glossary" aria-labelledby="glossary-title">
            <h2 id="glossary-title">Glossary</h2>
            <dl>
            \(HTML.lines(entries))
            </dl>
            </section>
            """
    }
}
