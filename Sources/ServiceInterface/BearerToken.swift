// A token that the operator hands out: `dkt_` and 43 characters of base64url (RFC 4648 §5, no padding) of 32 random bytes. Who has it
// is its principal, so it is kept only as its SHA-256, and prints nothing.

package import EvidenceValues
import TransparencyLog

/// A secret that authenticates (RFC 6750).
package struct BearerToken: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Random bytes of a token: too many to guess, whatever the rate.
    package static let size = 32
    /// So that a token that strays is recognised by scanners of secrets.
    package static let prefix = "dkt_"

    private let secret: Secret

    /// A new token from unpredictable bytes, as many as asked for.
    package static func make(random: (Int) -> [UInt8]) -> BearerToken {
        BearerToken(secret: Secret(random(size)))
    }

    /// The token that `text` writes, in its one spelling; nil if it is none.
    package init?(text: some StringProtocol) {
        let characters = Array(text.utf8)
        let prefix = Array(BearerToken.prefix.utf8)
        guard characters.count == prefix.count + 43, characters.starts(with: prefix) else {
            return nil
        }
        let standard = characters.dropFirst(prefix.count).map { character -> UInt8 in
            switch character {
            case 0x2D: 0x2B
            case 0x5F: 0x2F
            // The standard's own characters are none of base64url.
            case 0x2B, 0x2F: 0x21
            default: character
            }
        }
        guard let bytes = Base64.decode((standard + [0x3D]).span), bytes.count == BearerToken.size
        else { return nil }
        secret = Secret(bytes)
    }

    private init(secret: Secret) { self.secret = secret }

    /// What its holder keeps. Never printed but once, when it is made.
    package var text: String {
        secret.withBytes { bytes in
            let text = Base64.encode(bytes).utf8.dropLast().map { character -> UInt8 in
                switch character {
                case 0x2B: 0x2D
                case 0x2F: 0x5F
                default: character
                }
            }
            return BearerToken.prefix + String(decoding: text, as: UTF8.self)
        }
    }

    /// What the service keeps: SHA-256 of the 32 bytes.
    package var hash: Digest { secret.withBytes { Digest.sha256($0) } }

    package var description: String { "(token)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
