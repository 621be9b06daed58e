// What a file of evidence is, told from how its bytes begin: the kinds that Docket validates by themselves differ within their first
// few elements, so nothing is tried that must fail. That a file begins like a certificate does not make it one.

/// What bytes begin like.
package enum FileForm: Sendable, Hashable {
    /// A ContentInfo of type SignedData (RFC 5652 §3): a signature or a time-stamp token.
    case signedData
    /// A TimeStampResp (RFC 3161 §2.4.2).
    case timeStampResponse
    case certificate
    case revocationList
    /// An OCSPResponse or the BasicOCSPResponse inside (RFC 6960 §4.2.1).
    case ocspResponse

    /// The form of one DER or BER element; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        guard let form = try? FileForm.read(bytes) else { return nil }
        self = form
    }

    /// Whether bytes, of which these are the first, begin like a SignedData. Sixty-four are enough.
    package static func isSignedData(beginning bytes: [UInt8]) -> Bool {
        // The element is longer than what is at hand, so its headers are read by hand.
        guard bytes.first == Tag.sequence, bytes.count > 2 else { return false }
        let long = bytes[1] & 0x80 != 0 ? Int(bytes[1] & 0x7F) : 0
        guard long <= 8 else { return false }
        var rest = DERReader(bytes.dropFirst(2 + long), rules: .ber)
        return (try? rest.next(Tag.objectIdentifier).objectIdentifier())
            == ObjectIdentifiers.signedData
    }

    private static func read(_ bytes: [UInt8]) throws(DERError) -> FileForm {
        var file = DERReader(bytes[...], rules: .ber)
        var outer = try file.next(Tag.sequence).reader()
        let first = try outer.next()
        switch first.tag {
        case Tag.objectIdentifier:
            guard try first.objectIdentifier() == ObjectIdentifiers.signedData else {
                throw DERError()
            }
            return .signedData
        case Tag.enumerated: return .ocspResponse
        case Tag.sequence: return try inner(first, followedBy: outer.nextTag)
        default: throw DERError()
        }
    }

    // TBSCertificate, TBSCertList, ResponseData and PKIStatusInfo part at their third field.
    private static func inner(_ element: DERElement, followedBy next: UInt8?) throws(DERError)
        -> FileForm
    {
        let fields = try element.first(4).map(\.tag)
        let afterVersion =
            fields.first == Tag.integer || fields.first == Tag.context(0)
            ? Array(fields.dropFirst()) : fields
        switch (fields.first, Array(afterVersion.prefix(3))) {
        case (Tag.context(0), [Tag.integer, Tag.sequence, Tag.sequence]): return .certificate
        case (Tag.integer, [Tag.sequence, Tag.sequence, Tag.sequence]): return .certificate
        case (_, [Tag.sequence, Tag.sequence, Tag.utcTime]),
            (_, [Tag.sequence, Tag.sequence, Tag.generalizedTime]):
            return .revocationList
        case (_, [Tag.context(1), Tag.generalizedTime, Tag.sequence]),
            (_, [Tag.context(2), Tag.generalizedTime, Tag.sequence]):
            return .ocspResponse
        default:
            guard fields.first == Tag.integer, next == nil || next == Tag.sequence else {
                throw DERError()
            }
            return .timeStampResponse
        }
    }
}

/// The objects of a file: the bytes themselves, or what the blocks of a PEM text hold.
package struct FileObjects: Sendable, Hashable {
    /// In bytes; base64 is a third longer than what it holds.
    package static let maximumTextSize = 64 << 20
    /// A file of certificates has a few hundred.
    package static let maximumBlocks = 4_096

    /// DER or BER.
    package let objects: [[UInt8]]
    /// Whether the file is PEM, so that its objects do not stand in it as they are.
    package let isText: Bool

    /// Nil if the file begins like neither, or is a PEM text that cannot be read.
    package init?(_ bytes: [UInt8]) {
        guard PEMBlock.isPEM(bytes) else {
            (objects, isText) = ([bytes], false)
            return
        }
        // A PEM text has no zero bytes; most other files have one early.
        guard bytes.count <= FileObjects.maximumTextSize, !bytes.prefix(1_024).contains(0),
            let blocks = PEMBlock.blocks(of: bytes), blocks.count <= FileObjects.maximumBlocks
        else { return nil }
        objects = blocks.filter { !$0.isEncrypted }.map(\.bytes)
        isText = true
    }
}
