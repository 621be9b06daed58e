// What OCSP responses say of a certificate (RFC 6960): by its issuer, or by whom the issuer certified for it directly.

import Cryptography
import EvidenceValues

extension RevocationInquiry {
    /// As many certificates are tried as the responder's, at most.
    private static let maximumResponders = 32

    /// The answers of all responses about the certificate.
    func responseFindings() -> RevocationFindings {
        var findings = RevocationFindings()
        for response in material.responses(serial: certificate.serial) {
            let answers = response.answers(on: certificate, issuer: issuer)
            guard !answers.isEmpty else { continue }
            guard let path = responderPath(of: response) else {
                let verification =
                    response.unknownExtension.map { SourceVerification.unsupportedExtension($0) }
                    ?? (response.signatureAlgorithm == nil ? .unsupportedAlgorithm : .otherIssuer)
                let check = verification.refusal(source: response.digest, issuer: issuer)
                findings.refused += [check].compactMap(\.self)
                continue
            }
            for answer in answers {
                if let refusal = refusal(of: answer, in: response, signer: path.endEntity) {
                    findings.refused.append(refusal)
                } else if answer.status != .good || isTelling(answer) {
                    findings.answers.append(self.answer(answer, in: response, path: path))
                }
            }
        }
        return findings
    }

    private func refusal(
        of answer: OCSPAnswer, in response: OCSPResponse, signer: ParsedCertificate
    ) -> Check? {
        if let name = answer.unknownExtension {
            return SourceVerification.unsupportedExtension(name).refusal(
                source: response.digest, issuer: issuer)
        }
        return RevocationDates(answer, in: response).refusal(
            source: response.digest, signer: signer, policy: policy)
    }

    private func isTelling(_ answer: OCSPAnswer) -> Bool {
        couldTell(at: answer.thisUpdate, keepsExpiredFrom: answer.archiveCutoff)
    }

    private func responderPath(of response: OCSPResponse) -> CertificationPath? {
        let memory = material.memory.revocation
        if memory.verification(of: response, signer: issuer) == .valid { return issuerPath }
        let inside = response.certificates.compactMap { material.memory.certificate($0.derBytes) }
        var seen: Set<Digest> = [issuer.digest]
        let possible = (inside + material.responders).filter {
            response.isNamed($0) && seen.insert($0.digest).inserted
        }
        for responder in possible.prefix(RevocationInquiry.maximumResponders) {
            guard memory.isResponder(responder, of: issuer),
                memory.verification(of: response, signer: responder) == .valid,
                let path = path(of: responder, at: response.producedAt)
            else { continue }
            return path
        }
        return nil
    }

    // Its path over the issuer's key, so that what stands above is the certificate's own.
    private func path(of responder: ParsedCertificate, at instant: Instant) -> CertificationPath? {
        material.candidates.paths(
            of: responder, anchors: [issuerPath.anchor.derBytes], at: instant,
            purpose: .ocspSigning, floor: .any
        ).paths.first { path in
            path.certificates.dropFirst().first?.hasSameKey(as: issuer) ?? false
        }
    }

    private func answer(
        _ answer: OCSPAnswer, in response: OCSPResponse, path: CertificationPath
    ) -> RevocationAnswer {
        let signer = path.endEntity
        var record = RevocationRecord(
            form: .response, source: response.digest, certificate: certificate.digest,
            status: .unknown, thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate,
            signer: signer.displayName)
        switch answer.status {
        case .good: record.status = .good
        case .unknown: record.status = .unknown
        case .revoked(let date, let reason):
            record.status = .revoked
            (record.revocationDate, record.reason) = (date, reason)
        }
        return RevocationAnswer(
            record: record, existence: material.existence(of: response.digest, policy: policy),
            signerPath: path, signerIsIssuer: signer.hasSameKey(as: issuer),
            algorithmNames: signer.algorithmNames(response.signatureAlgorithm),
            invalidityDate: answer.invalidityDate)
    }
}
