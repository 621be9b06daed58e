// From what answers say to what it means for something signed at a time that is known within bounds (EN 319 102-1 §5.2.5,
// §5.6.2.2): revoked before, after, or nobody can tell; and when not revoked, whether anybody asked late enough. *Revoked* is proven
// only by an answer that can be relied on; one that cannot leaves a doubt.

import Cryptography
import EvidenceValues

/// What the answers on one certificate mean.
struct RevocationFinding {
    let check: Check
    /// The answer that decides; nil if there is none.
    let counts: RevocationRecord?

    init(
        _ weighed: WeighedAnswers, refused: [Check], of certificate: ParsedCertificate, depth: Int,
        question: CertificateQuestion, context: ValidationContext
    ) {
        let judge = RevocationJudge(
            certificate: certificate, depth: depth, question: question, policy: context.policy)
        let bounds = question.bounds
        if let revoked = weighed.perhapsRevoked(bounds, context.policy) {
            counts = revoked.record
            check = judge.revoked(
                weighed.revoked(bounds, context.policy), perhaps: revoked.date)
        } else if let newest = weighed.good.last {
            let moment = question.moment
            let speaking = weighed.good.last { moment <= $0.lastMoment(context.policy) }
            counts = (speaking ?? newest).record
            check = judge.good(newest.record, speaks: speaking != nil)
        } else if depth == 0 && question.exemptsEndEntity {
            counts = nil
            check = judge.exempt
        } else {
            counts = nil
            let isRequired =
                context.isAboutAnswerer && depth == 0
                ? context.policy.requiresRevocationOfAnswerers : context.policy.requiresRevocation
            let isOutOfBounds = refused.contains {
                $0.subIndication == .revocationOutOfBoundsNoPOE
            }
            let doubt = weighed.doubtful.last?.doubt ?? (isOutOfBounds ? .signerOutOfBounds : nil)
            check = judge.unknown(doubt, isRequired: isRequired)
        }
    }
}

/// The words and codes for what is found of one certificate.
private struct RevocationJudge {
    let certificate: ParsedCertificate
    let depth: Int
    let question: CertificateQuestion
    let policy: ValidationPolicy

    private var subject: String { certificate.digest.text }
    private var name: String { certificate.displayName }

    // `sound`: the earliest date of an answer that can be relied on. `perhaps`: of any.
    func revoked(_ sound: Instant?, perhaps: Instant) -> Check {
        let proven = Interval(lo: question.bounds.lo, hi: policy.existence(question.bounds))
        if proven.isBefore(perhaps, skew: policy.skew) == .certain {
            return Check(
                "SIG.PAST_VALIDATION", .passed, subject: subject,
                "The certificate of \(name) was revoked at \(perhaps), and it is proven that the "
                    + "signature existed before.")
        }
        if depth == 0, let sound, proven.isBefore(sound, skew: policy.skew) == .contrary {
            return Check(
                "SIG.AFTER_REVOCATION", .failed, .revoked, subject: subject,
                "It is proven that the signature was made after \(sound), when the certificate of "
                    + "\(name) was already revoked.")
        }
        let reliable = sound == nil ? ", says an answer that cannot be relied on" : ""
        if depth == 0 {
            return Check(
                "REV.REVOKED_NO_POE", .indeterminate, .revokedNoPOE, subject: subject,
                "The certificate of \(name) was revoked at \(perhaps)\(reliable), and nothing proves "
                    + "whether the signature was made before or after.")
        }
        return Check(
            "REV.CA_REVOKED_NO_POE", .indeterminate, .revokedCANoPOE, subject: subject,
            "The certificate of the authority \(name) was revoked at \(perhaps)\(reliable), and it is "
                + "not proven that the signature existed before.")
    }

    func good(_ newest: RevocationRecord, speaks: Bool) -> Check {
        if newest.thisUpdate >= question.moment, speaks {
            return Check(
                "REV.GOOD", .passed, subject: subject,
                "\(newest.form.sentence(newest.thisUpdate, ", issued after the signature existed,")) "
                    + "the certificate of \(name).")
        }
        if speaks {
            return Check(
                "REV.ISSUED_BEFORE_POE", .warning, subject: subject,
                "The newest \(newest.form.words) that speaks for the certificate of \(name) is of "
                    + "\(newest.thisUpdate), shortly before the signature is proven to exist.")
        }
        return Check(
            "REV.NOT_FRESH", .indeterminate, .tryLater, subject: subject,
            "The newest \(newest.form.words) on the certificate of \(name) is of "
                + "\(newest.thisUpdate), which does not speak for \(question.moment); a later one would "
                + "settle it.")
    }

    var exempt: Check {
        Check(
            "REV.EXEMPT", .passed, subject: subject,
            "The authority exempts the certificate of \(name) from questions about revocation.")
    }

    func unknown(_ doubt: AnswerDoubt?, isRequired: Bool) -> Check {
        guard let doubt else {
            return Check(
                "REV.NONE_FOUND", isRequired ? .indeterminate : .warning,
                isRequired ? .certificateChainGeneralFailure : nil, subject: subject,
                "No revocation list or answer in the evidence tells whether the certificate of "
                    + "\(name) was revoked.")
        }
        return Check(
            doubt.code, isRequired ? .indeterminate : .warning,
            isRequired ? doubt.subIndication : nil, subject: subject,
            "The newest answer on the certificate of \(name) \(doubt.words), so it says nothing.")
    }
}

extension RevocationRecord.Form {
    fileprivate var words: String { self == .response ? "OCSP answer" : "revocation list" }

    /// The beginning of a sentence that ends with the certificate.
    fileprivate func sentence(_ thisUpdate: Instant, _ circumstance: String) -> String {
        self == .response
            ? "An OCSP answer of \(thisUpdate)\(circumstance) knows of no revocation of"
            : "A revocation list of \(thisUpdate)\(circumstance) does not name"
    }
}
