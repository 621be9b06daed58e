// Detached content on its way through the hashes, for whoever reads it: a pure target opens nothing.

/// Content that comes in pieces and is not kept.
package struct RunningContent {
    private let hashes: [RunningHash]

    /// Begins the digests by `algorithms`.
    package init(_ algorithms: some Sequence<DigestAlgorithm>) {
        hashes = Set(algorithms).compactMap { RunningHash($0) }
    }

    /// Takes the next piece.
    package func add(_ piece: [UInt8]) {
        for hash in hashes { hash.update(piece) }
    }

    /// The content as its digests. No piece may follow.
    package consuming func finish() -> SignedContent {
        .hashes(Dictionary(uniqueKeysWithValues: hashes.map { ($0.algorithm, $0.finish()) }))
    }
}
