// Why something asked of an archive over HTTP was not done. Whether it may have been done all the same is a property, because whoever
// files must know: what the server refused was not done; when nothing was heard, nobody knows.

package import EvidenceValues
package import TransparencyLog

/// A problem document of the server (RFC 9457).
package struct RemoteProblem: Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    /// The stable code; empty where the server gave no problem document.
    package let code: String
    package let title: String
    package let detail: String
    package let remedy: String?
    /// What the server calls the request, for its operator.
    package let request: String?
    /// How long the server asks to wait.
    package let retryAfter: Duration?

    package init(
        status: Int, code: String, title: String, detail: String, remedy: String? = nil,
        request: String? = nil, retryAfter: Duration? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.remedy = remedy
        self.request = request
        self.retryAfter = retryAfter
    }
}

/// Why the archive's server did not do what it was asked.
package enum RemoteError: Error, Sendable, Hashable {
    /// This is no URL of a server: `https://HOST[:PORT]`.
    case badAddress(String)
    /// Plain HTTP to another machine would show evidence and tokens to whoever listens.
    case plainHTTP(host: String)
    /// Key, certificate or trusted certificates for TLS are not what they must be.
    case badTLS(reason: String)
    /// The server's certificate is not trusted, or ours is not.
    case untrusted(reason: String)
    /// Nothing was heard; the server may have done it.
    case unreachable(reason: String)
    /// The server refused.
    case problem(RemoteProblem)
    /// What answered does not speak as a docketd does.
    case strange(what: String)
    /// The answer is larger than such an answer can be.
    case tooLarge(limit: Int)
    /// What came is not what was asked for by its digest.
    case wrongContent(expected: Digest, found: Digest)
    /// No key of the archive at this address is known.
    case unknownArchive(ServerAddress)
    /// A checkpoint that does not hold under the archive's key.
    case checkpoint(NoteError)
    /// A checkpoint that does not continue the one that was seen before: the log was forked, or put back.
    case forked(known: Checkpoint, shown: Checkpoint)
    /// The tiles of the log do not lead to its checkpoint.
    case wrongTiles
    /// The receipt is none, or not of what was filed.
    case receipt(ReceiptFault)

    /// Why a receipt is refused.
    package enum ReceiptFault: Sendable, Hashable {
        case malformed(FormatError)
        case unproven(ReceiptError)
        /// It is of another filing than the one that was sent.
        case otherFiling
        /// It says that another signature came with the filing.
        case otherSignature
        /// It is of another number or matter than was asked for.
        case otherExhibit
    }

    /// Whether the server may have done what was asked.
    package var isUncertain: Bool {
        switch self {
        case .unreachable, .strange, .tooLarge: true
        case .problem(let problem): problem.status >= 500
        default: false
        }
    }
}
