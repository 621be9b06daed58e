// Objects of evidence are named by the SHA-256 of their bytes, wherever they were found.

package import EvidenceValues

extension Digest {
    // Small enough for a cache, large enough that reading is not the cost.
    private static let windowSize = 1 << 18

    /// The name of an object with these bytes: their SHA-256.
    package static func sha256(of bytes: [UInt8]) -> Digest { Digest(sha256Of: bytes) }

    /// The same for bytes that are read once, window by window.
    package static func sha256(of source: some RangedBytes) throws -> Digest {
        guard let hash = RunningHash(.sha256) else { return Digest(sha256Of: []) }
        var position = 0
        while position < source.count {
            let end = min(source.count, position + windowSize)
            hash.update(try source.read(position..<end))
            position = end
        }
        guard let digest = Digest(bytes: hash.finish()) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
