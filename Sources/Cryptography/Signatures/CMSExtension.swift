// Makes more of a CAdES signature without touching what is signed: a time-stamp over the signature value makes it T, and the certificates,
// lists and OCSP answers that its validation needs make it LT (EN 319 122-1 §6.3; RFC 5940 for OCSP in CMS). What is not changed keeps its
// bytes; what stands around a change becomes DER, sets sorted (X.690 §11.6). An archive time-stamp covers all that, so a signature with one
// is left alone.
import EvidenceValues

/// What validation needs, as bytes.
package struct EmbeddedMaterial: Sendable, Hashable {
    /// Certificates, lists and OCSP responses that are embedded at most; what is written must be read again.
    package static let maximumCount = CMSSignedData.maximumCertificates

    /// Each a Certificate in DER.
    package var certificates: [[UInt8]] = []
    /// Each a CertificateList in DER.
    package var lists: [[UInt8]] = []
    /// Each an OCSPResponse in DER.
    package var responses: [[UInt8]] = []

    package init() {}

    /// Reads a file: blocks of PEM (`CERTIFICATE`, `X509 CRL`, `OCSP RESPONSE`; others are passed over), or one object in DER. Nil if it
    /// holds none of them.
    package init?(file bytes: [UInt8]) {
        guard PEMBlock.isPEM(bytes) else {
            add(der: bytes)
            if isEmpty { return nil }
            return
        }
        for block in PEMBlock.blocks(of: bytes) ?? [] {
            switch block.label {
            case "CERTIFICATE": certificates.append(block.bytes)
            case "X509 CRL": lists.append(block.bytes)
            case "OCSP RESPONSE": responses.append(block.bytes)
            default: continue
            }
        }
        if isEmpty { return nil }
    }

    /// Whether there is nothing.
    package var isEmpty: Bool { certificates.isEmpty && lists.isEmpty && responses.isEmpty }

    /// The objects of both, each once.
    package func adding(_ other: EmbeddedMaterial) -> EmbeddedMaterial {
        func union(_ first: [[UInt8]], _ second: [[UInt8]]) -> [[UInt8]] {
            var seen: Set<[UInt8]> = []
            return (first + second).filter { seen.insert($0).inserted }
        }
        var both = EmbeddedMaterial()
        both.certificates = union(certificates, other.certificates)
        both.lists = union(lists, other.lists)
        both.responses = union(responses, other.responses)
        return both
    }

    // The three are told apart by their first fields: OCSPResponse begins with an ENUMERATED.
    private mutating func add(der bytes: [UInt8]) {
        guard let outer = try? DERElement(bytes, tag: Tag.sequence),
            let first = try? outer.first(1).first
        else { return }
        if first.tag == Tag.enumerated {
            if (try? OCSPResponse(der: bytes)) != nil { responses.append(bytes) }
        } else if (try? ParsedCertificate(der: bytes)) != nil {
            certificates.append(bytes)
        } else if (try? RevocationList(pemOrDER: bytes)) != nil {
            lists.append(bytes)
        } else if (try? OCSPResponse(der: bytes)) != nil {
            responses.append(EmbeddedMaterial.response(around: bytes))
        }
    }

    /// An OCSPResponse around a bare BasicOCSPResponse, as signatures carry it (RFC 6960 §4.2.1).
    private static func response(around basic: [UInt8]) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.element(Tag.enumerated, [0]),
            DERWriter.element(
                Tag.context(0),
                DERWriter.sequence(
                    DERWriter.objectIdentifier("1.3.6.1.5.5.7.48.1.1"),
                    DERWriter.octetString(basic))))
    }
}

/// Adds a token over the signature value as an unsigned attribute (CAdES-T) to a SignedData of one signer.
package func addTimeStamp(to cms: [UInt8], token: [UInt8]) throws(SigningError) -> [UInt8] {
    var parts = try ExtensibleSignedData(cms)
    guard let token = try? TimeStampToken(der: token),
        token.covers(.bytes(parts.signature)) == true
    else { throw .tokenMismatch }
    parts.unsigned.append(cmsAttribute(ObjectIdentifiers.signatureTimeStamp, token.tokenBytes))
    return try parts.encoded()
}

/// Puts what validation needs into the SignedData (CAdES-LT); what is there already is not added again.
package func addValidationMaterial(
    to cms: [UInt8], _ material: EmbeddedMaterial
) throws(SigningError) -> [UInt8] {
    var parts = try ExtensibleSignedData(cms)
    parts.add(material)
    return try parts.encoded()
}

