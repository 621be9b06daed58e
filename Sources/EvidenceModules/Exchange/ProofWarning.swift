// Why messages that are all there prove nothing: told at the exhibits that hold them, as checks that decide nothing.

import EvidenceValues

/// What is wrong with a message of an exchange, seen from what it was to prove.
struct ProofWarning: Sendable, Hashable, Comparable {
    /// The end of the check's code.
    enum Code: String, Sendable, Hashable {
        /// The encrypted data are not among the exhibits.
        case absent = "CIPHERTEXT"
        /// The key is none, or opens the encrypted data to something else than was promised.
        case key = "KEY"
        /// The label is not of the data and the key.
        case label = "LABEL"
        /// What it tells of happened after the time that was agreed, or after it was stated.
        case late = "LATE"
        /// Two roles are one party.
        case roles = "ROLES"
        /// There are more messages, or keys, than are looked at.
        case limit = "LIMIT"

        /// What opening encrypted data showed.
        init(_ sealed: SealedItem) {
            switch sealed {
            case .absent: self = .absent
            case .opened, .noKey, .otherItem: self = .key
            case .otherLabel: self = .label
            case .limit: self = .limit
            }
        }

        fileprivate var words: String {
            switch self {
            case .absent: "The encrypted data that it is about are not among the exhibits."
            case .key: "Its key does not open the encrypted data to what was promised."
            case .label: "The label is not that of the data and the key."
            case .late: "What it tells of happened too late, or after it was told."
            case .roles: "It gives two roles of the exchange to one party."
            case .limit: "The exchange has more messages or keys than are looked at."
            }
        }
    }

    let code: Code
    let document: Digest
    let place: LeafIndex

    /// The warning at the exhibit.
    var check: Check {
        Check(
            "EXCHANGE." + code.rawValue, .warning, subject: document.text,
            code.words + " So it proves nothing here.")
    }

    static func < (left: ProofWarning, right: ProofWarning) -> Bool {
        (left.place, left.code.rawValue, left.document)
            < (right.place, right.code.rawValue, right.document)
    }
}
