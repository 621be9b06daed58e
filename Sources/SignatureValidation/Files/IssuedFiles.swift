// Files that an authority issued: certificates, revocation lists, OCSP responses. What is asked of them: who signed them, whether
// that leads to an anchor, and whether they are valid or fresh at the validation time.

import Cryptography
import EvidenceValues

extension FileValidation {
    /// A certificate: its path, and its revocation, at the validation time.
    static func certificateRecord(
        _ object: [UInt8], in file: NamedFile, _ question: FileQuestion
    ) -> FileRecord {
        guard let certificate = question.memory.certificate(object) else {
            return file.refused(
                kind: "certificate", "CERT.FORMAT", policy: question.policy,
                "The file begins like a certificate, but it is not well-formed.")
        }
        var inside = FileMaterial(memory: question.memory)
        inside.add(certificate: object)
        let material = question.others.with(inside, memory: question.memory)
        let validation = CertificateValidation(
            of: certificate, bounds: .unbounded, purpose: certificate.likelyPurpose,
            material: material, policy: question.policy)
        var record = file.record(
            kind: "certificate", validation.checks,
            policy: question.policy)
        record.sentence =
            record.indication == .totalPassed
            ? "The certificate of \(certificate.displayName) is valid, and nothing shows that it was "
                + "revoked."
            : "The certificate of \(certificate.displayName): "
                + SignatureSentence.reason(record.checks)
        let own = FileObject(
            kind: "certificate", digest: certificate.digest, bytes: object,
            name: certificate.subject)
        record.objects = ObjectsInFile(file, [own]).records
        return record
    }

    /// A list: who signed it, and whether it speaks for the validation time.
    static func listRecord(_ object: [UInt8], in file: NamedFile, _ question: FileQuestion)
        -> FileRecord
    {
        guard let list = try? RevocationList(pemOrDER: object) else {
            return file.refused(
                kind: "revocation-list", "REV.FORMAT", policy: question.policy,
                "The file begins like a revocation list, but it is not well-formed.")
        }
        let issuers = IssuerSearch(question, besides: []) { $0.subjectDER == list.issuerDER }
        let checks = issuers.checks(digest: list.digest, issuer: list.issuer, purpose: .crlIssuing)
        {
            list.verify(issuer: $0) == .valid
        }
        let fresh = FileValidation.freshness(
            list.thisUpdate, list.nextUpdate, list.digest, question.policy)
        var record = file.record(
            kind: "revocation-list", checks + [fresh], policy: question.policy)
        record.sentence =
            record.indication == .totalPassed
            ? "The revocation list of \(list.issuer) of \(list.thisUpdate) names \(list.entries.count) "
                + "certificates and is signed by an authority that is trusted."
            : "The revocation list of \(list.issuer): " + SignatureSentence.reason(record.checks)
        let own = FileObject(
            kind: "revocation-list", digest: list.digest, bytes: object,
            name: "\(list.issuer), \(list.thisUpdate)")
        record.objects = ObjectsInFile(file, [own]).records
        return record
    }

    /// An OCSP response: who signed it, and whether it speaks for the validation time.
    static func responseRecord(_ object: [UInt8], in file: NamedFile, _ question: FileQuestion)
        -> FileRecord
    {
        guard let response = try? OCSPResponse(der: object) else {
            return file.refused(
                kind: "ocsp-response", "REV.FORMAT", policy: question.policy,
                "The file begins like an OCSP response, but it is not a well-formed answer.")
        }
        let signers = IssuerSearch(question, besides: response.certificates) {
            response.isNamed($0)
        }
        let checks = signers.checks(
            digest: response.digest, issuer: "the responder", purpose: .ocspSigning,
            isEntitled: { FileValidation.isEntitled($0, to: response) },
            isSigned: { response.verify(signer: $0) == .valid })
        let latest = response.answers.max { $0.thisUpdate < $1.thisUpdate }
        let fresh = FileValidation.freshness(
            latest?.thisUpdate ?? response.producedAt, latest?.nextUpdate, response.digest,
            question.policy)
        var record = file.record(
            kind: "ocsp-response", checks + [fresh], policy: question.policy)
        record.sentence =
            record.indication == .totalPassed
            ? "The answer of \(response.producedAt) on \(response.answers.count) certificates is signed "
                + "by an authority that is trusted."
            : "The OCSP response: " + SignatureSentence.reason(record.checks)
        let own = FileObject(
            kind: "ocsp-response", digest: response.digest, bytes: response.derBytes,
            name: response.producedAt.text)
        record.objects = ObjectsInFile(file, [own]).records
        return record
    }