/// A SignedData of one signer as pieces that keep their bytes.
private struct ExtensibleSignedData {
    private var version: [UInt8]
    /// The digest algorithms and the encapsulated content.
    private let beforeCertificates: [[UInt8]]
    private var certificates: [[UInt8]]
    private var revocations: [[UInt8]]
    /// The SignerInfo up to the signature.
    private let signer: [[UInt8]]
    var unsigned: [[UInt8]]
    let signature: [UInt8]

    /// Archive time-stamps of EN 319 122-1 §5.5 and of TS 101 733, and the long-term-validation attribute, each over all there is.
    private static let archival: Set<String> = [
        "1.2.840.113549.1.9.16.2.27", "1.2.840.113549.1.9.16.2.48", "0.4.0.1733.2.4",
        "0.4.0.1733.2.2",
    ]
    /// id-ri-ocsp-response (RFC 5940 §2.1).
    private static let ocspResponse = "1.3.6.1.5.5.7.16.2"

    init(_ bytes: [UInt8]) throws(SigningError) {
        guard let read = try? CMSSignedData(der: bytes), read.signers.count == 1 else {
            throw .notExtensible
        }
        signature = read.signers[0].signatureValue
        let isArchived: Bool
        do throws(DERError) {
            var fields = try Self.fields(of: bytes)
            version = Array(try fields.next(Tag.integer).encoded)
            beforeCertificates = [
                Array(try fields.next(Tag.set).encoded),
                Array(try fields.next(Tag.sequence).encoded),
            ]
            certificates = try Self.members(try fields.optional(Tag.context(0)))
            revocations = try Self.members(try fields.optional(Tag.context(1)))
            var info = try fields.next(Tag.set).only().elements()
            guard let last = info.last else { throw DERError() }
            let attributes = last.tag == Tag.context(1) ? info.removeLast() : nil
            signer = info.map { Array($0.encoded) }
            unsigned = try Self.members(attributes)
            isArchived =
                try attributes.map { (set) throws(DERError) in
                    try CMSAttributeField.readAll(set).contains {
                        Self.archival.contains($0.identifier)
                    }
                } ?? false
        } catch {
            throw .notExtensible
        }
        if isArchived { throw .archived }
    }

    mutating func add(_ material: EmbeddedMaterial) {
        let responses = material.responses.map { response in
            DERWriter.element(
                Tag.context(1), DERWriter.objectIdentifier(Self.ocspResponse) + response)
        }
        Self.add(material.certificates, to: &certificates)
        Self.add(material.lists + responses, to: &revocations)
        // RFC 5652 §5.1: version 5 where there is other revocation information.
        if revocations.contains(where: { $0.first == Tag.context(1) }) {
            version = DERWriter.integer(5)
        }
    }

    /// The whole, which must read as it did.
    func encoded() throws(SigningError) -> [UInt8] {
        var fields = [version] + beforeCertificates
        if !certificates.isEmpty {
            fields.append(DERWriter.setOf(certificates, tag: Tag.context(0)))
        }
        if !revocations.isEmpty {
            fields.append(DERWriter.setOf(revocations, tag: Tag.context(1)))
        }
        var info = signer
        if !unsigned.isEmpty { info.append(DERWriter.setOf(unsigned, tag: Tag.context(1))) }
        let signer = DERWriter.element(Tag.sequence, info.flatMap(\.self))
        let file = signedData(fields + [DERWriter.setOf([signer])])
        guard let read = try? CMSSignedData(der: file), read.signers.count == 1,
            read.signers[0].signatureValue == signature
        else { throw .notExtensible }
        return file
    }

    private static func fields(of bytes: [UInt8]) throws(DERError) -> DERReader {
        var info = try DERElement(bytes, rules: .ber, tag: Tag.sequence).reader()
        _ = try info.next(Tag.objectIdentifier)
        return try info.next(Tag.context(0)).only().reader()
    }

    private static func members(_ set: DERElement?) throws(DERError) -> [[UInt8]] {
        guard let set else { return [] }
        return try set.elements().map { Array($0.encoded) }
    }

    private static func add(_ new: [[UInt8]], to set: inout [[UInt8]]) {
        var seen = Set(set)
        set += new.filter { seen.insert($0).inserted }
    }
}
