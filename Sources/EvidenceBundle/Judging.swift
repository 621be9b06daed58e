// Hands facts to the judge, under the texts of the bundle and no others.

internal import Agreements
internal import EvidenceValues

extension PinnedTexts {
    /// What judging gave.
    enum Judgement {
        case findings(Findings)
        /// There is an agreement, an annex and claims, but the judge refuses them.
        case refused(Check)
        /// There is nothing to judge by, and a check says why.
        case absent

        var findings: Findings? {
            if case .findings(let findings) = self { findings } else { nil }
        }
    }

    /// The findings on the claims, as at `time`.
    func judge(_ facts: [Fact], matter: MatterID, at time: Instant) -> Judgement {
        guard let agreement, let annex, let claims else { return .absent }
        do {
            return .findings(
                try Agreements.judge(
                    facts: facts, agreement: agreement, agreementDigest: agreementDigest,
                    annex: annex, annexDigest: annexDigest, claims: claims,
                    claimsDigest: claimsDigest, matter: matter, now: time))
        } catch {
            return .refused(
                Check(
                    "CLAIMS.REFUSED", .failed, .policyProcessingError, subject: BundleNames.claims,
                    "The claims cannot be judged under this agreement: \(error.words)."))
        }
    }
}
