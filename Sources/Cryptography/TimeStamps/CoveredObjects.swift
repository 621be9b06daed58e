// What lies within the parts of a signature that a time-stamp covers: a token that is covered proves the existence of what is in it.
import EvidenceValues

extension CoveredObjects {
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

    /// A token and what it carries.
    mutating func add(token: [UInt8]) {
        add(token)
        guard let cms = try? CMSSignedData(der: token) else { return }
        for certificate in cms.certificates { add(certificate.derBytes) }
        for object in cms.crls + cms.ocspResponses { add(object) }
        for signer in cms.signers {
            digests.insert(signer.signatureDigest)
            for field in signer.unsignedAttributes.fields { add(field, of: signer) }
        }
    }

    /// An unsigned attribute of `signer`. Tokens within tokens end with the reader's bound on nesting.
    mutating func add(_ field: CMSAttributeField, of signer: CMSSigner) {
        let attributes = UnsignedAttributes([field])
        switch UnsignedAttribute.known[field.identifier] {
        case .signatureTimeStamp, .signatureAndReferencesTimeStamp, .referencesTimeStamp,
            .archiveTimeStampV2, .archiveTimeStampV3:
            for value in field.values { add(token: Array(value)) }
        case .countersignature:
            // Anybody may have put another beside it since.
            for countersigner in signer.countersignatures
            where field.values.contains(countersigner.encoded) {
                digests.insert(countersigner.signatureDigest)
                for inner in countersigner.unsignedAttributes.fields {
                    add(inner, of: countersigner)
                }
            }
        case .certificateReferences, .revocationReferences: references += attributes.references
        case .certificateValues:
            for certificate in attributes.certificateValues { add(certificate.derBytes) }
        case .revocationValues:
            for object in attributes.revocationLists + attributes.ocspResponses { add(object) }
        case nil: break
        }
    }
}
