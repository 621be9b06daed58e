// The unsigned attributes of a SignerInfo that extend a signature in time (EN 319 122-1 §5.3, §5.5 and annex A; RFC 5126 §6). Nothing
// protects them but the tokens that they hold or that cover them; so an attribute that cannot be read takes nothing from the
// signature: it is named and not used.
import EvidenceValues

/// An object that a signature names by its digest: a certificate, list or response.
package struct ObjectReference: Sendable, Hashable {
    /// Nil for an algorithm that is not known.
    package let algorithm: DigestAlgorithm?
    package let digest: [UInt8]
}

/// An unsigned attribute of which Docket reads the value.
enum UnsignedAttribute: CaseIterable {
    case signatureTimeStamp, countersignature
    case certificateReferences, revocationReferences
    /// Over the references and the signature (type 1), and over the references alone (type 2).
    case signatureAndReferencesTimeStamp, referencesTimeStamp
    case certificateValues, revocationValues
    case archiveTimeStampV2, archiveTimeStampV3

    var identifier: String {
        switch self {
        case .signatureTimeStamp: ObjectIdentifiers.signatureTimeStamp
        case .countersignature: "1.2.840.113549.1.9.6"
        case .certificateReferences: "1.2.840.113549.1.9.16.2.21"
        case .revocationReferences: "1.2.840.113549.1.9.16.2.22"
        case .signatureAndReferencesTimeStamp: "1.2.840.113549.1.9.16.2.25"
        case .referencesTimeStamp: "1.2.840.113549.1.9.16.2.26"
        case .certificateValues: "1.2.840.113549.1.9.16.2.23"
        case .revocationValues: "1.2.840.113549.1.9.16.2.24"
        case .archiveTimeStampV2: "1.2.840.113549.1.9.16.2.48"
        case .archiveTimeStampV3: "0.4.0.1733.2.4"
        }
    }

    static let known = Dictionary(
        uniqueKeysWithValues: UnsignedAttribute.allCases.map { ($0.identifier, $0) })
}

/// The unsigned attributes of one signer.
struct UnsignedAttributes: Sendable, Hashable {
    /// Certificates, lists and responses in one attribute; more are not read.
    static let maximumValues = 256

    let fields: [CMSAttributeField]
    private(set) var certificateValues: [EvidenceCertificate] = []
    private(set) var revocationLists: [[UInt8]] = []
    private(set) var ocspResponses: [[UInt8]] = []
    private(set) var archiveTimeStamps: [ArchiveTimeStamp] = []
    private(set) var referenceTimeStamps: [ReferenceTimeStamp] = []
    private(set) var references: [ObjectReference] = []
    private(set) var others: [String] = []
    private(set) var unreadable: [String] = []

    init(_ fields: [CMSAttributeField]) {
        self.fields = fields
        for field in fields {
            do throws(DERError) {
                try read(field)
            } catch {
                unreadable.append(field.identifier)
            }
        }
    }

    /// An attribute that must be signed where it is used and stands here, where anybody could have put it (RFC 5652 §11.1 to §11.3;
    /// RFC 5035 §3, §4).
    var misplaced: CMSAttribute? {
        if fields.isEmpty { return nil }
        return CMSAttribute.allCases.first { attribute in
            fields.contains { $0.identifier == attribute.identifier }
        }
    }

    /// The values of every attribute of this kind.
    func values(of attribute: UnsignedAttribute) -> [[UInt8]] {
        let identifier = attribute.identifier
        return fields.filter { $0.identifier == identifier }.flatMap { $0.values.map { Array($0) } }
    }

    private mutating func read(_ field: CMSAttributeField) throws(DERError) {
        guard let kind = UnsignedAttribute.known[field.identifier] else {
            others.append(field.identifier)
            return
        }
        for value in field.values {
            switch kind {
            case .signatureTimeStamp, .countersignature: break
            case .certificateReferences:
                references += try ObjectReference.certificates(value)
            case .revocationReferences: references += try ObjectReference.revocation(value)
            case .signatureAndReferencesTimeStamp:
                referenceTimeStamps.append(
                    ReferenceTimeStamp(token: Array(value), coversSignature: true))
            case .referencesTimeStamp:
                referenceTimeStamps.append(
                    ReferenceTimeStamp(token: Array(value), coversSignature: false))
            case .certificateValues: try readCertificateValues(value)
            case .revocationValues: try readRevocationValues(value)
            case .archiveTimeStampV2:
                archiveTimeStamps.append(ArchiveTimeStamp(token: Array(value), version: .v2))
            case .archiveTimeStampV3:
                archiveTimeStamps.append(ArchiveTimeStamp(token: Array(value), version: .v3))
            }
        }
    }

    // CertificateValues ::= SEQUENCE OF Certificate
    private mutating func readCertificateValues(_ value: ArraySlice<UInt8>) throws(DERError) {
        let list = try DERElement(value, rules: .ber, tag: Tag.sequence)
        for element in try list.elements(limit: UnsignedAttributes.maximumValues) {
            guard element.tag == Tag.sequence else { throw DERError() }
            certificateValues.append(EvidenceCertificate(derBytes: Array(element.encoded)))
        }
    }

