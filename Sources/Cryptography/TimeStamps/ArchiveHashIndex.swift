// The index of hashes in an archive time-stamp of version 3 (EN 319 122-1 §5.5.2; ETSI TS 101 733 §6.4.2), an unsigned attribute of
// the token whose own encoding goes into the imprint. Three versions differ in what is hashed of an unsigned attribute: the whole
// Attribute (ats-hash-index, ats-hash-index-v2) or its type with each value (ats-hash-index-v3).

/// What an archive time-stamp covers, by hashes.
struct ArchiveHashIndex {
    private static let versions = [
        // ats-hash-index, -v2, -v3.
        "0.4.0.1733.2.5", "0.4.0.19122.1.4", "0.4.0.19122.1.5",
    ]
    /// Hashes in one list; a SignedData has fewer parts.
    private static let maximumCount = 1024

    /// Nil for an algorithm that is not known.
    let algorithm: DigestAlgorithm?
    let certificates: [[UInt8]]
    let lists: [[UInt8]]
    let attributes: [[UInt8]]
    /// As it stands in the token.
    let encoded: ArraySlice<UInt8>

    /// The index of a token; nil if there is not exactly one.
    init?(of token: TimeStampToken) {
        let fields = token.signer.unsignedAttributes.fields.filter {
            ArchiveHashIndex.versions.contains($0.identifier)
        }
        guard fields.count == 1, fields[0].values.count == 1,
            let index = try? ArchiveHashIndex(fields[0].values[0])
        else { return nil }
        self = index
    }

    // ATSHashIndex ::= SEQUENCE { hashIndAlgorithm AlgorithmIdentifier DEFAULT sha256 (no default in v3),
    //     certificatesHashIndex, crlsHashIndex, unsignedAttrsHashIndex SEQUENCE OF OCTET STRING }
    private init(_ value: ArraySlice<UInt8>) throws(DERError) {
        encoded = value
        var parts = try DERElement(value, rules: .ber, tag: Tag.sequence).elements(limit: 4)
        guard parts.count >= 3 else { throw DERError() }
        algorithm =
            parts.count == 4
            ? try AlgorithmIdentifier(parts.removeFirst()).digestAlgorithm : .sha256
        certificates = try ArchiveHashIndex.hashes(parts[0])
        lists = try ArchiveHashIndex.hashes(parts[1])
        attributes = try ArchiveHashIndex.hashes(parts[2])
    }

    private static func hashes(_ element: DERElement) throws(DERError) -> [[UInt8]] {
        guard element.tag == Tag.sequence else { throw DERError() }
        var hashes: [[UInt8]] = []
        for item in try element.elements(limit: maximumCount) {
            guard item.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
            hashes.append(try item.octets())
        }
        return hashes
    }
}
