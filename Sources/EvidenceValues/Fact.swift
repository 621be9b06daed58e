// Facts are what evidence says once it has been validated: a predicate, its arguments, how it stands, and the exhibits it rests on.
// The judge gets facts and an agreement, never bytes. Where a fact comes from is part of it: what a document says of itself may
// never pass for what validation found, whatever words the document uses.

/// Where a fact comes from, which decides the predicates it may speak with.
package enum FactOrigin: String, Sendable, Hashable, Comparable {
    /// Concluded by an evidence module from bytes that it validated.
    case evidence
    /// Stated in the terms of a document, which is the fact's first argument (docs/formats/terms.md).
    case stated
    /// A list of the pinned annex.
    case annex

    package static func < (left: FactOrigin, right: FactOrigin) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A typed statement that rests on exhibits.
package struct Fact: Sendable, Hashable, Comparable {
    /// The predicate's name: small letters, digits and `_`.
    package let predicate: String
    package let arguments: [Term]
    package let standing: Standing
    package let origin: FactOrigin
    /// The entries in the log that it rests on, ascending; empty for facts of the annex.
    package let exhibits: [LeafIndex]
    /// Why it is not certain: a sub-indication or reason code; nil when it is.
    package let reason: String?

    package init(
        _ predicate: String, _ arguments: [Term], _ standing: Standing = .certain,
        origin: FactOrigin = .evidence, exhibits: [LeafIndex] = [], reason: String? = nil
    ) {
        self.predicate = predicate
        self.arguments = arguments
        self.standing = standing
        self.origin = origin
        self.exhibits = exhibits
        self.reason = reason
    }

    /// `predicate(argument, …)`.
    package var text: String {
        predicate + "(" + arguments.map(\.text).joined(separator: ", ") + ")"
    }

    package static func < (left: Fact, right: Fact) -> Bool {
        if left.predicate != right.predicate { return left.predicate < right.predicate }
        if left.arguments != right.arguments {
            return left.arguments.lexicographicallyPrecedes(right.arguments)
        }
        if left.standing != right.standing { return left.standing < right.standing }
        if left.origin != right.origin { return left.origin < right.origin }
        return left.exhibits.lexicographicallyPrecedes(right.exhibits)
    }
}
