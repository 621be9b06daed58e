// What lists and OCSP responses say of one certificate, source by source (RFC 5280 §6.3, RFC 6960), at any past time: whoever asks picks
// the answers that count for the moment that he asks for. Whether a source's signer was himself revoked is asked in the same way, by
// whoever walks the path; nothing here recurs, so no ring of lists can make it endless.
//
// Bad news counts from any list that the issuer signed, whatever its scope: it can be about no other certificate. Good news counts only
// from a source that could have held the bad: complete for this certificate and for all reasons, and issued within its validity, since
// authorities drop expired certificates from their lists, unless the source says how far back it goes.

package import Cryptography
package import EvidenceValues

/// What one source says of one certificate; a list with its delta, and the partial lists that together cover all reasons, are one.
package struct RevocationAnswer: Sendable, Hashable {
    package let record: RevocationRecord
    /// The proof of existence of the source; of the later one where they are several.
    package let existence: Instant
    /// From who signed it to an anchor; revocation is not looked at.
    package let signerPath: CertificationPath
    /// The key is the certificate's issuer's: nothing more is to be asked about it than about the issuer.
    package let signerIsIssuer: Bool
    /// Of its signature, for the catalogue.
    package let algorithmNames: [String]
    /// Since when the holder says that the key was not his alone (RFC 5280 §5.3.2).
    package let invalidityDate: Instant?
}

/// What all sources say of one certificate.
package struct RevocationAnswers: Sendable {
    /// By thisUpdate, ascending.
    package let answers: [RevocationAnswer]
    /// Sources that say to be about it and do not count, and why.
    package let refused: [Check]
}

/// What the material holds on `certificate`, which `issuer` issued and `path` leads to an anchor. Cost: once for each certificate, path
/// and validation time; a signature for each source and signer that could be his.
package func revocationAnswers(
    on certificate: ParsedCertificate, issuer: ParsedCertificate, path: CertificationPath,
    material: ValidationMaterial, policy: ValidationPolicy
) -> RevocationAnswers {
    let inquiry = RevocationInquiry(
        certificate: certificate, issuer: issuer,
        issuerPath: path.part(from: issuer) ?? CertificationPath(anchor: issuer),
        material: material, policy: policy)
    let question = RevocationQuestion(
        certificate: certificate.digest, path: inquiry.issuerPath.certificates.map(\.digest),
        validationTime: policy.validationTime, skew: policy.skew)
    return material.answers(to: question) {
        var findings = inquiry.listFindings()
        findings.merge(inquiry.responseFindings())
        return RevocationAnswers(
            answers: findings.answers.sorted {
                ($0.record.thisUpdate, $0.record.source) < ($1.record.thisUpdate, $1.record.source)
            }, refused: findings.refused)
    }
}

/// One certificate about which the sources are asked.
struct RevocationInquiry {
    let certificate: ParsedCertificate
    let issuer: ParsedCertificate
    /// From the issuer to the anchor.
    let issuerPath: CertificationPath
    let material: ValidationMaterial
    let policy: ValidationPolicy

    /// Whether a source of this time would have told if the certificate was revoked.
    func couldTell(at thisUpdate: Instant, keepsExpiredFrom: Instant?) -> Bool {
        guard thisUpdate >= certificate.notBefore else { return false }
        if thisUpdate <= certificate.notAfter { return true }
        return keepsExpiredFrom.map { $0 <= certificate.notAfter } ?? false
    }

}

/// When a source was issued, and by when its signer promised the next.
struct RevocationDates {
    let thisUpdate: Instant
    let nextUpdate: Instant?
    /// When it was signed: responders may sign later what was so at thisUpdate (RFC 6960 §2.4).
    let signed: Instant

    init(_ list: RevocationList) {
        (thisUpdate, nextUpdate, signed) = (list.thisUpdate, list.nextUpdate, list.thisUpdate)
    }

    init(_ answer: OCSPAnswer, in response: OCSPResponse) {
        (thisUpdate, nextUpdate) = (answer.thisUpdate, answer.nextUpdate)
        signed = response.producedAt
    }

    /// What is against them; nil if nothing is.
    func refusal(source: Digest, signer: ParsedCertificate, policy: ValidationPolicy) -> Check? {
        let subject = source.text
        guard max(thisUpdate, signed) <= policy.validationTime.advanced(by: policy.skew) else {
            return Check(
                "REV.FUTURE", .warning, subject: subject,
                "This revocation information says it was issued after the time of validation.")
        }
        if let nextUpdate, nextUpdate < thisUpdate {
            return Check(
                "REV.MALFORMED", .warning, subject: subject,
                "This revocation information says to be replaced before it was issued.")
        }
        guard signer.isValid(at: signed) else {
            return Check(
                "REV.SIGNER_OUT_OF_BOUNDS", .warning, .revocationOutOfBoundsNoPOE, subject: subject,
                "This revocation information was issued when its signer's certificate was not valid."
            )
        }
        return nil
    }
}

/// What was found so far.
struct RevocationFindings {
    var answers: [RevocationAnswer] = []
    var refused: [Check] = []

    mutating func merge(_ other: RevocationFindings) {
        answers += other.answers
        refused += other.refused
    }
}

extension SourceVerification {
    /// Why a source does not count; nil if its signature holds.
    func refusal(source: Digest, issuer: ParsedCertificate) -> Check? {
        let subject = source.text
        switch self {
        case .valid: return nil
        case .otherIssuer, .badSignature, .notPermitted:
            return Check(
                "REV.SIGNER_UNTRUSTED", .warning, subject: subject,
                "This revocation information is not signed by \(issuer.displayName) or whom it "
                    + "entitled to, so it is ignored.")
        case .unsupportedAlgorithm:
            return Check(
                "CRYPTO.UNKNOWN_ALG", .warning, subject: subject,
                "This revocation information is signed in a way that cannot be checked; it is ignored."
            )
        case .unsupportedExtension(let name):
            return Check(
                "REV.UNKNOWN_EXTENSION", .warning, subject: subject,
                "This revocation information means something that is not understood (\(name)), so it "
                    + "is ignored.")
        }
    }
}

extension ParsedCertificate {
    /// Its common name, or the whole subject.
    package var displayName: String { commonName ?? subject }

    /// The algorithms of a signature by its key.
    func algorithmNames(_ algorithm: SignatureAlgorithm?) -> [String] {
        guard let algorithm else { return ["unknown"] }
        return [algorithm.digest.rawValue, keyAlgorithm.name(scheme: algorithm.scheme)]
    }
}
