// Extensions of certificates and revocation lists that say which list speaks for what (RFC 5280 §4.2.1.13, §5.2, §5.3).

package import EvidenceValues

/// Extensions as trees.
package enum TestExtension {
    /// Any extension.
    package static func make(_ type: String, critical: Bool, _ value: DERTree) -> DERTree {
        CertificateAuthority.extension(type, critical: critical, value)
    }

    /// An extension that nobody knows.
    package static func unknown(critical: Bool) -> DERTree {
        make("2.25.1", critical: critical, .null)
    }

    /// The name of a place, as a URI.
    private static func place(_ uri: String) -> DERTree {
        .explicit(0, .implicit(0, [.implicitPrimitive(6, Array(uri.utf8))]))
    }

    /// cRLDistributionPoints with one point: where the list is, for which reasons (their bits), and who issues it.
    package static func distributionPoint(
        _ uri: String? = nil, reasons: Set<Int>? = nil, issuer: String? = nil
    ) -> DERTree {
        var parts: [DERTree] = []
        if let uri { parts.append(place(uri)) }
        if let reasons { parts.append(flags(1, reasons)) }
        if let issuer {
            parts.append(
                .implicit(2, [.explicit(4, TestIdentity.distinguishedName(issuer))]))
        }
        return make("2.5.29.31", critical: false, .sequence([.sequence(parts)]))
    }

    /// The kinds of certificates that a list may be restricted to, by the tag of their flag.
    package enum Holders: UInt, Sendable {
        case users = 1
        case authorities = 2
        case attributes = 5
    }

    /// issuingDistributionPoint.
    package static func scope(
        _ uri: String? = nil, holders: Holders? = nil, reasons: Set<Int>? = nil,
        isIndirect: Bool = false
    ) -> DERTree {
        var parts: [DERTree] = []
        if let uri { parts.append(place(uri)) }
        if let holders, holders != .attributes {
            parts.append(.implicitPrimitive(holders.rawValue, [0xFF]))
        }
        if let reasons { parts.append(flags(3, reasons)) }
        if isIndirect { parts.append(.implicitPrimitive(4, [0xFF])) }
        if holders == .attributes { parts.append(.implicitPrimitive(5, [0xFF])) }
        return make("2.5.29.28", critical: true, .sequence(parts))
    }

    /// deltaCRLIndicator with the number of the base.
    package static func deltaIndicator(_ base: UInt64) -> DERTree {
        make("2.5.29.27", critical: true, .number(base))
    }

    /// expiredCertsOnCRL (X.509 §8.5.2.12).
    package static func expiredCertificates(from instant: Instant) -> DERTree {
        make("2.5.29.60", critical: false, .generalizedTime(instant))
    }

    /// certificateIssuer of a line.
    package static func certificateIssuer(_ name: String) -> DERTree {
        make(
            "2.5.29.29", critical: true,
            .sequence([.explicit(4, TestIdentity.distinguishedName(name))]))
    }

    // A BIT STRING with an implicit tag.
    private static func flags(_ tag: UInt, _ bits: Set<Int>) -> DERTree {
        .implicitPrimitive(tag, Array(DERTree.namedBits(bits).bytes.dropFirst(2)))
    }
}
