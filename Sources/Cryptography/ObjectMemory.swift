// Certificates, and which key signed which object, are the same for thousands of signatures. Each is read and each signature over it
// checked once; what is kept is a function of the bytes, so keeping it changes no answer. What does not fit is forgotten.

import EvidenceValues
internal import Synchronization

/// What was read and checked before.
package final class ObjectMemory: Sendable {
    /// More certificates are not kept: a few kilobytes each.
    private let mostCertificates: Int
    private static let maximumLinks = 65_536

    private struct Link: Hashable {
        let object: Digest
        let key: Digest
    }

    /// Bytes as a key: hashed in one piece, which takes a tenth of the time that their array takes.
    private struct Bytes: Hashable {
        let value: [UInt8]

        func hash(into hasher: inout Hasher) {
            // Read within the call and not kept.
            unsafe value.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
    }

    /// One question put to a key: whether it made this value over the message with this digest.
    private struct Signed: Hashable {
        let key: Digest
        let algorithm: SignatureAlgorithm
        let floor: AlgorithmFloor
        let message: Digest
        let value: [UInt8]
    }

    private let certificates = Mutex<[Bytes: ParsedCertificate?]>([:])
    private let links = Mutex<[Link: SignatureCheck]>([:])
    private let values = Mutex<[Signed: SignatureCheck]>([:])

    /// Signatures over revocation lists and OCSP responses.
    package let revocation = RevocationMemory()

    /// - Parameter mostCertificates: of 64 KiB each at most; fewer where strangers bring them.
    package init(mostCertificates: Int = 16_384) { self.mostCertificates = mostCertificates }

    /// The certificate of these bytes; nil if they are none.
    package func certificate(_ der: [UInt8]) -> ParsedCertificate? {
        guard der.count <= ParsedCertificate.maximumSize else { return nil }
        let bytes = Bytes(value: der)
        if let known = certificates.withLock({ $0[bytes] }) { return known }
        let certificate = try? ParsedCertificate(der: der)
        certificates.withLock { known in
            if known.count >= mostCertificates { known.removeAll() }
            known.updateValue(certificate, forKey: bytes)
        }
        return certificate
    }

    /// Whether `key` made the signature of the object with this digest, by `check`, which is asked once.
    func signature(of object: Digest, by key: PublicKey, check: () -> SignatureCheck)
        -> SignatureCheck
    {
        let link = Link(object: object, key: key.digest)
        if let known = links.withLock({ $0[link] }) { return known }
        let answer = check()
        links.withLock { known in
            if known.count >= ObjectMemory.maximumLinks { known.removeAll() }
            known[link] = answer
        }
        return answer
    }

    /// Whether `key` made the signature `value` over `message`; worked out once.
    func signature(
        _ value: [UInt8], over message: [UInt8], by key: PublicKey,
        _ algorithm: SignatureAlgorithm, floor: AlgorithmFloor
    ) -> SignatureCheck {
        let signed = Signed(
            key: key.digest, algorithm: algorithm, floor: floor, message: Digest(sha256Of: message),
            value: value)
        if let known = values.withLock({ $0[signed] }) { return known }
        let answer = key.check(value, over: message, by: algorithm, floor: floor)
        values.withLock { known in
            if known.count >= ObjectMemory.maximumLinks { known.removeAll() }
            known[signed] = answer
        }
        return answer
    }

    /// Whether `key` made the signature of a certificate, however weak the algorithm is.
    func signature(of certificate: ParsedCertificate, by key: PublicKey) -> SignatureCheck {
        guard let algorithm = certificate.signatureAlgorithm else {
            return .unsupported("signature algorithm")
        }
        return signature(of: certificate.digest, by: key) {
            key.check(
                certificate.signature, over: certificate.signed, by: algorithm, floor: .any)
        }
    }
}
