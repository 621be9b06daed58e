// Bytes that are read by ranges, so that a large file needs no memory for it. Reading is the caller's: a pure target opens nothing.

/// A file, or what serves as one. Its bytes do not change while it is read.
package protocol RangedBytes {
    /// The number of bytes.
    var count: Int { get }
    /// The bytes of `range`, all of them.
    func read(_ range: Range<Int>) throws -> [UInt8]
}
