// From checks to the one word that the exit status tells (docs/formats/bundle.md, bundle-20), and the record for the report.

internal import Agreements
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

extension BundleVerifier {
    /// The record of everything that was found.
    func record(_ assessment: Assessment, _ checks: [Check], _ seal: SignatureRecord?)
        -> VerificationRecord
    {
        let status = status(assessment, checks)
        let main = log.checkpoint?.checkpoint
        let ofMatter = log.exhibits.filter { $0.filing.matter == bundle.text.matter }
        var record = VerificationRecord(
            status: status, sentence: sentence(status, checks), tool: tool,
            bundleDigest: bundle.digest, bundleSize: bundle.size, validationTime: time,
            matter: bundle.text.matter, agreement: texts.agreementDigest,
            agreementTitle: texts.agreement.map { "\($0.title) (\($0.version))" } ?? "",
            agreementIsPinned: texts.agreementIsPinned, annex: texts.annexDigest,
            annexIsPinned: texts.annexIsPinned, archive: bundle.text.archive,
            treeSize: main?.size ?? TreeSize(0), rootHash: main?.root ?? .empty,
            highestNumber: log.numbers(of: bundle.text.matter).max() ?? 0,
            presentCount: ofMatter.count { $0.path != nil })
        record.erased = log.erased.map(\.record)
        record.witnessing = log.witnesses.record
        record.handedInBy = seal
        record.trusted = texts.trustedLines
        record.exhibits = assessment.exhibits
        record.checks = checks
        record.revocationStatus = assessment.revocationStatus
        record.contradictions = assessment.contradictions
        return record
    }

    /// Spec: bundle-20
    private func status(_ assessment: Assessment, _ checks: [Check]) -> VerificationStatus {
        let indications = assessment.exhibits.map(\.indication)
        if checks.contains(where: { $0.outcome == .failed }) || indications.contains(.totalFailed) {
            return .failed
        }
        if checks.contains(where: { $0.outcome == .indeterminate })
            || indications.contains(.indeterminate)
        {
            return .indeterminate
        }
        return texts.agreementIsPinned && texts.annexIsPinned ? .authentic : .conditional
    }

    private func sentence(_ status: VerificationStatus, _ checks: [Check]) -> String {
        let first = checks.first { $0.outcome == (status == .failed ? .failed : .indeterminate) }
        let reason = first.map { " \($0.subject): \($0.sentence) (\($0.code))" }
        let condition =
            texts.agreementIsPinned && texts.annexIsPinned ? "" : " And it is \(texts.condition)."
        switch status {
        case .authentic:
            return
                "All evidence in the bundle holds under the agreement and the annex that you pinned."
        case .failed:
            return "Something in the bundle is provably wrong."
                + (reason ?? " An exhibit's signature failed.") + condition
        case .indeterminate:
            return "Something in the bundle could not be decided."
                + (reason ?? " The signature of an exhibit is indeterminate.") + condition
        case .conditional:
            return "All evidence in the bundle holds, \(texts.condition)."
        }
    }
}

extension CheckList {
    mutating func add(_ other: CheckList) { for check in other.checks { add(check) } }
}
