// Who may be somebody, and what is done: the words of every decision about access.

/// What somebody is, in one matter or everywhere.
package enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Files, lists, reads and makes bundles in its matters.
    case party
    /// Reads, makes bundles, files awards in its matters.
    case arbiter
    /// Reads audits and access records; no contents.
    case auditor
    /// Manages matters, members and tokens; sees no evidence.
    case `operator`

    /// Whether the role is held in a matter; the others are held everywhere.
    package var isOfMatters: Bool { self == .party || self == .arbiter }

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// What can be done.
package enum Action: String, Sendable, Hashable, CaseIterable {
    /// To see a matter's description and that it exists.
    case readMatter = "read-matter"
    case listExhibits = "list-exhibits"
    /// Filing, entry, receipt, ladder.
    case readExhibit = "read-exhibit"
    case readContent = "read-content"
    case file
    case makeBundle = "make-bundle"
    case readJob = "read-job"
    /// What is missing for a claim.
    case judge
    /// Who is behind a pseudonym.
    case readIdentity = "read-identity"
    case readMembers = "read-members"
    case manageMembers = "manage-members"
    case createMatter = "create-matter"
    case managePrincipals = "manage-principals"
    case manageTokens = "manage-tokens"
    case readAudits = "read-audits"
    case readAccessRecords = "read-access-records"
}

/// Somebody that the service knows: letters, digits, `-`, `_`, `.`, the first a letter; 32 characters at most, as `PartyID`.
package struct PrincipalID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Characters at most.
    package static let limit = 32

    package let text: String

    package init?(_ text: some StringProtocol) {
        guard (1...PrincipalID.limit).contains(text.utf8.count),
            let first = text.utf8.first, PrincipalID.isLetter(first),
            text.utf8.allSatisfy({
                PrincipalID.isLetter($0) || (0x30...0x39).contains($0) || "-_.".utf8.contains($0)
            })
        else { return nil }
        self.text = String(text)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    package var description: String { text }
    package static func < (left: PrincipalID, right: PrincipalID) -> Bool {
        left.text < right.text
    }
}
