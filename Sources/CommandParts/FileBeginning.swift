// The first bytes of a file that is read once, from its beginning to its end: enough of them to recognise what it is.

/// Keeps the beginning of what passes.
package struct FileBeginning {
    /// All bytes of a file in which a kind can be recognised; of a larger one, its first bytes.
    package private(set) var bytes: [UInt8] = []
    private let wanted: Int

    /// Kinds that are recognised by their bytes are smaller than this.
    private static let most = 16 * 1_048_576
    /// Enough to tell what a larger file is.
    private static let least = 65_536

    /// Nothing yet of a file that has `size` bytes. A pipe has no size; it gets as much room as it turns out to need.
    package init(of size: UInt64) {
        wanted = size > UInt64(Self.most) ? Self.least : Self.most
        bytes.reserveCapacity(min(Int(clamping: size), wanted))
    }

    /// Takes the next piece of the file.
    package mutating func add(_ piece: [UInt8]) {
        let room = wanted - bytes.count
        if room > 0 { bytes += piece.prefix(room) }
    }
}
