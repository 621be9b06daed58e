// Makes the filing of an exhibit and the filer's signature over it. Neither needs an archive: a filing made today can be filed
// tomorrow, by the archive itself or over HTTP.

package import Cryptography
package import EvidenceValues
package import TransparencyLog
import VerifyCommand

/// Who files, and where.
package struct FilingMaker {
    package let archive: ArchiveOrigin
    package let matter: MatterID
    /// Nil files as the operator.
    package let identity: SigningIdentity?

    package init(archive: ArchiveOrigin, matter: MatterID, identity: SigningIdentity?) {
        self.archive = archive
        self.matter = matter
        self.identity = identity
    }

    /// The filing of `item` and its signature, nil without an identity.
    /// - Parameter checkpoint: a checkpoint that the filer knows, the whole note; it dates the filing.
    package func make(
        _ item: FilingItem, checkpoint: String?
    ) throws -> (filing: Filing, signature: [UInt8]?) {
        let filing = try Filing(
            archive: archive, matter: matter, kind: item.kind, mediaType: item.mediaType,
            name: item.name, content: item.digest, size: item.size,
            filer: identity.map { .certificate($0.certificate.digest) } ?? .operator,
            links: item.links, nonce: secureRandom(32), checkpoint: checkpoint)
        return (filing, try identity.map { try FilingMaker.sign(filing, $0) })
    }

    /// The filer's signature, read back and verified: the archive stores what it gets, and nothing stored is ever mended.
    private static func sign(_ filing: Filing, _ identity: SigningIdentity) throws -> [UInt8] {
        let signature = try signCMS(
            .bytes(filing.bytes), detached: true, identity: identity,
            extraCertificates: identity.chain, signingTime: Moment.now(), checkpointNote: nil)
        let signers = try CMSSignedData(der: signature).signers
        let found = signers.map {
            $0.verify(content: .bytes(filing.bytes), certificate: identity.certificate)
        }
        guard found == [.valid] else {
            let reason = found.first.map { "\($0)" } ?? "no signer"
            throw Failure(
                "the signature that was made over the filing does not verify: \(reason)",
                hint: "nothing was filed; use another key and certificate")
        }
        return signature
    }
}
