// Values of columns. GRDB's own subscripts trap when a column has another type than the caller expects. In a damaged file it may.

import EvidenceValues
import Foundation
import GRDB

extension Row {
    /// The whole number in a column.
    func number(_ column: String) throws(StoreError) -> Int64 { try value(column) }
    /// The text in a column.
    func text(_ column: String) throws(StoreError) -> String { try value(column) }
    /// The bytes in a column.
    func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        [UInt8](try value(column) as Data)
    }
    /// The index of an entry in a column.
    func index(_ column: String) throws(StoreError) -> LeafIndex {
        guard let value = UInt64(exactly: try number(column)) else {
            throw StoreError.damaged("column \(column)")
        }
        return LeafIndex(value)
    }
    /// The digest in a column.
    func digest(_ column: String) throws(StoreError) -> Digest {
        guard let digest = Digest(bytes: try bytes(column)) else {
            throw StoreError.damaged("column \(column)")
        }
        return digest
    }
    /// Whether there is nothing in a column.
    func hasNull(_ column: String) -> Bool { (self[column] as DatabaseValue).isNull }

    private func value<Value: DatabaseValueConvertible>(
        _ column: String
    ) throws(StoreError) -> Value {
        guard let value = Value.fromDatabaseValue(self[column] as DatabaseValue) else {
            throw StoreError.damaged("column \(column)")
        }
        return value
    }
}

extension LeafIndex {
    /// As a column holds it.
    var column: Int64 { Int64(clamping: value) }
}
