// Filings that are made and signed before the clock starts: the load is the service's work, not the parties'.

import Cryptography
import EvidenceValues
import Foundation
import ServiceInterface
import TransparencyLog

/// A filing with its signature and content, ready to be sent.
struct PreparedFiling: Sendable {
    let filing: Filing
    let signature: [UInt8]
    let content: [UInt8]
}

/// Who files, and where.
struct Preparation: Sendable {
    let identity: SigningIdentity
    let matter: MatterID

    init(_ options: Options) throws {
        identity = try SigningIdentity(
            keyPEM: options.bytes(of: "key"), certificate: options.bytes(of: "certificate"))
        guard let matter = MatterID(try options.text("matter")) else {
            throw LoadError.usage("matter=…")
        }
        self.matter = matter
    }

    /// A filing of `content`, or of what has this digest and size.
    func filing(_ number: Int, origin: ArchiveOrigin, digest: Digest, size: Int) throws
        -> (filing: Filing, signature: [UInt8])
    {
        guard let name = FileName("load-\(number).bin") else { throw LoadError.usage("name") }
        let filing = try Filing(
            archive: origin, matter: matter, kind: .document, mediaType: .octetStream, name: name,
            content: digest, size: UInt64(size), filer: .certificate(identity.certificate.digest),
            nonce: secureRandom(32))
        let signature = try signCMS(
            .bytes(filing.bytes), detached: true, identity: identity, signingTime: nil,
            checkpointNote: nil)
        return (filing, signature)
    }

    /// `count` filings of `size` bytes each, all different.
    func filings(_ count: Int, size: Int, origin: ArchiveOrigin) throws -> [PreparedFiling] {
        try (0..<count).map { number in
            let content = secureRandom(size)
            let (filing, signature) = try filing(
                number, origin: origin, digest: .sha256(content), size: size)
            return PreparedFiling(filing: filing, signature: signature, content: content)
        }
    }
}

extension PreparedFiling {
    /// The request that files it.
    func request(host: String, token: String, matter: MatterID) -> [UInt8] {
        let key = filing.digest.hex
        let head = """
            POST /v1/matters/\(matter)/exhibits HTTP/1.1\r
            Host: \(host)\r
            Authorization: Bearer \(token)\r
            Content-Length: \(filing.size)\r
            \(HeaderName.contentDigest): \(ContentDigestField.format(filing.content))\r
            \(HeaderName.idempotencyKey): \(key)\r
            \(HeaderName.filing): \(StructuredBytes.format(filing.bytes))\r
            \(HeaderName.filingSignature): \(StructuredBytes.format(signature))\r
            \r

            """
        return Array(head.utf8) + content
    }
}
