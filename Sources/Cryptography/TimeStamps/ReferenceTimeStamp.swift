// Time-stamps over the references of a CAdES-C signature (EN 319 122-1 A.1.5; RFC 5126 §6.3.5, §6.3.6), with the signature value and its
// time-stamps (type 1) or alone (type 2). Attributes go in without the SEQUENCE around them, type and values only (RFC 5126 §6.3.5,
// note 2); writers that missed the note put it in, so both are tried.

/// One time-stamp over references.
package struct ReferenceTimeStamp: Sendable, Hashable {
    /// As it stands in the attribute.
    package let token: [UInt8]
    /// Whether the signature value and its time-stamps are covered too.
    package let coversSignature: Bool

    /// Whether the token's imprint is over the references of `signer`. With the floor `.any` no digest is said to be weak.
    package func verifyImprint(of signer: CMSSigner, floor: AlgorithmFloor = .sound)
        -> ImprintVerification
    {
        guard let token = try? TimeStampToken(der: self.token) else { return .malformed }
        if floor == .sound, token.imprintAlgorithm.isBroken {
            return .weakAlgorithm(token.imprintAlgorithm.rawValue)
        }
        let fields = coveredFields(of: signer)
        let start = coversSignature ? signer.signatureValue : []
        let readings = [
            fields.flatMap(\.contents), fields.flatMap(\.encoded),
            fields.flatMap { normalized($0.contents) ?? [] },
        ]
        guard
            readings.contains(where: { token.imprintAlgorithm.hash(start + $0) == token.imprint })
        else { return .mismatch }
        var covered = CoveredObjects(signer)
        if !coversSignature { covered.digests = [] }
        for field in fields { covered.add(field) }
        return .holds(covered)
    }

    private func coveredFields(of signer: CMSSigner) -> [CMSAttributeField] {
        var kinds: [UnsignedAttribute] = [.certificateReferences, .revocationReferences]
        if coversSignature { kinds.insert(.signatureTimeStamp, at: 0) }
        return kinds.flatMap { kind in
            signer.unsignedAttributes.fields.filter { $0.identifier == kind.identifier }
        }
    }
}
