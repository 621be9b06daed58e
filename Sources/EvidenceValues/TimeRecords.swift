// When things were, as values: what a report draws beside the exhibits themselves. Certificates and what lists say of them, clocks and
// what they saw, states of the log. Filled by EvidenceModules from validated evidence; every time in them is somebody's word, and whose
// it is stands beside it.

/// A certificate that the evidence holds, with what trusted lists and answers say of it.
package struct CertificateRecord: Sendable, Hashable {
    /// What one list or OCSP answer says.
    package struct Answer: Sendable, Hashable {
        package var source: Digest
        package var status: RevocationRecord.Status
        /// When its signer says that it was so: for the public, the list appeared then.
        package var thisUpdate: Instant
        /// Only if revoked: from when, as the list declares.
        package var revocationDate: Instant?
        package var reason: String?

        package init(
            source: Digest, status: RevocationRecord.Status, thisUpdate: Instant,
            revocationDate: Instant? = nil, reason: String? = nil
        ) {
            self.source = source
            self.status = status
            self.thisUpdate = thisUpdate
            self.revocationDate = revocationDate
            self.reason = reason
        }
    }

    /// The name of the certificate, and of its key in facts.
    package var digest: Digest
    package var subject: String
    /// Whose key it certifies, and who says so; nil where no path leads to an anchor of the annex.
    package var party: PartyID?
    package var issuer: PartyID?
    package var validFrom: Instant
    package var validUntil: Instant
    /// By `thisUpdate`, earliest first.
    package var answers: [Answer]
    /// The exhibit that shows it.
    package var exhibit: LeafIndex

    package init(
        digest: Digest, subject: String, validFrom: Instant, validUntil: Instant,
        exhibit: LeafIndex
    ) {
        self.digest = digest
        self.subject = subject
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.exhibit = exhibit
        answers = []
    }

    /// From when on it is revoked, by the earliest date that a trusted list declares.
    package var revokedFrom: Instant? { answers.compactMap(\.revocationDate).min() }

    /// When a trusted list first said so.
    package var revocationPublished: Instant? {
        answers.first { $0.status == .revoked }?.thisUpdate
    }
}

/// What a clock says: a time-stamping authority or a witness of the annex, or somebody who is neither.
package struct ClockRecord: Sendable, Hashable {
    /// What came of its word.
    package enum Standing: String, Sendable, Hashable {
        /// It is proven, and bounds rest on it.
        case heard
        /// It proves nothing: not by an authority of the annex, not signed as it stands, too late for its key.
        case unproven
        /// Other clocks show that it is false.
        case contradicted
    }

    /// The kinds of clocks.
    package enum Form: String, Sendable, Hashable {
        /// A time-stamp token (RFC 3161).
        case token
        /// A witness's cosignature of a checkpoint.
        case cosignature
    }

    package var form: Form
    /// The token, or the checkpoint's note that was cosigned.
    package var source: Digest
    /// The authority or witness of the annex; nil if none could be established.
    package var party: PartyID?
    package var time: Instant
    package var standing: Standing
    /// What it is over: contents and signature values, as far as they are known here, ascending.
    package var covers: [Digest]
    /// The exhibit in which it stands; nil for what stands on the log's checkpoint alone.
    package var exhibit: LeafIndex?

    package init(
        form: Form, source: Digest, party: PartyID?, time: Instant, standing: Standing,
        covers: [Digest], exhibit: LeafIndex?
    ) {
        self.form = form
        self.source = source
        self.party = party
        self.time = time
        self.standing = standing
        self.covers = covers
        self.exhibit = exhibit
    }
}

/// A state of the log that is proven to lead to the one that the evidence comes from.
package struct CheckpointRecord: Sendable, Hashable {
    /// Its note.
    package var note: Digest
    package var size: TreeSize
    /// By when a clock proves that it existed; nil if none does.
    package var provenBy: Instant?
    /// The exhibit in which it stands; nil for the log's checkpoint itself.
    package var exhibit: LeafIndex?

    package init(note: Digest, size: TreeSize, provenBy: Instant?, exhibit: LeafIndex?) {
        self.note = note
        self.size = size
        self.provenBy = provenBy
        self.exhibit = exhibit
    }
}

/// Whatever tells of time beside the exhibits' own bounds.
package struct TimeRecord: Sendable, Hashable {
    /// Certificates of parties, by digest.
    package var certificates: [CertificateRecord]
    /// By time, then source.
    package var clocks: [ClockRecord]
    /// By size, then note.
    package var checkpoints: [CheckpointRecord]

    package init(
        certificates: [CertificateRecord] = [], clocks: [ClockRecord] = [],
        checkpoints: [CheckpointRecord] = []
    ) {
        self.certificates = certificates
        self.clocks = clocks
        self.checkpoints = checkpoints
    }
}

/// What a document states in its terms, and whose words they are.
package struct StatementRecord: Sendable, Hashable {
    /// The document: the exhibit itself, or what a signature holds.
    package var document: Digest
    /// Each statement as it stands there: `due(deliver, 2026-04-20T18:00:00Z).`
    package var terms: [String]
    /// The parties who certainly signed the document, ascending. Without any, anyone may have written it.
    package var speakers: [PartyID]

    package init(document: Digest, terms: [String], speakers: [PartyID]) {
        self.document = document
        self.terms = terms
        self.speakers = speakers
    }
}
