// Finding the runs of exchanges in the evidence.

package import EvidenceValues
import SignatureValidation

extension Evidence {
    /// The runs of exchanges that are on file, by their first messages.
    func exchangeRuns() -> [ExchangeRun] { [] }
}

/// The runs of exchanges in these exhibits, found as `assess` finds them.
package func exchangeRuns(
    in exhibits: [FiledExhibit], log: LogContext, trust: PinnedTrust, validationTime: Instant,
    skew: TimeSpan
) -> [ExchangeRun] {
    let policy = ValidationPolicy(trust: trust, validationTime: validationTime, skew: skew)
    return Evidence(exhibits, log: log, policy: policy).exchangeRuns()
}
