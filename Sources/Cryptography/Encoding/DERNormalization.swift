// BER as DER (X.690 §10, §11.6), for digests that standards define over the DER of what stands in BER in the file.

extension DERElement {
    /// The value in DER: definite lengths, strings in one piece, a SET sorted. What `[number]` replaces cannot be known, so members
    /// keep their order there. Nesting is bounded by the reader.
    func normalized() throws(DERError) -> [UInt8] {
        guard tag & Tag.constructedBit != 0 else { return DERWriter.element(tag, contents) }
        if tag & ~Tag.constructedBit == Tag.octetString {
            return DERWriter.octetString(try octets())
        }
        var members: [[UInt8]] = []
        for element in try elements() { members.append(try element.normalized()) }
        if tag == Tag.set { return DERWriter.setOf(members) }
        return DERWriter.element(tag, members.flatMap(\.self))
    }
}

/// A row of elements in DER; nil if it is none.
func normalized(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var reader = DERReader(bytes, rules: .ber)
    var result: [UInt8] = []
    while !reader.isAtEnd {
        guard let element = try? reader.next().normalized() else { return nil }
        result += element
    }
    return result
}
