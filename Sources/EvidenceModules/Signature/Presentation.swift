// What a signature is presented for. The filer says so by links (`signs`), the SignedData by enclosing its content; where both are
// silent, the signed message digest names it. The same signature may be presented for several documents, and then holds for
// one at most.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// The content that a signature is presented as one over.
enum Presentation: Hashable, Sendable {
    /// The content enclosed in the SignedData, with this digest.
    case attached(Digest)
    /// Content with this digest, detached.
    case detached(Digest)
    /// Nobody says what.
    case unknown

    /// What a SignedData filed with these links is presented for.
    static func all(of cms: CMSSignedData, links: [Link], known: KnownBytes) -> [Presentation] {
        var found: [Presentation] = []
        let attached = cms.encapsulatedContent.map { Digest.sha256($0) }
        if let attached { found.append(.attached(attached)) }
        for link in links where link.relation == .signs && link.target != attached {
            found.append(.detached(link.target))
        }
        if found.isEmpty {
            for signer in cms.signers {
                guard let digest = signer.content(among: known), !found.contains(.detached(digest))
                else { continue }
                found.append(.detached(digest))
            }
        }
        return found.isEmpty ? [.unknown] : found
    }

    /// The digest of the content.
    var content: Digest? {
        switch self {
        case .attached(let digest), .detached(let digest): digest
        case .unknown: nil
        }
    }

    /// Checks a signer over this content. Bytes are hashed again only where the signer used another digest than the log.
    func check(
        _ signer: CMSSigner, in cms: CMSSignedData, contents: [Digest: FiledExhibit],
        material: ValidationMaterial
    ) -> CheckedSignature {
        let signed: SignedContent? =
            switch self {
            case .attached, .unknown: nil
            case .detached(let digest):
                if signer.digestAlgorithm != DigestAlgorithm.sha256.rawValue,
                    let bytes = contents[digest]?.content
                {
                    .bytes(bytes)
                } else {
                    .digest(digest)
                }
            }
        return CheckedSignature(signer, content: signed, digest: content, material: material)
    }
}
