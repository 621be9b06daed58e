// What a verification found, as values: the report renders these and decides nothing. They stand here because the verifier fills
// them and the report reads them, and neither imports the other.

/// What is known of one signature on one exhibit.
package struct SignatureRecord: Sendable, Hashable {
    /// The party of the signer's certificate; nil if none could be established.
    package var signer: PartyID?
    /// The signer certificate's subject as text, as it stands in the certificate.
    package var subject: String
    /// The digest of the signer's certificate; nil if there was none.
    package var certificate: Digest?
    /// The digest of the signature value: the name of the signature in facts.
    package var signature: Digest
    /// The digest of the content that it signs.
    package var content: Digest?
    /// CAdES level as found: `B`, `T`, `LT`, `LTA`, or `CMS` when it is no CAdES baseline signature.
    package var level: String
    package var indication: Indication
    package var subIndication: SubIndication?
    /// The signing time that the signer states; a statement, never a proof.
    package var claimedTime: Instant?
    /// The earliest proven existence of the signature (EN 319 102-1 best-signature-time).
    package var bestSignatureTime: Instant?
    package var bounds: Interval
    /// Names of the certificates of the path, end entity first, as text.
    package var path: [String]
    /// The certificates of the path, end entity first.
    package var pathCertificates: [Digest]
    /// The revocation answers that count, for each certificate of the path but the anchor.
    package var revocation: [RevocationRecord]
    /// The time to which validation went back to find every certificate good (EN 319 102-1 §5.6.2.2); nil where it need not.
    package var controlTime: Instant?
    /// The time-stamps in and on the signature, in the order in which they stand.
    package var timeStamps: [TimeStampRecord]
    /// Signatures over this signature (RFC 5652 §11.4), which prove nothing about it but that it existed.
    package var countersignatures: [SignatureRecord]
    /// Who could have produced it: parties, or words.
    package var makers: [String]
    /// The conclusion in a sentence that a lawyer understands.
    package var sentence: String
    package var checks: [Check]

    package init(signature: Digest, indication: Indication) {
        self.signature = signature
        self.indication = indication
        subject = ""
        level = "CMS"
        bounds = .unbounded
        path = []
        pathCertificates = []
        revocation = []
        timeStamps = []
        countersignatures = []
        makers = []
        sentence = ""
        checks = []
    }
}

/// What is known of one exhibit.
package struct ExhibitRecord: Sendable, Hashable {
    package var index: LeafIndex
    package var matter: MatterID
    package var number: DocketNumber
    package var name: FileName
    package var kind: ExhibitKind
    package var mediaType: MediaType
    package var size: Int
    package var digest: Digest
    /// Where its bytes are in the bundle; nil when they were left out.
    package var path: String?
    /// Who filed it, as proven by the signature of the filing; nil when the operator filed it.
    package var filer: PartyID?
    /// The archive's statement of when it came.
    package var received: Instant
    package var bounds: Interval
    /// The verdict on the exhibit's own signatures or form; nil where there is nothing to validate (a plain document).
    package var indication: Indication?
    package var subIndication: SubIndication?
    package var signatures: [SignatureRecord]
    /// Who could have made it: parties, or words such as `anyone`.
    package var makers: [String]
    package var links: [Link]
    /// One sentence on what it is.
    package var summary: String
    /// Further lines for people: terms stated, validity, serial numbers.
    package var details: [String]
    package var checks: [Check]
    /// What it amounts to, if it is a ledger of a limit.
    package var ledger: LedgerRecord?
    /// Whether its bytes are here, and how.
    package var disclosure = Disclosure.present
    /// What it states formally, if it does.
    package var stated: StatementRecord?

    package init(
        index: LeafIndex, matter: MatterID, number: DocketNumber, name: FileName,
        kind: ExhibitKind, mediaType: MediaType, size: Int, digest: Digest, received: Instant
    ) {
        self.index = index
        self.matter = matter
        self.number = number
        self.name = name
        self.kind = kind
        self.mediaType = mediaType
        self.size = size
        self.digest = digest
        self.received = received
        bounds = .unbounded
        signatures = []
        makers = []
        links = []
        summary = ""
        details = []
        checks = []
    }
}

/// An exhibit that its archive erased: entry and number are proven, and who did it on what ground is the operator's statement.
package struct ErasedRecord: Sendable, Hashable {
    package var index: LeafIndex
    package var matter: MatterID
    package var number: DocketNumber
    package var by: String
    package var ground: String
    /// The entry of the archive's record of the erasure.
    package var record: LeafIndex

    package init(
        index: LeafIndex, matter: MatterID, number: DocketNumber, by: String, ground: String,
        record: LeafIndex
    ) {
        self.index = index
        self.matter = matter
        self.number = number
        self.by = by
        self.ground = ground
        self.record = record
    }
}

