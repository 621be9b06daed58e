// A bundle that waits for the signature of whoever hands it in, where he and his key are elsewhere: the manifest goes out to him, his
// signature comes back, is verified with a certificate that is known to be his, and is put in. Every other byte is what it was when he
// signed: the bundle is kept as a file meanwhile, and its members are copied, so nothing is made a second time.

internal import Agreements
internal import Container
internal import Cryptography
internal import DurableFiles
package import EvidenceBundle
package import EvidenceValues

/// Why a signature is not put into a bundle.
package enum SealRefusal: Error, Sendable, Hashable {
    /// No CMS SignedData in DER.
    case malformed
    /// Not exactly one signer, or a content inside.
    case notDetached
    /// The signer's certificate is not inside.
    case certificateMissing
    /// A certificate that is nobody's, or another's.
    case notRegistered(Digest)
    /// The check failed; what it gave.
    case invalid(String)
    /// An algorithm that bundles are not signed with (RSA-PSS, DSA, SHA-1).
    case unsuitable
}

/// A bundle in a file that nobody has signed yet.
package struct UnsignedBundle: Sendable {
    private let container: ZipContainer
    /// What is to be signed, as it is.
    package let manifest: [UInt8]

    /// Opens the bundle in the file at `path`, which `exportBundle` wrote without an identity.
    package init(file path: String) throws(BundleError) {
        do {
            container = try ZipContainer(.file(OpenFile(path: path)))
            manifest = try container.read(.manifest, limit: ASiCManifest.maximumSize)
        } catch {
            throw error.reason == .unreadable
                ? .unreadable
                : .refused(
                    code: "CONTAINER.\(error.reason.rawValue)", member: error.member, line: nil)
        }
    }

    /// Writes the same bundle with `signature` to `path`, whole or not at all, where nothing is yet. Returns the size and the digest of
    /// the file.
    package func write(
        signature: [UInt8], to path: String
    ) throws -> (size: Int, digest: Digest) {
        let members =
            try container.writable() + [ContainerMember(.signature, .bytes(signature))]
        let file = try NewFile(for: path)
        var size = 0
        try file.fill { output in
            var output = DurableOutput(output)
            size = try ContainerWriter.write(members, to: &output)
        }
        let written = try digest(of: file.path)
        try file.promote()
        return (size, written)
    }

    /// The signature that is put in, made of `bytes` that somebody sent: the same signature and its certificates, without the anchors of
    /// `annex`, which the arbiter has, and without whatever else no signature covers. Spec: bundle-8
    /// - Parameter isRegistered: whether the certificate of this digest is the sender's.
    package func accepted(
        _ bytes: [UInt8], annex: [UInt8], isRegistered: (Digest) -> Bool
    ) throws(SealRefusal) -> [UInt8] {
        guard let cms = try? CMSSignedData(der: bytes) else { throw .malformed }
        guard cms.signers.count == 1, cms.isDetached else { throw .notDetached }
        let signer = cms.signers[0]
        guard let certificate = cms.readableCertificates.first(where: signer.identifies) else {
            throw .certificateMissing
        }
        guard isRegistered(certificate.digest) else { throw .notRegistered(certificate.digest) }
        let found = signer.verify(content: .bytes(manifest), certificate: certificate)
        guard found == .valid else { throw .invalid("\(found)") }
        let anchors = (try? Annex(parsing: String(decoding: annex, as: UTF8.self)))?.trust.anchors
        let kept = cms.readableCertificates.filter { kept in
            anchors?.contains { $0.derBytes == kept.derBytes } != true
        }
        let spelling = CMSSignedData.oneSpelling(
            of: bytes, signer: certificate, certificates: kept)
        guard let spelling else { throw .unsuitable }
        return spelling
    }
}
