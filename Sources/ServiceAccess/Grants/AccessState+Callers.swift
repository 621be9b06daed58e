// From credentials to a caller: what the principal holds, as far as the credential reaches.

import Cryptography
package import EvidenceValues
package import ServiceInterface

extension AccessState {
    /// Who has the token with this hash; nil if nobody, no longer, or not any more: nobody is told which.
    package func caller(tokenHash: Digest, at time: Instant) -> Caller? {
        guard let number = tokenNumbers[tokenHash], let token = tokens[number],
            token.holds(at: time)
        else { return nil }
        return caller(
            token.principal, role: token.role, scope: token.scope, credential: .token(number))
    }

    /// Who has this certificate; nil if nobody, or if it is not valid at `time`. Whether he has its key is for TLS to see.
    package func caller(certificate digest: Digest, at time: Instant) -> Caller? {
        guard let known = certificates[digest], !known.isRemoved,
            known.certificate.isValid(at: time)
        else { return nil }
        return caller(
            known.principal, role: nil, scope: known.scope, credential: .certificate(digest))
    }

    private func caller(
        _ who: PrincipalID, role: Role?, scope: AccessScope, credential: Caller.Credential
    ) -> Caller? {
        guard let principal = principals[who], !principal.isRemoved else { return nil }
        var everywhere: Set<Role> = []
        var matters: [MatterID: Set<Role>] = [:]
        for held in principal.scopes {
            guard let member = members[held]?[who], role == nil || member.role == role,
                let reach = held.within(scope)
            else { continue }
            switch reach {
            case .everywhere: everywhere.insert(member.role)
            case .matter(let matter): matters[matter, default: []].insert(member.role)
            }
        }
        let signing = signingCertificates(of: principal)
        return Caller(
            principal: who, credential: credential, everywhere: everywhere, matters: matters,
            certificates: signing.everywhere, pseudonyms: signing.matters)
    }

    /// What the principal signs filings with: everywhere, and where only there.
    private func signingCertificates(
        of principal: Principal
    ) -> (everywhere: Set<Digest>, matters: [MatterID: Set<Digest>]) {
        var everywhere: Set<Digest> = []
        var matters: [MatterID: Set<Digest>] = [:]
        for digest in principal.certificates {
            guard let known = certificates[digest] else { continue }
            switch known.scope {
            case .everywhere: if !known.isRemoved { everywhere.insert(digest) }
            case .matter(let matter):
                // A matter keeps its own even when it has none left: the other keys would unmask their holder.
                matters[matter, default: []].formUnion(known.isRemoved ? [] : [digest])
            }
        }
        return (everywhere, matters)
    }
}
