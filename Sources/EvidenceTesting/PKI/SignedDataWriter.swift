// CMS SignedData with one signer (RFC 5652), written by hand: the envelope of time-stamp tokens, and a source of odd signatures,
// each of which is the good one with one option changed.

package import EvidenceValues

/// How a SignedData is made. The defaults give a detached CAdES-B signature (EN 319 122-1 §6) without a signing time.
package struct SignedDataOptions: Sendable {
    /// What the signing-certificate-v2 attribute (RFC 5035) names.
    package enum SigningCertificate: Sendable {
        /// The certificate that signs.
        case signer
        /// Another certificate, in DER.
        case other([UInt8])
        case absent
    }

    package var contentType = "1.2.840.113549.1.7.1"
    /// Whether the content is inside.
    package var isAttached = false
    package var signingTime: Instant?
    package var signingCertificate = SigningCertificate.signer
    package var hasContentTypeAttribute = true
    package var hasMessageDigestAttribute = true
    /// The checkpoint attribute's note.
    package var checkpointNote: String?
    /// Signs a message digest that is not the content's.
    package var messageDigestIsWrong = false
    /// Puts in a signature that does not verify.
    package var signatureIsBroken = false
    /// Whether the signer's certificate and those above it are inside.
    package var hasCertificates = true
    /// Revocation lists to put inside, in DER.
    package var revocationLists: [[UInt8]] = []
    package var digestAlgorithm = TestDigestAlgorithm.sha256
    /// A time-stamp token over the signature value, made when that is known (CAdES-T).
    package var signatureTimeStamp: (@Sendable (_ signatureValue: [UInt8]) throws -> [UInt8])?
    /// Further signed attributes.
    package var signedAttributes: [DERTree] = []
    /// Further unsigned attributes.
    package var unsignedAttributes: [DERTree] = []

    package init() {}
}

/// Writes SignedData.
package enum SignedDataWriter {
    /// The object identifier of the checkpoint attribute (docs/formats/checkpoint-attribute.md).
    package static let checkpointAttribute = "2.25.321900653967357900276042239902430414523"

    static let signedData = "1.2.840.113549.1.7.2"

    /// A ContentInfo with the SignedData of `signer` over `content`, in DER.
    package static func sign(
        _ content: [UInt8], by signer: TestIdentity,
        options: SignedDataOptions = SignedDataOptions()
    ) throws -> [UInt8] {
        let digest = DERTree.sequence([.object(options.digestAlgorithm.objectIdentifier)])
        let encapsulated = options.isAttached ? [DERTree.explicit(0, .octets(content))] : []
        let isData = options.contentType == SignedDataOptions().contentType
        var parts: [DERTree] = [
            .number(isData ? 1 : 3),
            .setOf([digest]),
            .sequence([.object(options.contentType)] + encapsulated),
        ]
        if options.hasCertificates {
            let certificates = [signer.certificate] + signer.intermediates
            parts.append(.implicitSetOf(0, certificates.map(DERTree.encoded)))
        }
        if !options.revocationLists.isEmpty {
            parts.append(.implicitSetOf(1, options.revocationLists.map(DERTree.encoded)))
        }
        parts.append(.setOf([try signerInfo(content, signer, options)]))
        return DERTree.sequence([.object(signedData), .explicit(0, .sequence(parts))]).bytes
    }

    private static func signerInfo(
        _ content: [UInt8], _ signer: TestIdentity, _ options: SignedDataOptions
    ) throws -> DERTree {
        let (fields, signature) = try signerFields(content, by: signer, options: options)
        var unsigned = options.unsignedAttributes
        if let stamp = options.signatureTimeStamp {
            unsigned.append(
                attribute("1.2.840.113549.1.9.16.2.14", .encoded(try stamp(signature))))
        }
        return .sequence(fields + (unsigned.isEmpty ? [] : [.implicitSetOf(1, unsigned)]))
    }

    /// Version to signature of a SignerInfo, and the signature value.
    static func signerFields(
        _ content: [UInt8], by signer: TestIdentity, options: SignedDataOptions
    ) throws -> (fields: [DERTree], signature: [UInt8]) {
        let attributes = signedAttributes(content, signer, options)
        let message = options.signatureIsBroken ? [] : DERTree.setOf(attributes).bytes
        let signature = try signer.key.sign(message, with: options.digestAlgorithm)
        let fields: [DERTree] = [
            .number(1),
            signer.issuerAndSerial,
            .sequence([.object(options.digestAlgorithm.objectIdentifier)]),
            .implicitSetOf(0, attributes),
            .sequence([.object(options.digestAlgorithm.ecdsaObjectIdentifier)]),
            .octets(signature),
        ]
        return (fields, signature)
    }

    private static func signedAttributes(
        _ content: [UInt8], _ signer: TestIdentity, _ options: SignedDataOptions
    ) -> [DERTree] {
        var attributes: [DERTree] = []
        if options.hasContentTypeAttribute {
            attributes.append(attribute("1.2.840.113549.1.9.3", .object(options.contentType)))
        }
        if options.hasMessageDigestAttribute {
            let signed = options.messageDigestIsWrong ? content + [0] : content
            let digest = options.digestAlgorithm.digest(signed)
            attributes.append(attribute("1.2.840.113549.1.9.4", .octets(digest)))
        }
        if let time = options.signingTime {
            attributes.append(attribute("1.2.840.113549.1.9.5", .time(time)))
        }
        switch options.signingCertificate {
        case .signer: attributes.append(signingCertificate(signer.certificate))
        case .other(let certificate): attributes.append(signingCertificate(certificate))
        case .absent: break
        }
        if let note = options.checkpointNote {
            attributes.append(attribute(checkpointAttribute, .octets(Array(note.utf8))))
        }
        return attributes + options.signedAttributes
    }

    /// SigningCertificateV2 with one ESSCertIDv2; its hash algorithm is the default, SHA-256, and so left out (RFC 5035 §4).
    private static func signingCertificate(_ certificate: [UInt8]) -> DERTree {
        let identifier = DERTree.sequence([.octets(TestDigestAlgorithm.sha256.digest(certificate))])
        return attribute(
            "1.2.840.113549.1.9.16.2.47", .sequence([.sequence([identifier])]))
    }

    static func attribute(_ type: String, _ value: DERTree) -> DERTree {
        .sequence([.object(type), .setOf([value])])
    }
}
