// Where sealed contents stand in a bundle (docs/formats/bundle.md, bundle-23 to bundle-26), and for whom they are: a member with the certificates of the
// recipients, in one spelling. An envelope names a certificate by issuer and serial number alone; with the certificate beside it everybody can see whom that means.

package import Cryptography
internal import EvidenceValues
package import TransparencyLog

extension BundleNames {
    /// The certificates to which contents are sealed.
    package static let recipients = "sealed/recipients.pem"
    /// The proofs of consistency that only sealed contents ask for.
    package static let sealedProofs = "sealed/consistency.p7m"

    /// Whether a member is something under seal.
    static func isSealed(_ name: String) -> Bool {
        name.hasPrefix("sealed/") && name.hasSuffix(".p7m")
    }

    /// Where an exhibit's content stands if it is sealed.
    package static func sealed(_ filing: Filing, _ docketing: Docketing) -> String {
        let name = content(filing, docketing)
        return "sealed/" + name.drop { $0 != "/" }.dropFirst() + ".p7m"
    }
}

extension Filing {
    /// Whether a bundle may bring its content sealed: a party's, and of the matter. Of the archive's own everybody must see what it says. Spec: bundle-23
    package var isSealable: Bool { !matter.isReserved && !kind.isReserved }
}

/// The content of `sealed/recipients.pem`.
package struct SealRecipients: Sendable, Hashable {
    /// In bytes; sixteen certificates with their names have some forty thousand.
    package static let maximumSize = 1 << 20

    /// In the order of their digests, none twice.
    package let certificates: [ParsedCertificate]

    /// Refuses certificates to which nothing can be sealed.
    package init(_ certificates: [ParsedCertificate]) throws(SealingError) {
        self.certificates = Set(certificates).sorted { $0.digest < $1.digest }
        try EnvelopedData.requireSealable(to: self.certificates)
    }

    /// Nil unless `bytes` are exactly how these certificates are written.
    init?(parsing bytes: [UInt8]) {
        guard bytes.count <= SealRecipients.maximumSize,
            let certificates = try? ParsedCertificate.readAll(pemOrDER: bytes),
            let recipients = try? SealRecipients(certificates), recipients.bytes == bytes
        else { return nil }
        self = recipients
    }

    /// PEM, one block after the other.
    package var bytes: [UInt8] { ParsedCertificate.pem(certificates) }

    /// For the report.
    var record: SealingRecord {
        SealingRecord(
            recipients: certificates.map { .init(certificate: $0.digest, subject: $0.subject) })
    }

    /// Whether an envelope is for these and nobody else, in a way that each can open.
    func are(of envelope: EnvelopedData) -> Bool {
        envelope.recipients.count == certificates.count
            && certificates.allSatisfy { certificate in
                envelope.recipients.contains { $0.names(certificate) && $0.unsupported == nil }
            }
    }
}
