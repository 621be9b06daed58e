// Verifies for a reader with a key. The bundle is judged twice: closed, as everybody sees it, which is what the finding inside is compared with; and open, which is
// what he is told, together with what the key changed. Whatever was wrong with the closed bundle is wrong with the open one.

internal import Agreements
internal import EvidenceModules
internal import EvidenceValues

extension BundleVerifier {
    /// The verifier of the bundle as the key opens it.
    func opened(with key: OpeningKey) throws(BundleError) -> BundleVerifier {
        let opening = BundleOpening(bundle, sealed, with: key)
        var open = try BundleVerifier(
            opening.bundle, texts: texts, time: time, tool: tool,
            areClaimsOwn: areClaimsOwn, isFinished: isFinished, memory: memory)
        let closed = verification()
        let plaintexts = RevealedPlaintexts(open, with: key)
        open.evidence = open.evidence.without([], with: plaintexts.exhibits)
        open.view = OpenView(
            key: key, closed: closed, sealing: sealed.recipients?.record,
            exhibits: opening.exhibits, plaintexts: plaintexts,
            checks: opening.checks.checks + plaintexts.checks.checks)
        return open
    }
}

/// What makes an open verification differ from that of the same bundle for everybody.
struct OpenView {
    let key: OpeningKey
    let closed: BundleVerification
    let sealing: SealingRecord?
    let exhibits: [LeafIndex]
    let plaintexts: RevealedPlaintexts
    /// What was found while opening.
    let checks: [Check]

    /// What the closed verification found of the finding inside, which is a closed reader's.
    var findingChecks: [Check] {
        closed.record.checks.filter {
            $0.code.hasPrefix("FINDING.") && $0.subject == BundleNames.finding
        }
    }

    /// The record, with what is found open.
    func record(_ findings: Findings?) -> OpeningRecord {
        let changes =
            findings.flatMap { open in closed.findings?.changes(in: open) } ?? []
        return OpeningRecord(
            certificate: key.certificate, subject: key.subject, exhibits: exhibits,
            plaintexts: plaintexts.records, closedStatus: closed.record.status,
            changes: changes.map {
                .init(
                    claim: $0.claim, sentence: $0.sentence, closed: .init($0.before),
                    opened: .init($0.after))
            })
    }
}

extension OpeningRecord.Side {
    fileprivate init(_ side: FindingChange.Side) {
        self.init(
            value: side.value.rawValue, provenSupremum: side.provenSupremum,
            possibleSupremum: side.possibleSupremum)
    }
}
