// Cosignatures over checkpoints (C2SP tlog-witness): when there is anything new, tokens included, each witness is asked to cosign the newest checkpoint.

import EvidenceStore
package import EvidenceValues
package import TransparencyLog

/// A witness that is asked.
package struct AskedWitness: Sendable, Hashable {
    /// The party, by the annex.
    package let party: PartyID
    package let keys: [VerifierKey]
    /// Its submission prefix, without a final slash.
    package let url: String
    package let patience: TimeSpan

    package init(party: PartyID, keys: [VerifierKey], url: String, patience: TimeSpan) {
        self.party = party
        self.keys = keys
        self.url = url
        self.patience = patience
    }
}

/// The duty towards one witness.
package actor CosigningDuty: ClockDuty {
    private let office: DutyOffice
    private let witness: AskedWitness
    private var progress = DutyProgress()
    /// The size that the witness cosigned last, as far as is known.
    private var known = TreeSize(0)
    package nonisolated let dutyClock: DutyClock

    package init(_ office: DutyOffice, _ witness: AskedWitness) {
        self.office = office
        self.witness = witness
        dutyClock = DutyClock(.cosignature, witness.party)
    }

    package func step() async -> DutyStep {
        let now = office.clock()
        if let retry = progress.waits(at: now) { return .waits(until: retry) }
        do throws(DutyFailure) { return try await attempt(at: now) } catch {
            office.board.bad(dutyClock, error.fault)
            let failures = office.board[dutyClock].failures
            progress.retry = office.clock().advanced(by: Backoff.wait(after: failures))
            return .failed(error.fault)
        }
    }

    private func attempt(at now: Instant) async throws(DutyFailure) -> DutyStep {
        if progress.shown == nil {
            let found = try await office.recall(dutyClock)
            progress = DutyProgress(shown: found?.size ?? TreeSize(0), shownAt: found?.time)
            known = progress.shown ?? known
        }
        guard
            try await office.newest(
                .notCosigned, from: progress.shown ?? TreeSize(0), orAny: false) != nil
        else { return .nothingNew }
        return try await take(try await cosigned())
    }

    /// A cosignature of the newest checkpoint. A witness that knows another size is asked again from there, once: one that says something
    /// else each time is not asked for ever.
    private func cosigned() async throws(DutyFailure) -> CosignedCheckpoint {
        var answer = await ask(from: known)
        if case .failure(.conflict(let size)) = answer { answer = await ask(from: size) }
        switch answer {
        case .success(let cosigned): return cosigned
        case .failure(let refusal): throw DutyFailure(DutyFault(refusal))
        }
    }

    private func ask(
        from known: TreeSize
    ) async -> Result<CosignedCheckpoint, CosignRefusal> {
        do {
            let exchange = try await office.desk.read { try CosignExchange($0, from: known) }
            let request = FetchRequest(
                .post, witness.url + "/add-checkpoint", contentType: "text/plain; charset=utf-8",
                body: Array(exchange.request.text.utf8), patience: witness.patience,
                limit: CosignExchange.maximumAnswer)
            let response = try await office.fetch(request)
            return .success(try exchange.accept(response, by: witness.keys))
        } catch let refusal as CosignRefusal {
            return .failure(refusal)
        } catch {
            return .failure(.failed(status: 0))
        }
    }

    private func take(_ cosigned: CosignedCheckpoint) async throws(DutyFailure) -> DutyStep {
        let now = office.clock()
        let skew = TimeStampExchange.skew
        let earliest = now.advanced(by: TimeSpan(milliseconds: -skew.milliseconds))
        // All lines are filed, so each must have a time that can be.
        let times = cosigned.signers.compactMap(\.time)
        guard let time = times.max(), times.count == cosigned.signers.count,
            times.allSatisfy({ $0.milliseconds > 0 })
        else {
            throw DutyFailure(.malformed)
        }
        guard times.allSatisfy({ $0 >= earliest && $0 <= now.advanced(by: skew) }) else {
            throw DutyFailure(.falseTime)
        }
        let (office, party) = (office, witness.party)
        do {
            try await office.desk.use { archive in
                _ = try archive.accept(
                    cosigned,
                    recordedBy: office.filing(at: office.clock()).cosigned(cosigned, by: party))
            }
        } catch { throw DutyFailure(.notFiled) }
        let size = cosigned.signed.checkpoint.size
        known = size
        progress = DutyProgress(shown: size, shownAt: now)
        office.board.good(dutyClock, time: time, size: size)
        return .filed(size)
    }
}

extension DutyFault {
    init(_ refusal: CosignRefusal) {
        self =
            switch refusal {
            case .ahead: .disowned
            case .conflict: .refused
            case .refused: .disowned
            case .failed(status: 0): .unreachable
            case .failed: .refused
            case .noCosignature(.badSignature): .badSignature
            case .noCosignature: .malformed
            }
    }
}
