// A signature covers only a part of the CMS around it (RFC 5652 §5.4): versions, algorithm identifiers, certificates, unsigned
// attributes and the encoding are anybody's. Where no digest covers the whole file, the file must be the one that its signed parts
// and its certificates give, so it is written again and compared.

extension CMSSignedData {
    /// Whether `bytes` are the one detached CAdES-B signature with the signed attributes and signature value that they hold, by the
    /// key of `certificate`, with exactly `certificates` inside: plain data, version 1, issuer and serial number, no unsigned
    /// attribute, no list, algorithms as RFC 5754 writes them, everything in DER.
    package static func isOneSpelling(
        _ bytes: [UInt8], signer certificate: ParsedCertificate, certificates: [ParsedCertificate]
    ) -> Bool {
        oneSpelling(of: bytes, signer: certificate, certificates: certificates) == bytes
    }

    /// The one spelling of the signature that `bytes` hold, which `isOneSpelling`; nil if it has none. Whoever signs with other tools
    /// gets the same signature so, and what no signature covers is left out.
    package static func oneSpelling(
        of bytes: [UInt8], signer certificate: ParsedCertificate,
        certificates: [ParsedCertificate]
    ) -> [UInt8]? {
        guard let cms = try? CMSSignedData(der: bytes), cms.signers.count == 1,
            let algorithm = cms.signers[0].algorithm,
            let attributes = cms.signers[0].signedAttributes,
            [.sha256, .sha384, .sha512].contains(algorithm.digest),
            let algorithmBytes = algorithm.oneSpelling
        else { return nil }
        let digest = DERWriter.sequence(
            DERWriter.objectIdentifier(algorithm.digest.identifier))
        let signer = DERWriter.sequence(
            DERWriter.integer(1),
            DERWriter.sequence(
                certificate.issuerDER, DERWriter.integer(contents: certificate.serial)),
            digest, [Tag.context(0)] + attributes.signedBytes.dropFirst(), algorithmBytes,
            DERWriter.octetString(cms.signers[0].signatureValue))
        return signedData([
            DERWriter.integer(1), DERWriter.setOf([digest]),
            DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.data)),
            DERWriter.setOf(certificates.map(\.derBytes), tag: Tag.context(0)),
            DERWriter.setOf([signer]),
        ])
    }
}

extension SignatureAlgorithm {
    private static let ecdsa: [DigestAlgorithm: String] = [
        .sha256: "1.2.840.10045.4.3.2", .sha384: "1.2.840.10045.4.3.3",
        .sha512: "1.2.840.10045.4.3.4",
    ]
    private static let rsa: [DigestAlgorithm: String] = [
        .sha256: "1.2.840.113549.1.1.11", .sha384: "1.2.840.113549.1.1.12",
        .sha512: "1.2.840.113549.1.1.13",
    ]

    /// The AlgorithmIdentifier (RFC 5754 §3.2, §3.3; RFC 8419 §3.1) of those that have only one worth writing; nil for others.
    var oneSpelling: [UInt8]? {
        switch scheme {
        case .ecdsa:
            SignatureAlgorithm.ecdsa[digest].map {
                DERWriter.sequence(DERWriter.objectIdentifier($0))
            }
        case .rsaPKCS1:
            SignatureAlgorithm.rsa[digest].map {
                DERWriter.sequence(DERWriter.objectIdentifier($0), DERWriter.null)
            }
        case .ed25519:
            DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.ed25519))
        case .rsaPSS, .dsa: nil
        }
    }
}
