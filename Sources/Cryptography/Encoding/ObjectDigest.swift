// Objects of evidence are named by the SHA-256 of their bytes, wherever they were found.

package import EvidenceValues

extension Digest {
    /// The name of an object with these bytes: their SHA-256.
    package static func sha256(of bytes: [UInt8]) -> Digest { Digest(sha256Of: bytes) }
}
