// Whether a list could have named a certificate, and for which reasons (RFC 5280 §6.3.3 (b), (d)).

extension RevocationList {
    /// The reasons for which the list is complete as far as `certificate` is concerned; empty if the list is not for it. A distribution
    /// point of the certificate says so, or the list is its issuer's with no distribution point of its own.
    package func coverage(of certificate: ParsedCertificate) -> ReasonMask {
        coverage(of: certificate, points: certificate.distributionPoints)
    }

    /// The same with the certificate's distribution points, which cost a reading.
    func coverage(of certificate: ParsedCertificate, points: [DistributionPoint]) -> ReasonMask {
        var mask: ReasonMask = []
        let own = DistributionPoint(issuer: certificate.issuerName)
        for point in points + [own] where covers(certificate, point) {
            mask.formUnion((scope?.reasons ?? .all).intersection(point.reasons ?? .all))
        }
        return mask
    }

    private func covers(_ certificate: ParsedCertificate, _ point: DistributionPoint) -> Bool {
        if let issuers = point.issuers {
            guard isIndirect, issuers.contains(.directoryName(issuerName)) else { return false }
        } else {
            guard issuerName == certificate.issuerName else { return false }
        }
        guard let scope else { return true }
        switch scope.holders {
        case .all: break
        case .users: guard !certificate.isCA else { return false }
        case .authorities: guard certificate.isCA else { return false }
        case .attributes: return false
        }
        guard let name = scope.name else { return true }
        let issuer = point.issuers?.lazy.compactMap(\.directory).first ?? certificate.issuerName
        let theirs = name.names(relativeTo: issuerName)
        let ours = point.name?.names(relativeTo: issuer) ?? point.issuers ?? []
        return !Set(ours).isDisjoint(with: theirs)
    }

    /// Whether `delta` tells what changed since this list: of the same issuer, scope and key, and with a base not younger than this
    /// list, which must be the older of both (RFC 5280 §5.2.4, §6.3.3 (c)).
    package func isCompleted(by delta: RevocationList) -> Bool {
        guard !isDelta, let base = delta.baseNumber, let theirs = delta.number, let number
        else { return false }
        return issuerName == delta.issuerName && scope?.encoded == delta.scope?.encoded
            && authorityKeyIdentifier == delta.authorityKeyIdentifier
            && !RevocationList.isLess(number, base) && RevocationList.isLess(number, theirs)
    }

    // Of two numbers of lists, which are not negative (RFC 5280 §5.2.3).
    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (left, right) = (left.drop { $0 == 0 }, right.drop { $0 == 0 })
        return left.count == right.count
            ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
}
