// What the validation of single files found, as values: filled by SignatureValidation, rendered by whoever prints it. Objects inside a
// file (certificates, lists, answers, tokens) are named by their SHA-256, and `ObjectRecord` says where their bytes stand.

/// What one source of revocation information says of one certificate.
package struct RevocationRecord: Sendable, Hashable {
    /// What the answer came as.
    package enum Form: String, Sendable, Hashable {
        /// A revocation list (RFC 5280 §5), complete or indirect.
        case list
        /// A list completed by a delta (RFC 5280 §5.2.4).
        case delta
        /// An answer of an OCSP responder (RFC 6960).
        case response
    }

    /// What it says.
    package enum Status: String, Sendable, Hashable {
        case good, revoked
        /// The responder does not know the certificate (RFC 6960 §2.2), which is no good news.
        case unknown
    }

    package var form: Form
    /// The list or response, by its digest; with a delta, the delta.
    package var source: Digest
    package var certificate: Digest
    package var status: Status
    /// When its signer says that it was so.
    package var thisUpdate: Instant
    package var nextUpdate: Instant?
    /// Only if revoked.
    package var revocationDate: Instant?
    /// `keyCompromise` …; nil if none is stated.
    package var reason: String?
    /// Who signed the list or response.
    package var signer: String

    package init(
        form: Form, source: Digest, certificate: Digest, status: Status, thisUpdate: Instant,
        nextUpdate: Instant?, signer: String
    ) {
        self.form = form
        self.source = source
        self.certificate = certificate
        self.status = status
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.signer = signer
    }
}

/// What is known of one time-stamp token.
package struct TimeStampRecord: Sendable, Hashable {
    /// What the token is over.
    package enum Use: String, Sendable, Hashable {
        /// The content, before it was signed (content-time-stamp).
        case content
        /// The signature value (signature-time-stamp).
        case signature
        /// The signature value and the references to certificates and revocation data (CAdES-C time-stamp), or these alone.
        case references
        /// Signature, certificates and revocation data (archive-time-stamp).
        case archive
        /// A file by itself.
        case document
    }

    package var use: Use
    /// The SHA-256 of the token.
    package var token: Digest
    package var time: Instant
    package var accuracy: TimeSpan
    /// The authority of the annex; nil if none could be established.
    package var authority: PartyID?
    /// The subject of the signer's certificate.
    package var subject: String
    package var path: [String]
    package var pathCertificates: [Digest]
    package var revocation: [RevocationRecord]
    package var indication: Indication
    package var subIndication: SubIndication?
    /// By when the token itself is proven to have existed, by later tokens or because it is at hand.
    package var existence: Instant
    /// Who could have produced it: parties, or words.
    package var makers: [String]
    package var checks: [Check]

    package init(
        use: Use, token: Digest, time: Instant, accuracy: TimeSpan, indication: Indication,
        existence: Instant
    ) {
        self.use = use
        self.token = token
        self.time = time
        self.accuracy = accuracy
        self.indication = indication
        self.existence = existence
        subject = ""
        path = []
        pathCertificates = []
        revocation = []
        makers = []
        checks = []
    }
}

/// Where the bytes of an object stand that checks speak of.
package struct ObjectRecord: Sendable, Hashable {
    /// `certificate`, `revocation-list`, `ocsp-response`, `time-stamp`, `signature`, `content`.
    package var kind: String
    package var digest: Digest
    /// The file as it was named; nil for what is pinned and not in a file of the evidence.
    package var file: String?
    /// The first byte within the file; nil if the bytes do not stand there in one piece (BER).
    package var offset: Int?
    package var size: Int
    /// What it is, for people: a subject, an issuer with a date.
    package var name: String

    package init(
        kind: String, digest: Digest, file: String?, offset: Int?, size: Int, name: String
    ) {
        self.kind = kind
        self.digest = digest
        self.file = file
        self.offset = offset
        self.size = size
        self.name = name
    }
}

/// What is known of one file that was validated by itself.
package struct FileRecord: Sendable, Hashable {
    /// As it was named.
    package var name: String
    package var size: Int
    package var digest: Digest
    /// `signature`, `time-stamp`, `certificate`, `revocation-list`, `ocsp-response`, or `unknown`.
    package var kind: String
    package var validationTime: Instant
    package var indication: Indication
    package var subIndication: SubIndication?
    package var signatures: [SignatureRecord]
    /// Tokens that stand by themselves; those of signatures are with them.
    package var timeStamps: [TimeStampRecord]
    package var objects: [ObjectRecord]
    /// The conclusion in a sentence that a lawyer understands.
    package var sentence: String
    /// What is said of the file as a whole.
    package var checks: [Check]

    package init(
        name: String, size: Int, digest: Digest, kind: String, validationTime: Instant,
        indication: Indication
    ) {
        self.name = name
        self.size = size
        self.digest = digest
        self.kind = kind
        self.validationTime = validationTime
        self.indication = indication
        signatures = []
        timeStamps = []
        objects = []
        sentence = ""
        checks = []
    }
}
