// Getting a time-stamp: the query, and the check of what came back, all of RFC 3161 and whose clock it is. How the query travels is the
// caller's affair: a person's command runs the system's curl, the service has a client of its own.

package import Cryptography
package import EvidenceValues
import SignatureValidation

/// Why an answer is no time-stamp that counts.
package enum TimeStampRefusal: Error, Sendable, Hashable {
    /// It does not answer the query.
    case noAnswer(TimeStampQueryError)
    case invalid(TimeStampFailure)
    /// No authority that is trusted made it.
    case untrusted(signer: String, PathFailure)
    /// It states a time before the query was made.
    case tooEarly(stated: Instant, asked: Instant)
    /// It would not count under the annex; what its validation says.
    case notProving(code: String)
    /// It is by another authority of the annex than the one that was asked.
    case otherAuthority(PartyID)
}

/// One request for a time-stamp over a digest.
package struct TimeStampExchange: Sendable {
    package let query: TimeStampQuery

    /// As long as nothing guessable; RFC 3161 §2.4.1 wants at least 64 bits.
    package static let nonceSize = 16
    /// Clocks of this machine and of an authority differ by less.
    package static let skew = TimeSpan(seconds: 300)
    /// A token with its certificates is some kilobytes.
    package static let responseLimit = 1_048_576
    /// The media type of a query (RFC 3161 §3.4).
    package static let contentType = "application/timestamp-query"

    /// - Parameter nonce: 8 to 32 random bytes, `nonceSize` of them by habit.
    package init(over digest: Digest, nonce: [UInt8]) {
        query = TimeStampQuery(digest: digest, nonce: nonce)
    }

    /// The token of an answer, checked.
    /// - Parameter authorities: who may have made it; nil for anybody.
    package func accept(
        _ response: [UInt8], trusting authorities: [TrustedTSA]?, at now: Instant
    ) throws(TimeStampRefusal) -> TimeStampToken {
        let token: TimeStampToken
        do { token = try query.answer(in: response) } catch { throw .noAnswer(error) }
        _ = try Self.check(token, over: query.digest, trusting: authorities, at: now)
        return token
    }

    /// Checks all of RFC 3161 and, where authorities are given, that one of them made the token. Gives the signer's certificate.
    package static func check(
        _ token: TimeStampToken, over digest: Digest, trusting authorities: [TrustedTSA]?,
        at now: Instant
    ) throws(TimeStampRefusal) -> ParsedCertificate {
        let signer: ParsedCertificate
        switch token.verify(content: .digest(digest), at: now, skew: skew) {
        case .valid(let certificate): signer = certificate
        case .failed(let failure): throw .invalid(failure)
        }
        guard let authorities else { return signer }
        switch buildPath(
            of: signer, authorities: authorities, candidates: token.cms.certificates,
            at: token.genTime)
        {
        case .path: return signer
        case .failure(let failure, _): throw .untrusted(signer: signer.displayName, failure)
        }
    }

    /// The token of an answer that somebody who trusts `trust` would believe now: by `party`, and of no time before the query.
    package func accept(
        _ response: [UInt8], from party: PartyID, under trust: PinnedTrust, asked: Instant,
        at now: Instant
    ) throws(TimeStampRefusal) -> TimeStampToken {
        let token = try accept(response, trusting: trust.authorities, at: now)
        // Spec: duties-5: an old token with our nonce cannot be; a clock that is behind, or lies, can.
        guard token.latest.advanced(by: Self.skew) >= asked else {
            throw .tooEarly(stated: token.genTime, asked: asked)
        }
        let policy = ValidationPolicy(trust: trust, validationTime: now, skew: Self.skew)
        let certificates = token.cms.certificates.compactMap {
            try? ParsedCertificate(der: $0.derBytes)
        }
        let validation = TimeStampValidation(
            token, content: .digest(query.digest),
            material: ValidationMaterial(certificates: certificates), policy: policy,
            subject: query.digest.text)
        guard validation.isTrusted(existence: Interval(hi: now), policy: policy) else {
            let checks = validation.checks(existence: Interval(hi: now), policy: policy)
            let bad = checks.first { $0.outcome == .failed || $0.outcome == .indeterminate }
            throw .notProving(code: bad?.code ?? "TST.UNTRUSTED")
        }
        guard validation.party == party else {
            throw .otherAuthority(validation.party ?? party)
        }
        return token
    }
}
