// Names of X.500 as RFC 5280 §7.1 compares them: relative distinguished names in order, the attributes of each in any order, strings
// prepared as RFC 4518 says (§2.2 map, §2.3 fold, §2.6 spaces) whatever type they are written in, everything else byte for byte.
//
// Canonical equivalence (NFC) is Swift's own comparison of strings. Compatibility forms (full-width letters, ligatures) are not folded,
// so that such a name equals only itself: paths between two such spellings are not found, and that such a name lies outside a subtree
// is not said of it (`match`).
import EvidenceValues

/// A Name of RFC 5280 §4.1.2.4, for comparison only.
package struct ComparableName: Sendable, Hashable {
    /// More relative names, or attributes in one, are refused.
    static let maximumRelatives = 64
    static let maximumAttributes = 16

    /// One for each relative name: its attributes in ascending order, `type=text` or `type#bytes` in hexadecimal, with a control
    /// character between, which no prepared text has.
    private let relatives: [String]
    /// The positions of those that may mean the same as one of another spelling: there is a compatibility form in them, or text that
    /// cannot be read.
    private let respellable: [Int]

    /// The name that these bytes are; nil if they are none.
    package init?(der: [UInt8]) {
        guard let element = try? DERElement(der, tag: Tag.sequence),
            let name = try? ComparableName(element)
        else { return nil }
        self = name
    }

    /// The name that these bytes are, which have been read before; nobody's if they are none.
    init(wellFormed der: [UInt8]) { self = ComparableName(der: der) ?? ComparableName() }

    init(_ element: DERElement) throws(DERError) {
        self = try ComparableName().appending(relatives: element)
    }

    /// The name of nobody.
    private init(_ relatives: [String] = [], respellable: [Int] = []) {
        self.relatives = relatives
        self.respellable = respellable
    }

    package static func == (left: ComparableName, right: ComparableName) -> Bool {
        left.relatives == right.relatives
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(relatives) }

    /// This name with one more relative name: how distribution points shorten theirs (RFC 5280 §4.2.1.13). Takes the contents of a
    /// RelativeDistinguishedName, whose tag may be an implicit one.
    func appending(_ relative: DERElement) throws(DERError) -> ComparableName {
        var name = Writer(self)
        try name.append(relative)
        return name.name
    }

    private func appending(relatives element: DERElement) throws(DERError) -> ComparableName {
        var name = Writer(self)
        for relative in try element.elements(limit: ComparableName.maximumRelatives) {
            try name.append(relative)
        }
        return name.name
    }

    /// A name that grows.
    private struct Writer {
        private var relatives: [String]
        private var respellable: [Int]

        init(_ name: ComparableName) {
            (relatives, respellable) = (name.relatives, name.respellable)
        }

        mutating func append(_ relative: DERElement) throws(DERError) {
            var isRespellable = false
            let text = try ComparableName.attributes(relative, isRespellable: &isRespellable)
            if isRespellable { respellable.append(relatives.count) }
            relatives.append(text)
        }

        var name: ComparableName { ComparableName(relatives, respellable: respellable) }
    }

    /// Whether nobody is named.
    package var isEmpty: Bool { relatives.isEmpty }

    /// Whether this name is `base` or below it in the tree of names (RFC 5280 §7.1, last paragraph).
    package func isWithin(_ base: ComparableName) -> Bool { relatives.starts(with: base.relatives) }

    /// The same with a third answer: *unknown* where they differ only in relative names that may be spelt in another way.
    func match(_ base: ComparableName) -> SubtreeMatch {
        guard relatives.count >= base.relatives.count else { return .outside }
        let differing = base.relatives.indices.filter { relatives[$0] != base.relatives[$0] }
        if differing.isEmpty { return .inside }
        let isUnknown = differing.allSatisfy {
            respellable.contains($0) || base.respellable.contains($0)
        }
        return isUnknown ? .unknown : .outside
    }

    // RelativeDistinguishedName ::= SET SIZE (1..MAX) OF SEQUENCE { type, value }
    private static func attributes(
        _ relative: DERElement, isRespellable: inout Bool
    ) throws(DERError) -> String {
        var attributes: [String] = []
        for attribute in try relative.elements(limit: maximumAttributes) {
            var reader = try attribute.reader()
            let type = try reader.next(Tag.objectIdentifier).contents
            let value = try reader.next()
            try reader.end()
            attributes.append(
                text(type: type, value: value, isRespellable: &isRespellable))
        }
        return attributes.count == 1
            ? attributes[0] : attributes.sorted().joined(separator: "\u{1}")
    }

    // The string types that a DirectoryString or an IA5String may be written in, UniversalString (0x1C) among them, which is not read.
    private static let stringTags: [UInt8] = [0x0C, 0x12, 0x13, 0x14, 0x16, 0x1A, 0x1C, 0x1E]

    private static func text(
        type: ArraySlice<UInt8>, value: DERElement, isRespellable: inout Bool
    ) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(type.count * 2 + 1 + value.contents.count)
        for byte in type { bytes += [digit(byte >> 4), digit(byte & 15)] }
        let isText = [0x0C, 0x12, 0x13, 0x16, 0x1A].contains(value.tag)
        if isText, value.contents.allSatisfy({ $0 < 0x80 }) {
            bytes.append(0x3D)
            append(prepared: value.contents, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        let start = String(decoding: bytes, as: UTF8.self)
        guard let text = DistinguishedName.string(value) else {
            if stringTags.contains(value.tag) { isRespellable = true }
            return start + "#" + Hexadecimal.encode(value.encoded)
        }
        let prepared = prepared(text)
        if prepared.unicodeScalars.contains(where: isCompatibilityForm) { isRespellable = true }
        return start + "=" + prepared
    }

    /// Whether a prepared scalar is one that NFKC and full case folding (Unicode §3.13, RFC 4518 §2.4) write in another way.
    private static func isCompatibilityForm(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && scalar.properties.changesWhenNFKCCaseFolded
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// What `prepared` makes of ASCII, which nearly all names are.
    private static func append(prepared text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        let start = bytes.count
        var spaceIsDue = false
        for byte in text {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                spaceIsDue = bytes.count > start
            } else if byte > 0x20 && byte != 0x7F {
                if spaceIsDue { bytes.append(0x20) }
                spaceIsDue = false
                bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
    }

    /// A string as RFC 4518 prepares it: without case, without characters that say nothing, every run of spaces one space, none at
    /// the ends.
    static func prepared(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var spaceIsDue = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                spaceIsDue = !result.isEmpty
            } else if !isIgnored(scalar) {
                if spaceIsDue { result.append(" ") }
                spaceIsDue = false
                append(folded: scalar, to: &result)
            }
        }
        return String(result)
    }

    private static func append(
        folded scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView
    ) {
        if scalar.isASCII {
            let isUpper = (0x41...0x5A).contains(scalar.value)
            result.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
        } else {
            // Up and down again, so that letters with two small forms, and those that grow, fold alike (ſ and s, ß and ss).
            let upper = scalar.properties.uppercaseMapping
            for scalar in upper.unicodeScalars {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.value == 0x85
        }
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.value {
        case 0x034F, 0xFE00...0xFE0F, 0xFFFC: return true
        default:
            let category = scalar.properties.generalCategory
            return category == .control || category == .format
        }
    }
}
