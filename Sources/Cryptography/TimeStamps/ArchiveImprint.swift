// The imprints of archive time-stamps. Where the standards or their implementers left the encoding open, each documented reading is
// tried; a reading that matches was what the authority was sent, so trying several lets nothing else pass.
//
// Version 2 (ETSI TS 101 733 §6.4.1): encapContentInfo, the detached content, certificates, crls, and the fields of the SignerInfo, as
// they stand in the file. Of the unsigned attributes all but archive time-stamps that came later, with or without tag and length of
// their SET: the 1.8 texts contradict themselves, and table K.3 of version 2.2.1 asks for both.
// Version 3 (EN 319 122-1 §5.5.3): eContentType, the digest of the content, the fields of the SignerInfo up to the signature, and the
// index, in DER.
import EvidenceValues

extension ArchiveTimeStamp {
    /// Whether the token's imprint is over `signer` of `cms`. `content` is the detached content; version 2 needs its bytes. With the
    /// floor `.any` no digest is said to be weak.
    package func verifyImprint(
        of signer: CMSSigner, in cms: CMSSignedData, content: SignedContent?,
        floor: AlgorithmFloor = .sound
    ) -> ImprintVerification {
        verifyImprint(of: signer, in: cms, content: cms.enclosedContent ?? content, floor: floor) {
            hash in
            hash.update(cms.pieces.encapsulated)
            switch (cms.enclosedContent, content) {
            case (.bytes, _): return true
            case (nil, .bytes(let bytes)):
                hash.update(bytes)
                return true
            default: return false
            }
        }
    }

    /// `feed` gives encapContentInfo and the detached content to a hash, or says that it cannot.
    func verifyImprint(
        of signer: CMSSigner, in cms: CMSSignedData, content: SignedContent?,
        floor: AlgorithmFloor, feed: (RunningHash) throws -> Bool
    ) rethrows -> ImprintVerification {
        guard let token = try? TimeStampToken(der: self.token) else { return .malformed }
        let algorithm = token.imprintAlgorithm
        guard floor == .any || !algorithm.isBroken, let hash = RunningHash(algorithm) else {
            return .weakAlgorithm(algorithm.rawValue)
        }
        switch version {
        case .v2:
            guard try feed(hash) else { return .contentNeeded(algorithm) }
            return verifySecond(token, hash, signer, cms)
        case .v3:
            guard let index = ArchiveHashIndex(of: token) else { return .malformed }
            guard let indexAlgorithm = index.algorithm else { return .malformed }
            guard floor == .any || !indexAlgorithm.isBroken else {
                return .weakAlgorithm(indexAlgorithm.rawValue)
            }
            guard let digest = content?.hash(algorithm) else { return .contentNeeded(algorithm) }
            let isOver = isOver(token, index, digest, signer, cms)
            guard isOver else { return .mismatch }
            return .holds(covered(by: index, indexAlgorithm, signer, cms))
        }
    }

    private func verifySecond(
        _ token: TimeStampToken, _ hash: RunningHash, _ signer: CMSSigner, _ cms: CMSSignedData
    ) -> ImprintVerification {
        if let certificates = cms.pieces.certificates { hash.update(certificates) }
        if let lists = cms.pieces.lists { hash.update(lists) }
        hash.update(signer.signedFields)
        let earlier = signer.unsignedAttributes.fields.filter { isEarlier($0, than: token) }
        let attributes = earlier.flatMap(\.encoded)
        let sorted = earlier.map { Array($0.encoded) }
            .sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self)
        let readings = [
            DERWriter.element(Tag.context(1), attributes), attributes,
            DERWriter.element(Tag.context(1), sorted), sorted,
        ]
        let holds = readings.contains { reading in
            let whole = hash.copy()
            whole?.update(reading)
            return whole?.finish() == token.imprint
        }
        guard holds else { return .mismatch }
        var covered = CoveredObjects(signer)
        for member in cms.pieces.certificateMembers { covered.add(member) }
        for choice in cms.pieces.revocation { covered.add(choice) }
        for field in earlier { covered.add(field) }
        return .holds(covered)
    }

    /// Whether an attribute can have been there when the token was made: all but archive time-stamps that are not older.
    private func isEarlier(_ field: CMSAttributeField, than token: TimeStampToken) -> Bool {
        let kind = UnsignedAttribute.known[field.identifier]
        guard kind == .archiveTimeStampV2 || kind == .archiveTimeStampV3 else { return true }
        return field.values.allSatisfy { value in
            guard let other = try? TimeStampToken(der: Array(value)) else { return false }
            return other.genTime < token.genTime
        }
    }

    private func isOver(
        _ token: TimeStampToken, _ index: ArchiveHashIndex, _ content: [UInt8],
        _ signer: CMSSigner, _ cms: CMSSignedData
    ) -> Bool {
        let fields = [signer.signedFields, normalized(signer.signedFields)?[...]]
        let indices = [index.encoded, normalized(index.encoded)?[...]]
        return fields.contains { fields in
            indices.contains { index in
                guard let fields, let index, let hash = RunningHash(token.imprintAlgorithm) else {
                    return false
                }
                hash.update(cms.pieces.eContentType)
                hash.update(content)
                hash.update(fields)
                hash.update(index)
                return hash.finish() == token.imprint
            }
        }
    }

    /// What of the file the index names. A hash that matches is proof whatever reading gave it.
    private func covered(
        by index: ArchiveHashIndex, _ algorithm: DigestAlgorithm, _ signer: CMSSigner,
        _ cms: CMSSignedData
    ) -> CoveredObjects {
        var covered = CoveredObjects(signer)
        var certificates = Set(index.certificates)
        var lists = Set(index.lists)
        var attributes = Set(index.attributes)
        func take(_ hashes: inout Set<[UInt8]>, _ bytes: ArraySlice<UInt8>) -> Bool {
            if hashes.remove(algorithm.hash(Array(bytes))) != nil { return true }
            guard let other = normalized(bytes), !other.elementsEqual(bytes) else { return false }
            return hashes.remove(algorithm.hash(other)) != nil
        }
        for member in cms.pieces.certificateMembers where take(&certificates, member) {
            covered.add(member)
        }
        for choice in cms.pieces.revocation where take(&lists, choice.encoded) {
            covered.add(choice)
        }
        for field in signer.unsignedAttributes.fields {
            if take(&attributes, field.encoded) {
                covered.add(field)
                continue
            }
            for value in field.values where take(&attributes, field.type + value) {
                covered.add(field.only(value))
            }
        }
        covered.indexAlgorithm = algorithm.rawValue
        covered.unmatched = certificates.count + lists.count + attributes.count
        return covered
    }
}

extension CMSAttributeField {
    /// The attribute with one of its values.
    fileprivate func only(_ value: ArraySlice<UInt8>) -> CMSAttributeField {
        CMSAttributeField(
            identifier: identifier, values: [value], encoded: encoded, type: type,
            contents: contents)
    }
}
