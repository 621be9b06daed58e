// Until when an algorithm proves anything is for the annex to say. What is not on its list is not approved; what has ended still
// proves what existed before its end (EN 319 102-1 §5.2.8, §5.6.2.4).

package import EvidenceValues

/// How the annex stands to an algorithm.
package enum AlgorithmApproval: Sendable, Hashable {
    case unlisted
    /// Approved until the instant; without end if nil.
    case approved(until: Instant?)

    /// The approval of the algorithm with this name: `sha-256`, `ecdsa-p256`, or `rsa-3072`, which every listed RSA size up to
    /// 3072 approves.
    package static func of(_ name: String, in algorithms: [ApprovedAlgorithm]) -> AlgorithmApproval
    {
        let matching = algorithms.filter { approves($0.name, name) }
        guard !matching.isEmpty else { return .unlisted }
        let ends = matching.map(\.until)
        return .approved(until: ends.contains(nil) ? nil : ends.compactMap(\.self).max())
    }

    private static func approves(_ listed: String, _ name: String) -> Bool {
        if listed == name { return true }
        for family in ["rsa-pss-", "rsa-"] {
            guard name.hasPrefix(family), let size = Int(name.dropFirst(family.count)) else {
                continue
            }
            guard listed.hasPrefix(family), let least = Int(listed.dropFirst(family.count)) else {
                return false
            }
            return least <= size
        }
        return false
    }
}

/// Checks that algorithms were approved when something with these bounds came into being. One check: the worst.
func checkAlgorithms(
    _ names: [String], bounds: Interval, policy: ValidationPolicy, subject: String
) -> Check {
    let existence = policy.existence(bounds)
    for name in names {
        switch AlgorithmApproval.of(name, in: policy.trust.algorithms) {
        case .unlisted:
            return Check(
                "CRYPTO.UNKNOWN_ALG", .indeterminate, .cryptoConstraintsFailure, subject: subject,
                "The annex does not list the algorithm \(name), so nothing can rest on it.")
        case .approved(let until?) where existence >= until:
            if let lo = bounds.lo, lo >= until {
                return Check(
                    "CRYPTO.WEAK_AT_POE", .indeterminate, .cryptoConstraintsFailure,
                    subject: subject,
                    "It was made after \(until), when \(name) was no longer approved.")
            }
            return Check(
                "CRYPTO.WEAK_NO_POE", .indeterminate, .cryptoConstraintsFailureNoPOE,
                subject: subject,
                "\(name) is approved until \(until), and nothing proves that it existed before.")
        case .approved: continue
        }
    }
    return Check(
        "CRYPTO.APPROVED", .passed, subject: subject,
        "The annex approves its algorithms (\(names.joined(separator: ", "))) for \(existence).")
}
