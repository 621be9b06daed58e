// From checks to one indication: failed outweighs indeterminate, that outweighs passed, and the first of the worst gives the
// reason. Warnings change nothing.

package import EvidenceValues

/// What a list of checks amounts to.
package struct Conclusion: Sendable, Hashable {
    package let indication: Indication
    package let subIndication: SubIndication?

    package init(_ checks: [Check]) {
        if let failed = checks.first(where: { $0.outcome == .failed }) {
            indication = .totalFailed
            subIndication = failed.subIndication
        } else if let open = checks.first(where: { $0.outcome == .indeterminate }) {
            indication = .indeterminate
            subIndication = open.subIndication
        } else {
            indication = .totalPassed
            subIndication = nil
        }
    }
}