/// Who besides its operator vouches for the order and completeness of the log.
package struct WitnessingRecord: Sendable, Hashable {
    /// A witness of the annex that cosigned the checkpoint.
    package struct Cosigner: Sendable, Hashable {
        package var party: PartyID
        package var name: String
        package var time: Instant
        package init(party: PartyID, name: String, time: Instant) {
            self.party = party
            self.name = name
            self.time = time
        }
    }

    /// The quorum that the annex demands; nil if it names none.
    package var quorum: String?
    package var isMet: Bool
    /// In the order of the annex.
    package var cosigners: [Cosigner]

    package init(quorum: String? = nil, isMet: Bool = false, cosigners: [Cosigner] = []) {
        self.quorum = quorum
        self.isMet = isMet
        self.cosigners = cosigners
    }

    /// In one sentence.
    package var sentence: String {
        let names = cosigners.map(\.party.text).joined(separator: ", ")
        if isMet, let quorum {
            return "The log is witnessed by \(names); the quorum \(quorum) of the annex is met."
        }
        let statement = "Order and completeness of the log are the operator's statement: "
        let who =
            cosigners.isEmpty ? "no witness of the annex cosigned it" : "only \(names) cosigned it"
        guard let quorum else {
            return statement + "the annex demands no witnesses"
                + (cosigners.isEmpty ? "." : "; \(names) cosigned it.")
        }
        return statement + "the quorum \(quorum) of the annex is not met, \(who)."
    }
}

/// What the whole verification concludes, which is also the exit status (STYLE.md §13).
package enum VerificationStatus: String, Sendable, Hashable {
    /// Everything holds under the pinned trust. Exit status 0.
    case authentic
    /// Something is provably wrong. Exit status 2.
    case failed
    /// Something could not be decided. Exit status 3.
    case indeterminate
    /// All would hold if the arbiter accepted an agreement and annex that he did not pin. Exit status 3.
    case conditional

    /// The exit status of `docket verify`.
    package var exitStatus: Int32 {
        switch self {
        case .authentic: 0
        case .failed: 2
        case .indeterminate, .conditional: 3
        }
    }
}

/// What the verification of a bundle found, before the findings on the claims.
package struct VerificationRecord: Sendable, Hashable {
    package var status: VerificationStatus
    /// One sentence: the status in words, and on what it is conditional.
    package var sentence: String
    /// The version of the tool.
    package var tool: String
    /// Of the bundle's file; of a bundle that is not written yet, of its manifest.
    package var bundleDigest: Digest
    package var bundleSize: Int
    /// Whether the bundle is not written yet.
    package var isDraft = false
    package var validationTime: Instant
    package var matter: MatterID
    package var agreement: Digest
    package var agreementTitle: String
    package var agreementIsPinned: Bool
    package var annex: Digest
    package var annexIsPinned: Bool
    package var archive: ArchiveOrigin
    package var treeSize: TreeSize
    package var rootHash: RootHash
    /// The highest docket number seen in the matter.
    package var highestNumber: UInt64
    /// How many exhibits of the matter are in the bundle with their bytes.
    package var presentCount: Int
    /// What the archive erased, of the matter and of its own.
    package var erased: [ErasedRecord]
    /// Whose word the order and completeness of the log are.
    package var witnessing: WitnessingRecord
    /// To whom contents are sealed; nil where none is.
    package var sealing: SealingRecord?
    /// What a key opened; nil where none was used, or none of what is here is for it.
    package var opening: OpeningRecord?
    /// Who signed the bundle; nil when nobody did.
    package var handedInBy: SignatureRecord?
    package var trusted: [String]
    package var exhibits: [ExhibitRecord]
    /// Those of them that nobody filed: a reader only supposes them (docs/formats/judging.md).
    package var supposed: Set<LeafIndex>
    package var checks: [Check]
    /// The newest revocation information seen, by issuer, as lines for people.
    package var revocationStatus: [String]
    /// Contradictions in the evidence, each with whom it is attributed to.
    package var contradictions: [String]
    /// What the messages of exchanges on file show.
    package var exchanges: [ExchangeRecord]
    /// Certificates, clocks and states of the log.
    package var times: TimeRecord
    /// Where the finding in the bundle is not the one that judging gives; empty where it is, or where nothing was compared.
    package var findingDifferences: [FindingDifference] = []

    package init(
        status: VerificationStatus, sentence: String, tool: String, bundleDigest: Digest,
        bundleSize: Int, validationTime: Instant, matter: MatterID, agreement: Digest,
        agreementTitle: String, agreementIsPinned: Bool, annex: Digest, annexIsPinned: Bool,
        archive: ArchiveOrigin, treeSize: TreeSize, rootHash: RootHash, highestNumber: UInt64,
        presentCount: Int
    ) {
        self.status = status
        self.sentence = sentence
        self.tool = tool
        self.bundleDigest = bundleDigest
        self.bundleSize = bundleSize
        self.validationTime = validationTime
        self.matter = matter
        self.agreement = agreement
        self.agreementTitle = agreementTitle
        self.agreementIsPinned = agreementIsPinned
        self.annex = annex
        self.annexIsPinned = annexIsPinned
        self.archive = archive
        self.treeSize = treeSize
        self.rootHash = rootHash
        self.highestNumber = highestNumber
        self.presentCount = presentCount
        erased = []
        witnessing = WitnessingRecord()
        trusted = []
        exhibits = []
        supposed = []
        checks = []
        revocationStatus = []
        contradictions = []
        exchanges = []
        times = TimeRecord()
    }
}
