// What a list or answer says, and which certificate's key signed it, is a function of their bytes: it is worked out once, for however many
// certificates, signatures and files ask. What does not fit is forgotten.

import EvidenceValues
internal import Synchronization

/// Lists and answers that were read, and signatures over them that were checked before.
package final class RevocationMemory: Sendable {
    private static let maximumSources = 65_536

    /// As many are kept, none larger than `maximumSize`: what comes with one signature after the other is small.
    private static let maximumCount = 2048
    private static let maximumSize = 65_536

    private struct Question: Hashable {
        let source: Digest
        let signer: Digest
    }

    private let verifications = Mutex<[Question: SourceVerification]>([:])
    private let delegations = Mutex<[Question: Bool]>([:])

    private let lists = Mutex<[[UInt8]: RevocationList]>([:])
    private let responses = Mutex<[[UInt8]: OCSPResponse]>([:])

    package init() {}

    /// The list of these bytes; nil if they are none.
    package func list(pemOrDER bytes: [UInt8]) -> RevocationList? {
        RevocationMemory.kept(lists, bytes) { try? RevocationList(pemOrDER: bytes) }
    }

    /// The response of these bytes; nil if they are none.
    package func response(der: [UInt8]) -> OCSPResponse? {
        RevocationMemory.kept(responses, der) { try? OCSPResponse(der: der) }
    }

    private static func kept<Source: Sendable>(
        _ memory: borrowing Mutex<[[UInt8]: Source]>, _ bytes: [UInt8], read: () -> Source?
    ) -> Source? {
        guard bytes.count <= maximumSize else { return read() }
        if let known = memory.withLock({ $0[bytes] }) { return known }
        guard let source = read() else { return nil }
        memory.withLock { known in
            if known.count >= maximumCount { known.removeAll() }
            known[bytes] = source
        }
        return source
    }

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
