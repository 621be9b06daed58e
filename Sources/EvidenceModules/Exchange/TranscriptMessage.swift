// A message of an exchange as somebody makes it up who has no bytes: for a model that explores what players can send, for measurements, and
// for tests.

package import EvidenceValues

extension ExchangeMessage {
    /// A message of this form. What it names and binds is given, not read; nothing about it is wrong unless `faults` says so.
    package init(
        of form: MessageForm, document: Digest, sender: PartyID?,
        values: [String: Term] = [:], references: [String: Digest] = [:],
        commitments: [String: Digest] = [:], opened: [String: Digest] = [:],
        faults: Set<LinkFault> = [], signature: Standing = .certain,
        made: Interval = .unbounded
    ) {
        self.init(
            document: document, form: form, sender: sender, values: values,
            references: references, commitments: commitments, opened: opened, places: [],
            faults: faults, signature: signature, made: made, decision: nil, stated: nil)
    }
}
