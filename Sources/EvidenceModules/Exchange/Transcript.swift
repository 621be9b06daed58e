// What the messages on file of an exchange show by themselves (background §4.2.2): a judgement that a person can follow beside the
// agreement's own, which decides. Messages are a set; the order in which they were filed, or say that they were made, counts for nothing:
// only proven bounds and the numbers of a third party's decisions do. A message that nobody filed is absent, and nothing is concluded
// from that but what is said to be open. Three values throughout: certain, contrary, possible.

package import EvidenceValues

/// What a transcript is judged by, beside its messages.
package struct TranscriptContext: Sendable {
    /// Whom the annex lists as third parties.
    package var listed: Set<PartyID>
    /// Who was served with claims on the exchange and did not answer in time.
    package var heldOut: Set<PartyID> = []
    /// From when on the key with which a message is signed is not its sender's any more, by the message's digest: revoked or expired.
    package var ended: [Digest: Instant] = [:]
    /// Whom a listed authority certifies a key for, by the key's certificate; nil if that is not known of any.
    package var holders: [Digest: PartyID]?
    /// How much trusted clocks may differ.
    package var skew: TimeSpan
    /// The time of judgement.
    package var now: Instant
    /// How long a third party may take to decide (T_ttp of background §2.3).
    package var patience = TimeSpan(seconds: 3600)

    package init(listed: Set<PartyID>, skew: TimeSpan, now: Instant) {
        self.listed = listed
        self.skew = skew
        self.now = now
    }
}

/// What a transcript shows.
package struct TranscriptFinding: Sendable, Hashable {
    /// Whether a contract came of the exchange.
    package let contract: Standing
    /// What is wrong with it, by code, none twice of the same messages.
    package var observations: [ExchangeRecord.Observation]

    /// The codes that were observed.
    package var codes: Set<String> { Set(observations.map(\.code)) }

    /// Whose misconduct is certain.
    package var misconduct: Set<ExchangeRecord.Misconduct> {
        Set(observations.compactMap(\.misconduct))
    }
}

/// Judges one run by itself. Costs n log n for n messages.
package func judge(
    _ run: ExchangeRun, listed: Set<PartyID>, skew: TimeSpan, now: Instant
) -> TranscriptFinding {
    judge(run, in: TranscriptContext(listed: listed, skew: skew, now: now))
}

/// The same with everything that may be known beside the messages.
package func judge(_ run: ExchangeRun, in context: TranscriptContext) -> TranscriptFinding {
    TranscriptJudge(run, in: context).finding
}

/// Judges several runs, each by itself and with what only shows between them (X12, X13, X15); in their order.
package func judge(_ runs: [ExchangeRun], in context: TranscriptContext) -> [TranscriptFinding] {
    findings(of: runs.map { TranscriptJudge($0, in: context) })
}

/// What is found of several runs that were taken up.
func findings(of judges: [TranscriptJudge]) -> [TranscriptFinding] {
    var findings = judges.map(\.finding)
    for (index, observation) in TranscriptComparison(judges).observations {
        findings[index].observations.append(observation)
    }
    for index in findings.indices { findings[index].observations.sort(by: isBefore) }
    return findings
}

/// The order in which observations are told: by code, then by their messages.
func isBefore(
    _ left: ExchangeRecord.Observation, _ right: ExchangeRecord.Observation
) -> Bool {
    left.code == right.code
        ? left.messages.lexicographicallyPrecedes(right.messages) : left.code < right.code
}
