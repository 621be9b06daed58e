// Which keys may sign for the archive of a bundle: those of the annex, and those that rotations in the bundle put in their place. A rotation is
// read before anything is proven of its entry, because the entry is proven by the checkpoint that the new key signed; what lets it
// count is the signature of the annex's recovery key, and its entry is proven like every other.

internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

extension KeyHistory {
    /// The keys of the archive that the bundle is from.
    init(of bundle: OpenedBundle, entries: [EntryTexts], trust: PinnedTrust) {
        let rotations = entries.compactMap { texts -> FiledRotation? in
            guard texts.filing.kind == .rotation,
                texts.filing.matter == .archive, texts.filing.filer == .operator,
                let bytes = bundle.bytes(texts.path),
                let note = String(validating: bytes, as: UTF8.self)
            else { return nil }
            return FiledRotation(note: note, index: texts.index)
        }
        self = trust.keyHistory(of: bundle.text.archive, rotations: rotations)
    }

    /// How a key comes to sign for the archive, in words.
    func origin(of period: KeyPeriod) -> String {
        guard period.rotation != nil else { return "the key that the annex gives for the archive" }
        return "the key that the annex's recovery key put in the place of the archive's old one"
    }
}

/// What witnesses of the annex signed on the bundle's checkpoint.
struct CheckpointWitnesses {
    private(set) var record = WitnessingRecord()
    private(set) var checks = CheckList()
    /// The earliest time at which a witness whose key is sound saw the checkpoint.
    private(set) var provenTime: Instant?

    /// A bundle without a trusted checkpoint.
    init() {}

    /// Spec: bundle-16a
    init(_ signed: SignedCheckpoint, trust: PinnedTrust, at time: Instant, skew: TimeSpan) {
        let origin = signed.checkpoint.origin
        let subject = BundleNames.checkpoint
        let found = WitnessKeys(trust).cosignatures(on: signed.note)
        for witness in found?.forged ?? [] {
            checks.fail(
                "WITNESS.SIGNATURE", subject,
                "A cosignature in the name of the witness \(witness.party) was not made with its key.",
                .sigCryptoFailure)
        }
        var counted: [Cosignature] = []
        for cosignature in found?.verified ?? [] {
            guard trust.compromise(of: cosignature.witness.verifierKey) == nil,
                cosignature.time <= time.advanced(by: skew)
            else {
                checks.warn(
                    "WITNESS.COSIGNATURE", subject,
                    "A cosignature in the name of the witness \(cosignature.witness.party) says nothing: "
                        + "its key is compromised, or its time has not come.")
                continue
            }
            counted.append(cosignature)
        }
        provenTime = counted.map(\.time).min()
        var first: [TrustedWitness: Instant] = [:]
        for cosignature in counted {
            let known = first[cosignature.witness] ?? cosignature.time
            first[cosignature.witness] = min(known, cosignature.time)
        }
        record.cosigners = trust.witnesses.compactMap { witness in
            first[witness].map { .init(party: witness.party, name: witness.name, time: $0) }
        }
        if let (name, policy) = trust.witnessPolicy(of: origin) {
            record.quorum = name
            record.isMet = policy.evaluate(counted.map(\.signer)).isMet
        } else {
            record.quorum = trust.quorums.first { $0.origin == origin }?.name
        }
        tell()
    }

    private mutating func tell() {
        guard record.quorum != nil else { return }
        if record.isMet {
            checks.pass("LOG.WITNESSED", BundleNames.checkpoint, record.sentence)
        } else {
            checks.warn("LOG.WITNESSED", BundleNames.checkpoint, record.sentence)
        }
    }
}
