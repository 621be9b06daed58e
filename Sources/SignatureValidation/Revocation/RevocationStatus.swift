// What all sources together say of a certificate, for those who state facts rather than judge a signature: when it was revoked, by any
// word that counts, and who said when that it was not. A hold counts as a revocation. An invalidity date is the holder's word through
// the CA and bounds nothing (background R-09).

package import Cryptography
package import EvidenceValues

/// What the evidence says of one certificate.
package struct RevocationStatus: Sendable, Hashable {
    /// A source that names the certificate as revoked.
    package struct Listing: Sendable, Hashable {
        package let list: Digest
        package let thisUpdate: Instant
        package let revocationDate: Instant
        package let reason: String?
    }

    /// A source that could have named it so and does not.
    package struct Good: Sendable, Hashable {
        package let list: Digest
        package let thisUpdate: Instant
        package let nextUpdate: Instant?
    }

    /// By revocation date, earliest first.
    package private(set) var listings: [Listing] = []
    /// By thisUpdate, earliest first.
    package private(set) var good: [Good] = []
    /// Sources that do not count, and why.
    package private(set) var refused: [Check] = []

    /// From when on it was revoked: the earliest date that any source gives.
    package var revokedFrom: Instant? { listings.first?.revocationDate }

    /// What `material` holds on `certificate`, which `issuer` issued and `path` leads to an anchor; without a path the issuer is taken as
    /// the anchor.
    package init(
        of certificate: ParsedCertificate, issuer: ParsedCertificate,
        path: CertificationPath? = nil, material: ValidationMaterial, policy: ValidationPolicy
    ) {
        let found = revocationAnswers(
            on: certificate, issuer: issuer, path: path ?? CertificationPath(anchor: issuer),
            material: material, policy: policy)
        refused = found.refused
        for answer in found.answers {
            let record = answer.record
            switch record.status {
            case .revoked:
                guard let date = record.revocationDate,
                    RevocationStatus.isOlderThanLoss(answer, material, policy)
                else { continue }
                listings.append(
                    Listing(
                        list: record.source, thisUpdate: record.thisUpdate, revocationDate: date,
                        reason: record.reason))
            case .good:
                guard RevocationStatus.isApproved(answer, policy),
                    RevocationStatus.isSignerGood(answer, material, policy)
                else { continue }
                good.append(
                    Good(
                        list: record.source, thisUpdate: record.thisUpdate,
                        nextUpdate: record.nextUpdate))
            case .unknown: continue
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
        let verification = material.verification(of: list, issuer: issuer)
        return verification.refusal(source: list.digest, issuer: issuer)
            ?? RevocationDates(list)
            .refusal(source: list.digest, signer: issuer, policy: policy)
    }

    private static func isApproved(_ answer: RevocationAnswer, _ policy: ValidationPolicy) -> Bool {
        AlgorithmDoubt(
            answer.algorithmNames, bounds: Interval(hi: answer.existence), policy: policy) == nil
    }

    // Whether no source says that a signer who is not the issuer was himself revoked.
    private static func isSignerGood(
        _ answer: RevocationAnswer, _ material: ValidationMaterial, _ policy: ValidationPolicy
    ) -> Bool { loss(of: answer, material, policy).isEmpty }

    // Whether an answer is proven to be older than any revocation of a signer who is not the issuer: since then whoever stole his key
    // may have written it.
    private static func isOlderThanLoss(
        _ answer: RevocationAnswer, _ material: ValidationMaterial, _ policy: ValidationPolicy
    ) -> Bool {
        loss(of: answer, material, policy).allSatisfy {
            Interval(hi: answer.existence).isBefore($0, skew: policy.skew) == .certain
        }
    }

    // Since when a signer who is not the issuer was revoked, by each source that says so. One step: those who vouch for the
    // signer are not asked for in their turn, for the issuer himself entitled him.
    private static func loss(
        of answer: RevocationAnswer, _ material: ValidationMaterial, _ policy: ValidationPolicy
    ) -> [Instant] {
        let path = answer.signerPath
        guard !answer.signerIsIssuer, path.certificates.count > 1 else { return [] }
        let answers = revocationAnswers(
            on: path.endEntity, issuer: path.certificates[1], path: path, material: material,
            policy: policy)
        return answers.answers.compactMap { $0.revokedFrom(policy) }
    }
}
