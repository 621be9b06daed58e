// What primitive elements of ASN.1 say: integers, strings of bytes and bits, truth values, object identifiers. Each has one
// accepted encoding (X.690 §8.3, §10, §11), except that a BER string of bytes may come in pieces.
import EvidenceValues

extension DERElement {
    /// The contents of an INTEGER or ENUMERATED: two's complement, most significant byte first, as short as can be.
    func integerBytes() throws(DERError) -> [UInt8] {
        guard tag == Tag.integer || tag == Tag.enumerated || tag & 0xE0 == 0x80,
            let first = contents.first
        else { throw DERError() }
        if let second = contents.dropFirst().first {
            guard !(first == 0 && second < 0x80), !(first == 0xFF && second >= 0x80) else {
                throw DERError()
            }
        }
        return Array(contents)
    }

    /// A number from 0 to 2³¹ − 1.
    func smallInteger() throws(DERError) -> Int {
        let bytes = try integerBytes()
        guard bytes.count <= 4, bytes[0] < 0x80 else { throw DERError() }
        return bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    /// FALSE is 0 and TRUE is 255 (X.690 §11.1).
    func boolean() throws(DERError) -> Bool {
        guard tag == Tag.boolean, contents.count == 1, let byte = contents.first,
            byte == 0 || byte == 0xFF
        else { throw DERError() }
        return byte == 0xFF
    }

    /// The bytes of an OCTET STRING; those of its pieces in BER.
    func octets() throws(DERError) -> [UInt8] {
        if tag & Tag.constructedBit == 0 { return Array(contents) }
        guard rules == .ber else { throw DERError() }
        var octets: [UInt8] = []
        var reader = try reader()
        while !reader.isAtEnd {
            let piece = try reader.next()
            guard piece.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
            octets += try piece.octets()
        }
        return octets
    }

    /// The bits of a BIT STRING as bytes, the unused ones zero (X.690 §11.2).
    func bits() throws(DERError) -> (bytes: [UInt8], unused: Int) {
        guard tag == Tag.bitString || tag & 0xE0 == 0x80, let unused = contents.first, unused < 8
        else { throw DERError() }
        let bytes = Array(contents.dropFirst())
        if let last = bytes.last {
            guard last & (UInt8(1) << unused &- 1) == 0 else { throw DERError() }
        } else {
            guard unused == 0 else { throw DERError() }
        }
        return (bytes, Int(unused))
    }

    /// A BIT STRING that holds whole bytes.
    func bitStringBytes() throws(DERError) -> [UInt8] {
        let (bytes, unused) = try bits()
        guard unused == 0 else { throw DERError() }
        return bytes
    }

    /// An OBJECT IDENTIFIER in dotted decimal.
    func objectIdentifier() throws(DERError) -> String {
        guard tag == Tag.objectIdentifier, let text = ObjectIdentifiers.text(of: contents) else {
            throw DERError()
        }
        return text
    }

    /// Refuses a NULL with contents.
    func null() throws(DERError) {
        guard tag == Tag.null, contents.isEmpty else { throw DERError() }
    }

    /// A UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 has them.
    func time() throws(DERError) -> Instant {
        guard tag == Tag.utcTime || tag == Tag.generalizedTime,
            let time = ASN1Time(contents, isGeneralized: tag == Tag.generalizedTime),
            time.isWholeSecond
        else { throw DERError() }
        return time.floor
    }
}
