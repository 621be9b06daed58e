// What a request to file says before its body: all of it is checked before a byte of the body is read, so that nobody sends gigabytes to be
// refused. Nothing here touches the archive.

import Cryptography
import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceInterface
import TransparencyLog

/// A filing as a request brings it.
struct FilingRequest: Sendable {
    /// Bytes of a filing's text at most: with a checkpoint and a few links it has a quarter of that.
    static let maximumFiling = 4_096
    /// Bytes of its signature at most: a CMS with a chain of certificates is a third of that.
    static let maximumSignature = 32_768
    /// Characters of an idempotency key: enough not to be guessed, and not to be a place to store things.
    static let keySizes = 8...128

    let filing: Filing
    let filingBytes: [UInt8]
    let signature: [UInt8]
    let certificate: Digest
    let key: String

    /// Reads the headers of a request into `matter`.
    /// - Parameter maximumContent: bytes of a content at most.
    init(_ headers: HTTPFields, matter: MatterID, origin: ArchiveOrigin, maximumContent: Int)
        throws(Problem)
    {
        let size = try FilingRequest.length(headers, maximum: maximumContent)
        let digest = try FilingRequest.digest(headers)
        key = try FilingRequest.key(headers)
        filingBytes = try FilingRequest.bytes(
            headers, .docketFiling, limit: FilingRequest.maximumFiling)
        signature = try FilingRequest.bytes(
            headers, .docketFilingSignature, limit: FilingRequest.maximumSignature)
        do { filing = try Filing(parsing: filingBytes) } catch {
            throw Problem(.badFiling, detail: "Line \(error.line): \(error.reason.rawValue).")
        }
        guard filing.archive == origin else {
            throw Problem(.wrongArchive, members: ["archive": .string(origin.text)])
        }
        guard filing.matter == matter else { throw Problem(.wrongMatter) }
        guard !matter.isReserved, !filing.kind.isReserved else { throw Problem(.reservedName) }
        guard case .certificate(let certificate) = filing.filer else {
            throw Problem(.operatorFiling)
        }
        self.certificate = certificate
        guard filing.content == digest else {
            throw Problem(.wrongDigest, detail: "Content-Digest is not what the filing says.")
        }
        guard filing.size == UInt64(size) else {
            throw Problem(.wrongSize, detail: "Content-Length is not what the filing says.")
        }
    }

    /// Checks that the signature is the certificate's over these very bytes. Blocks for the mathematics of one signature.
    /// - Parameter known: the certificate as it is registered, for a signature that has none in it.
    func checkSignature(_ memory: ObjectMemory, known: [UInt8]?) throws(Problem) {
        guard let cms = try? CMSSignedData(der: signature, memory: memory), cms.isDetached,
            cms.signers.count == 1, let signer = cms.signers.first
        else { throw Problem(.badSignature, detail: "It is no detached CMS of one signer.") }
        let own =
            cms.readableCertificates.first { $0.digest == certificate }
            ?? known.flatMap { memory.certificate($0) }
        guard let own, own.digest == certificate else {
            throw Problem(.badSignature, detail: "The certificate of the filing is not in it.")
        }
        guard signer.verify(content: .bytes(filingBytes), certificate: own) == .valid else {
            throw Problem(.badSignature)
        }
    }

    /// Bytes that the archive will keep for it: of the content, the filing and its signature.
    var storedSize: Int64 {
        let beside = Int64(filingBytes.count + signature.count)
        let (sum, overflow) = Int64(clamping: filing.size).addingReportingOverflow(beside)
        return overflow ? .max : sum
    }

    /// The idempotency key as the archive keeps it: of this caller in this matter, so that nobody meets another's.
    func storedKey(of principal: PrincipalID) -> String {
        Digest.sha256("\(principal.text)\n\(filing.matter.text)\n\(key)".utf8).hex
    }

    private static func length(_ headers: HTTPFields, maximum: Int) throws(Problem) -> Int {
        guard let field = headers[.contentLength] else { throw Problem(.lengthRequired) }
        guard let size = Int(field), size >= 0 else {
            throw Problem(.badHeader, detail: "Content-Length")
        }
        guard size <= maximum else {
            throw Problem(.contentTooLarge, members: ["limit": .integer(Int64(maximum))])
        }
        return size
    }

    private static func digest(_ headers: HTTPFields) throws(Problem) -> Digest {
        guard let field = headers[.contentDigest] else {
            throw Problem(.missingHeader, detail: HeaderName.contentDigest)
        }
        guard let digest = ContentDigestField.parse(field) else {
            throw Problem(.badHeader, detail: HeaderName.contentDigest)
        }
        return digest
    }

    private static func key(_ headers: HTTPFields) throws(Problem) -> String {
        guard let key = headers[.idempotencyKey] else { throw Problem(.missingIdempotencyKey) }
        guard keySizes.contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem(.badHeader, detail: HeaderName.idempotencyKey) }
        return key
    }

    private static func bytes(
        _ headers: HTTPFields, _ name: HTTPField.Name, limit: Int
    ) throws(Problem) -> [UInt8] {
        guard let field = headers[name] else {
            throw Problem(.missingHeader, detail: name.canonicalName)
        }
        guard let bytes = StructuredBytes.parse(field), !bytes.isEmpty else {
            throw Problem(.badHeader, detail: name.canonicalName)
        }
        guard bytes.count <= limit else {
            throw Problem(
                .headersTooLarge, detail: name.canonicalName,
                members: ["limit": .integer(Int64(limit))])
        }
        return bytes
    }
}
