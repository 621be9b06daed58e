// A value that is passed on often and changed never: one reference for all copies, where a structure of many arrays would count the
// references of each.

/// Holds a value for all copies. Equal if and only if the values are.
package final class Shared<Value: Sendable & Hashable>: Sendable, Hashable {
    package let value: Value

    package init(_ value: Value) { self.value = value }

    package static func == (left: Shared, right: Shared) -> Bool {
        left === right || left.value == right.value
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
