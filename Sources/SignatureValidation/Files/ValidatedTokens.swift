// The time-stamps of a file validated one after the other, and what they prove (EN 319 102-1 §5.6.2.3.2): a time-stamp proves the
// existence of what it covers only if it is trusted at its own proof of existence, which later time-stamps gave it.

import Cryptography
import EvidenceValues

/// One time-stamp, validated.
struct ValidatedToken: Sendable {
    let placed: PlacedToken
    let record: TimeStampRecord
    /// `[genTime − accuracy, genTime + accuracy]`; nil if its time is not proven.
    let trusted: Interval?

    /// What the signature's reader must know of it: a warning if it proves nothing.
    var doubt: Check? {
        guard trusted == nil, let cause = record.checks.first(where: { $0.outcome.isDoubt }) else {
            return nil
        }
        return Check(
            cause.code, .warning, cause.subIndication, subject: cause.subject, cause.sentence)
    }
}

/// All time-stamps of a file, and the proofs of existence that come of them.
struct ValidatedTokens: Sendable {
    /// In the order in which they stand in the file.
    private let tokens: [ValidatedToken]
    let proofs: ProofsOfExistence
    private let skew: TimeSpan

    init(_ found: SignatureTokens, material: ValidationMaterial, policy: ValidationPolicy) {
        var proofs = ProofsOfExistence()
        var validated: [Int: ValidatedToken] = [:]
        for index in found.newestFirst {
            let placed = found.tokens[index]
            let known = material.knowing(proofs)
            let result = ValidatedToken(
                placed, existence: proofs.bounds(of: placed.digest), material: known,
                policy: policy)
            validated[index] = result
            guard let instant = result.trusted?.hi else { continue }
            for object in placed.covered { proofs.note(object, by: instant) }
            for other in found.tokens where placed.covered.contains(other.digest) {
                if let token = other.token { proofs.note(token, by: instant) }
            }
        }
        tokens = found.tokens.indices.compactMap { validated[$0] }
        self.proofs = proofs
        skew = policy.skew
    }

    /// The time-stamps of the signer at a position.
    func of(_ path: [Int]) -> [ValidatedToken] { tokens.filter { $0.placed.owner == path } }

    /// When the signature came into being: after its trusted content-time-stamps, which it holds, and before what covers it.
    func bounds(of placed: PlacedSigner) -> Interval {
        let after = of(placed.path).filter { $0.placed.use == .content }.compactMap {
            $0.trusted?.lo
        }
        return Interval(lo: after.max(), hi: proofs[placed.signer.signatureDigest])
    }

    /// What stands against the order of the time-stamps: one that covers another is not older (EN 319 102-1 §5.6.3.4, 4).
    func orderChecks(of placed: PlacedSigner) -> [Check] {
        let own = of(placed.path)
        for outer in own {
            guard let end = outer.trusted?.hi else { continue }
            for inner in own where outer.placed.covered.contains(inner.placed.digest) {
                guard let start = inner.trusted?.lo, start > end.advanced(by: skew) else {
                    continue
                }
                return [
                    Check(
                        "TST.ORDER", .indeterminate, .timestampOrderFailure,
                        subject: outer.placed.digest.text,
                        "The time-stamp of \(outer.record.time) covers another of "
                            + "\(inner.record.time), which says to be younger; one of the two clocks was "
                            + "wrong.")
                ]
            }
        }
        return []
    }
}

extension ValidatedToken {
    /// Validates a token of which others prove that it existed within `existence`.
    init(
        _ placed: PlacedToken, existence: Interval, material: ValidationMaterial,
        policy: ValidationPolicy
    ) {
        self.placed = placed
        guard let token = placed.token else {
            let check = TimeStampFile.refusal(of: placed.error ?? .malformed, placed.digest)
            var record = TimeStampRecord(
                use: placed.use, token: placed.digest, time: policy.validationTime,
                accuracy: TimeSpan(milliseconds: 0), indication: .totalFailed,
                existence: policy.existence(existence))
            record.subIndication = check.subIndication
            record.checks = [check]
            self.record = record
            trusted = nil
            return
        }
        let validation = TimeStampValidation(
            token, content: placed.content ?? token.statedContent, material: material,
            policy: policy, subject: placed.digest.text)
        var record = validation.record(use: placed.use, existence: existence, policy: policy)
        if placed.missing > 0 { record.checks.append(ValidatedToken.incomplete(placed)) }
        if let name = placed.indexAlgorithm {
            let made = existence.intersection(Interval(lo: validation.interval.lo))
            let check = checkAlgorithms(
                [name], bounds: made, policy: policy, subject: placed.digest.text)
            if check.outcome.isDoubt { record.checks.append(check) }
            record.conclude()
        }
        let missing = placed.content == nil ? TimeStampFile.contentNeeded(placed.digest) : nil
        if let fault = placed.fault ?? missing {
            record.checks.insert(fault, at: 0)
            record.conclude()
        }
        record.makers = TokenMakers.of(record)
        self.record = record
        trusted = record.indication == .totalPassed ? validation.interval : nil
    }
}

extension ValidatedToken {
    // What is hashed is proven whether or not the rest is still there.
    fileprivate static func incomplete(_ placed: PlacedToken) -> Check {
        Check(
            "TST.COVERED_MISSING", .warning, subject: placed.digest.text,
            "The time-stamp was also over \(placed.missing) objects that are not in the file any more; "
                + "it proves what is left.")
    }
}

extension TimeStampRecord {
    fileprivate mutating func conclude() {
        let conclusion = Conclusion(checks)
        (indication, subIndication) = (conclusion.indication, conclusion.subIndication)
    }
}

extension Check.Outcome {
    /// Whether it stands against what was checked.
    var isDoubt: Bool { self == .failed || self == .indeterminate }
}
