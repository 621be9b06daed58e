// Tables by object identifier. Each signature and certificate asks a dozen times which identifier it has before it; packed into three
// words, the contents of an identifier are hashed and compared in a tenth of the time that bytes or dotted decimal take.

/// The contents of an OBJECT IDENTIFIER of at most `maximumSize` bytes. Equal if and only if the contents are.
struct PackedIdentifier: Hashable {
    /// In bytes; those that Docket knows have at most twenty.
    static let maximumSize = 23

    private let first: UInt64
    private let second: UInt64
    /// With the size in the lowest byte.
    private let third: UInt64

    /// Nil for longer contents.
    init?(_ contents: ArraySlice<UInt8>) {
        guard contents.count <= PackedIdentifier.maximumSize else { return nil }
        let contents = contents.span
        func word(_ number: Int) -> UInt64 {
            var word: UInt64 = 0
            for index in number * 8..<number * 8 + 8 {
                word = word << 8 | (index < contents.count ? UInt64(contents[index]) : 0)
            }
            return word
        }
        first = word(0)
        second = contents.count > 8 ? word(1) : 0
        third = (contents.count > 16 ? word(2) : 0) | UInt64(contents.count)
    }
}

/// Values by object identifier.
struct IdentifierTable<Value: Sendable>: Sendable {
    private let values: [PackedIdentifier: Value]

    /// A table of identifiers in dotted decimal, which are ours and well-formed; the last of two that are equal counts.
    init(_ table: [(String, Value)]) {
        var values: [PackedIdentifier: Value] = [:]
        for (identifier, value) in table {
            guard let contents = ObjectIdentifiers.contents(of: identifier),
                let packed = PackedIdentifier(contents[...])
            else { preconditionFailure("\(identifier) is no identifier, or too long") }
            values[packed] = value
        }
        self.values = values
    }

    /// The value for the contents of an OBJECT IDENTIFIER; nil if there is none.
    subscript(contents: ArraySlice<UInt8>) -> Value? {
        PackedIdentifier(contents).flatMap { values[$0] }
    }
}
