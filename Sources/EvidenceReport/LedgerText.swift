// Ledgers of limits for a terminal: what is open, accepted, released, claimed, what remains, and what is wrong.

package import EvidenceValues

/// What `docket liability show` prints.
package struct LedgerListing: Sendable {
    /// One ledger with what else is known of it.
    struct Element: Sendable {
        let name: String
        let digest: Digest?
        let ledger: LedgerRecord
        /// What its validation among other evidence warns of.
        let breaches: [LedgerRecord.Breach]
        let breachCount: Int
    }

    let elements: [Element]
    /// Files of the kind that are no ledgers, with why.
    package let refused: [(name: String, sentence: String)]

    // A page of open certificates; the rest is in the JSON document.
    private static let certificateLimit = 40

    /// One ledger by itself.
    package init(_ ledger: LedgerRecord, name: String) {
        elements = [
            Element(
                name: name, digest: nil, ledger: ledger, breaches: ledger.breaches,
                breachCount: ledger.breachCount)
        ]
        refused = []
    }

    /// The ledgers among exhibits, with what is wrong in the light of the others.
    package init(_ exhibits: [ExhibitRecord], of matter: MatterID?) {
        func label(_ exhibit: ExhibitRecord) -> String {
            (exhibit.matter == matter ? "no. \(exhibit.number) " : "") + "“\(exhibit.name)”"
        }
        elements = exhibits.compactMap { exhibit in
            guard let ledger = exhibit.ledger else { return nil }
            let breaches = exhibit.checks.filter { $0.code.hasPrefix("LIABILITY.") }
            return Element(
                name: label(exhibit), digest: exhibit.digest, ledger: ledger,
                breaches: breaches.map {
                    LedgerRecord.Breach(
                        invariant: LedgerListing.invariant($0.code), sentence: $0.sentence)
                }, breachCount: max(ledger.breachCount, breaches.count))
        }
        refused = exhibits.flatMap { exhibit in
            exhibit.checks.filter { $0.code == "LEDGER.MALFORMED" }
                .map { (name: label(exhibit), sentence: $0.sentence) }
        }
    }

    /// Whether anything is wrong.
    package var isSound: Bool { refused.isEmpty && elements.allSatisfy { $0.breachCount == 0 } }

    /// Whether there is nothing to tell.
    package var isEmpty: Bool { refused.isEmpty && elements.isEmpty }

    /// Lines of at most 100 columns, each with a line feed.
    package func text(isColoured: Bool) -> String {
        var page = OutlinePage(isColoured: isColoured)
        for (number, element) in elements.enumerated() {
            if number > 0 { page.blank() }
            add(element, to: &page)
        }
        if elements.isEmpty { page.add("", "No ledger of a limit is on file.") }
        if !refused.isEmpty { page.blank() }
        for (name, sentence) in refused {
            page.add("! ", "\(name): \(sentence)", emphasis: .open)
        }
        return page.text
    }

    private func add(_ element: Element, to page: inout OutlinePage) {
        let ledger = element.ledger
        page.add(
            "",
            "\(element.name): the limit \(ledger.limit) of \(ledger.subscriber), kept by "
                + "\(ledger.issuer)", emphasis: .strong)
        page.add("  under    ", ledger.agreement.text)
        page.add(
            "  entries  ",
            "\(ledger.entries), of \(Wording.time(ledger.first)) to \(Wording.time(ledger.last))")
        page.add("  mode     ", "\(ledger.mode), at most \(ledger.each) for one certificate")
        if let entry = ledger.revoked { page.add("  revoked  ", "by entry \(entry)") }
        page.blank()
        let sums =
            [LedgerRecord.Sum("maximum", ledger.maximum)] + ledger.open
            + [LedgerRecord.Sum("remaining", ledger.remaining)]
        add(sums, indented: ["reserved", "accepted", "claimed"], to: &page)
        page.blank()
        page.add("  ", "Of all that was ever reserved:")
        add(ledger.ever, indented: [], to: &page)
        page.blank()
        add(certificates: ledger, to: &page)
        page.blank()
        add(breaches: element, to: &page)
    }

    private func add(
        _ sums: [LedgerRecord.Sum], indented: Set<String>, to page: inout OutlinePage
    ) {
        let width = sums.map { $0.amount.text.count }.max() ?? 0
        for sum in sums {
            let name = (indented.contains(sum.name) ? "  " : "") + sum.name
            let room = String(repeating: " ", count: max(0, 12 - name.count))
            let amount = String(repeating: " ", count: width - sum.amount.text.count)
            page.add("  \(name)\(room)\(amount)", sum.amount.text)
        }
    }

    private func add(certificates ledger: LedgerRecord, to page: inout OutlinePage) {
        guard ledger.openCount > 0 else {
            page.add("  ", "No certificate is open.")
            return
        }
        page.add("  ", ledger.openCount == 1 ? "One open certificate:" : "Open certificates:")
        let shown = ledger.certificates.prefix(LedgerListing.certificateLimit)
        for certificate in shown {
            page.add(
                "    ",
                "\(certificate.serial)  \(certificate.open), \(certificate.state), entry "
                    + "\(certificate.entry) of \(Wording.time(certificate.at))")
        }
        if ledger.openCount > shown.count {
            page.add("    ", "and \(ledger.openCount - shown.count) more")
        }
    }

    private func add(breaches element: Element, to page: inout OutlinePage) {
        guard element.breachCount > 0 else {
            page.add("✓ ", "It breaks no invariant that can be seen here.", emphasis: .yes)
            return
        }
        for breach in element.breaches {
            page.add("✗ ", "\(breach.invariant): \(breach.sentence)", emphasis: .no)
        }
        if element.breachCount > element.breaches.count {
            page.add("  ", "\(element.breachCount - element.breaches.count) more breaches")
        }
    }

    /// `over-issue` for `LIABILITY.OVER_ISSUE`.
    private static func invariant(_ code: String) -> String {
        String(code.dropFirst("LIABILITY.".count).lowercased().map { $0 == "_" ? "-" : $0 })
    }
}
