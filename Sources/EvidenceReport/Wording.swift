// The words of the report: one place where values become words, for the page and for the terminal alike, which speaks English. Colour never
// stands alone; each answer has a word and a sign as well.

import Agreements
import EvidenceValues

/// How an answer is shown: its word, its sign, and the CSS class that colours it.
struct Answer {
    let word: String
    let sign: String
    let style: String

    init(_ value: FindingValue) {
        switch value {
        case .proven: self.init(phrase("Proven"), "✔", "yes")
        case .refuted: self.init(phrase("Refuted"), "✘", "no")
        case .undetermined: self.init(phrase("Undetermined"), "?", "open")
        }
    }

    init(_ indication: Indication) {
        switch indication {
        case .totalPassed: self.init(phrase("Total-passed"), "✔", "yes")
        case .totalFailed: self.init(phrase("Total-failed"), "✘", "no")
        case .indeterminate: self.init(phrase("Indeterminate"), "?", "open")
        }
    }

    init(_ outcome: Check.Outcome) {
        switch outcome {
        case .passed: self.init(phrase("Passed"), "✔", "yes")
        case .failed: self.init(phrase("Failed"), "✘", "no")
        case .indeterminate: self.init(phrase("Indeterminate"), "?", "open")
        case .warning: self.init(phrase("Warning"), "!", "open")
        }
    }

    init(_ standing: Standing) {
        switch standing {
        case .certain: self.init(phrase("certain"), "✔", "yes")
        case .contrary: self.init(phrase("contrary"), "✘", "no")
        case .possible: self.init(phrase("possible"), "?", "open")
        }
    }

    init(_ status: VerificationStatus) {
        switch status {
        case .authentic: self.init(phrase("Authentic"), "✔", "yes")
        case .failed: self.init(phrase("Failed"), "✘", "no")
        case .indeterminate: self.init(phrase("Indeterminate"), "?", "open")
        case .conditional: self.init(phrase("Conditional"), "!", "open")
        }
    }

    private init(_ word: String, _ sign: String, _ style: String) {
        self.word = word
        self.sign = sign
        self.style = style
    }

    /// The sign and the word in a coloured label; a screen reader hears the word only.
    func badge(_ words: Words) -> HTML {
        """
        <span class="badge \(style)"><span class="sign" aria-hidden="true">\(sign)</span> \(words(word))</span>
        """
    }
}

/// Sentences that belong to a value.
enum Wording {
    /// What a status means for its reader: what he may rely on.
    static func advice(_ status: VerificationStatus, in words: Words = .english) -> String {
        switch status {
        case .authentic:
            words(
                """
                The bundle is whole and its evidence was checked under the agreement and annex that you pinned. That says \
                nothing about who is right: read the findings.
                """)
        case .failed:
            words(
                """
                Something in this bundle is provably wrong. Do not rely on it, nor on any finding below, before every failed \
                check is explained.
                """)
        case .indeterminate:
            words(
                """
                Something could not be decided from what is here. Read the checks that are marked indeterminate before you \
                rely on any finding below.
                """)
        case .conditional:
            words(
                """
                You did not pin the agreement and the annex. Anyone can make a bundle that holds under an agreement and an \
                annex of his own. Compare both digests with your own copies; until then nothing here is proven.
                """)
        }
    }

    /// What the reader of a printed page must see on each page; nil where there is nothing to warn of.
    static func warning(_ status: VerificationStatus, in words: Words = .english) -> String? {
        switch status {
        case .authentic: nil
        case .failed: words("FAILED: something in this bundle is provably wrong")
        case .indeterminate: words("INDETERMINATE: not everything could be decided")
        case .conditional:
            words("CONDITIONAL: the agreement and annex were not pinned; nothing here is proven")
        }
    }

    /// What kind of reason a step of a derivation gives.
    static func basis(_ step: Derivation, in words: Words = .english) -> String {
        switch step.basis {
        case .rule: words("by rule")
        case .presumption: words("presumed")
        case .evidence: words("shown by evidence")
        case .stated: words("stated in a document")
        case .annex: words("listed in the annex")
        case .burden:
            step.burden.map {
                words(
                    "decided by the burden of proof, which was on {0}", words.sentence($0) ?? $0)
            }
                ?? words("decided by the burden of proof")
        case .absent: words("nothing on file shows it")
        case .calculation: words("calculated")
        }
    }

    /// When something came into being, in words.
    static func bounds(_ interval: Interval, in words: Words = .english) -> String {
        switch (interval.lo, interval.hi) {
        case (nil, nil): words("no time is proven")
        case (let lo?, nil): words("not before {0}; no latest time is proven", time(lo))
        case (nil, let hi?): words("not after {0}; no earliest time is proven", time(hi))
        case (let lo?, let hi?):
            interval.isContradiction
                ? words("contradiction: not before {0}, yet not after {1}", time(lo), time(hi))
                : words("not before {0} and not after {1}", time(lo), time(hi))
        }
    }

    /// `2026-03-20 18:00:00 UTC`.
    static func time(_ instant: Instant) -> String {
        instant.text.replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// `time-stamps` and a target, as `filed as a time-stamp over …`.
    static func relation(_ relation: LinkRelation, in words: Words = .english) -> String {
        switch relation {
        case .signs: words("presented as a signature over")
        case .timeStamps: words("presented as a time-stamp over")
        case .supersedes: words("replaces")
        case .answers: words("answers")
        case .endorses: words("endorses")
        case .validates: words("serves to validate")
        }
    }

    /// `1,234,567 bytes`.
    static func size(_ bytes: Int, in words: Words = .english) -> String {
        var groups: [String] = []
        var rest = Substring(String(bytes))
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(String(rest), at: 0)
        return bytes == 1
            ? words("1 byte")
            : words("{0} bytes", groups.joined(separator: words.language.thousands))
    }

    /// Where the search for what would settle a claim ended at a limit.
    static let moreWays = phrase("There may be other ways; not all were looked for.")

    /// Where no way to settle a claim was found.
    static let openOnly = phrase(
        "These are open; whether they would settle the claim is not said:")

    /// The parts as `a`, `a or b`, `a, b or c`.
    static func alternatives(_ parts: [String], in words: Words = .english) -> String {
        guard let last = parts.last, parts.count > 1 else {
            return parts.first ?? words("nobody known")
        }
        return words("{0} or {1}", parts.dropLast().joined(separator: ", "), last)
    }
}
