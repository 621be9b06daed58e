// The assessment of evidence: everything is decoded first, then clocks are found and bounds drawn, and only then is anything
// validated, because an exhibit may rest on any other (DESIGN.md §5, §6). The result does not depend on the order of exhibits
// but for the order of records.

import Cryptography
package import EvidenceValues
import SignatureValidation
import TransparencyLog

/// Validates the exhibits in each other's light and says what they show.
package func assess(
    _ exhibits: [FiledExhibit], log: LogContext, trust: PinnedTrust, validationTime: Instant,
    skew: TimeSpan
) -> Assessment {
    assess(
        ReadEvidence(exhibits), log: log, trust: trust, validationTime: validationTime, skew: skew)
}

/// The same for exhibits that were decoded before.
package func assess(
    _ read: ReadEvidence, log: LogContext, trust: PinnedTrust, validationTime: Instant,
    skew: TimeSpan
) -> Assessment {
    let policy = ValidationPolicy(trust: trust, validationTime: validationTime, skew: skew)
    let evidence = Evidence(read, log: log, policy: policy)
    var facts = FactCollection()
    facts.add(evidence.logFacts)
    var records: [ExhibitRecord] = []
    var signatures: [JudgedSignature] = []
    for assessed in mapInParallel(evidence.exhibits, { AssessedExhibit($0, in: evidence) }) {
        records.append(assessed.record)
        signatures += assessed.signatures
        facts.add(assessed.facts)
    }
    var times = TimeRecord(
        clocks: evidence.clockRecords, checkpoints: evidence.checkpointRecords)
    for (certificate, place) in evidence.partyCertificates {
        let found = CertificateFacts(of: certificate, at: place, in: evidence)
        facts.add(found.facts)
        times.certificates.append(found.record)
    }
    facts.add(TimeStampFacts.facts(in: evidence))
    facts.add(evidence.exchangeFacts)
    let runs = evidence.exchangeRuns(signatures: signatures)
    let proofs = ProofSets(of: runs, in: evidence)
    facts.add(proofs.facts)
    let sorted = facts.sorted
    let exchanges = evidence.exchanges(runs, in: sorted)
    let warnings = exchanges.warnings
        .merging(evidence.liabilityWarnings(in: sorted), uniquingKeysWith: +)
        .merging(proofs.checks, uniquingKeysWith: +)
    let speakers = Evidence.speakers(signatures)
    for position in records.indices {
        if let document = records[position].stated?.document {
            records[position].stated?.speakers = speakers[document] ?? []
        }
        records[position].checks += warnings[records[position].index] ?? []
    }
    return Assessment(
        exhibits: records, facts: sorted,
        contradictions: evidence.clocks.contradictions.map(\.sentence),
        checks: evidence.clocks.contradictions.map(\.check) + evidence.witnessForks.map(\.check),
        provenNotes: evidence.provenNotes, revocationStatus: evidence.revocationStatus,
        exchanges: exchanges, times: times)
}

/// One exhibit, validated in the light of all: a function of the exhibit and the evidence.
private struct AssessedExhibit: Sendable {
    let record: ExhibitRecord
    let signatures: [JudgedSignature]
    let facts: [Fact]

    init(_ exhibit: ReadExhibit, in evidence: Evidence) {
        let judgement = exhibit.module?.validate(exhibit.filed, in: evidence) ?? Judgement()
        record = evidence.record(of: exhibit, judgement)
        signatures = judgement.signatures
        facts =
            evidence.facts(of: exhibit.filed)
            + (exhibit.module?.facts(exhibit.filed, judgement, in: evidence) ?? [])
    }
}

