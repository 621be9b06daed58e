// What the codes of checks mean, and what would settle what they leave open. A check's own sentence speaks of this file and this
// certificate; the sentence here speaks of every case with its code, so that it can be looked up and translated. Sentences and
// remedies are phrases like those of the page: other languages have them in their tables (`Words`).

/// One code of the checks that a verification makes (docs/formats).
package struct ReasonCode: Sendable, Hashable {
    /// `AREA.REASON`.
    package let code: String
    /// What it means, in one sentence that holds for every case.
    package let sentence: String
    /// What would settle it: what to ask for, and of whom. Nil where nothing is open.
    package let remedy: String?

    /// The entry of `code`; nil if no check of a verification has it.
    package init?(_ code: String) {
        guard let entry = ReasonCode.byCode[code] else { return nil }
        self = entry
    }

    fileprivate init(code: String, _ meaning: Meaning) {
        self.code = code
        sentence = meaning.sentence
        remedy = meaning.remedy
    }

    /// All of them, in the order of their codes.
    package static let all: [ReasonCode] = byCode.values.sorted { $0.code < $1.code }

    private static let byCode: [String: ReasonCode] = {
        var codes: [String: ReasonCode] = [:]
        for (area, reasons) in areas {
            for (reason, meaning) in reasons {
                codes["\(area).\(reason)"] = ReasonCode(code: "\(area).\(reason)", meaning)
            }
        }
        return codes
    }()

    /// The meanings of reasons, by area. Each area is a file of its own.
    private static let areas: [String: [String: Meaning]] = [
        "AGREEMENT": agreement, "ALLEGATION": allegation, "ANNEX": annex, "BUNDLE": bundle,
        "CERT": certificate, "CLAIMS": claims, "CONTAINER": container, "CRYPTO": algorithms,
        "DIFF": diff,
        "ENCRYPTED": encrypted, "SEALED": sealed,
        "EXCHANGE": exchange, "EXHIBIT": exhibit, "FILE": file, "FILING": filing,
        "FINDING": finding, "LEDGER": ledger, "LIABILITY": liability, "LIMIT": limit, "LOG": log,
        "MANIFEST": manifest, "PROTOCOL": protocols, "REV": revocation, "ROTATION": rotation,
        "SIG": signature, "TERMS": terms, "TEXT": text, "TST": timeStamp, "WITNESS": witness,
    ]

    /// Sentence and remedy of one code.
    struct Meaning: Sendable {
        let sentence: String
        let remedy: String?

        init(_ sentence: String, settledBy remedy: String? = nil) {
            self.sentence = sentence
            self.remedy = remedy
        }
    }
}
