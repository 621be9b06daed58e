// Time-stamps over checkpoints (RFC 3161): when others have filed, the newest checkpoint is stamped, whatever the number of filings; once a day also
// for what the archive filed itself.

import Cryptography
import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// A time-stamping authority that is asked.
package struct StampingAuthority: Sendable, Hashable {
    /// The party whose tokens they are, by the annex.
    package let party: PartyID
    package let url: String
    /// How long it may take to answer.
    package let patience: TimeSpan

    package init(party: PartyID, url: String, patience: TimeSpan) {
        self.party = party
        self.url = url
        self.patience = patience
    }
}

/// The duty towards one authority.
package actor StampingDuty: ClockDuty {
    private let office: DutyOffice
    private let authority: StampingAuthority
    private let trust: PinnedTrust
    private var progress = DutyProgress()
    package nonisolated let dutyClock: DutyClock

    /// - Parameter trust: by it a token must count; an arbiter's annex.
    package init(_ office: DutyOffice, _ authority: StampingAuthority, trust: PinnedTrust) {
        self.office = office
        self.authority = authority
        self.trust = trust
        dutyClock = DutyClock(.timeStamp, authority.party)
    }

    package func step() async -> DutyStep {
        let now = office.clock()
        if let retry = progress.waits(at: now) { return .waits(until: retry) }
        let step: DutyStep
        do throws(DutyFailure) { step = try await attempt(at: now) } catch {
            step = .failed(error.fault)
            office.board.bad(dutyClock, error.fault)
            let failures = office.board[dutyClock].failures
            progress.retry = office.clock().advanced(by: Backoff.wait(after: failures))
        }
        return step
    }

    private func attempt(at now: Instant) async throws(DutyFailure) -> DutyStep {
        if progress.shown == nil { try await recall() }
        let shown = progress.shown ?? TreeSize(0)
        let isDue = progress.shownAt.map { $0.advanced(by: DutyProgress.daily) <= now } ?? true
        guard
            let signed = try await office.newest(
                .ofOthers, from: shown, orAny: isDue)
        else { return .nothingNew }
        let exchange = TimeStampExchange(
            over: .sha256(Array(signed.note.utf8)),
            nonce: office.random(TimeStampExchange.nonceSize))
        let response = try await ask(exchange)
        let token: TimeStampToken
        do {
            token = try exchange.accept(
                response, from: authority.party, under: trust, asked: now, at: office.clock())
        } catch { throw DutyFailure(DutyFault(error)) }
        try await office.file { now in
            try office.filing(at: now).token(token, by: authority.party, over: signed)
        }
        let size = signed.checkpoint.size
        progress = DutyProgress(shown: size, shownAt: office.clock())
        office.board.good(dutyClock, time: token.genTime, size: size)
        return .filed(size)
    }

    private func ask(_ exchange: TimeStampExchange) async throws(DutyFailure) -> [UInt8] {
        let request = FetchRequest(
            .post, authority.url, contentType: TimeStampExchange.contentType,
            body: exchange.query.derBytes, patience: authority.patience,
            limit: TimeStampExchange.responseLimit)
        let response: FetchResponse
        do { response = try await office.fetch(request) } catch {
            throw DutyFailure(.unreachable)
        }
        guard response.status == 200 else { throw DutyFailure(.refused) }
        return response.body
    }

    /// What the log says that the authority saw last.
    private func recall() async throws(DutyFailure) {
        let found = try await office.recall(dutyClock)
        progress.shown = found?.size ?? TreeSize(0)
        progress.shownAt = found?.time
    }
}

extension DutyFault {
    init(_ refusal: TimeStampRefusal) {
        self =
            switch refusal {
            case .noAnswer(.token(.rejected)): .refused
            case .noAnswer(.token): .malformed
            case .noAnswer(.imprintMismatch), .noAnswer(.nonceMismatch): .wrongAnswer
            case .noAnswer(.noCertificate): .badSignature
            case .invalid(.inTheFuture): .falseTime
            case .invalid(.imprintMismatch), .invalid(.nonceMismatch): .wrongAnswer
            case .invalid: .badSignature
            case .tooEarly: .falseTime
            case .untrusted, .notProving, .otherAuthority: .untrusted
            }
    }
}
