// What a ledger of a limit amounts to, as values: filled by EvidenceModules, rendered by whoever prints it (docs/formats/ledger.md).

/// The account of one limit.
package struct LedgerRecord: Sendable, Hashable {
    /// A certificate of which something is open.
    package struct OpenCertificate: Sendable, Hashable {
        package var serial: String
        /// `reserved`, `accepted` or `claimed`.
        package var state: String
        package var open: Money
        /// The number of the entry that reserved for it, and its time.
        package var entry: Int64
        package var at: Instant

        package init(serial: String, state: String, open: Money, entry: Int64, at: Instant) {
            self.serial = serial
            self.state = state
            self.open = open
            self.entry = entry
            self.at = at
        }
    }

    /// The breach of an invariant.
    package struct Breach: Sendable, Hashable {
        /// The word of the invariant.
        package var invariant: String
        package var sentence: String

        package init(invariant: String, sentence: String) {
            self.invariant = invariant
            self.sentence = sentence
        }
    }

    /// A sum with its name.
    package struct Sum: Sendable, Hashable {
        package var name: String
        /// The largest amount stands for every larger one.
        package var amount: Money

        package init(_ name: String, _ amount: Money) {
            self.name = name
            self.amount = amount
        }
    }

    package var limit: String
    package var issuer: PartyID
    package var subscriber: PartyID
    package var agreement: Digest
    /// `revolving` or `period 30d`.
    package var mode: String
    /// The most of one certificate.
    package var each: Money
    package var entries: Int64
    /// The times of the first and the last entry.
    package var first: Instant
    package var last: Instant
    /// The maximum in force.
    package var maximum: Money
    /// What can still be reserved; below nothing where too much was.
    package var remaining: Money
    /// What is open: in all, and of it what is reserved, accepted and claimed.
    package var open: [Sum]
    /// What was ever reserved, and what became of it: released, lapsed, paid, rejected.
    package var ever: [Sum]
    /// In the order in which they were reserved; no more than a reader looks through.
    package var certificates: [OpenCertificate]
    /// How many there are.
    package var openCount: Int
    /// The entry by which the limit itself was revoked.
    package var revoked: Int64?
    /// The first of each invariant, in the order of the fifteen.
    package var breaches: [Breach]
    /// How many breaches there are in all.
    package var breachCount: Int

    package init(
        limit: String, issuer: PartyID, subscriber: PartyID, agreement: Digest, mode: String,
        each: Money, maximum: Money, remaining: Money, entries: Int64, first: Instant,
        last: Instant
    ) {
        self.limit = limit
        self.issuer = issuer
        self.subscriber = subscriber
        self.agreement = agreement
        self.mode = mode
        self.each = each
        self.maximum = maximum
        self.remaining = remaining
        self.entries = entries
        self.first = first
        self.last = last
        open = []
        ever = []
        certificates = []
        openCount = 0
        breaches = []
        breachCount = 0
    }
}
