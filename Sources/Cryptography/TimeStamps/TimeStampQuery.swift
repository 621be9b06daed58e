// The request for a time-stamp (RFC 3161 §2.4.1), and whether a response answers it. The nonce is the caller's, so that nothing here
// is random.
package import EvidenceValues

/// Why a response is no answer to a request.
package enum TimeStampQueryError: Error, Sendable, Hashable {
    case token(TimeStampError)
    case imprintMismatch
    case nonceMismatch
    /// certReq was true and the signer's certificate is not there.
    case noCertificate
}

/// A request for a time-stamp over a SHA-256 digest that asks for the certificate.
package struct TimeStampQuery: Sendable, Hashable {
    package let digest: Digest
    /// Random bytes, most significant first.
    package let nonce: [UInt8]

    /// `nonce`: 8 to 32 random bytes.
    package init(digest: Digest, nonce: [UInt8]) {
        precondition((8...32).contains(nonce.count), "a nonce of 8 to 32 bytes")
        self.digest = digest
        self.nonce = nonce
    }

    // TimeStampReq ::= SEQUENCE { version INTEGER 1, messageImprint, reqPolicy OPTIONAL, nonce INTEGER OPTIONAL,
    //     certReq BOOLEAN DEFAULT FALSE }
    /// TimeStampReq in DER.
    package var derBytes: [UInt8] {
        let algorithm = DERWriter.sequence(
            DERWriter.objectIdentifier(DigestAlgorithm.sha256.identifier), DERWriter.null)
        return DERWriter.sequence(
            DERWriter.integer(1),
            DERWriter.sequence(algorithm, DERWriter.octetString(digest.bytes)), nonceElement,
            DERWriter.element(Tag.boolean, [0xFF]))
    }

    private var nonceElement: [UInt8] { DERWriter.integer(magnitude: nonce) }

    /// The token of a response that answers this query; nothing is verified but that it does.
    package func answer(in response: [UInt8]) throws(TimeStampQueryError) -> TimeStampToken {
        let token: TimeStampToken
        do throws(TimeStampError) {
            token = try TimeStampToken(der: response)
        } catch {
            throw .token(error)
        }
        guard token.covers(.digest(digest)) == true else { throw .imprintMismatch }
        guard let answered = token.nonce, DERWriter.integer(contents: answered) == nonceElement
        else { throw .nonceMismatch }
        guard token.signer.certificate != nil else { throw .noCertificate }
        return token
    }
}
