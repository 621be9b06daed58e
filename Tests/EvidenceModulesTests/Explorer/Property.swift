// What must hold at every end that can be reached; that an abort answers whoever takes it, in every state.

import EvidenceModules
import EvidenceValues

/// A property, in the words in which a violation of it is reported.
enum Property: String, CaseIterable, Hashable {
    case timely = "an honest party is left with neither contract nor abort"
    case proven = "an honest party that ended with a contract, or an abort, cannot prove it"
    case fair = "a contract is proven against an honest party that ended without one"
    case innocent = "misconduct of an honest player is found"
    case once = "one agreement is proven as more than one contract"
    case consistent = "an honest party holds a contract and an abort of the same exchange"
    case answered = "an honest party takes for its answer what answers somebody else"
    case named = "an originator's abort of what it completed is not found"
    case accountable = "the third party deceives, and nothing on file proves it"
    case settled = "the third party decides twice, and nobody can tell which decision stands"
    case abuseFree = "a dishonest party can show that the outcome is its choice"
}

/// A property that does not hold, and where.
struct Violation {
    let property: Property
    let state: Int
    let detail: String
    /// Messages that prove too much together.
    var proofs: [[Int]] = []
}
