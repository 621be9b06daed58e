// Secrets are a type: a key or a passphrase that strays into a message, a log or a dump shows nothing there. Whoever needs the bytes
// says so.
//
// Known gap: Swift copies arrays and does not wipe them, so a secret may stay in the process's memory until that is used again.
// Programs that hold one forbid core dumps (`forbidCoreDumps`).

/// Bytes that must not be seen.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// How many bytes there are.
    package var count: Int { bytes.count }

    /// Lends the bytes to `body`, which must not keep them.
    package func withBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes)
    }

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// In a time that depends on the sizes alone.
    package static func == (left: Secret, right: Secret) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left.bytes, right.bytes).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
