// The report in German: a table for each section of the page, beside the others in this folder. A phrase says the same in every
// section; where German needs two words, English has two phrases.

/// German phrases by the English ones.
enum German {
    /// A table of one section.
    typealias Table = KeyValuePairs<String, String>

    /// The tables of all sections.
    static let tables: [Table] = [
        page, answers, names,
        findings,
        exhibits, statements, timeline, map, open,
        exchanges,
        trust, glossary, draft,
        bundleCodes, certificatesCodes, containerCodes, diffCodes, documentsCodes, exchangesCodes,
        logCodes,
        signaturesCodes,
        verification,
        disclosure, disclosureCodes,
    ]

    /// What the verifier and the agreement say in English, by patterns; the longest first, which say the most.
    static let patterns: [Pattern] = [verifier, claims, producers].flatMap { Array($0) }
        .map { Pattern($0.key, $0.value) }.sorted { $0.weight > $1.weight }

    /// Every phrase.
    static let phrases: [String: String] = tables.reduce(into: [:]) { phrases, table in
        for (english, german) in table { phrases[english] = german }
    }
}
