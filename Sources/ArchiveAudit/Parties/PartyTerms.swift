// What an agreement demands of third parties, as far as the audit measures it. Whoever gives no agreement gets the values of seca-1.0
// as a yardstick; but nobody agreed to them, so what is measured by them is a warning and never misconduct.

package import EvidenceValues

/// The times that third parties have, and how far ahead the audit looks.
package struct PartyTerms: Sendable, Hashable {
    /// Days that the audit looks ahead where nobody says how many.
    package static let defaultAhead = TimeSpan(seconds: 7 * 86_400)

    /// The agreement that sets the times; nil if nobody gave one.
    package let agreement: Digest?
    /// How long an authority may take to publish a revocation (`T_revPublish`).
    package let publication: TimeSpan
    /// How long a third party may take to decide on an exchange (`T_ttp`).
    package let decision: TimeSpan
    /// How much clocks may differ (`T_skew`).
    package let skew: TimeSpan
    /// Deadlines that are at most so far away are told.
    package let ahead: TimeSpan
    private let parameters: [String: TimeSpan]

    /// The values that `agreement` sets by the names of its parameters; the default for each that it does not set.
    package init(
        agreement: Digest?, parameters: [String: TimeSpan] = [:], ahead: TimeSpan = defaultAhead
    ) {
        self.agreement = agreement
        self.parameters = agreement == nil ? [:] : parameters
        publication = parameters["T_revPublish"] ?? TimeSpan(seconds: 3600)
        decision = parameters["T_ttp"] ?? TimeSpan(seconds: 3600)
        // Without an agreement clocks get no tolerance: what is in doubt by a minute is in doubt.
        skew = parameters["T_skew"] ?? TimeSpan(seconds: 0)
        self.ahead = ahead
    }

    /// What the agreement sets by this name; nil if it does not, or there is none.
    func agreed(_ name: String) -> TimeSpan? { parameters[name] }

    /// Where the times come from, in words.
    var source: String {
        agreement.map { "by the agreement \($0)" } ?? "the default, for no agreement was given"
    }
}
