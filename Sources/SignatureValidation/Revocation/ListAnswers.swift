// What revocation lists say of a certificate (RFC 5280 §6.3.3): which lists are about it, who may have signed them, and what they say
// together: a base with its delta, partial lists with each other.

import Cryptography
import EvidenceValues

/// What one list says, or a base with its delta.
private struct ListStatement {
    let form: RevocationRecord.Form
    let list: RevocationList
    let signerPath: CertificationPath
    /// The reasons for which its silence means that the certificate is good.
    var coverage: ReasonMask
    var entry: RevocationEntry?
    var existence: Instant

    var signer: ParsedCertificate { signerPath.endEntity }
    /// A line of a delta that takes the certificate off the list is no revocation; other lists have no such lines (RFC 5280 §5.3.1).
    var revocation: RevocationEntry? {
        list.isDelta && entry?.reason == "removeFromCRL" ? nil : entry
    }
}

extension RevocationInquiry {
    /// As many signers of one list are tried, at most, all of them certified under the anchor; a CA has one or two keys at a time.
    private static let maximumSigners = 32

    /// The answers of all lists about the certificate.
    func listFindings() -> RevocationFindings {
        var findings = RevocationFindings()
        var statements: [ListStatement] = []
        for list in lists() {
            switch signerPath(of: list) {
            case .failure(let refusal): findings.refused.append(refusal.check)
            case .success(let path):
                let dates = RevocationDates(list).refusal(
                    source: list.digest, signer: path.endEntity, policy: policy)
                if let dates {
                    findings.refused.append(dates)
                } else {
                    statements.append(statement(list, path))
                }
            }
        }
        let completed = deltas(in: statements)
        let whole = statements.filter { !$0.list.isDelta || $0.revocation != nil } + completed
        let completedDeltas = Set(completed.map(\.list))
        for statement in whole
        where statement.form != .list || !completedDeltas.contains(statement.list) {
            if statement.revocation != nil {
                findings.answers.append(answer(of: [statement]))
            } else if statement.coverage == .all && isTelling(statement) {
                findings.answers.append(answer(of: [statement]))
            }
        }
        findings.answers += partialAnswers(whole.filter { $0.revocation == nil })
        return findings
    }

    // The lists of its issuer, and of those who issue lists in the issuer's place.
    private func lists() -> [RevocationList] {
        let others = certificate.revocationIssuers.subtracting([certificate.issuerName])
        return material.revocationLists(issuer: certificate.issuerName)
            + others.flatMap { material.revocationLists(issuer: $0) }.filter(\.isIndirect)
    }

    private struct Refusal: Error {
        let check: Check
    }

    // The path of who signed a list: the issuer, or another certificate of the name that the list states (the issuer's with another key
    // or term, or that of who issues lists in its place), to the same anchor (RFC 5280 §6.3.3 (f)). The standard rests on names being
    // unique below an anchor (§8), which whoever has an authority there could break: so he must be certified by the issuer or one above
    // it, who could speak for the certificate themselves.
    private func signerPath(of list: RevocationList) -> Result<CertificationPath, Refusal> {
        let verification = material.verification(of: list, issuer: issuer)
        let isIssuer = verification == .valid
        if isIssuer, issuer.isValid(at: list.thisUpdate) { return .success(issuerPath) }
        var seen: Set<Digest> = [issuer.digest]
        let named = (issuerPath.certificates + material.certificates(subject: list.issuerName))
            .filter { list.hints(at: $0) && seen.insert($0.digest).inserted }
        for signer in named.prefix(RevocationInquiry.maximumSigners) {
            guard let path = path(of: signer, at: list.thisUpdate),
                material.verification(of: list, issuer: signer) == .valid
            else { continue }
            return .success(path)
        }
        guard let check = verification.refusal(source: list.digest, issuer: issuer) else {
            return .success(issuerPath)
        }
        return .failure(Refusal(check: check))
    }

    private func path(of signer: ParsedCertificate, at instant: Instant) -> CertificationPath? {
        if let part = issuerPath.part(from: signer) { return part }
        return material.candidates.paths(
            of: signer, anchors: [issuerPath.anchor.derBytes], at: instant, purpose: .crlIssuing,
            floor: .any
        ).paths.first { path in
            path.certificates.dropFirst().first.map { superior in
                issuerPath.certificates.contains { $0.hasSameKey(as: superior) }
            } ?? true
        }
    }

    private func statement(_ list: RevocationList, _ path: CertificationPath) -> ListStatement {
        ListStatement(
            form: .list, list: list, signerPath: path, coverage: list.coverage(of: certificate),
            entry: list.isForAttributes
                ? nil : list.entry(for: certificate.serial, issuer: certificate.issuerName),
            existence: material.existence(of: list.digest, policy: policy))
    }

    // Each delta with the newest list that it completes.
    private func deltas(in statements: [ListStatement]) -> [ListStatement] {
        statements.filter(\.list.isDelta).compactMap { delta in
            let base = statements.filter {
                $0.list.isCompleted(by: delta.list) && $0.signer.hasSameKey(as: delta.signer)
            }.max { $0.list.thisUpdate < $1.list.thisUpdate }
            guard let base else { return nil }
            return ListStatement(
                form: .delta, list: delta.list, signerPath: delta.signerPath,
                coverage: base.coverage.intersection(delta.coverage),
                entry: delta.entry ?? base.entry,
                existence: max(base.existence, delta.existence))
        }
    }

    private func isTelling(_ statement: ListStatement) -> Bool {
        couldTell(
            at: statement.list.thisUpdate, keepsExpiredFrom: statement.list.expiredCertificatesFrom)
    }

    // Partial lists of one signer: each with the newest before it that cover what it does not. Together they speak for the time of the
    // oldest.
    private func partialAnswers(_ statements: [ListStatement]) -> [RevocationAnswer] {
        let partial = statements.filter {
            !$0.coverage.isEmpty && $0.coverage != .all && isTelling($0)
        }.sorted { $0.list.thisUpdate < $1.list.thisUpdate }
        var found: [RevocationAnswer] = []
        for (position, newest) in partial.enumerated() {
            var parts = [newest]
            var mask = newest.coverage
            for other in partial[..<position].reversed()
            where mask != .all && other.signer == newest.signer
                && !other.coverage.isSubset(of: mask)
            {
                parts.append(other)
                mask.formUnion(other.coverage)
            }
            guard mask == .all else { continue }
            found.append(answer(of: parts))
        }
        return found
    }

    // One answer of statements by one signer: of the oldest, as it exists by the latest.
    private func answer(of statements: [ListStatement]) -> RevocationAnswer {
        let oldest = statements.min { $0.list.thisUpdate < $1.list.thisUpdate } ?? statements[0]
        let list = oldest.list
        let nextUpdates = statements.map(\.list.nextUpdate)
        var record = RevocationRecord(
            form: oldest.form, source: list.digest, certificate: certificate.digest,
            status: oldest.revocation == nil ? .good : .revoked, thisUpdate: list.thisUpdate,
            nextUpdate: nextUpdates.contains(nil) ? nil : nextUpdates.compactMap(\.self).min(),
            signer: oldest.signer.displayName)
        record.revocationDate = oldest.revocation?.revocationDate
        record.reason = oldest.revocation?.reason
        return RevocationAnswer(
            record: record,
            existence: statements.map(\.existence).max() ?? policy.validationTime,
            signerPath: oldest.signerPath, signerIsIssuer: oldest.signer.hasSameKey(as: issuer),
            algorithmNames: oldest.signer.algorithmNames(list.signatureAlgorithm),
            invalidityDate: oldest.revocation?.invalidityDate)
    }
}
