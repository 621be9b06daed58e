// Answers of OCSP responders (RFC 6960 §4.2), for any date and as odd as wanted.

package import EvidenceValues

/// What an answer says, and what may be wrong with it.
package struct OCSPOptions: Sendable {
    /// Of one certificate.
    package enum Status: Sendable {
        case good
        case revoked(at: Instant, reason: UInt8?)
        case unknown
    }

    package var status = Status.good
    package var thisUpdate: Instant
    package var nextUpdate: Instant?
    package var producedAt: Instant?
    /// Of the digests that name the issuer.
    package var namedBy = TestDigestAlgorithm.sha1
    /// Names the responder by its key rather than by its name.
    package var isNamedByKey = false
    /// Leaves the responder's certificate out.
    package var omitsCertificate = false
    /// Leaves the OCSPResponse around it out.
    package var isBare = false
    package var signatureIsBroken = false
    /// Extensions of the one answer.
    package var singleExtensions: [DERTree] = []
    /// Extensions of the whole.
    package var extensions: [DERTree] = []

    package init(thisUpdate: Instant, nextUpdate: Instant? = nil) {
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }
}

extension TestIdentity {
    /// An answer by this identity about the certificate of `issuer` with this serial number.
    package func response(
        on serial: [UInt8], issuer: CertificateAuthority, options: OCSPOptions
    ) throws -> [UInt8] {
        let algorithm = DERTree.sequence([
            .object(TestDigestAlgorithm.sha256.ecdsaObjectIdentifier)
        ])
        let responder: DERTree =
            options.isNamedByKey
            ? .explicit(2, .octets(key.keyIdentifier)) : .explicit(1, subject)
        var data: [DERTree] = [
            responder, .generalizedTime(options.producedAt ?? options.thisUpdate),
            .sequence([Self.single(serial, issuer, options)]),
        ]
        if !options.extensions.isEmpty {
            data.append(.explicit(1, .sequence(options.extensions)))
        }
        let body = DERTree.sequence(data)
        let signature = try key.sign(options.signatureIsBroken ? [] : body.bytes)
        var parts = [body, algorithm, .bits(signature)]
        if !options.omitsCertificate {
            parts.append(.explicit(0, .sequence([.encoded(certificate)])))
        }
        let basic = DERTree.sequence(parts)
        guard !options.isBare else { return basic.bytes }
        return DERTree.sequence([
            .enumerated(0),
            .explicit(
                0, .sequence([.object("1.3.6.1.5.5.7.48.1.1"), .octets(basic.bytes)])),
        ]).bytes
    }

    private static func single(
        _ serial: [UInt8], _ issuer: CertificateAuthority, _ options: OCSPOptions
    ) -> DERTree {
        let key = issuer.identity.key
        // SubjectPublicKeyInfo of a P-256 key: 26 bytes before the point.
        let point = Array(key.subjectPublicKeyInfo.suffix(65))
        let name = DERTree.sequence([
            .sequence([.object(options.namedBy.objectIdentifier)]),
            .octets(options.namedBy.digest(issuer.identity.subject.bytes)),
            .octets(options.namedBy.digest(point)), .integer(serial),
        ])
        var parts = [name, status(options.status), .generalizedTime(options.thisUpdate)]
        if let next = options.nextUpdate { parts.append(.explicit(0, .generalizedTime(next))) }
        if !options.singleExtensions.isEmpty {
            parts.append(.explicit(1, .sequence(options.singleExtensions)))
        }
        return .sequence(parts)
    }

    private static func status(_ status: OCSPOptions.Status) -> DERTree {
        switch status {
        case .good: .implicitPrimitive(0, [])
        case .unknown: .implicitPrimitive(2, [])
        case .revoked(let date, let reason):
            .implicit(
                1,
                [.generalizedTime(date)]
                    + (reason.map { [.explicit(0, .enumerated($0))] } ?? []))
        }
    }
}
