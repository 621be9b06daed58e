// The forms in which certificates name a subject, an issuer, or a place (RFC 5280 §4.2.1.6).

/// GeneralName, as far as names are compared.
package enum GeneralName: Sendable, Hashable {
    /// By its type, in dotted decimal, and the value's encoding.
    case otherName(type: String, value: [UInt8])
    /// The characters of the IA5String; nothing about them is checked.
    case rfc822Name([UInt8])
    case dNSName([UInt8])
    case directoryName(ComparableName)
    case uniformResourceIdentifier([UInt8])
    /// 4 or 16 bytes; twice as many in a constraint.
    case iPAddress([UInt8])
    case registeredID([UInt8])
    /// x400Address or ediPartyName, which nothing evaluates: its tag and contents.
    case unread(tag: UInt8, contents: [UInt8])

    /// More in one list are refused.
    package static let maximumCount = 1024

    /// Which choice it is: the number of its tag.
    var form: UInt8 {
        switch self {
        case .otherName: 0
        case .rfc822Name: 1
        case .dNSName: 2
        case .directoryName: 4
        case .uniformResourceIdentifier: 6
        case .iPAddress: 7
        case .registeredID: 8
        case .unread(let tag, _): tag & 0x1F
        }
    }

    // GeneralName ::= CHOICE { otherName [0], rfc822Name [1] IA5String, dNSName [2] IA5String, x400Address [3],
    //     directoryName [4] Name, ediPartyName [5], uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING,
    //     registeredID [8] OBJECT IDENTIFIER }
    init(_ element: DERElement) throws(DERError) {
        let bytes = Array(element.contents)
        switch element.tag {
        case Tag.context(0):
            var reader = try element.reader()
            let type = try reader.next(Tag.objectIdentifier).objectIdentifier()
            let value = try reader.next(Tag.context(0)).only()
            try reader.end()
            self = .otherName(type: type, value: Array(value.encoded))
        case Tag.contextPrimitive(1): self = .rfc822Name(bytes)
        case Tag.contextPrimitive(2): self = .dNSName(bytes)
        case Tag.context(4):
            let name = try element.only()
            guard name.tag == Tag.sequence else { throw DERError() }
            self = .directoryName(try ComparableName(name))
        case Tag.contextPrimitive(6): self = .uniformResourceIdentifier(bytes)
        case Tag.contextPrimitive(7): self = .iPAddress(bytes)
        case Tag.contextPrimitive(8): self = .registeredID(bytes)
        case Tag.context(3), Tag.context(5): self = .unread(tag: element.tag, contents: bytes)
        default: throw DERError()
        }
    }

    /// Reads `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, whose tag may be an implicit one.
    static func readAll(_ element: DERElement) throws(DERError) -> [GeneralName] {
        var names: [GeneralName] = []
        for item in try element.elements(limit: maximumCount) {
            names.append(try GeneralName(item))
        }
        guard !names.isEmpty else { throw DERError() }
        return names
    }
}
