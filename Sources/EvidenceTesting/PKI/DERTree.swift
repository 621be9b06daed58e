// DER (X.690 §10, §11) as a tree of values, for the test PKI: everything that it issues is such a tree, so that an odd or malformed
// certificate is a tree with one branch changed. The bytes are laid out by SwiftASN1; object identifiers are encoded here, because
// those under 2.25 (X.667) have arcs of 128 bits. Nothing here reads DER: the readers under test are the verifier's.

package import EvidenceValues
import SwiftASN1

/// A value to be written in DER.
package indirect enum DERTree: Sendable {
    case sequence([DERTree])
    /// SET OF: written in ascending order of the encodings (X.690 §11.6).
    case setOf([DERTree])
    /// Dotted decimal.
    case object(String)
    /// An unsigned number, most significant byte first.
    case integer([UInt8])
    case enumerated(UInt8)
    case boolean(Bool)
    case null
    case octets([UInt8])
    /// A BIT STRING of whole bytes.
    case bits([UInt8])
    /// A BIT STRING with named bits; trailing zeros are cut (X.690 §11.2.2).
    case namedBits(Set<Int>)
    case utf8(String)
    /// UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5), to the second.
    case time(Instant)
    /// GeneralizedTime with a fraction if there is one (RFC 3161 §2.4.2).
    case generalizedTime(Instant)
    /// `[number] EXPLICIT`.
    case explicit(UInt, DERTree)
    /// `[number] IMPLICIT` of something constructed.
    case implicit(UInt, [DERTree])
    /// `[number] IMPLICIT SET OF`: sorted.
    case implicitSetOf(UInt, [DERTree])
    /// `[number] IMPLICIT` of something primitive.
    case implicitPrimitive(UInt, [UInt8])
    /// Bytes that are DER already, or are meant to be wrong.
    case encoded([UInt8])

    /// A small unsigned number.
    package static func number(_ value: UInt64) -> DERTree {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            bytes.insert(UInt8(rest & 255), at: 0)
            rest >>= 8
        } while rest > 0
        return .integer(bytes)
    }

    /// The encoding.
    package var bytes: [UInt8] {
        var serializer = DER.Serializer()
        write(to: &serializer)
        return serializer.serializedBytes
    }

    private func write(to serializer: inout DER.Serializer) {
        switch self {
        case .sequence(let parts): constructed(.sequence, parts, &serializer)
        case .setOf(let parts): constructed(.set, DERTree.sorted(parts), &serializer)
        case .explicit(let number, let part): constructed(tag(number), [part], &serializer)
        case .implicit(let number, let parts): constructed(tag(number), parts, &serializer)
        case .implicitSetOf(let number, let parts):
            constructed(tag(number), DERTree.sorted(parts), &serializer)
        case .encoded(let bytes): serializer.serializeRawBytes(bytes)
        default:
            let (identifier, content) = primitive
            serializer.appendPrimitiveNode(identifier: identifier) { $0 += content }
        }
    }

    private func constructed(
        _ identifier: ASN1Identifier, _ parts: [DERTree], _ serializer: inout DER.Serializer
    ) {
        serializer.appendConstructedNode(identifier: identifier) { inner in
            for part in parts { part.write(to: &inner) }
        }
    }

    private func tag(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }

    private var primitive: (ASN1Identifier, [UInt8]) {
        switch self {
        case .object(let dotted): (.objectIdentifier, DERTree.objectIdentifier(dotted))
        case .integer(let magnitude): (.integer, DERTree.unsigned(magnitude))
        case .enumerated(let value): (.enumerated, [value])
        case .boolean(let value): (.boolean, [value ? 0xFF : 0])
        case .octets(let bytes): (.octetString, bytes)
        case .bits(let bytes): (.bitString, [0] + bytes)
        case .namedBits(let bits): (.bitString, DERTree.namedBitString(bits))
        case .utf8(let text): (.utf8String, Array(text.utf8))
        case .time(let instant): DERTree.time(instant)
        case .generalizedTime(let instant): (.generalizedTime, DERTree.digits(instant))
        case .implicitPrimitive(let number, let bytes): (tag(number), bytes)
        default: (.null, [])
        }
    }

    private static func sorted(_ parts: [DERTree]) -> [DERTree] {
        parts.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }.map(DERTree.encoded)
    }

    private static func unsigned(_ magnitude: [UInt8]) -> [UInt8] {
        let digits = magnitude.drop { $0 == 0 }
        guard let first = digits.first else { return [0] }
        return (first & 0x80 == 0 ? [] : [0]) + digits
    }

    private static func namedBitString(_ bits: Set<Int>) -> [UInt8] {
        guard let last = bits.max() else { return [0] }
        var bytes = [UInt8](repeating: 0, count: last / 8 + 1)
        for bit in bits { bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        return [UInt8(7 - last % 8)] + bytes
    }

    private static func time(_ instant: Instant) -> (ASN1Identifier, [UInt8]) {
        let digits = digits(instant.wholeSecond)
        let year = instant.text.prefix(4)
        guard year >= "1950" && year < "2050" else { return (.generalizedTime, digits) }
        return (.utcTime, Array(digits.dropFirst(2)))
    }

    /// `YYYYMMDDhhmmss`, the fraction without trailing zeros, `Z`.
    private static func digits(_ instant: Instant) -> [UInt8] {
        var text = instant.text.filter { $0.isNumber || $0 == "." }
        while text.contains("."), text.hasSuffix("0") { text.removeLast() }
        return Array((text + "Z").utf8)
    }

    private static func objectIdentifier(_ dotted: String) -> [UInt8] {
        let arcs = dotted.split(separator: ".").map { $0.compactMap(\.wholeNumberValue) }
        precondition(arcs.count >= 2, "bad object identifier in DERTree")
        let first = arcs[0].reduce(0) { $0 * 10 + $1 } * 40 + arcs[1].reduce(0) { $0 * 10 + $1 }
        let joined = [String(first).compactMap(\.wholeNumberValue)] + arcs.dropFirst(2)
        return joined.flatMap(base128)
    }

    /// A decimal number of any length in base 128, all bytes but the last with the high bit (X.690 §8.19.2).
    private static func base128(_ decimal: [Int]) -> [UInt8] {
        var rest = decimal
        var bytes: [UInt8] = []
        repeat {
            var remainder = 0
            rest = rest.map { digit in
                let value = remainder * 10 + digit
                remainder = value % 128
                return value / 128
            }
            bytes.insert(UInt8(remainder) | (bytes.isEmpty ? 0 : 0x80), at: 0)
        } while rest.contains { $0 != 0 }
        return bytes
    }
}
