// Who asks, as the request's credentials say, and what that allows. Plain data, made once for a request by whoever authenticates it:
// deciding needs no database.

package import EvidenceValues

/// Who asks.
package struct Caller: Sendable, Hashable {
    /// How the caller was authenticated.
    package enum Credential: Sendable, Hashable {
        case none
        /// A client certificate with this digest.
        case certificate(Digest)
        /// The token with this number; its hash names nobody.
        case token(Int64)
    }

    /// Nil for nobody.
    package let principal: PrincipalID?
    package let credential: Credential
    /// Roles that are held everywhere: auditor, operator.
    package let everywhere: Set<Role>
    /// Roles in matters, within what the credential is scoped to.
    package let matters: [MatterID: Set<Role>]
    /// Certificates that the principal may sign filings with, in all matters.
    package let certificates: Set<Digest>
    /// Certificates of a pseudonym in one matter; where there are some, only they sign there.
    package let pseudonyms: [MatterID: Set<Digest>]

    package init(
        principal: PrincipalID?, credential: Credential = .none, everywhere: Set<Role> = [],
        matters: [MatterID: Set<Role>] = [:], certificates: Set<Digest> = [],
        pseudonyms: [MatterID: Set<Digest>] = [:]
    ) {
        self.principal = principal
        self.credential = credential
        self.everywhere = everywhere.filter { !$0.isOfMatters }
        self.matters = matters
        self.certificates = certificates
        self.pseudonyms = pseudonyms
    }

    /// Nobody.
    package static let nobody = Caller(principal: nil)

    /// The roles that count in `matter`, or without one.
    package func roles(in matter: MatterID?) -> Set<Role> {
        guard let matter else { return everywhere }
        return everywhere.union(matters[matter] ?? [])
    }

    /// Whether the caller may do this in a matter; without one, where no matter is concerned.
    package func may(_ action: Action, in matter: MatterID?) -> Bool {
        roles(in: matter).contains { AccessRule.permits($0, action) }
    }

    /// Whether a filing that is signed with this certificate is the caller's own, in this matter.
    package func signs(with certificate: Digest, in matter: MatterID) -> Bool {
        (pseudonyms[matter] ?? certificates).contains(certificate)
    }

    /// Refuses what the caller may not. What is not the caller's is not told apart from what does not exist.
    package func require(_ action: Action, in matter: MatterID?) throws(Problem) {
        if may(action, in: matter) { return }
        if principal == nil { throw Problem(.unauthenticated) }
        // Who may see the matter learns nothing by being told what the role does not allow.
        guard matter == nil || may(.readMatter, in: matter) else { throw Problem(.notFound) }
        throw Problem(.forbidden)
    }
}
