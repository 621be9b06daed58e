// Makes CAdES-B signatures (EN 319 122-1 §6.3) and extends them to CAdES-T. What is written is DER and, but for the signature value,
// a function of the arguments.
package import EvidenceValues

/// Signs content: content-type, message-digest, signing-time, signing-certificate-v2 and, if given, the checkpoint are signed.
/// The SignedData holds the identity's certificate and chain and `extraCertificates`. A digest suffices when `detached`.
package func signCMS(
    _ content: SignedContent, detached: Bool, identity: SigningIdentity,
    extraCertificates: [ParsedCertificate] = [], signingTime: Instant?, checkpointNote: String?
) throws(SigningError) -> [UInt8] {
    let digestAlgorithm = DERWriter.sequence(
        DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier))
    guard let digest = content.hash(.sha256) else { throw .contentNeeded }
    let attributes = signedAttributes(
        digest: digest, certificate: identity.certificate, signingTime: signingTime,
        checkpointNote: checkpointNote)
    let signature = try identity.key.sign(DERWriter.setOf(attributes), by: identity.algorithm)
    let signer = DERWriter.sequence(
        DERWriter.integer(1),
        DERWriter.sequence(
            identity.certificate.issuerDER,
            DERWriter.integer(contents: identity.certificate.serial)),
        digestAlgorithm, DERWriter.setOf(attributes, tag: Tag.context(0)),
        identity.algorithm.derBytes, DERWriter.octetString(signature))

    var encapsulated = DERWriter.objectIdentifier(ObjectIdentifiers.data)
    if !detached {
        guard case .bytes(let bytes) = content else { throw .contentNeeded }
        encapsulated += DERWriter.element(Tag.context(0), DERWriter.octetString(bytes))
    }
    let certificates = Set(
        ([identity.certificate] + identity.chain + extraCertificates).map(\.derBytes))
    return signedData([
        DERWriter.integer(1), DERWriter.setOf([digestAlgorithm]),
        DERWriter.element(Tag.sequence, encapsulated),
        DERWriter.setOf(Array(certificates), tag: Tag.context(0)), DERWriter.setOf([signer]),
    ])
}

/// Adds a token over the signature value as an unsigned attribute (CAdES-T) to a SignedData of one signer. Nothing else changes but
/// the lengths around it; what was BER around it becomes DER.
package func addTimeStamp(to cms: [UInt8], token: [UInt8]) throws(SigningError) -> [UInt8] {
    guard let parts = try? SignedDataParts(cms), parts.signers.count == 1,
        let signer = try? SignerParts(parts.signers[0])
    else { throw .notExtensible }
    guard let token = try? TimeStampToken(der: token),
        token.covers(.bytes(signer.signature)) == true
    else { throw .tokenMismatch }
    let attribute = cmsAttribute(ObjectIdentifiers.signatureTimeStamp, token.tokenBytes)
    let unsigned = DERWriter.setOf(signer.unsignedElements + [attribute], tag: Tag.context(1))
    let extended = DERWriter.element(
        Tag.sequence, (signer.beforeUnsigned + [unsigned]).flatMap(\.self))
    return signedData(parts.beforeSigners + [DERWriter.setOf([extended])])
}

/// `ContentInfo` around the fields of a SignedData.
func signedData(_ fields: [[UInt8]]) -> [UInt8] {
    DERWriter.sequence(
        DERWriter.objectIdentifier(ObjectIdentifiers.signedData),
        DERWriter.element(
            Tag.context(0), DERWriter.element(Tag.sequence, fields.flatMap(\.self))))
}

private func cmsAttribute(_ identifier: String, _ value: [UInt8]) -> [UInt8] {
    DERWriter.sequence(
        DERWriter.objectIdentifier(identifier), DERWriter.element(Tag.set, value))
}

private func signedAttributes(
    digest: [UInt8], certificate: ParsedCertificate, signingTime: Instant?, checkpointNote: String?
) -> [[UInt8]] {
    var attributes = [
        cmsAttribute(
            ObjectIdentifiers.contentType, DERWriter.objectIdentifier(ObjectIdentifiers.data)),
        cmsAttribute(ObjectIdentifiers.messageDigest, DERWriter.octetString(digest)),
        cmsAttribute(ObjectIdentifiers.signingCertificateV2, signingCertificate(certificate)),
    ]
    if let signingTime {
        let (tag, contents) = ASN1Time.encode(signingTime)
        attributes.append(
            cmsAttribute(ObjectIdentifiers.signingTime, DERWriter.element(tag, contents)))
    }
    if let checkpointNote {
        attributes.append(
            cmsAttribute(
                CheckpointAttribute.oid, DERWriter.octetString(Array(checkpointNote.utf8))))
    }
    return attributes
}

/// `SigningCertificateV2` with one ESSCertIDv2: SHA-256, which is the default and so not written, and issuer and serial number.
private func signingCertificate(_ certificate: ParsedCertificate) -> [UInt8] {
    let issuer = DERWriter.sequence(DERWriter.element(Tag.context(4), certificate.issuerDER))
    let issuerSerial = DERWriter.sequence(
        issuer, DERWriter.integer(contents: certificate.serial))
    let identifier = DERWriter.sequence(
        DERWriter.octetString(certificate.digest.bytes), issuerSerial)
    return DERWriter.sequence(DERWriter.sequence(identifier))
}

extension SignatureAlgorithm {
    /// The AlgorithmIdentifier of the two that Docket signs with (RFC 5754 §3.2, §3.3).
    fileprivate var derBytes: [UInt8] {
        scheme == .ecdsa
            ? DERWriter.sequence(DERWriter.objectIdentifier("1.2.840.10045.4.3.2"))
            : DERWriter.sequence(
                DERWriter.objectIdentifier("1.2.840.113549.1.1.11"), DERWriter.null)
    }
}
