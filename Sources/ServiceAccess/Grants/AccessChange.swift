// What changes who may what, one case a verb of docs/formats/access.md. The book is the fold of these; so what is filed in the log is not
// a report about the grants but the grants themselves.

package import EvidenceValues
package import ServiceInterface

/// A change of access.
package enum AccessChange: Sendable, Hashable {
    case principalAdded(PrincipalID)
    case principalRemoved(PrincipalID)
    case certificateAdded(PrincipalID, AccessScope, Digest)
    case certificateRemoved(PrincipalID, Digest)
    case matterCreated(MatterID)
    case memberAdded(AccessScope, PrincipalID, Role)
    case memberRemoved(AccessScope, PrincipalID)
    /// The digests of the pseudonym's certificate and of the sealed identity.
    case pseudonymGiven(MatterID, PrincipalID, PartyID, certificate: Digest, sealed: Digest)
    case tokenIssued(Int64, PrincipalID, Role, AccessScope, expires: Instant)
    case tokenRevoked(Int64)

    /// Verb and words, one space between.
    package var text: String {
        switch self {
        case .principalAdded(let who): "principal-added \(who.text)"
        case .principalRemoved(let who): "principal-removed \(who.text)"
        case .certificateAdded(let who, let scope, let digest):
            "certificate-added \(who.text) \(scope.text) \(digest.text)"
        case .certificateRemoved(let who, let digest):
            "certificate-removed \(who.text) \(digest.text)"
        case .matterCreated(let matter): "matter-created \(matter.text)"
        case .memberAdded(let scope, let who, let role):
            "member-added \(scope.text) \(who.text) \(role.rawValue)"
        case .memberRemoved(let scope, let who): "member-removed \(scope.text) \(who.text)"
        case .pseudonymGiven(let matter, let who, let name, let certificate, let sealed):
            "pseudonym-given \(matter.text) \(who.text) \(name.text) \(certificate.text) "
                + sealed.text
        case .tokenIssued(let number, let who, let role, let scope, let expires):
            "token-issued \(number) \(who.text) \(role.rawValue) \(scope.text) \(expires.text)"
        case .tokenRevoked(let number): "token-revoked \(number)"
        }
    }

    /// The change that a verb and its words write; nil if none.
    init?(verb: String, words: [String]) {
        guard let change = AccessChange.read(verb, AccessWords(words)) else { return nil }
        self = change
    }

    private static func read(_ verb: String, _ words: AccessWords) -> AccessChange? {
        switch verb {
        case "principal-added": words.one { .principalAdded($0) }
        case "principal-removed": words.one { .principalRemoved($0) }
        case "certificate-added": words.three { .certificateAdded($0, $1, $2) }
        case "certificate-removed": words.two { .certificateRemoved($0, $1) }
        case "matter-created": words.one { .matterCreated($0) }
        case "member-added": words.three { .memberAdded($0, $1, $2) }
        case "member-removed": words.two { .memberRemoved($0, $1) }
        case "pseudonym-given":
            words.five { .pseudonymGiven($0, $1, $2, certificate: $3, sealed: $4) }
        case "token-issued": words.five { .tokenIssued($0, $1, $2, $3, expires: $4) }
        case "token-revoked": words.one { .tokenRevoked($0) }
        default: nil
        }
    }
}

/// A word of an event that has one spelling.
protocol AccessWord {
    static func read(_ word: String) -> Self?
}

extension PrincipalID: AccessWord {
    static func read(_ word: String) -> PrincipalID? { PrincipalID(word) }
}
extension MatterID: AccessWord {
    static func read(_ word: String) -> MatterID? { MatterID(word) }
}
extension PartyID: AccessWord {
    static func read(_ word: String) -> PartyID? { PartyID(word) }
}
extension Digest: AccessWord {
    static func read(_ word: String) -> Digest? { Digest(text: word) }
}
extension Instant: AccessWord {
    static func read(_ word: String) -> Instant? { Instant(text: word) }
}
extension AccessScope: AccessWord {
    static func read(_ word: String) -> AccessScope? { AccessScope(word) }
}
extension Role: AccessWord {
    static func read(_ word: String) -> Role? { Role(rawValue: word) }
}
extension Int64: AccessWord {
    /// From 1, without sign or leading zero.
    static func read(_ word: String) -> Int64? {
        guard let number = Int64(word), number > 0, String(number).utf8.elementsEqual(word.utf8)
        else { return nil }
        return number
    }
}

/// As many words as are asked for, each what it is asked to be, or nothing.
struct AccessWords {
    private let words: [String]

    init(_ words: [String]) { self.words = words }

    private func word<Word: AccessWord>(_ place: Int) -> Word? { Word.read(words[place]) }

    func one<A: AccessWord, Value>(_ make: (A) -> Value) -> Value? {
        guard words.count == 1, let a: A = word(0) else { return nil }
        return make(a)
    }

    func two<A: AccessWord, B: AccessWord, Value>(_ make: (A, B) -> Value) -> Value? {
        guard words.count == 2, let a: A = word(0), let b: B = word(1) else { return nil }
        return make(a, b)
    }

    func three<A: AccessWord, B: AccessWord, C: AccessWord, Value>(
        _ make: (A, B, C) -> Value
    ) -> Value? {
        guard words.count == 3, let a: A = word(0), let b: B = word(1), let c: C = word(2) else {
            return nil
        }
        return make(a, b, c)
    }

    func five<
        A: AccessWord, B: AccessWord, C: AccessWord, D: AccessWord, E: AccessWord, Value
    >(_ make: (A, B, C, D, E) -> Value) -> Value? {
        guard words.count == 5, let a: A = word(0), let b: B = word(1), let c: C = word(2),
            let d: D = word(3), let e: E = word(4)
        else { return nil }
        return make(a, b, c, d, e)
    }
}
