// The members of SignedData.crls (RFC 5652 §10.2.1): lists, and in `[1]` other formats, of which Docket knows OCSP responses
// (RFC 5940 §2.1; ETSI writes the bare BasicOCSPResponse under its own identifier as well).

/// One `RevocationInfoChoice ::= CHOICE { CertificateList, other [1] IMPLICIT OtherRevocationInfoFormat }`.
struct RevocationChoice: Sendable, Hashable {
    /// What it is.
    enum Kind: Sendable, Hashable {
        /// A CertificateList in DER.
        case list([UInt8])
        /// A BasicOCSPResponse in DER.
        case response([UInt8])
        /// Not known, by its object identifier, or not of its form.
        case other(String)
    }

    let kind: Kind
    let encoded: ArraySlice<UInt8>

    // OtherRevocationInfoFormat ::= SEQUENCE { otherRevInfoFormat OBJECT IDENTIFIER, otherRevInfo ANY }
    init(_ element: DERElement) {
        encoded = element.encoded
        if element.tag == Tag.sequence {
            kind = .list(Array(element.encoded))
            return
        }
        guard element.tag == Tag.context(1), var reader = try? element.reader(),
            let format = try? reader.next(Tag.objectIdentifier).objectIdentifier(),
            let information = try? reader.next(Tag.sequence), reader.isAtEnd
        else {
            kind = .other("")
            return
        }
        let bytes = Array(information.encoded)
        switch format {
        case ObjectIdentifiers.ocspResponseFormat:
            kind = basicOCSPResponse(of: bytes).map { .response($0) } ?? .other(format)
        case ObjectIdentifiers.ocspBasic: kind = .response(bytes)
        default: kind = .other(format)
        }
    }
}

/// The BasicOCSPResponse in an OCSPResponse; nil if it is none or an error (RFC 6960 §4.2.1). What is in it is not looked at.
func basicOCSPResponse(of bytes: [UInt8]) -> [UInt8]? {
    // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT ResponseBytes OPTIONAL }
    // ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }
    guard let outer = try? DERElement(bytes, rules: .ber, tag: Tag.sequence),
        var reader = try? outer.reader(),
        let status = try? reader.next(Tag.enumerated).smallInteger(), status == 0,
        let wrapped = try? reader.next(Tag.context(0)).only(Tag.sequence),
        reader.isAtEnd, var inner = try? wrapped.reader(),
        let type = try? inner.next(Tag.objectIdentifier).objectIdentifier(),
        type == ObjectIdentifiers.ocspBasic, let response = try? inner.next(),
        response.tag & ~Tag.constructedBit == Tag.octetString, inner.isAtEnd
    else { return nil }
    return try? response.octets()
}
