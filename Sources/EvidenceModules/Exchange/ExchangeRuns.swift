// The runs of exchanges in the evidence, each message with how its sender's signature stands and when that was made.

import Cryptography
package import EvidenceValues
import SignatureValidation
import TransparencyLog

extension Evidence {
    /// The runs of exchanges that are on file, by protocol and first message.
    func exchangeRuns() -> [ExchangeRun] {
        guard !exchanges.book.runs.isEmpty else { return [] }
        let judged = exhibits.filter { !$0.holdings.signedData.isEmpty }.flatMap { exhibit in
            exhibit.module?.validate(exhibit.filed, in: self).signatures ?? []
        }
        return exchangeRuns(signatures: judged)
    }

    /// The same, where the signatures were judged before.
    func exchangeRuns(signatures: [JudgedSignature]) -> [ExchangeRun] {
        let byContent = Dictionary(
            grouping: signatures.filter { $0.validation.signature.isValid }
        ) { $0.validation.signature.content }
        return exchanges.book.runs.map { run in
            ExchangeRun(
                root: run.root, proto: run.proto, parties: run.parties, text: run.text,
                messages: inOrder(run.messages, byContent),
                openings: exchanges.openings(of: run) { filer(at: $0) })
        }
    }

    private func message(
        _ linked: LinkedMessage, _ signatures: [JudgedSignature]
    ) -> ExchangeMessage {
        let (read, said) = (linked.read, linked.read.said)
        let own = signatures.filter { $0.validation.certificate?.party == linked.sender }
            .filter { _ in linked.sender != nil }
        let times = own.map { signature in
            reliableInterval(of: .signature(signature.validation.signature.signer.signatureDigest))
        }
        let first = times.min { left, right in
            guard let hi = left.hi else { return false }
            return right.hi.map { hi < $0 } ?? true
        }
        var message = ExchangeMessage(
            document: read.document, form: read.form, sender: linked.sender, values: said.values,
            references: said.references, commitments: said.commitments, opened: said.opened,
            places: exchanges.places[read.document] ?? [], faults: linked.faults,
            signature: own.map(\.standing).max() ?? .contrary,
            made: first ?? reliableInterval(of: .content(read.document)))
        message.decision = said.decision
        message.stated = said.time
        return message
    }

    /// What exchanges of signatures say.
    var exchangeFacts: [Fact] { exchanges.facts { filer(at: $0) } }

    /// Who certainly filed what is at this place.
    private func filer(at index: LeafIndex) -> PartyID? {
        guard let filer = filersByIndex[index], filer.standing == .certain else { return nil }
        return filer.party
    }

    // By form, then by what was proven first, then by digest.
    private func inOrder(
        _ linked: [LinkedMessage], _ signatures: [Digest?: [JudgedSignature]]
    ) -> [ExchangeMessage] {
        let found = linked.map { one in
            (one.read.position, message(one, signatures[one.read.document] ?? []))
        }
        return found.sorted { left, right in
            guard left.0 == right.0 else { return left.0 < right.0 }
            let latest = Instant.range.upperBound
            let times = (left.1.made.hi, right.1.made.hi)
            let order = (times.0?.milliseconds ?? latest, times.1?.milliseconds ?? latest)
            return order.0 == order.1
                ? left.1.document < right.1.document : order.0 < order.1
        }.map(\.1)
    }
}

/// The runs of exchanges in these exhibits, found as `assess` finds them.
package func exchangeRuns(
    in exhibits: [FiledExhibit], log: LogContext, trust: PinnedTrust, validationTime: Instant,
    skew: TimeSpan
) -> [ExchangeRun] {
    let policy = ValidationPolicy(trust: trust, validationTime: validationTime, skew: skew)
    return Evidence(ReadEvidence(exhibits), log: log, policy: policy).exchangeRuns()
}
