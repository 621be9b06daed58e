// What was not proven: each claim that is undetermined, what would settle it, who could still produce that, and until when it would be
// heard. The times are those that the agreement's procedure sets in this matter (`deadline`, `closing`); where it sets none,
// the page says so, and nothing is guessed.

import Agreements
import EvidenceValues

/// What is open, with who could produce it and until when.
struct OpenQuestions {
    /// Somebody who could produce a piece of evidence.
    struct Producer: Sendable, Hashable {
        let name: String
        /// What else the procedure lets them do, by when.
        let deadlines: [FoundTimes.Deadline]
    }

    let findings: [Finding]
    let found: FoundTimes
    /// The moment of deliberation.
    let time: Instant?

    init(_ findings: Findings?) {
        self.findings = (findings?.findings ?? []).filter { $0.value == .undetermined }
        found = FoundTimes(findings)
        time = findings?.time
    }

    /// Those who could produce it.
    func producers(of evidence: MissingEvidence) -> [Producer] {
        evidence.producers.map { name in
            Producer(name: name, deadlines: found.deadlines.filter { $0.party == name })
        }
    }

    /// Until when evidence is heard at all; nil if no time is set.
    var closing: Instant? { found.closing }

    /// Whether that time is over.
    var isClosed: Bool { closing.flatMap { closing in time.map { closing <= $0 } } ?? false }
}

extension Page {
    /// The section; nothing where every claim is decided.
    var openQuestionsSection: HTML {
        guard !questions.findings.isEmpty else { return .empty }
        let titles = [
            words("Claim"), words("What is missing"), words("Who could produce it"),
            words("Until when"),
        ]
        let found = questions.findings.flatMap { rows($0) }
        return """
            <section id="open" aria-labelledby="open-title">
            <h2 id="open-title">\(words("What was not proven"))</h2>
            \(procedure)
            \(table(words("What would settle the claims that are undetermined"), titles, found))
            </section>
            """
    }

    /// Where the proceedings stand, and whether anything is still heard.
    private var procedure: HTML {
        var lines = questions.found.stages.map { "<p>\(names.linked($0 + "."))</p>" as HTML }
        if let closing = questions.closing {
            let time = time(closing)
            lines.append(
                questions.isClosed
                    ? "<p><strong>\(words.html("The evidence was closed at {0}: what comes later is not heard unless it is reopened.", time))</strong></p>"
                    : "<p><strong>\(words.html("The evidence will be closed at {0}.", time))</strong></p>"
            )
        } else {
            lines.append(
                "<p>\(words("No time is on file at which the evidence will be closed."))</p>")
        }
        return .lines(lines)
    }

    private func rows(_ finding: Finding) -> [HTML] {
        let claim: HTML = """
            <a href="#claim-\(finding.claim)">\(finding.claim)</a> \(claimed(finding.sentence))
            """
        let ways = finding.missing.map { way in
            let value = words(Answer(way.settles).word).lowercased()
            return (words.html("{0}, if there is", "<em>\(value)</em>"), way.evidence)
        }
        let all = ways.isEmpty ? [(HTML.empty, finding.open)] : ways
        guard all.contains(where: { !$0.1.isEmpty }) else {
            return [
                "<tr><th scope=\"row\">\(claim)</th><td colspan=\"3\">\(words("nothing on file decides it"))</td></tr>"
            ]
        }
        return all.enumerated().flatMap { number, way in
            way.1.enumerated().map { place, evidence -> HTML in
                let first = number == 0 && place == 0
                let lead: HTML = place == 0 ? "\(way.0) " : "\(words("together with")) "
                return """
                    <tr><th scope="row">\(first ? claim : "\(finding.claim)")</th>\
                    <td>\(way.0.source.isEmpty ? .empty : lead)\(said(evidence.sentence))</td>\
                    <td>\(producers(evidence))</td><td>\(until(evidence))</td></tr>
                    """
            }
        }
    }

    private func producers(_ evidence: MissingEvidence) -> HTML {
        "\(people(evidence.producers))"
    }

    private func until(_ evidence: MissingEvidence) -> HTML {
        let deadlines = questions.producers(of: evidence).flatMap(\.deadlines).map { deadline in
            "\(deadline.party), \(words.original("\(deadline.act)")): \(time(deadline.time))"
                as HTML
        }
        let general: HTML? = questions.closing.map { closing in
            questions.isClosed
                ? words.html("closed since {0}", time(closing))
                : words.html("until {0}", time(closing))
        }
        let all = [general].compactMap(\.self) + deadlines
        return all.isEmpty ? "\(words("no time is set"))" : .joined(all, by: "<br>")
    }
}