    // RevocationValues ::= SEQUENCE { crlVals [0] SEQUENCE OF CertificateList OPTIONAL,
    //     ocspVals [1] SEQUENCE OF BasicOCSPResponse OPTIONAL, otherRevVals [2] OPTIONAL }
    private mutating func readRevocationValues(_ value: ArraySlice<UInt8>) throws(DERError) {
        var reader = try DERElement(value, rules: .ber, tag: Tag.sequence).reader()
        if let lists = try reader.optional(Tag.context(0)) {
            revocationLists += try UnsignedAttributes.sequences(lists)
        }
        if let responses = try reader.optional(Tag.context(1)) {
            // Some writers put whole OCSPResponses here; what is answered is the same.
            ocspResponses += try UnsignedAttributes.sequences(responses).map {
                basicOCSPResponse(of: $0) ?? $0
            }
        }
        _ = try reader.optional(Tag.context(2))
        try reader.end()
    }

    private static func sequences(_ wrapped: DERElement) throws(DERError) -> [[UInt8]] {
        let list = try wrapped.only()
        guard list.tag == Tag.sequence else { throw DERError() }
        return try list.elements(limit: maximumValues).map { Array($0.encoded) }
    }

    /// Reads the countersignatures over `signature`.
    mutating func countersignatures(of signature: [UInt8], in context: SignerContext)
        -> [CMSSigner]
    {
        let attribute = UnsignedAttribute.countersignature.identifier
        let values = fields.filter { $0.identifier == attribute }.flatMap(\.values)
        if values.isEmpty { return [] }
        guard context.depth < SignerContext.maximumDepth,
            values.count <= CMSSignedData.maximumSigners >> (2 * context.depth)
        else {
            unreadable.append(attribute)
            return []
        }
        var inner = context
        (inner.announced, inner.eContentType) = (nil, nil)
        inner.content = .bytes(signature)
        inner.depth += 1
        var signers: [CMSSigner] = []
        for value in values {
            do throws(DERError) {
                let element = try DERElement(value, rules: .ber, tag: Tag.sequence)
                signers.append(try CMSSigner(element, index: signers.count, of: inner))
            } catch {
                unreadable.append(attribute)
            }
        }
        return signers
    }
}

extension ObjectReference {
    // CompleteCertificateRefs ::= SEQUENCE OF OtherCertID
    // OtherCertID ::= SEQUENCE { otherCertHash OtherHash, issuerSerial OPTIONAL }
    static func certificates(_ value: ArraySlice<UInt8>) throws(DERError) -> [ObjectReference] {
        let list = try DERElement(value, rules: .ber, tag: Tag.sequence)
        var references: [ObjectReference] = []
        for element in try list.elements(limit: UnsignedAttributes.maximumValues) {
            var reader = try element.reader()
            references.append(try ObjectReference(otherHash: try reader.next()))
        }
        return references
    }

    // CompleteRevocationRefs ::= SEQUENCE OF CrlOcspRef
    // CrlOcspRef ::= SEQUENCE { crlids [0] CRLListID OPTIONAL, ocspids [1] OcspListID OPTIONAL, otherRev [2] OPTIONAL }
    // CRLListID, OcspListID ::= SEQUENCE { SEQUENCE OF CrlValidatedID or OcspResponsesID }
    // CrlValidatedID ::= SEQUENCE { crlHash OtherHash, crlIdentifier OPTIONAL }
    // OcspResponsesID ::= SEQUENCE { ocspIdentifier, ocspRefHash OtherHash OPTIONAL }
    static func revocation(_ value: ArraySlice<UInt8>) throws(DERError) -> [ObjectReference] {
        let list = try DERElement(value, rules: .ber, tag: Tag.sequence)
        var references: [ObjectReference] = []
        for element in try list.elements(limit: UnsignedAttributes.maximumValues) {
            for wrapped in try element.elements(limit: 3) where wrapped.tag != Tag.context(2) {
                let identifiers = try wrapped.only().only()
                for identifier in try identifiers.elements(limit: UnsignedAttributes.maximumValues)
                {
                    var reader = try identifier.reader()
                    if wrapped.tag == Tag.context(1) { _ = try reader.next() }
                    if reader.isAtEnd { continue }
                    references.append(try ObjectReference(otherHash: try reader.next()))
                }
            }
        }
        return references
    }

    // OtherHash ::= CHOICE { sha1Hash OCTET STRING, otherHash OtherHashAlgAndValue }
    private init(otherHash element: DERElement) throws(DERError) {
        if element.tag == Tag.octetString {
            (algorithm, digest) = (.sha1, try element.octets())
            return
        }
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence)).digestAlgorithm
        digest = try reader.next(Tag.octetString).octets()
        try reader.end()
    }
}
