// The part of a CMS that its signature does not cover: everything before the signer's own record (RFC 5652 §5.1). Of what validation
// needs it has one spelling, so a reader that writes it again finds every other (docs/formats/bundle.md, bundle-8).

internal import Cryptography
internal import EvidenceValues

/// The one DER form of a SignedData with one signer, detached content and certificates, and nothing else.
enum SealEnvelope {
    /// Whether `bytes`, which parse as `cms`, are exactly: version 1, the signer's digest algorithm, content type data, the
    /// certificates, the signer.
    static func isExact(_ bytes: [UInt8], of cms: CMSSignedData) -> Bool {
        let certificates = cms.certificates.flatMap(\.derBytes)
        guard let digest = digests[cms.signers[0].digestAlgorithm], !certificates.isEmpty,
            let place = bytes.firstRange(of: certificates)
        else { return false }
        let rest = Array(bytes[place.upperBound...])
        let absentOrNull: [[UInt8]] = [[], [0x05, 0x00]]
        return absentOrNull.contains { parameters in
            let algorithm = element(0x30, element(0x06, arc + [digest]) + parameters)
            let signedData =
                [0x02, 0x01, 0x01] + element(0x31, algorithm)
                + element(0x30, element(0x06, data)) + element(0xA0, certificates) + rest
            let content = element(0xA0, element(0x30, signedData))
            return element(0x30, element(0x06, type) + content) == bytes
        }
    }

    /// id-sha256, id-sha384, id-sha512 (RFC 5754 §2) without their last number, which is below.
    private static let arc: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02]
    private static let digests: [String: UInt8] = ["sha-256": 1, "sha-384": 2, "sha-512": 3]
    /// id-data and id-signedData (RFC 5652 §4, §5.1).
    private static let data: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
    private static let type: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]

    /// Tag, length in the fewest bytes, content (X.690 §10.1).
    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
        var length: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }
}
