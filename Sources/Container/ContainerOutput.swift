// Where a container goes. The checksum of a member stands before its bytes and is known behind them, so a writer comes back to a header
// once; nothing else of a container is ever written twice.

/// Takes the bytes of a container.
package protocol ContainerOutput {
    /// Appends `bytes`.
    mutating func append(_ bytes: [UInt8]) throws
    /// Puts `bytes` in the place of as many that were appended at `offset`.
    mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws
}

/// A container in memory.
struct MemoryOutput: ContainerOutput {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ bytes: [UInt8]) { self.bytes += bytes }

    mutating func overwrite(_ bytes: [UInt8], at offset: Int) {
        self.bytes.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
