// Which certificate's key signed which list or answer is a function of their bytes: it is worked out once, for however many certificates
// and signatures ask. What does not fit is forgotten.

import EvidenceValues
internal import Synchronization

/// Signatures over lists and answers that were checked before.
package final class RevocationMemory: Sendable {
    private static let maximumSources = 65_536

    private struct Question: Hashable {
        let source: Digest
        let signer: Digest
    }

    private let verifications = Mutex<[Question: SourceVerification]>([:])
    private let delegations = Mutex<[Question: Bool]>([:])

    package init() {}

    /// What `RevocationList.verify` says.
    package func verification(
        of list: RevocationList, issuer: ParsedCertificate
    ) -> SourceVerification {
        verification(list.digest, issuer.digest) { list.verify(issuer: issuer) }
    }

    /// What `OCSPResponse.verify` says.
    package func verification(
        of response: OCSPResponse, signer: ParsedCertificate
    ) -> SourceVerification {
        verification(response.digest, signer.digest) { response.verify(signer: signer) }
    }

    /// What `ParsedCertificate.isResponder` says.
    package func isResponder(_ certificate: ParsedCertificate, of issuer: ParsedCertificate) -> Bool
    {
        let question = Question(source: certificate.digest, signer: issuer.digest)
        if let known = delegations.withLock({ $0[question] }) { return known }
        let answer = certificate.isResponder(of: issuer)
        delegations.withLock { known in
            if known.count >= RevocationMemory.maximumSources { known.removeAll() }
            known[question] = answer
        }
        return answer
    }

    private func verification(
        _ source: Digest, _ signer: Digest, check: () -> SourceVerification
    ) -> SourceVerification {
        let question = Question(source: source, signer: signer)
        if let known = verifications.withLock({ $0[question] }) { return known }
        let answer = check()
        verifications.withLock { known in
            if known.count >= RevocationMemory.maximumSources { known.removeAll() }
            known[question] = answer
        }
        return answer
    }
}
