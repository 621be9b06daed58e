// A filing that is ready to be sent: its text, its signature, and the key by which the server knows it again. All are made once, so that
// sending it twice files it once. And what the server answers, checked before anybody relies on it.

import EvidenceValues
import ServiceInterface
package import TransparencyLog

/// A filing and its signature.
package struct PreparedFiling: Sendable, Hashable {
    /// Bytes of a filing's text at most in a header. Longer ones are filed at the archive itself.
    package static let maximumFiling = 4096
    /// Bytes of a signature at most in a header.
    package static let maximumSignature = 32_768

    package let filing: Filing
    /// Detached CMS.
    package let signature: [UInt8]

    package init(filing: Filing, signature: [UInt8]) {
        self.filing = filing
        self.signature = signature
    }

    /// What tells this filing from any other: its digest, which nobody guesses, because the filing has a nonce.
    package var idempotencyKey: String { Hexadecimal.encode(filing.digest.bytes) }

    /// The request that files `content`.
    package func request(content: RemoteRequest.Body) -> RemoteRequest {
        var request = RemoteRequest(
            "POST", "/v1/matters/\(URLText.escape(filing.matter.text))/exhibits",
            isRepeatable: true)
        request.body = content
        request.limit = Receipt.maximumSize
        request.headers = [
            (HeaderName.contentDigest, ContentDigestField.format(filing.content)),
            (HeaderName.idempotencyKey, idempotencyKey),
            (HeaderName.filing, StructuredBytes.format(filing.bytes)),
            (HeaderName.filingSignature, StructuredBytes.format(signature)),
        ]
        return request
    }

    /// The receipt in `bytes`, if it proves with one of `keys` that this was filed.
    /// - Parameter wasFiledBefore: the server said that the same content was filed before: the receipt is the first filing's, of the
    ///   same content, kind and links by the same filer in the same matter.
    package func receipt(
        _ bytes: [UInt8], keys: [VerifierKey], wasFiledBefore: Bool
    ) throws(RemoteError) -> Receipt {
        let receipt = try Receipt.proven(bytes, keys: keys)
        let other = receipt.filing
        if other == filing {
            guard receipt.docketing.signature == .sha256(signature) else {
                throw .receipt(.otherSignature)
            }
            return receipt
        }
        guard wasFiledBefore, other.archive == filing.archive, other.matter == filing.matter,
            other.content == filing.content, other.filer == filing.filer,
            other.kind == filing.kind, other.links == filing.links
        else { throw .receipt(.otherFiling) }
        return receipt
    }
}

extension Receipt {
    /// The receipt in `bytes`, if it proves with one of `keys` what it says.
    package static func proven(
        _ bytes: [UInt8], keys: [VerifierKey]
    ) throws(RemoteError) -> Receipt {
        let receipt: Receipt
        do throws(FormatError) { receipt = try Receipt(parsing: bytes) } catch {
            throw .receipt(.malformed(error))
        }
        var reason = ReceiptError.checkpoint(.noKnownSignature)
        for key in keys {
            do throws(ReceiptError) {
                _ = try receipt.check(with: key)
                return receipt
            } catch {
                if error != .checkpoint(.noKnownSignature) { reason = error }
            }
        }
        throw .receipt(.unproven(reason))
    }
}
