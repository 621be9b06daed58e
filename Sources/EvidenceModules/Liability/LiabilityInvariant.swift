// What must hold of a commitment service's documents and ledgers: fifteen invariants (background §3.4), each with a name under which a
// check, an audit and an agreement speak of its breach. Those on documents are carried out here beside this file, those that a ledger
// shows by itself are the ledger's. Spec: liability-40

/// One of the fifteen, in their order; the raw value is the word for misconduct that consists in its breach.
package enum LiabilityInvariant: String, Sendable, Hashable, CaseIterable {
    /// 1: what is open under a limit never exceeds it.
    case overIssue = "over-issue"
    /// 2: an amount is positive, in the limit's currency, and not above the maximum for one certificate.
    case perTransaction = "per-transaction"
    /// 3: each entry has the next number and the hash of the entry before.
    case chain
    /// 4: what is open after an entry follows from what was open before, and what remains from that.
    case balance
    /// 5: a certificate's entry reserves its amount for it, and for it alone.
    case binding
    /// 6: a certificate names the document, and the signature, that it is used for.
    case documentBinding = "document-binding"
    /// 7: status, issue, acceptance and claim follow each other within their times.
    case windows
    /// 8: the document was signed at about the time of issue.
    case freshness
    /// 9: nothing is reserved for a key or limit after its revocation.
    case postRevocation = "post-revocation"
    /// 10: a number is given once, and so is one document for one beneficiary and context.
    case doubleUse = "double-use"
    /// 11: the beneficiary releases, time lapses, the master key changes the limit, and nothing is released twice.
    case authority
    /// 12: a limit lowered below what is open stops grants and touches nothing that is open.
    case limitChange = "limit-change"
    /// 13: the times of entries follow their order, and the archive's proofs do not contradict them.
    case time
    /// 14: no two signed entries or certificates have one number under one limit.
    case fork
    /// 15: the beneficiary is one member.
    case member

    /// The number of the invariant in background §3.4 and docs/formats/liability.md.
    package var number: Int { (LiabilityInvariant.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// The code of a check that finds it broken: `LIABILITY.OVER_ISSUE`.
    package var code: String {
        "LIABILITY." + String(rawValue.map { $0 == "-" ? "_" : $0 }).uppercased()
    }
}

/// The breach of an invariant, by whom it concerns and what shows it.
package struct LiabilityFault: Sendable, Hashable {
    package let invariant: LiabilityInvariant
    /// What is wrong: the digest of a document or ledger, or the number of an entry.
    package let subject: String
    /// What is wrong with it, for people: a whole sentence.
    package let sentence: String

    package init(_ invariant: LiabilityInvariant, subject: String, sentence: String) {
        self.invariant = invariant
        self.subject = subject
        self.sentence = sentence
    }
}
