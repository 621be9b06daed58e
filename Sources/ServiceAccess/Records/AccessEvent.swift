// One line of an access record: when, by whom, what (docs/formats/access.md). Changes and readings are both events.

package import EvidenceValues
package import ServiceInterface

/// That evidence was read.
package enum AccessReading: Sendable, Hashable {
    /// The bytes of the exhibit with this docket number.
    case content(MatterID, UInt64)
    /// The filing of the exhibit, or its receipt.
    case filing(MatterID, UInt64)
    /// A bundle of the matter with this digest.
    case bundle(MatterID, Digest)
    /// The sealed identity behind a pseudonym.
    case identity(MatterID, PartyID)

    /// Verb and words, one space between.
    package var text: String {
        switch self {
        case .content(let matter, let number): "content-read \(matter.text) \(number)"
        case .filing(let matter, let number): "filing-read \(matter.text) \(number)"
        case .bundle(let matter, let digest): "bundle-read \(matter.text) \(digest.text)"
        case .identity(let matter, let name): "identity-read \(matter.text) \(name.text)"
        }
    }

    init?(verb: String, words: [String]) {
        let words = AccessWords(words)
        let reading: AccessReading? =
            switch verb {
            case "content-read": words.two { .content($0, $1) }
            case "filing-read": words.two { .filing($0, $1) }
            case "bundle-read": words.two { .bundle($0, $1) }
            case "identity-read": words.two { .identity($0, $1) }
            default: nil
            }
        guard let reading else { return nil }
        self = reading
    }
}

extension UInt64: AccessWord {
    /// From 1, without sign or leading zero.
    static func read(_ word: String) -> UInt64? {
        Int64.read(word).map { UInt64($0) }
    }
}

/// What happened, when, and on whose request.
package struct AccessEvent: Sendable, Hashable {
    /// A change or a reading.
    package enum Matter: Sendable, Hashable {
        case change(AccessChange)
        case reading(AccessReading)
    }

    package let time: Instant
    /// Nil for whoever ran `docketd` on the machine itself.
    package let actor: PrincipalID?
    package let what: Matter

    package init(time: Instant, actor: PrincipalID?, what: Matter) {
        self.time = time
        self.actor = actor
        self.what = what
    }

    /// The change, if it is one.
    package var change: AccessChange? {
        if case .change(let change) = what { change } else { nil }
    }

    /// `time actor verb words`. Spec: access-3
    package var text: String {
        let what =
            switch what {
            case .change(let change): change.text
            case .reading(let reading): reading.text
            }
        return "\(time.text) \(actor?.text ?? "-") \(what)"
    }

    /// The event that `text` writes in its one spelling, or nil.
    package init?(text: some StringProtocol) {
        let words = String(text).split(
            separator: " " as Character, omittingEmptySubsequences: false
        )
        .map(String.init)
        guard words.count >= 3, let time = Instant(text: words[0]) else { return nil }
        let actor = PrincipalID(words[1])
        guard actor != nil || words[1] == "-" else { return nil }
        let rest = Array(words[3...])
        if let change = AccessChange(verb: words[2], words: rest) {
            what = .change(change)
        } else if let reading = AccessReading(verb: words[2], words: rest) {
            what = .reading(reading)
        } else {
            return nil
        }
        self.time = time
        self.actor = actor
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }
}
