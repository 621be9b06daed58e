// The words of the report: one place where values become English, for the page and for the terminal alike. Colour never
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
        case .proven: self.init("Proven", "✔", "yes")
        case .refuted: self.init("Refuted", "✘", "no")
        case .undetermined: self.init("Undetermined", "?", "open")
        }
    }

    init(_ indication: Indication) {
        switch indication {
        case .totalPassed: self.init("Total-passed", "✔", "yes")
        case .totalFailed: self.init("Total-failed", "✘", "no")
        case .indeterminate: self.init("Indeterminate", "?", "open")
        }
    }

    init(_ outcome: Check.Outcome) {
        switch outcome {
        case .passed: self.init("Passed", "✔", "yes")
        case .failed: self.init("Failed", "✘", "no")
        case .indeterminate: self.init("Indeterminate", "?", "open")
        case .warning: self.init("Warning", "!", "open")
        }
    }

    init(_ standing: Standing) {
        switch standing {
        case .certain: self.init("certain", "✔", "yes")
        case .contrary: self.init("contrary", "✘", "no")
        case .possible: self.init("possible", "?", "open")
        }
    }

    init(_ status: VerificationStatus) {
        switch status {
        case .authentic: self.init("Authentic", "✔", "yes")
        case .failed: self.init("Failed", "✘", "no")
        case .indeterminate: self.init("Indeterminate", "?", "open")
        case .conditional: self.init("Conditional", "!", "open")
        }
    }

    private init(_ word: String, _ sign: String, _ style: String) {
        self.word = word
        self.sign = sign
        self.style = style
    }

    /// The sign and the word in a coloured label; a screen reader hears the word only.
    var badge: HTML {
        """
        <span class="badge \(style)"><span class="sign" aria-hidden="true">\(sign)</span> \(word)</span>
        """
    }
}

/// Sentences that belong to a value.
enum Wording {
    /// What a status means for its reader: what he may rely on.
    static func advice(_ status: VerificationStatus) -> String {
        switch status {
        case .authentic:
            "The bundle is whole and its evidence was checked under the agreement and annex that you pinned. "
                + "That says nothing about who is right: read the findings."
        case .failed:
            "Something in this bundle is provably wrong. Do not rely on it, nor on any finding below, before every "
                + "failed check is explained."
        case .indeterminate:
            "Something could not be decided from what is here. Read the checks that are marked indeterminate "
                + "before you rely on any finding below."
        case .conditional:
            "You did not pin the agreement and the annex. Anyone can make a bundle that holds under an agreement and "
                + "an annex of his own. Compare both digests with your own copies; until then nothing here is proven."
        }
    }

    /// What the reader of a printed page must see on each page; nil where there is nothing to warn of.
    static func warning(_ status: VerificationStatus) -> String? {
        switch status {
        case .authentic: nil
        case .failed: "FAILED: something in this bundle is provably wrong"
        case .indeterminate: "INDETERMINATE: not everything could be decided"
        case .conditional:
            "CONDITIONAL: the agreement and annex were not pinned; nothing here is proven"
        }
    }

    /// What kind of reason a step of a derivation gives.
    static func basis(_ step: Derivation) -> String {
        switch step.basis {
        case .rule: "by rule"
        case .presumption: "presumed"
        case .evidence: "shown by evidence"
        case .stated: "stated in a document"
        case .annex: "listed in the annex"
        case .burden:
            "decided by the burden of proof" + (step.burden.map { ", which was on " + $0 } ?? "")
        case .absent: "nothing on file shows it"
        case .calculation: "calculated"
        }
    }

    /// When something came into being, in words.
    static func bounds(_ interval: Interval) -> String {
        switch (interval.lo, interval.hi) {
        case (nil, nil): "no time is proven"
        case (let lo?, nil): "not before \(time(lo)); no latest time is proven"
        case (nil, let hi?): "not after \(time(hi)); no earliest time is proven"
        case (let lo?, let hi?):
            interval.isContradiction
                ? "contradiction: not before \(time(lo)), yet not after \(time(hi))"
                : "not before \(time(lo)) and not after \(time(hi))"
        }
    }

    /// `2026-03-20 18:00:00 UTC`.
    static func time(_ instant: Instant) -> String {
        instant.text.replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// `time-stamps` and a target, as `filed as a time-stamp over …`.
    static func relation(_ relation: LinkRelation) -> String {
        switch relation {
        case .signs: "presented as a signature over"
        case .timeStamps: "presented as a time-stamp over"
        case .supersedes: "replaces"
        case .answers: "answers"
        case .endorses: "endorses"
        case .validates: "serves to validate"
        }
    }

    /// `1,234,567 bytes`.
    static func size(_ bytes: Int) -> String {
        var groups: [String] = []
        var rest = Substring(String(bytes))
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(String(rest), at: 0)
        return groups.joined(separator: ",") + (bytes == 1 ? " byte" : " bytes")
    }

    /// Where the search for what would settle a claim ended at a limit.
    static let moreWays = "There may be other ways; not all were looked for."

    /// Where no way to settle a claim was found.
    static let openOnly = "These are open; whether they would settle the claim is not said:"

    /// The parts as `a`, `a or b`, `a, b or c`.
    static func alternatives(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "nobody known" }
        return parts.dropLast().joined(separator: ", ") + " or " + last
    }
}
