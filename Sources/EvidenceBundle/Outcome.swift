// From checks to the one word that the exit status tells (docs/formats/bundle.md, bundle-20), and the record for the report.

internal import Agreements
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

extension BundleVerifier {
    /// The record of everything that was found.
    func record(
        _ assessment: Assessment, _ checks: [Check], _ seal: SignatureRecord?,
        _ findings: Findings?
    ) -> VerificationRecord {
        let reliance = Reliance(findings)
        let relied = assessment.exhibits.filter(reliance.counts)
        let status = status(relied, checks)
        let main = log.checkpoint?.checkpoint
        let ofMatter = log.exhibits.filter { $0.filing.matter == bundle.text.matter }
        var record = VerificationRecord(
            status: status, sentence: sentence(status, checks, relied), tool: tool,
            bundleDigest: bundle.digest, bundleSize: bundle.size, validationTime: time,
            matter: bundle.text.matter, agreement: texts.agreementDigest,
            agreementTitle: texts.agreement.map { "\($0.title) (\($0.version))" } ?? "",
            agreementIsPinned: texts.agreementIsPinned, annex: texts.annexDigest,
            annexIsPinned: texts.annexIsPinned, archive: bundle.text.archive,
            treeSize: main?.size ?? TreeSize(0), rootHash: main?.root ?? .empty,
            highestNumber: log.numbers(of: bundle.text.matter).max() ?? 0,
            presentCount: ofMatter.count { $0.path != nil })
        record.isDraft = bundle.isDraft
        record.erased = log.erased.map(\.record)
        record.witnessing = log.witnesses.record
        record.handedInBy = seal
        record.trusted = texts.trustedLines
        record.exhibits = assessment.exhibits.map(disclosed)
        record.sealing = view?.sealing ?? sealed.recipients?.record
        record.opening = view?.record(findings)
        record.checks = checks + reliance.warnings(assessment.exhibits)
        record.revocationStatus = assessment.revocationStatus
        record.contradictions = assessment.contradictions
        record.exchanges = assessment.exchanges
        record.times = assessment.times
        return record
    }

    /// The exhibit with what became of its bytes. Spec: bundle-11, bundle-24
    private func disclosed(_ exhibit: ExhibitRecord) -> ExhibitRecord {
        var exhibit = exhibit
        if let recipients = sealed.recipients, sealed.path(of: exhibit.index) != nil {
            exhibit.disclosure = .sealed
            exhibit.summary =
                "Sealed to \(recipients.record.words): only its digest and what its filer said of it are "
                + "open here."
        } else if let view,
            view.exhibits.contains(exhibit.index)
                || view.plaintexts.records.contains(where: { $0.index == exhibit.index })
        {
            exhibit.disclosure = .opened
        } else if exhibit.path == nil {
            exhibit.disclosure = .withheld
        }
        return exhibit
    }

    /// Spec: bundle-20
    private func status(_ relied: [ExhibitRecord], _ checks: [Check]) -> VerificationStatus {
        let indications = relied.map(\.indication)
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

    private func sentence(
        _ status: VerificationStatus, _ checks: [Check], _ relied: [ExhibitRecord]
    ) -> String {
        let outcome = status == .failed ? Check.Outcome.failed : .indeterminate
        let indication = status == .failed ? Indication.totalFailed : .indeterminate
        let check = checks.first { $0.outcome == outcome }
        let exhibit = relied.first { $0.indication == indication }
        let reason =
            check.map { " \($0.subject): \($0.sentence) (\($0.code))" }
            ?? exhibit.map {
                " Exhibit \($0.number) is \(indication.rawValue)"
                    + ($0.subIndication.map { " (\($0.rawValue))" } ?? "") + "."
            } ?? ""
        let condition =
            texts.agreementIsPinned && texts.annexIsPinned ? "" : " And it is \(texts.condition)."
        switch status {
        case .authentic:
            return
                "All evidence in the bundle holds under the agreement and the annex that you pinned."
        case .failed:
            return "Something in the bundle is provably wrong.\(reason)\(condition)"
        case .indeterminate:
            return "Something in the bundle could not be decided.\(reason)\(condition)"
        case .conditional:
            return "All evidence in the bundle holds, \(texts.condition)."
        }
    }
}

extension CheckList {
    mutating func add(_ other: CheckList) { for check in other.checks { add(check) } }
}