    // An authority answers on its own certificates; a responder on those of the authority that certified it (RFC 6960 §4.2.2.2).
    private static func isEntitled(_ path: CertificationPath, to response: OCSPResponse) -> Bool {
        let signer = path.endEntity
        let superior = path.certificates.dropFirst().first
        return response.answers.allSatisfy { answer in
            answer.isOnCertificate(of: signer)
                || signer.isForResponses && superior.map(answer.isOnCertificate) ?? false
        }
    }

    /// Whether revocation data speaks for the validation time.
    static func freshness(
        _ thisUpdate: Instant, _ nextUpdate: Instant?, _ digest: Digest, _ policy: ValidationPolicy
    ) -> Check {
        let time = policy.validationTime
        if thisUpdate > time.advanced(by: policy.skew) {
            return Check(
                "REV.FUTURE", .indeterminate, .tryLater, subject: digest.text,
                "It says that it was issued at \(thisUpdate), after the time of validation.")
        }
        guard let nextUpdate, time <= nextUpdate else {
            return Check(
                "REV.NOT_FRESH", .warning, subject: digest.text,
                "It is of \(thisUpdate), so it does not speak for \(time).")
        }
        return Check(
            "REV.FRESH", .passed, subject: digest.text,
            "It speaks for the time from \(thisUpdate) to \(nextUpdate).")
    }
}

/// The search for who signed a list or response.
struct IssuerSearch {
    private let candidates: [ParsedCertificate]
    private let material: ValidationMaterial
    private let policy: ValidationPolicy

    /// `isNamed` tells whether a certificate is of whom the object names as its signer.
    init(
        _ question: FileQuestion, besides: [EvidenceCertificate],
        isNamed: (ParsedCertificate) -> Bool
    ) {
        policy = question.policy
        let anchors = policy.trust.anchors.compactMap { question.memory.certificate($0.derBytes) }
        var inside = FileMaterial(memory: question.memory)
        for certificate in besides { inside.add(certificate: certificate.derBytes) }
        candidates = (anchors + question.others.certificates + inside.certificates).filter(isNamed)
        material = question.others.with(inside, memory: question.memory)
    }

    /// Whether one of the candidates signed it, leads to an anchor, and by that path was entitled to. An authority signs answers
    /// itself, or by a responder with a certificate for that.
    func checks(
        digest: Digest, issuer: String, purpose: PathPurpose,
        isEntitled: (CertificationPath) -> Bool = { _ in true },
        isSigned: (ParsedCertificate) -> Bool
    ) -> [Check] {
        guard !candidates.isEmpty else {
            return [
                Check(
                    "REV.SIGNER_UNKNOWN", .indeterminate, .noSigningCertificateFound,
                    subject: digest.text,
                    "The certificate of \(issuer), who is said to have signed it, is not at hand.")
            ]
        }
        let signers = candidates.filter(isSigned)
        guard let signer = signers.first else {
            return [
                Check(
                    "REV.SIGNATURE", .failed, .sigCryptoFailure, subject: digest.text,
                    "It is not signed by \(issuer) as it says, or it was changed.")
            ]
        }
        let signed = Check(
            "REV.SIGNATURE", .passed, subject: digest.text, "It is signed by \(signer.displayName)."
        )
        let validation = CertificateValidation(
            of: signer, bounds: .unbounded, purpose: signer.isCA ? .crlIssuing : purpose,
            material: material, policy: policy)
        guard let path = validation.path, !isEntitled(path) else {
            return [signed] + validation.checks
        }
        let stranger = Check(
            "REV.SIGNER_UNTRUSTED", .indeterminate, .chainConstraintsFailure, subject: digest.text,
            "\(signer.displayName) is not entitled to speak for all the certificates that it names."
        )
        return [signed] + validation.checks + [stranger]
    }
}

extension ParsedCertificate {
    /// What it is most likely meant for: time-stamping if it is restricted to that, issuing if it is an authority's, else signing.
    var likelyPurpose: PathPurpose {
        if extendedKeyUsages == ["1.3.6.1.5.5.7.3.8"] { return .timeStamping }
        return isCA ? .crlIssuing : .signing
    }
}
