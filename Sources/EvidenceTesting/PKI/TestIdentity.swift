// A key with the certificate that names it, and the certificates above it: what a party, a TSA or a CA signs with.

package import EvidenceValues

/// When a certificate is valid: from the first instant to the last, both included (RFC 5280 §4.1.2.5).
package struct Validity: Sendable, Hashable {
    package var notBefore: Instant
    package var notAfter: Instant

    package init(from notBefore: Instant, to notAfter: Instant) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// A private key and its certificate.
package struct TestIdentity: Sendable {
    package let name: String
    package let key: TestKey
    /// The certificate in DER.
    package let certificate: [UInt8]
    /// The serial number, most significant byte first.
    package let serial: [UInt8]
    /// The certificate's subject, as it stands in it.
    package let subject: DERTree
    /// The issuer's subject, as it stands in the certificate.
    package let issuer: DERTree
    /// Certificates above it, lowest first, without the root.
    package let intermediates: [[UInt8]]

    /// PKCS#8 in PEM.
    package var keyPEM: String { key.pem }
    /// The certificate, then those above it.
    package var certificatePEM: String { PEM.certificates([certificate] + intermediates) }
    /// IssuerAndSerialNumber (RFC 5652 §10.2.4).
    package var issuerAndSerial: DERTree { .sequence([issuer, .integer(serial)]) }

    /// `O=Docket test keys, CN=name`.
    package static func distinguishedName(_ name: String) -> DERTree {
        func attribute(_ type: String, _ value: String) -> DERTree {
            .setOf([.sequence([.object(type), .utf8(value)])])
        }
        return .sequence([
            attribute("2.5.4.10", "Docket test keys"), attribute("2.5.4.3", name),
        ])
    }
}
