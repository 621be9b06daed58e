// What validation of single files needs of its neighbours.

import Cryptography
import EvidenceValues

extension CMSSignedData {
    /// Whether it holds a TSTInfo (RFC 3161 §2.4.2).
    var isTimeStampToken: Bool { eContentType == "1.2.840.113549.1.9.16.1.4" }
}

extension TimeStampToken {
    /// What the token says to be over, so that all else can be looked at when the bytes are not at hand.
    var statedContent: SignedContent {
        .hashes([imprintAlgorithm: imprint])
    }
}

extension TimeStampValidation {
    func record(use: TimeStampRecord.Use, existence: Interval, policy: ValidationPolicy)
        -> TimeStampRecord
    {
        let checks = checks(existence: existence, policy: policy)
        let conclusion = Conclusion(checks)
        var record = TimeStampRecord(
            use: use, token: .sha256(of: token.tokenBytes), time: token.genTime,
            accuracy: token.accuracy, indication: conclusion.indication,
            existence: policy.existence(existence))
        record.subIndication = conclusion.subIndication
        record.authority = party
        record.subject = signer?.subject ?? ""
        record.checks = checks
        return record
    }
}

extension CertificateValidation {
    func checks(bounds: Interval, _ material: ValidationMaterial, _ policy: ValidationPolicy)
        -> [Check]
    {
        var checks = [check, checkValidity(of: certificate, bounds: bounds, policy: policy)]
        for (depth, link) in links.enumerated() {
            let status = RevocationStatus(
                of: link.certificate, issuer: link.issuer, material: material, policy: policy)
            checks.append(
                checkRevocation(
                    status, of: link.certificate, depth: depth, bounds: bounds, policy: policy))
        }
        return checks
    }
}
