// Which answers about a certificate can be relied on. An answer counts if its signer was entitled at the time of the answer, by a path
// that held then, and if the answer provably existed before anything befell its signer: before the signer's certificate expired, before
// a certificate above was revoked (the control time), before its algorithms ended. Good news that cannot be relied on is no news; bad
// news that cannot be relied on is a doubt, never a proof.

import Cryptography
import EvidenceValues

/// Why an answer cannot be relied on.
enum AnswerDoubt: Hashable {
    /// It is not proven to be older than what befell a certificate above.
    case noPOE(SubIndication)
    /// Its signer's certificate was not valid when it was made, or is not any more and nothing proves that the answer is older.
    case signerOutOfBounds
    /// Its algorithms are not approved for the time at which it provably existed.
    case weak(SubIndication)
    /// Whoever signed it for the issuer may have been revoked.
    case signerDoubtful(SubIndication?)

    var subIndication: SubIndication {
        switch self {
        case .noPOE(let reason): reason
        case .signerOutOfBounds: .revocationOutOfBoundsNoPOE
        case .weak(let reason): reason
        case .signerDoubtful(let reason):
            reason == .outOfBoundsNoPOE || reason == .outOfBoundsNotRevoked
                ? .revocationOutOfBoundsNoPOE : .certificateChainGeneralFailure
        }
    }

    var code: String {
        switch self {
        case .noPOE: "REV.NO_POE"
        case .signerOutOfBounds: "REV.SIGNER_OUT_OF_BOUNDS"
        case .weak(.cryptoConstraintsFailureNoPOE): "CRYPTO.WEAK_NO_POE"
        case .weak: "CRYPTO.UNKNOWN_ALG"
        case .signerDoubtful: "REV.SIGNER_UNTRUSTED"
        }
    }

    /// What follows "the newest answer …".
    var words: String {
        switch self {
        case .noPOE:
            "is not proven to be older than what befell the authorities above it"
        case .signerOutOfBounds:
            "is signed under a certificate that was not valid then, or has expired since without "
                + "proof that the answer is older"
        case .weak: "is signed with an algorithm that is not approved for its time"
        case .signerDoubtful:
            "is signed by somebody of whom it is not known whether he was entitled to"
        }
    }
}

/// The answers on one certificate, weighed.
struct WeighedAnswers {
    /// By thisUpdate, earliest first.
    private(set) var sound: [RevocationAnswer] = []
    /// By thisUpdate, earliest first.
    private(set) var doubtful: [(answer: RevocationAnswer, doubt: AnswerDoubt)] = []

    init(
        _ answers: [RevocationAnswer], at place: PathPlace, control: ControlTime,
        question: CertificateQuestion, context: ValidationContext
    ) {
        for answer in answers where answer.record.status != .unknown {
            if let doubt = context.doubt(answer, at: place, control: control, question: question) {
                doubtful.append((answer, doubt))
            } else {
                sound.append(answer)
            }
        }
    }

    /// The earliest date from which an answer that can be relied on says that it was revoked.
    func revoked(_ bounds: Interval, _ policy: ValidationPolicy) -> Instant? {
        sound.filter { !isLifted($0, before: bounds.lo) }
            .compactMap { $0.revokedFrom(policy) }.min()
    }

    /// The answer that gives the earliest date, whether it can be relied on or not.
    func perhapsRevoked(_ bounds: Interval, _ policy: ValidationPolicy) -> (
        date: Instant, record: RevocationRecord
    )? {
        var earliest: (date: Instant, record: RevocationRecord)?
        for answer in sound + doubtful.map(\.answer) where !isLifted(answer, before: bounds.lo) {
            guard let date = answer.revokedFrom(policy), earliest.map({ date < $0.date }) ?? true
            else { continue }
            earliest = (date, answer.record)
        }
        return earliest
    }

    // A hold, and no other revocation, ends when its issuer says so (RFC 5280 §5.3.1). What is not proven to be made after that may have
    // been made during the hold.
    private func isLifted(_ hold: RevocationAnswer, before lo: Instant?) -> Bool {
        guard let lo, hold.record.reason == "certificateHold" else { return false }
        return good.contains { later in
            let (update, held) = (later.record.thisUpdate, hold.record.thisUpdate)
            return update <= lo
                && (update > held || update == held && later.record.form == .delta)
        }
    }

    var good: [RevocationAnswer] { sound.filter { $0.record.status == .good } }

    /// The last moment for which good news that can be relied on speaks.
    func goodUntil(_ policy: ValidationPolicy) -> Instant? {
        good.map { $0.lastMoment(policy) }.max()
    }
}

extension RevocationAnswer {
    /// Since when the certificate was revoked; nil if it was not.
    func revokedFrom(_ policy: ValidationPolicy) -> Instant? {
        guard record.status == .revoked else { return nil }
        let date = record.revocationDate ?? record.thisUpdate
        guard policy.trustsInvalidityDates, record.reason == "keyCompromise", let invalidityDate
        else { return date }
        return min(date, invalidityDate)
    }

    /// The last moment for which it speaks.
    func lastMoment(_ policy: ValidationPolicy) -> Instant {
        policy.freshness.lastMoment(thisUpdate: record.thisUpdate, nextUpdate: record.nextUpdate)
    }
}
