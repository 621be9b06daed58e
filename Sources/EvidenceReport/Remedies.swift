// What would settle the checks that did not pass: from the catalogue of codes, once for each code however many checks have it, for
// page, terminal and JSON.

import EvidenceValues

extension Check {
    /// What would settle it; nil where it passed.
    var remedy: String? { outcome == .passed ? nil : ReasonCode(code)?.remedy }
}

/// A code that stands open, with everything to which it applies.
struct OpenCode {
    let reason: ReasonCode
    let remedy: String
    let outcome: Check.Outcome
    /// What the checks are about, each once, in their order.
    let subjects: [String]
}

extension VerificationRecord {
    /// All checks: of the bundle, of its signature, of its exhibits.
    var allChecks: [Check] {
        checks + (handedInBy?.checks ?? [])
            + exhibits.flatMap { $0.checks + $0.signatures.flatMap(\.checks) }
    }

    /// What failed or stayed open, and what was only warned of for the bundle as a whole, by code, what failed first.
    var openCodes: [OpenCode] {
        let own = checks + (handedInBy?.checks ?? [])
        let open =
            allChecks.filter { $0.outcome == .failed }
            + allChecks.filter { $0.outcome == .indeterminate }
            + own.filter { $0.outcome == .warning }
        var codes: [String] = []
        var found: [String: [Check]] = [:]
        for check in open where check.remedy != nil {
            if found[check.code] == nil { codes.append(check.code) }
            found[check.code, default: []].append(check)
        }
        return codes.compactMap { code in
            guard let checks = found[code], let first = checks.first, let remedy = first.remedy,
                let reason = ReasonCode(code)
            else { return nil }
            var known: Set<String> = []
            return OpenCode(
                reason: reason, remedy: remedy, outcome: first.outcome,
                subjects: checks.map(\.subject).filter { known.insert($0).inserted })
        }
    }
}

extension Page {
    /// Subjects that are named for one code; the rest is counted.
    private static let maximumSubjects = 5

    /// What did not pass, what it means in general, and what would settle it.
    var remediesSection: HTML {
        let codes = record.openCodes
        guard !codes.isEmpty else { return .empty }
        return """
            <section id="remedies" aria-labelledby="remedies-title">
            <h2 id="remedies-title">\(words("What would settle what did not pass"))</h2>
            <dl>
            \(HTML.lines(codes.map(remedy)))
            </dl>
            </section>
            """
    }

    private func remedy(_ open: OpenCode) -> HTML {
        let subjects = open.subjects.prefix(Page.maximumSubjects).map(names.linked)
        let rest = open.subjects.count - subjects.count
        let more: [HTML] = rest > 0 ? ["\(words("and {0} more", String(rest)))"] : []
        return """
            <dt>\(badge(Answer(open.outcome))) <code>\(open.reason.code)</code></dt>
            <dd>\(words(open.reason.sentence)) <strong>\(words(open.remedy))</strong> \
            <span class="soft">(\(HTML.list(subjects + more)))</span></dd>
            """
    }
}

extension TerminalReport {
    /// What would settle what did not pass, a line for each code.
    var remedies: [String] {
        record.openCodes.map { "\($0.reason.code): \($0.remedy)" }
    }
}
