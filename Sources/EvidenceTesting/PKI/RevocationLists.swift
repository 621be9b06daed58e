// Certificate revocation lists (RFC 5280 §5) of the test CA, for any date.

package import EvidenceValues

/// One line of a revocation list.
package struct Revocation: Sendable {
    package var serial: [UInt8]
    package var revocationDate: Instant
    /// CRLReason (RFC 5280 §5.3.1): 1 keyCompromise, 4 superseded …; nil leaves it out.
    package var reason: UInt8?
    package var invalidityDate: Instant?
    /// Further extensions of the line.
    package var extensions: [DERTree]

    package init(
        serial: [UInt8], revocationDate: Instant, reason: UInt8? = nil,
        invalidityDate: Instant? = nil, extensions: [DERTree] = []
    ) {
        self.serial = serial
        self.revocationDate = revocationDate
        self.reason = reason
        self.invalidityDate = invalidityDate
        self.extensions = extensions
    }
}

extension CertificateAuthority {
    /// A version 2 CRL in DER. `nextUpdate` may be left out to make one that RFC 5280 §5.1.2.5 does not allow.
    package func revocationList(
        number: UInt64, thisUpdate: Instant, nextUpdate: Instant?, revoked: [Revocation] = [],
        signatureIsBroken: Bool = false, digestAlgorithm: TestDigestAlgorithm = .sha256,
        extensions: [DERTree] = []
    ) throws -> [UInt8] {
        let algorithm = DERTree.sequence([.object(digestAlgorithm.ecdsaObjectIdentifier)])
        var parts: [DERTree] = [.number(1), algorithm, identity.subject, .time(thisUpdate)]
        if let nextUpdate { parts.append(.time(nextUpdate)) }
        if !revoked.isEmpty { parts.append(.sequence(revoked.map(Self.line))) }
        parts.append(
            .explicit(
                0,
                .sequence(
                    [
                        Self.authorityKeyIdentifier(identity.key),
                        Self.extension("2.5.29.20", critical: false, .number(number)),
                    ] + extensions)))
        return try Self.signed(
            .sequence(parts), algorithm, identity.key, digestAlgorithm, broken: signatureIsBroken)
    }

    private static func line(_ revocation: Revocation) -> DERTree {
        var extensions = revocation.extensions
        if let reason = revocation.reason {
            extensions.append(self.extension("2.5.29.21", critical: false, .enumerated(reason)))
        }
        if let date = revocation.invalidityDate {
            extensions.append(
                self.extension("2.5.29.24", critical: false, .generalizedTime(date)))
        }
        let parts: [DERTree] = [.integer(revocation.serial), .time(revocation.revocationDate)]
        return .sequence(parts + (extensions.isEmpty ? [] : [.sequence(extensions)]))
    }
}
