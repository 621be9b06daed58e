// When something is tried again, and after how long. Only what can be done twice without being done twice is repeated: reading, and
// filing, which has its idempotency key. The wait doubles and is spread, so that many clients do not come back together.

/// How often and how soon.
package struct RetryPolicy: Sendable, Hashable {
    /// Tries in all.
    package var attempts = 6
    /// The wait after the first try.
    package var first = Duration.milliseconds(250)
    /// The longest wait; a server that asks for more is not waited for.
    package var longest = Duration.seconds(30)

    package init() {}

    /// Nothing is tried again.
    package static var never: RetryPolicy {
        var policy = RetryPolicy()
        policy.attempts = 1
        return policy
    }

    /// Whether trying again can help: nothing was heard, or the server said that it cannot now.
    package static func mayHelp(_ error: RemoteError) -> Bool {
        switch error {
        case .unreachable: true
        // 409: the same filing is still being filed (draft-ietf-httpapi-idempotency-key-header §2.6).
        case .problem(let problem):
            [429, 502, 503, 504].contains(problem.status)
                || problem.status == 409 && problem.retryAfter != nil
        default: false
        }
    }

    /// How long to wait after the try number `attempt`, counted from 1; nil to give up.
    /// - Parameters:
    ///   - asked: what the server asks for.
    ///   - spread: at random, from 0 to 1.
    package func wait(after attempt: Int, asked: Duration?, spread: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        let doubled = min(first * (1 << min(attempt - 1, 20)), longest)
        // At least half of it, so that nobody comes back at once.
        let own = doubled * (0.5 + 0.5 * min(max(spread, 0), 1))
        guard let asked else { return own }
        return asked > longest ? nil : max(asked, own)
    }
}
