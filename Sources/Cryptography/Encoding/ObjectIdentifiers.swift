// Object identifiers (X.690 §8.19) between their encoding and dotted decimal. An arc may be any size: those under 2.25 are UUIDs of
// 128 bits, which no machine word holds, so digits are carried by hand.

/// The identifiers that Docket knows, and the two ways to write one.
enum ObjectIdentifiers {
    /// Longer ones are refused: no registered one comes near.
    static let maximumSize = 64

    static let data = "1.2.840.113549.1.7.1"
    static let signedData = "1.2.840.113549.1.7.2"
    static let timeStampInfo = "1.2.840.113549.1.9.16.1.4"
    static let contentType = "1.2.840.113549.1.9.3"
    static let messageDigest = "1.2.840.113549.1.9.4"
    static let signingTime = "1.2.840.113549.1.9.5"
    static let signingCertificate = "1.2.840.113549.1.9.16.2.12"
    static let signingCertificateV2 = "1.2.840.113549.1.9.16.2.47"
    static let signatureTimeStamp = "1.2.840.113549.1.9.16.2.14"
    static let contentTimeStamp = "1.2.840.113549.1.9.16.2.20"
    static let signaturePolicy = "1.2.840.113549.1.9.16.2.15"
    static let commitmentType = "1.2.840.113549.1.9.16.2.16"
    /// id-ri-ocsp-response (RFC 5940 §2.1) and id-pkix-ocsp-basic (RFC 6960 §4.2.1).
    static let ocspResponseFormat = "1.3.6.1.5.5.7.16.2"
    static let ocspBasic = "1.3.6.1.5.5.7.48.1.1"
    static let timeStamping = "1.3.6.1.5.5.7.3.8"
    static let ocspSigning = "1.3.6.1.5.5.7.3.9"
    static let anyExtendedKeyUsage = "2.5.29.37.0"
    /// anyExtendedKeyUsage, emailProtection, documentSigning (RFC 9336), and Microsoft's documentSigning from before that.
    static let signingPurposes: Set<String> = [
        anyExtendedKeyUsage, "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12",
    ]
    static let rsa = "1.2.840.113549.1.1.1"
    static let rsaPSS = "1.2.840.113549.1.1.10"
    static let mgf1 = "1.2.840.113549.1.1.8"
    static let ecPublicKey = "1.2.840.10045.2.1"
    static let ed25519 = "1.3.101.112"
    static let pbes2 = "1.2.840.113549.1.5.13"
    static let pbkdf2 = "1.2.840.113549.1.5.12"
    static let scrypt = "1.3.6.1.4.1.11591.4.11"
    static let aes256CBC = "2.16.840.1.101.3.4.1.42"
    static let envelopedData = "1.2.840.113549.1.7.3"
    /// RFC 5083 §2.
    static let authEnvelopedData = "1.2.840.113549.1.9.16.1.23"
    static let rsaOAEP = "1.2.840.113549.1.1.7"
    /// id-pSpecified (RFC 4055 §4.1).
    static let labelSpecified = "1.2.840.113549.1.1.9"

    /// Those that stand in nearly every signature, so that they need not be written anew.
    private static let known = IdentifierTable(
        ([
            data, signedData, timeStampInfo, contentType, messageDigest, signingTime,
            signingCertificate, signingCertificateV2, signatureTimeStamp, contentTimeStamp,
            timeStamping, ocspSigning, rsa, ecPublicKey,
        ] + DigestAlgorithm.allCases.map(\.identifier)).map { ($0, $0) })

    /// Dotted decimal of the contents of an OBJECT IDENTIFIER; nil unless each arc is whole and as short as can be.
    static func text(of contents: ArraySlice<UInt8>) -> String? {
        known[contents] ?? written(contents)
    }

    private static func written(_ contents: ArraySlice<UInt8>) -> String? {
        guard (1...maximumSize).contains(contents.count), contents.last.map({ $0 < 0x80 }) == true
        else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(contents.count * 3 + 2)
        var arc: UInt64 = 0
        var isStart = true
        for byte in contents {
            if isStart && byte == 0x80 { return nil }
            guard arc < 1 << 56 else { return longText(of: contents) }
            arc = arc << 7 | UInt64(byte & 0x7F)
            isStart = byte < 0x80
            guard isStart else { continue }
            if text.isEmpty {
                // The first subidentifier is 40 · (first arc) + second arc (X.690 §8.19.4).
                let first = min(arc / 40, 2)
                text.append(UInt8(first) + 0x30)
                arc -= first * 40
            }
            text.append(0x2E)
            appendDecimal(arc, to: &text)
            arc = 0
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func appendDecimal(_ number: UInt64, to text: inout [UInt8]) {
        var power: UInt64 = 1
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            text.append(UInt8(number / power % 10) + 0x30)
            power /= 10
        }
    }

    /// The same with arcs that no machine word holds.
    private static func longText(of contents: ArraySlice<UInt8>) -> String? {
        var arcs: [String] = []
        var digits: [UInt8] = []
        var isStart = true
        for byte in contents {
            if isStart && byte == 0x80 { return nil }
            multiplyAdd(&digits, byte & 0x7F)
            isStart = byte < 0x80
            guard isStart else { continue }
            arcs.append(decimal(digits))
            digits = []
        }
        guard let both = Int(arcs[0]) else { return nil }
        let first = min(both / 40, 2)
        return (["\(first)", "\(both - first * 40)"] + arcs.dropFirst()).joined(separator: ".")
    }

    /// The contents that write this dotted decimal; nil if it is none.
    static func contents(of text: String) -> [UInt8]? {
        let arcs = text.split(separator: ".", omittingEmptySubsequences: false)
        guard arcs.count >= 2, let first = Int(arcs[0]), let second = Int(arcs[1]),
            (0...2).contains(first), second >= 0, first == 2 || second < 40, second <= .max - 80
        else { return nil }
        var contents: [UInt8] = []
        for arc in ["\(first * 40 + second)"] + arcs.dropFirst().dropFirst().map(String.init) {
            var digits = arc.utf8.map { $0 &- 0x30 }
            guard !digits.isEmpty, digits.count <= 3 * maximumSize, digits.allSatisfy({ $0 < 10 })
            else {
                return nil
            }
            var groups: [UInt8] = []
            repeat {
                groups.append(divide(&digits) | (groups.isEmpty ? 0 : 0x80))
            } while digits
                .contains { $0 != 0 }
            contents += groups.reversed()
        }
        // The way back must lead to the same text: no needless zeros, not too long.
        return written(contents[...]) == text ? contents : nil
    }

    /// digits := digits · 128 + group; least significant digit first.
    private static func multiplyAdd(_ digits: inout [UInt8], _ group: UInt8) {
        var carry = Int(group)
        for position in digits.indices {
            let value = Int(digits[position]) * 128 + carry
            digits[position] = UInt8(value % 10)
            carry = value / 10
        }
        while carry > 0 {
            digits.append(UInt8(carry % 10))
            carry /= 10
        }
    }

    /// digits := digits / 128, most significant digit first; returns the remainder.
    private static func divide(_ digits: inout [UInt8]) -> UInt8 {
        var remainder = 0
        for position in digits.indices {
            let value = remainder * 10 + Int(digits[position])
            digits[position] = UInt8(value / 128)
            remainder = value % 128
        }
        return UInt8(remainder)
    }

    private static func decimal(_ digits: [UInt8]) -> String {
        digits.isEmpty
            ? "0" : String(decoding: digits.reversed().map { $0 + 0x30 }, as: UTF8.self)
    }
}
