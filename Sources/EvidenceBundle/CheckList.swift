// Collects what was looked at. A check that passed is told once for all its subjects, one that failed for each.

internal import EvidenceValues

/// The checks of one verification, in the order in which they were made.
struct CheckList: Sendable {
    private(set) var checks: [Check] = []

    mutating func add(_ check: Check) { checks.append(check) }

    mutating func pass(_ code: String, _ subject: String, _ sentence: String) {
        checks.append(Check(code, .passed, subject: subject, sentence))
    }

    mutating func fail(
        _ code: String, _ subject: String, _ sentence: String, _ sub: SubIndication? = nil
    ) { checks.append(Check(code, .failed, sub, subject: subject, sentence)) }

    mutating func doubt(
        _ code: String, _ subject: String, _ sentence: String, _ sub: SubIndication? = nil
    ) { checks.append(Check(code, .indeterminate, sub, subject: subject, sentence)) }

    mutating func warn(_ code: String, _ subject: String, _ sentence: String) {
        checks.append(Check(code, .warning, subject: subject, sentence))
    }

    /// Whether a check of this code, or one whose code begins so, failed or could not be decided.
    func hasTrouble(_ prefix: String) -> Bool {
        checks.contains {
            $0.code.hasPrefix(prefix) && ($0.outcome == .failed || $0.outcome == .indeterminate)
        }
    }
}
