// Mere statements: what is said and not proven, and whose words it is. Times of signers and of the archive, which no finding uses; what
// documents state in their terms, which is as good as whoever signed it; and what the agreement does not let a document state.

import Agreements
import EvidenceValues

extension Page {
    /// The section.
    var statementsSection: HTML {
        """
        <section id="statements" aria-labelledby="statements-title">
        <h2 id="statements-title">\(words("Mere statements"))</h2>
        \(statedTimes)
        \(statedTerms)
        \(unheard)
        </section>
        """
    }

    private var statedTimes: HTML {
        let rows = mainExhibits.map { exhibit -> HTML in
            let times = exhibit.signatures.compactMap { signature -> HTML? in
                signature.claimedTime.map { time in
                    let signer = signature.signer?.text ?? words("its unknown signer")
                    return "\(Wording.time(time)) (\(signer))"
                }
            }
            return """
                <tr><td>\(names.link(exhibit.index))</td><td>\(HTML.joined(times, by: "<br>"))</td>\
                <td>\(Wording.time(exhibit.received))</td></tr>
                """
        }
        let lead = words(
            """
            These times were used for no finding. Whoever states them could have stated others; at most they count \
            against the one who stated them.
            """)
        let titles = [
            words("Exhibit"), words("Signed at, says the signer"),
            words("Received at, says the archive {0}", record.archive.text),
        ]
        return """
            <p>\(lead)</p>
            \(table(words("Times that are stated and not proven"), titles, rows))
            """
    }

    /// Documents that state something, with whose words it is and what rests on them.
    private var statedTerms: HTML {
        let stating = mainExhibits.filter { $0.stated != nil }
        guard !stating.isEmpty else { return .empty }
        let used = statementsUsed
        let rows = stating.map { exhibit -> HTML in
            let speakers = exhibit.stated?.speakers.map(\.text) ?? []
            let claims = (used[exhibit.index] ?? []).map {
                "<a href=\"#claim-\($0)\">\($0)</a>" as HTML
            }
            return """
                <tr><td>\(names.link(exhibit.index))</td>\
                <td>\(String(exhibit.stated?.terms.count ?? 0))</td>\
                <td>\(speakers.isEmpty ? "\(words("nobody’s: anyone may have written it"))" : "\(speakers.joined(separator: ", "))" as HTML)</td>\
                <td>\(claims.isEmpty ? "\(words("none"))" : .list(claims))</td></tr>
                """
        }
        let lead = words(
            """
            What a document states is no proof that it is so. It binds whoever signed it, as far as the agreement says; \
            the findings name it as “stated in a document” wherever they rest on it.
            """)
        let titles = [
            words("Exhibit"), words("Statements"), words("Whose words"),
            words("Claims that rest on them"),
        ]
        return """
            <h3>\(words("What documents state"))</h3>
            <p>\(lead)</p>
            \(table(words("Documents with statements, and whose words they are"), titles, rows))
            """
    }

    /// The claims whose derivations rest on what an exhibit states.
    private var statementsUsed: [LeafIndex: [String]] {
        var used: [LeafIndex: [String]] = [:]
        for finding in findings?.findings ?? [] {
            var waiting = [finding.derivation]
            var exhibits: Set<LeafIndex> = []
            while let step = waiting.popLast() {
                waiting += step.steps
                if step.basis == .stated { exhibits.formUnion(step.exhibits) }
            }
            for exhibit in exhibits { used[exhibit, default: []].append(finding.claim) }
        }
        return used
    }

    /// What documents state that the agreement does not let them state.
    private var unheard: HTML {
        guard let ignored = findings?.ignored, !ignored.isEmpty else { return .empty }
        let lead = words(
            "The agreement gives these statements no meaning where they stand; no finding used them."
        )
        return """
            <h3>\(words("Not heard"))</h3>
            <p>\(lead)</p>
            \(list(ignored.map(names.linked), none: ""))
            """
    }
}
