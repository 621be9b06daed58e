// What revocation lists say of a certificate. A list counts if the certificate's issuer, as a path to an anchor names it, signed
// it while the issuer's own certificate was valid. Bad news counts from any such list; good news only from a list that could
// have held the bad: issued within the certificate's validity, since CAs drop expired certificates from their lists. A hold
// counts as a revocation. An invalidity date is the holder's word through the CA and bounds nothing (background R-09).

package import Cryptography
package import EvidenceValues

/// What the lists in evidence say of one certificate.
package struct RevocationStatus: Sendable, Hashable {
    /// A list that names the certificate.
    package struct Listing: Sendable, Hashable {
        package let list: Digest
        package let thisUpdate: Instant
        package let revocationDate: Instant
        package let reason: String?
    }

    /// A list that could have named it and does not.
    package struct Good: Sendable, Hashable {
        package let list: Digest
        package let thisUpdate: Instant
        package let nextUpdate: Instant?
    }

    /// By revocation date, earliest first.
    package private(set) var listings: [Listing] = []
    /// By thisUpdate, earliest first.
    package private(set) var good: [Good] = []
    /// Lists of that issuer's name that do not count, and why.
    package private(set) var refused: [Check] = []

    /// From when on it was revoked: the earliest date that any list gives.
    package var revokedFrom: Instant? { listings.first?.revocationDate }

    /// What `material` holds on `certificate`, which `issuer` issued.
    package init(
        of certificate: ParsedCertificate, issuer: ParsedCertificate,
        material: ValidationMaterial, policy: ValidationPolicy
    ) {
        for list in material.revocationLists(issuerDER: certificate.issuerDER) {
            if let refusal = RevocationStatus.refusal(
                of: list, issuer: issuer, material: material, policy: policy)
            {
                refused.append(refusal)
                continue
            }
            if let entry = list.entry(for: certificate.serial) {
                listings.append(
                    Listing(
                        list: list.digest, thisUpdate: list.thisUpdate,
                        revocationDate: entry.revocationDate, reason: entry.reason))
            } else if list.thisUpdate >= certificate.notBefore,
                list.thisUpdate <= certificate.notAfter,
                RevocationStatus.isApproved(list, issuer: issuer, material, policy)
            {
                good.append(
                    Good(
                        list: list.digest, thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate)
                )
            }
        }
        listings.sort { ($0.revocationDate, $0.list) < ($1.revocationDate, $1.list) }
        good.sort { ($0.thisUpdate, $0.list) < ($1.thisUpdate, $1.list) }
    }

    /// Why a list of `issuer` does not count; nil if it does.
    package static func refusal(
        of list: RevocationList, issuer: ParsedCertificate, material: ValidationMaterial,
        policy: ValidationPolicy
    ) -> Check? {
        let subject = list.digest.text
        switch material.verification(of: list, issuer: issuer) {
        case .valid: break
        case .otherIssuer, .badSignature, .notPermitted:
            return Check(
                "REV.SIGNER_UNTRUSTED", .warning, subject: subject,
                "This revocation list is not signed by \(issuer.displayName), so it is ignored.")
        case .unsupportedAlgorithm:
            return Check(
                "CRYPTO.UNKNOWN_ALG", .warning, subject: subject,
                "This revocation list is signed in a way that cannot be checked; it is ignored.")
        case .unsupportedExtension(let name):
            return Check(
                "REV.INDIRECT_UNSUPPORTED", .warning, subject: subject,
                "This revocation list is partial or indirect (\(name)), so it is ignored.")
        }
        guard list.thisUpdate <= policy.validationTime.advanced(by: policy.skew) else {
            return Check(
                "REV.FUTURE", .warning, subject: subject,
                "This revocation list says it was issued after the time of validation.")
        }
        guard issuer.notBefore <= list.thisUpdate, list.thisUpdate <= issuer.notAfter else {
            return Check(
                "REV.SIGNER_OUT_OF_BOUNDS", .warning, .revocationOutOfBoundsNoPOE, subject: subject,
                "This revocation list was issued when its issuer's certificate was not valid.")
        }
        return nil
    }

    private static func isApproved(
        _ list: RevocationList, issuer: ParsedCertificate, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> Bool {
        guard let algorithm = list.signatureAlgorithm else { return false }
        let names = [
            algorithm.digest.rawValue, issuer.keyAlgorithm.name(scheme: algorithm.scheme),
        ]
        let bounds = Interval(hi: material.existence(of: list, policy: policy))
        let check = checkAlgorithms(names, bounds: bounds, policy: policy, subject: "")
        return check.outcome == .passed
    }
}

extension ParsedCertificate {
    /// Its common name, or the whole subject.
    package var displayName: String { commonName ?? subject }
}
