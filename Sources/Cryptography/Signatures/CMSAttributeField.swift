// One attribute of a SignerInfo (RFC 5652 §5.3), signed or not, as it stands in the file.

/// `Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF ANY }`
struct CMSAttributeField: Sendable, Hashable {
    let identifier: String
    /// Each as encoded.
    let values: [ArraySlice<UInt8>]
    let encoded: ArraySlice<UInt8>
    /// attrType as encoded.
    let type: ArraySlice<UInt8>
    /// attrType and attrValues, without the SEQUENCE around them.
    let contents: ArraySlice<UInt8>

    /// More are refused: real signers have a dozen.
    static let maximumCount = 256

    static func readAll(_ element: DERElement) throws(DERError) -> [CMSAttributeField] {
        var fields: [CMSAttributeField] = []
        for attribute in try element.elements(limit: maximumCount) {
            guard attribute.tag == Tag.sequence else { throw DERError() }
            var reader = try attribute.reader()
            let type = try reader.next(Tag.objectIdentifier)
            let values = try reader.next(Tag.set).elements(limit: maximumCount)
            try reader.end()
            fields.append(
                CMSAttributeField(
                    identifier: try type.objectIdentifier(), values: values.map(\.encoded),
                    encoded: attribute.encoded, type: type.encoded, contents: attribute.contents))
        }
        return fields
    }
}
