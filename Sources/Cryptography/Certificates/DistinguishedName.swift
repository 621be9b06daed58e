// Names of X.500 as text for people (RFC 2253): last attribute first, `,` between, specials escaped. The text is for reading only;
// names are compared by their DER. Characters that a reader cannot see are escaped, so that no name looks like another.
import EvidenceValues

/// A Name of RFC 5280 §4.1.2.4.
struct DistinguishedName: Hashable {
    /// RFC 2253.
    let text: String
    /// The one common name; nil if there is none, more than one, or it is no text.
    let commonName: String?
    /// Every common name and mail address that is text.
    let commonNames: [String]
    let emailAddresses: [String]

    private static let keywords = [
        "2.5.4.3": "CN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
        "2.5.4.9": "STREET", "2.5.4.10": "O", "2.5.4.11": "OU",
        "2.5.4.97": "organizationIdentifier",
        "0.9.2342.19200300.100.1.1": "UID", "0.9.2342.19200300.100.1.25": "DC",
        "1.2.840.113549.1.9.1": "emailAddress",
    ]

    /// The name that these bytes are, which have been read before; nobody's if they are none.
    init(wellFormed der: [UInt8]) {
        let name = try? DistinguishedName(try DERElement(der, tag: Tag.sequence))
        self = name ?? DistinguishedName()
    }

    private init() {
        text = ""
        commonName = nil
        commonNames = []
        emailAddresses = []
    }

    /// Reads `Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }`.
    init(_ element: DERElement) throws(DERError) {
        var names: [String] = []
        var commonNames: [String?] = []
        var emailAddresses: [String] = []
        for relative in try element.elements(limit: 64) {
            var parts: [String] = []
            for attribute in try relative.elements(limit: 16) {
                var reader = try attribute.reader()
                let type = try reader.next(Tag.objectIdentifier).objectIdentifier()
                let value = try reader.next()
                try reader.end()
                let string = DistinguishedName.string(value)
                if type == "2.5.4.3" { commonNames.append(string) }
                if type == "1.2.840.113549.1.9.1" { emailAddresses += [string].compactMap(\.self) }
                let shown =
                    string.map(DistinguishedName.escaped)
                    ?? "#" + Hexadecimal.encode(value.encoded)
                parts.append((DistinguishedName.keywords[type] ?? type) + "=" + shown)
            }
            names.append(parts.joined(separator: "+"))
        }
        text = names.reversed().joined(separator: ",")
        commonName = commonNames.count == 1 ? commonNames[0] : nil
        self.commonNames = commonNames.compactMap(\.self)
        self.emailAddresses = emailAddresses
    }

    /// The text of a string type; nil for any other, or for bytes that are not of its alphabet.
    static func string(_ element: DERElement) -> String? {
        switch element.tag {
        case 0x0C:
            return String(validating: element.contents, as: UTF8.self)
        case 0x12, 0x13, 0x16, 0x1A:
            guard element.contents.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(decoding: element.contents, as: UTF8.self)
        case 0x14:
            return String(String.UnicodeScalarView(element.contents.map { Unicode.Scalar($0) }))
        case 0x1E:
            guard element.contents.count % 2 == 0 else { return nil }
            let bytes = Array(element.contents)
            let units = stride(from: 0, to: bytes.count, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        default:
            return nil
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        let scalars = Array(text.unicodeScalars)
        for (position, scalar) in scalars.enumerated() {
            let isEdge = position == 0 || position == scalars.count - 1
            switch scalar {
            case ",", "+", "\"", "\\", "<", ">", ";":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case " " where isEdge:
                result += "\\ "
            case "#" where position == 0:
                result += "\\#"
            case _ where VisibleText.isHidden(scalar):
                for byte in String(scalar).utf8 { result += "\\" + Hexadecimal.encode([byte]) }
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
