// What not everybody sees: contents that were left out or sealed, and what a key opened. Whoever reads what others cannot must be told what it changes,
// since they cannot answer to it.

internal import Agreements
internal import EvidenceValues

extension Page {
    /// Whether there is anything to tell.
    var hasDisclosures: Bool {
        record.opening != nil || record.exhibits.contains { $0.disclosure != .present }
    }

    /// The section, where there is anything to tell.
    var disclosureSection: HTML {
        guard hasDisclosures else { return .empty }
        return .lines([
            """
            <section id="disclosure" aria-labelledby="disclosure-title">
            <h2 id="disclosure-title">\(words("What not everybody sees"))</h2>
            <p>\(words(
                """
                Entry, filing and proof of each of these exhibits are in the bundle. Their contents are not open to everybody \
                who has it.
                """))</p>
            """,
            group(.withheld, words("Left out")), group(.sealed, words("Sealed, and not opened")),
            group(.opened, words("Opened with your key")), recipients, opened,
            "</section>",
        ])
    }

    private func group(_ disclosure: Disclosure, _ title: String) -> HTML {
        let found = record.exhibits.filter { $0.disclosure == disclosure }
        guard !found.isEmpty else { return .empty }
        return """
            <h3>\(title)</h3>
            \(list(found.map { names.link($0.index) }, none: ""))
            """
    }

    private var recipients: HTML {
        guard let sealing = record.sealing else { return .empty }
        let items = sealing.recipients.map { recipient in
            "\(words.original("\(recipient.subject)")) <code>\(recipient.certificate.hex)</code>"
                as HTML
        }
        return """
            <h3>\(words("Sealed to"))</h3>
            <p>\(words("The bundle says so, by these certificates. Nobody checked here whose they are."))</p>
            \(list(items, none: ""))
            """
    }

    private var opened: HTML {
        guard let opening = record.opening else { return .empty }
        let status = Answer(opening.closedStatus)
        return """
            <h3>\(words("What your key changes"))</h3>
            <p>\(words.html(
                """
                All of this report is what you see with the key of {0}. For everybody else the evidence is {1}, and the finding in \
                the bundle is theirs.
                """, words.original("\(opening.subject)"), badge(status)))</p>
            \(changes(opening))
            """
    }

    private func changes(_ opening: OpeningRecord) -> HTML {
        guard !opening.changes.isEmpty else {
            return "<p>\(words("No claim is decided otherwise by what it opened."))</p>"
        }
        let rows = opening.changes.map { change in
            """
            <tr><td>\(names.linked(change.claim)) \(names.linked(change.sentence))</td>\
            <td>\(side(change.closed))</td><td>\(side(change.opened))</td></tr>
            """ as HTML
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-labelledby="disclosure-title"><table>
            <caption>\(words("Claims that are decided otherwise with the key"))</caption>
            <thead><tr><th scope="col">\(words("Claim"))</th><th scope="col">\(words("Without the key"))</th>\
            <th scope="col">\(words("With the key"))</th></tr></thead>
            <tbody>
            \(HTML.lines(rows))
            </tbody></table></div>
            """
    }

    private func side(_ side: OpeningRecord.Side) -> HTML {
        let answer = FindingValue(rawValue: side.value).map { badge(Answer($0)) } ?? "\(side.value)"
        let proven = side.provenSupremum.map { ", \(words("proven up to {0}", $0.text))" } ?? ""
        let possible =
            side.possibleSupremum.map { ", \(words("possible up to {0}", $0.text))" } ?? ""
        return "\(answer)\(proven)\(possible)"
    }
}
