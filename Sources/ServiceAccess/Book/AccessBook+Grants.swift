// What operators do: principals, certificates, matters, members, tokens. Each is one transaction with its events, under the name of who asked.

package import EvidenceValues
package import ServiceInterface
import TransparencyLog

extension AccessBook {
    /// A certificate for a principal: DER, and where it holds.
    package struct NewCertificate: Sendable, Hashable {
        package let der: [UInt8]
        package let scope: AccessScope

        package init(der: [UInt8], scope: AccessScope = .everywhere) {
            self.der = der
            self.scope = scope
        }

        func asked(for principal: PrincipalID) -> Asked {
            Asked(
                change: .certificateAdded(principal, scope, Digest.sha256(der)), payload: der)
        }
    }

    /// A pseudonym for a new member: its certificate, and the envelope with the identity.
    package struct NewPseudonym: Sendable, Hashable {
        package let name: PartyID
        package let der: [UInt8]
        package let envelope: [UInt8]

        package init(name: PartyID, der: [UInt8], envelope: [UInt8]) {
            self.name = name
            self.der = der
            self.envelope = envelope
        }
    }

    /// A token, as only its holder gets it.
    package struct IssuedToken: Sendable {
        package let number: Int64
        package let token: BearerToken
        package let expires: Instant
    }

    /// Lets somebody be known, with these certificates.
    package func addPrincipal(
        _ principal: PrincipalID, named name: String? = nil, certificates: [NewCertificate] = [],
        by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in
            [Asked(change: .principalAdded(principal), payload: Array((name ?? "").utf8))]
                + certificates.map { $0.asked(for: principal) }
        }
    }

    /// Gives a known principal more certificates.
    package func addCertificates(
        _ certificates: [NewCertificate], to principal: PrincipalID, by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in certificates.map { $0.asked(for: principal) } }
    }

    /// Takes a certificate from a principal.
    package func removeCertificate(
        _ digest: Digest, of principal: PrincipalID, by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in [Asked(change: .certificateRemoved(principal, digest))] }
    }

    /// Takes everything from a principal.
    package func removePrincipal(_ principal: PrincipalID, by actor: PrincipalID?) throws {
        try change(by: actor) { _ in [Asked(change: .principalRemoved(principal))] }
    }

    /// Opens a matter, so that members can be let in.
    package func createMatter(
        _ matter: MatterID, titled title: String? = nil, by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in
            [Asked(change: .matterCreated(matter), payload: Array((title ?? "").utf8))]
        }
    }

    /// Lets a principal into a scope, known to the others by `pseudonym` if there is one.
    package func addMember(
        _ principal: PrincipalID, as role: Role, in scope: AccessScope,
        pseudonym: NewPseudonym? = nil, by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in
            var changes = [Asked(change: .memberAdded(scope, principal, role))]
            guard let pseudonym else { return changes }
            guard case .matter(let matter) = scope else { throw AccessError.wrongPseudonym }
            let certificate = NewCertificate(der: pseudonym.der, scope: scope)
            changes.append(certificate.asked(for: principal))
            changes.append(
                Asked(
                    change: .pseudonymGiven(
                        matter, principal, pseudonym.name,
                        certificate: .sha256(pseudonym.der), sealed: .sha256(pseudonym.envelope)),
                    payload: pseudonym.envelope))
            return changes
        }
    }

    /// Lets a principal out of a scope.
    package func removeMember(
        _ principal: PrincipalID, from scope: AccessScope, by actor: PrincipalID?
    ) throws {
        try change(by: actor) { _ in [Asked(change: .memberRemoved(scope, principal))] }
    }

    /// Makes a token with which its holder acts as the principal in this role and scope, as far as the principal holds it.
    package func issueToken(
        for principal: PrincipalID, role: Role, scope: AccessScope, expires: Instant,
        by actor: PrincipalID?
    ) throws -> IssuedToken {
        let token = BearerToken.make(random: random)
        var number: Int64 = 0
        try change(by: actor) { state in
            number = state.nextToken
            let change = AccessChange.tokenIssued(
                number, principal, role, scope, expires: expires)
            return [Asked(change: change, payload: token.hash.bytes)]
        }
        return IssuedToken(number: number, token: token, expires: expires)
    }

    /// Ends a token.
    package func revokeToken(_ number: Int64, by actor: PrincipalID?) throws {
        try change(by: actor) { _ in [Asked(change: .tokenRevoked(number))] }
    }

    /// The first operator of a new service, with a token: whoever runs `docketd` on the machine may have it. Also the way back in when
    /// every operator has lost his.
    package func bootstrap(
        _ principal: PrincipalID, certificates: [NewCertificate] = [], lifetime: TimeSpan
    ) throws -> IssuedToken {
        let expires = clock().advanced(by: lifetime).wholeSecond
        let token = BearerToken.make(random: random)
        var number: Int64 = 0
        try change(by: nil) { state in
            number = state.nextToken
            var changes: [Asked] = []
            if state.principals[principal] == nil {
                changes.append(Asked(change: .principalAdded(principal)))
            }
            changes += certificates.map { $0.asked(for: principal) }
            if state.members[.everywhere]?[principal]?.role != .operator {
                changes.append(Asked(change: .memberAdded(.everywhere, principal, .operator)))
            }
            let issued = AccessChange.tokenIssued(
                number, principal, .operator, .everywhere, expires: expires)
            return changes + [Asked(change: issued, payload: token.hash.bytes)]
        }
        return IssuedToken(number: number, token: token, expires: expires)
    }
}
