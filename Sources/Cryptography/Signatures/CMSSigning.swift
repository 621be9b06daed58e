// Makes CAdES-B signatures (EN 319 122-1 §6.3). What is written is DER and, but for the signature value, a function of the arguments.
// CMSExtension.swift makes T and LT of them.
package import EvidenceValues

/// Signs content: content-type, message-digest, signing-time, signing-certificate-v2 and, if given, the checkpoint are signed.
/// The SignedData holds the identity's certificate and chain and `extraCertificates`. A digest suffices when `detached`.
package func signCMS(
    _ content: SignedContent, detached: Bool, identity: SigningIdentity,
    extraCertificates: [ParsedCertificate] = [], signingTime: Instant?, checkpointNote: String?,
    commitment: CommitmentType? = nil
) throws(SigningError) -> [UInt8] {
    let digestAlgorithm = DERWriter.sequence(
        DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier))
    guard let digest = content.hash(.sha256) else { throw .contentNeeded }
    let attributes = signedAttributes(
        digest: digest, certificate: identity.certificate, signingTime: signingTime,
        checkpointNote: checkpointNote, commitment: commitment)
    let signature = try identity.sign(DERWriter.setOf(attributes))
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

/// `ContentInfo` around the fields of a SignedData.
func signedData(_ fields: [[UInt8]]) -> [UInt8] {
    DERWriter.sequence(
        DERWriter.objectIdentifier(ObjectIdentifiers.signedData),
        DERWriter.element(
            Tag.context(0), DERWriter.element(Tag.sequence, fields.flatMap(\.self))))
}

/// `Attribute` with one value.
func cmsAttribute(_ identifier: String, _ value: [UInt8]) -> [UInt8] {
    DERWriter.sequence(
        DERWriter.objectIdentifier(identifier), DERWriter.element(Tag.set, value))
}

private func signedAttributes(
    digest: [UInt8], certificate: ParsedCertificate, signingTime: Instant?, checkpointNote: String?,
    commitment: CommitmentType?
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
    if let commitment {
        attributes.append(cmsAttribute(ObjectIdentifiers.commitmentType, commitment.derBytes))
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
    /// The AlgorithmIdentifier of those that Docket signs with, all by SHA-256 (RFC 5754 §3.2, §3.3; RFC 4056 §3).
    fileprivate var derBytes: [UInt8] {
        switch scheme {
        case .rsaPSS(let saltLength):
            pssBytes(saltLength: UInt8(clamping: saltLength))
        case .rsaPKCS1:
            DERWriter.sequence(
                DERWriter.objectIdentifier("1.2.840.113549.1.1.11"), DERWriter.null)
        case .ecdsa, .ed25519, .dsa:
            DERWriter.sequence(DERWriter.objectIdentifier("1.2.840.10045.4.3.2"))
        }
    }

    // RSASSA-PSS-params: hash, MGF1 over the same hash, the salt's length; the trailer is the default and so not written. RFC 4055 §6
    // has NULL behind the hash.
    private func pssBytes(saltLength: UInt8) -> [UInt8] {
        let hash = DERWriter.sequence(
            DERWriter.objectIdentifier(digest.identifier), DERWriter.null)
        let mask = DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.mgf1), hash)
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.rsaPSS),
            DERWriter.sequence(
                DERWriter.element(Tag.context(0), hash), DERWriter.element(Tag.context(1), mask),
                DERWriter.element(Tag.context(2), DERWriter.integer(saltLength))))
    }
}
