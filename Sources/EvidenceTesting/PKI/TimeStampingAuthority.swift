// A time-stamping authority for tests (RFC 3161): tokens over any imprint, for any genTime and accuracy.

package import EvidenceValues

/// How a token is made.
package struct TimeStampOptions: Sendable {
    /// Any policy; nobody's in particular.
    package var policy = "2.25.2"
    package var serial: UInt64 = 1
    /// The stated accuracy; nil leaves it out.
    package var accuracy: TimeSpan? = TimeSpan(seconds: 1)
    package var nonce: [UInt8]?
    package var isOrdered = false
    package var imprintAlgorithm = TestDigestAlgorithm.sha256
    /// How the SignedData around it is made; its content type and attachment are set by the TSA.
    package var signature = SignedDataOptions()

    package init() {}
}

/// A TSA: an identity with a certificate for time-stamping.
package struct TimeStampingAuthority: Sendable {
    package let identity: TestIdentity

    package init(identity: TestIdentity) { self.identity = identity }

    /// A TSA under `authority`.
    package init(
        _ name: String, under authority: CertificateAuthority, seed: String? = nil,
        validity: Validity, options: CertificateOptions = .timeStamping
    ) throws {
        identity = try authority.issue(name, seed: seed, validity: validity, options: options)
    }

    /// A token over the digest of `bytes`.
    package func token(
        over bytes: [UInt8], at genTime: Instant, options: TimeStampOptions = TimeStampOptions()
    ) throws -> [UInt8] {
        try token(
            imprint: options.imprintAlgorithm.digest(bytes), at: genTime, options: options)
    }

    /// A token over a digest (TimeStampToken, DER).
    package func token(
        imprint: [UInt8], at genTime: Instant, options: TimeStampOptions = TimeStampOptions()
    ) throws -> [UInt8] {
        var signature = options.signature
        signature.contentType = "1.2.840.113549.1.9.16.1.4"
        signature.isAttached = true
        let info = statement(imprint: imprint, at: genTime, options: options)
        return try SignedDataWriter.sign(info.bytes, by: identity, options: signature)
    }

    /// TimeStampResp with status *granted* around a token, as a TSA answers over HTTP.
    package func response(with token: [UInt8]) -> [UInt8] {
        DERTree.sequence([.sequence([.number(0)]), .encoded(token)]).bytes
    }

    /// TSTInfo (RFC 3161 §2.4.2).
    private func statement(
        imprint: [UInt8], at genTime: Instant, options: TimeStampOptions
    ) -> DERTree {
        var parts: [DERTree] = [
            .number(1),
            .object(options.policy),
            .sequence([
                .sequence([.object(options.imprintAlgorithm.objectIdentifier)]), .octets(imprint),
            ]),
            .number(options.serial),
            .generalizedTime(genTime),
        ]
        if let accuracy = options.accuracy { parts.append(Self.accuracy(accuracy)) }
        if options.isOrdered { parts.append(.boolean(true)) }
        if let nonce = options.nonce { parts.append(.integer(nonce)) }
        return .sequence(parts)
    }

    private static func accuracy(_ span: TimeSpan) -> DERTree {
        let seconds = UInt64(max(0, span.milliseconds) / 1000)
        let milliseconds = UInt16(max(0, span.milliseconds) % 1000)
        var parts: [DERTree] = seconds > 0 ? [.number(seconds)] : []
        if milliseconds > 0 {
            // An INTEGER's content: up to 999 takes two bytes from 128 on.
            let high = UInt8(milliseconds >> 8)
            let low = UInt8(milliseconds & 255)
            parts.append(.implicitPrimitive(0, high == 0 && low < 128 ? [low] : [high, low]))
        }
        return .sequence(parts)
    }
}