extension Evidence {
    /// Certificates of signers and filers, and those filed: whose facts the judge may need. With the exhibit that shows each: the
    /// first filed as a certificate, else the first that it signed, else the first whose filing it signed. Spec: facts-5
    var partyCertificates: [(certificate: ParsedCertificate, place: LeafIndex)] {
        var found: [Digest: ParsedCertificate] = [:]
        var filed: [Digest: LeafIndex] = [:]
        var signing: [Digest: LeafIndex] = [:]
        var filing: [Digest: LeafIndex] = [:]
        func note(
            _ certificates: [ParsedCertificate], _ exhibit: ReadExhibit,
            in places: inout [Digest: LeafIndex]
        ) {
            for certificate in certificates {
                found[certificate.digest] = certificate
                let known = places[certificate.digest]
                places[certificate.digest] = known.map { min($0, exhibit.index) } ?? exhibit.index
            }
        }
        func signers(_ signed: [CMSSignedData]) -> [ParsedCertificate] {
            signed.flatMap(\.signers).flatMap { signer in
                material.certificates.filter { signer.identifies($0) }
            }
        }
        for exhibit in exhibits {
            if exhibit.filed.filing.kind == .certificate {
                note(exhibit.holdings.certificates, exhibit, in: &filed)
            }
            note(signers(exhibit.holdings.signedData), exhibit, in: &signing)
            note(signers([exhibit.filingSignature].compactMap(\.self)), exhibit, in: &filing)
        }
        return found.values.sorted { $0.digest < $1.digest }.compactMap { certificate in
            (filed[certificate.digest] ?? signing[certificate.digest] ?? filing[certificate.digest])
                .map { (certificate, $0) }
        }
    }

    /// The newest trusted list of each issuer, a line each.
    var revocationStatus: [String] {
        var newest: [PartyID: TrustedList] = [:]
        for list in clocks.lists.values {
            let known = newest[list.party]?.list
            if let known,
                (known.thisUpdate, known.digest) >= (list.list.thisUpdate, list.list.digest)
            {
                continue
            }
            newest[list.party] = list
        }
        return newest.sorted { $0.key < $1.key }.map { party, list in
            let until = list.list.nextUpdate.map { ", next due by \($0)" } ?? ""
            return "\(party): list of \(list.list.thisUpdate)\(until)"
        }
    }

    /// The record of an exhibit.
    func record(of exhibit: ReadExhibit, _ judgement: Judgement) -> ExhibitRecord {
        let filed = exhibit.filed
        var record = ExhibitRecord(
            index: exhibit.index, matter: filed.filing.matter, number: filed.docketing.number,
            name: filed.filing.name, kind: filed.filing.kind, mediaType: filed.filing.mediaType,
            size: Int(clamping: filed.filing.size), digest: filed.filing.content,
            received: filed.entry.received)
        record.path = filed.path
        record.filer = filer(of: filed)?.party
        record.bounds = interval(of: exhibit.object)
        record.links = filed.filing.links
        record.signatures = judgement.signatures.map(\.record)
        record.stated = exhibit.statement.map { document, terms in
            StatementRecord(
                document: document, terms: terms.atoms.map(\.text), speakers: [])
        }
        record.checks = judgement.checks
        record.indication = judgement.conclusion?.indication
        record.subIndication = judgement.conclusion?.subIndication
        describe(exhibit, judgement, in: &record)
        return record
    }

    private func describe(
        _ exhibit: ReadExhibit, _ judgement: Judgement, in record: inout ExhibitRecord
    ) {
        if let module = exhibit.module {
            let description = module.describe(judgement, in: self)
            record.summary = description.summary
            record.details = description.details
            record.ledger = description.ledger
            record.makers = module.makers(exhibit.filed, judgement, in: self).words
        } else if let malformed = exhibit.malformed {
            record.summary = "Filed as \(record.kind.rawValue), but it is \(malformed.words)."
            record.makers = Makers.anyone.words
            record.indication = .totalFailed
            record.subIndication = .formatFailure
            record.checks.append(
                Check(
                    malformed.code, .failed, .formatFailure, subject: record.digest.text,
                    record.summary))
        } else {
            record.summary = "Withheld: only its digest and what its filer said of it are here."
        }
    }
}

extension TimeContradiction {
    /// The contradiction in words, with whose clocks it is between and whose it is.
    var sentence: String {
        "The \(upper.name) is over something that can only have been made after the \(lower.name): "
            + "a clock of \(suspects.map(\.text).joined(separator: " or of ")) is false"
            + (accusers.isEmpty
                ? "."
                : ", for those of \(accusers.map(\.text).joined(separator: " and ")) speak "
                    + "against it, each for itself.")
    }

    /// The contradiction as a check.
    var check: Check {
        Check("TST.ORDER", .indeterminate, .timestampOrderFailure, subject: upper.name, sentence)
    }
}
