// What lies within the parts of a signature that a time-stamp covers: a token that is covered proves the existence of what is in it.
// Only covered bytes are looked at, never what else the file's reader found in the same signer: an attribute that stands beside a
// covered one is anybody's.
import EvidenceValues

extension CoveredObjects {
    /// Tokens in attributes of tokens of …, and countersignatures likewise; nobody does more than three. What lies deeper is not said
    /// to be covered.
    static let maximumDepth = 4

    init(_ signer: CMSSigner) { digests = [signer.signatureDigest] }

    /// A certificate or attribute certificate of SignedData.certificates, or any object by its bytes.
    mutating func add(_ object: some Collection<UInt8>) {
        digests.insert(Digest(sha256Of: Array(object)))
    }

    mutating func add(_ choice: RevocationChoice) {
        switch choice.kind {
        case .list(let bytes), .response(let bytes): add(bytes)
        case .other: break
        }
    }

    /// An unsigned attribute with the values that are covered.
    mutating func add(_ field: CMSAttributeField) { add(field, depth: 0) }

    private mutating func add(_ field: CMSAttributeField, depth: Int) {
        let attributes = UnsignedAttributes([field])
        switch UnsignedAttribute.known[field.identifier] {
        case .signatureTimeStamp, .signatureAndReferencesTimeStamp, .referencesTimeStamp,
            .archiveTimeStampV2, .archiveTimeStampV3:
            for value in field.values { add(token: Array(value), depth: depth) }
        case .countersignature:
            for value in field.values {
                guard let signer = try? DERElement(value, rules: .ber, tag: Tag.sequence) else {
                    continue
                }
                add(signer: signer, depth: depth)
            }
        case .certificateReferences, .revocationReferences: references += attributes.references
        case .certificateValues:
            for certificate in attributes.certificateValues { add(certificate.derBytes) }
        case .revocationValues:
            for object in attributes.revocationLists + attributes.ocspResponses { add(object) }
        case nil: break
        }
    }

    // A token and what it carries. Only its pieces are needed, so no certificate is read.
    private mutating func add(token: [UInt8], depth: Int) {
        add(token)
        guard let parts = try? SignedDataParts(token) else { return }
        for certificate in parts.certificates { add(certificate) }
        for choice in parts.revocation { add(choice) }
        for signer in parts.signers { add(signer: signer, depth: depth) }
    }

    // A token's signer or a countersigner, and what it carries.
    private mutating func add(signer: DERElement, depth: Int) {
        guard let parts = try? SignerParts(signer) else { return }
        add(parts.signature)
        guard depth < CoveredObjects.maximumDepth else { return }
        for field in parts.unsignedFields { add(field, depth: depth + 1) }
    }
}
