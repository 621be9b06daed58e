// The finding in a bundle is what its maker expects. It must be, to the byte, what judging gives at its time (docs/formats/bundle.md,
// bundle-19); where it is another, the differences are told.

internal import Agreements
internal import EvidenceModules
internal import EvidenceValues

extension BundleVerifier {
    /// The finding inside is the one that the evidence gives at its time. Spec: bundle-19
    func checkFinding(
        _ judgement: PinnedTexts.Judgement, _ checks: inout CheckList
    ) -> [FindingDifference] {
        // Without findings there is nothing to compare with, and another check says why.
        guard var expected = judgement.findings else { return [] }
        guard let inside = bundle.bytes(BundleNames.finding) else {
            checks.fail(
                "FINDING.DIFFERS", BundleNames.finding,
                "There is no finding in the bundle to compare with the one that judging gives.")
            return []
        }
        if bundle.text.time != time {
            let assessment = assess(
                evidence, log: context, trust: texts.trust, validationTime: bundle.text.time,
                skew: texts.skew)
            let earlier = texts.judge(
                assessment.facts, matter: bundle.text.matter, at: bundle.text.time)
            guard let findings = earlier.findings else {
                checks.doubt(
                    "FINDING.DIFFERS", BundleNames.finding,
                    "The claims cannot be judged as at \(bundle.text.time), the time of the finding "
                        + "in the bundle.")
                return []
            }
            expected = findings
        }
        let again = findingJSON(expected)
        guard again != inside else {
            checks.pass(
                "FINDING.SAME", BundleNames.finding,
                "Judging again as at \(bundle.text.time) gives the finding in the bundle.")
            return []
        }
        checks.fail(
            "FINDING.DIFFERS", BundleNames.finding,
            "Judging again as at \(bundle.text.time) gives another finding than the one in the "
                + "bundle.")
        return FindingComparison(stated: inside, found: again).differences
    }
}
