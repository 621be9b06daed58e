// What a reader gets to see of exhibits, and what his key changes about it: records for the report, like those beside them. That something is sealed to
// somebody is what the bundle says; what was opened has been compared with the digest that was filed.

/// What became of an exhibit's bytes on their way to the reader.
package enum Disclosure: String, Sendable, Hashable {
    /// They are in the bundle.
    case present
    /// They were left out.
    case withheld
    /// They are in the bundle for the holders of some keys only, of which none was used here.
    case sealed
    /// They were sealed or filed encrypted, and a key opened them to what was filed.
    case opened
}

/// To whom contents are sealed, as the bundle says.
package struct SealingRecord: Sendable, Hashable {
    /// Somebody by his certificate. Nothing about it is validated.
    package struct Recipient: Sendable, Hashable {
        package var certificate: Digest
        package var subject: String
        package init(certificate: Digest, subject: String) {
            self.certificate = certificate
            self.subject = subject
        }
    }

    /// In the order of their digests.
    package var recipients: [Recipient]

    package init(recipients: [Recipient]) { self.recipients = recipients }

    /// For people: `CN=Arbiter (sha-256:…)`, separated by commas.
    package var words: String {
        recipients.map { "\($0.subject) (\($0.certificate))" }.joined(separator: ", ")
    }
}

/// What a key opened, and what that changed. All else in a record with it is what is found by those who have the key.
package struct OpeningRecord: Sendable, Hashable {
    /// A plaintext that was assessed as an exhibit of its own.
    package struct Plaintext: Sendable, Hashable {
        /// By which the record and the findings know it; no entry of the log.
        package var index: LeafIndex
        /// The encrypted exhibit.
        package var encrypted: LeafIndex
        package init(index: LeafIndex, encrypted: LeafIndex) {
            self.index = index
            self.encrypted = encrypted
        }
    }

    /// A claim or misconduct that is otherwise for those who have no key.
    package struct Change: Sendable, Hashable {
        /// Its name, or the statement of the misconduct.
        package var claim: String
        package var sentence: String
        /// What is found without the key.
        package var closed: Side
        package var opened: Side
        package init(claim: String, sentence: String, closed: Side, opened: Side) {
            self.claim = claim
            self.sentence = sentence
            self.closed = closed
            self.opened = opened
        }
    }

    /// One answer.
    package struct Side: Sendable, Hashable {
        /// `proven`, `refuted` or `undetermined`.
        package var value: String
        package var provenSupremum: Money?
        package var possibleSupremum: Money?
        package init(value: String, provenSupremum: Money?, possibleSupremum: Money?) {
            self.value = value
            self.provenSupremum = provenSupremum
            self.possibleSupremum = possibleSupremum
        }
    }

    /// The certificate of the key.
    package var certificate: Digest
    package var subject: String
    /// The exhibits whose sealed contents the key opened, ascending.
    package var exhibits: [LeafIndex]
    package var plaintexts: [Plaintext]
    /// What the verification concludes without the key.
    package var closedStatus: VerificationStatus
    /// In the order of the claims.
    package var changes: [Change]

    package init(
        certificate: Digest, subject: String, exhibits: [LeafIndex], plaintexts: [Plaintext],
        closedStatus: VerificationStatus, changes: [Change]
    ) {
        self.certificate = certificate
        self.subject = subject
        self.exhibits = exhibits
        self.plaintexts = plaintexts
        self.closedStatus = closedStatus
        self.changes = changes
    }
}
