// What the log proves of the exhibits in a bundle: the archive's key comes from the annex, everything else from the bundle, and each
// entry must lead to the one checkpoint. An entry that does not is told and contributes nothing to the findings.

internal import Container
internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// The entries of a bundle that are proven to be in the archive's log.
struct LogVerification {
    let bundle: OpenedBundle
    private(set) var archive: TrustedArchive?
    private(set) var key: VerifierKey?
    private(set) var checkpoint: SignedCheckpoint?
    private(set) var exhibits: [FiledExhibit] = []
    private(set) var checks = CheckList()
    /// The members that the entries account for.
    private(set) var accounted: Set<String> = []

    /// Spec: bundle-10, bundle-11, bundle-16, bundle-17
    init(_ bundle: OpenedBundle, trust: PinnedTrust) throws(BundleError) {
        self.bundle = bundle
        openCheckpoint(trust.archives.filter { $0.origin == bundle.text.archive })
        let indices = bundle.members.keys.compactMap {
            MemberName($0).flatMap(BundleNames.index(ofEntry:))
        }
        guard indices.count <= BundleLimits.entries else {
            throw .refused(code: "BUNDLE.TOO_MANY_ENTRIES", member: nil, line: nil)
        }
        for index in indices.sorted() { verify(index) }
        checkChain()
        summarise(indices.count)
    }

    private mutating func openCheckpoint(_ archives: [TrustedArchive]) {
        accounted.insert(BundleNames.checkpoint)
        guard !archives.isEmpty else {
            return checks.fail(
                "LOG.ARCHIVE_NOT_LISTED", bundle.text.archive.text,
                "No annex that is trusted lists an archive of this name, so nothing that it signed "
                    + "is trusted.", .noCertificateChainFound)
        }
        let note = String(validating: bundle.bytes(BundleNames.checkpoint) ?? [], as: UTF8.self)
        // An archive that changed its key is listed once for each key.
        for listed in archives {
            guard let note, let key = try? VerifierKey(text: listed.verifierKey),
                let opened = try? Checkpoint.open(note: note, with: key)
            else { continue }
            (archive, self.key, checkpoint) = (listed, key, opened)
            return checks.pass(
                "LOG.CHECKPOINT_SIG", BundleNames.checkpoint,
                "The checkpoint is signed with the key that the annex gives for the archive.")
        }
        checks.fail(
            "LOG.CHECKPOINT_SIG", BundleNames.checkpoint,
            "The checkpoint is not one that the archive of the annex signed.", .sigCryptoFailure)
    }

    private mutating func verify(_ index: LeafIndex) {
        for name in [
            BundleNames.entry(index), BundleNames.proof(index), BundleNames.filing(index),
            BundleNames.docketing(index), BundleNames.filingSignature(index),
        ] { accounted.insert(name) }
        do {
            let texts = try EntryTexts(index, in: bundle)
            accounted.insert(texts.path)
            try texts.checkIdentity(bundle.text)
            try texts.checkInclusion(checkpoint)
            try texts.checkFilingSignature()
            try texts.checkContentType()
            exhibits.append(texts.exhibit(&checks))
        } catch { checks.add(error.check) }
    }

    /// What entries say of each other. Spec: bundle-17
    private mutating func checkChain() {
        var numbers: [MatterID: [DocketNumber: Entry]] = [:]
        var previous: Entry?
        for exhibit in exhibits {
            let entry = exhibit.entry
            let subject = BundleNames.entry(entry.index)
            if let previous {
                let follows = previous.index.value + 1 == entry.index.value
                if follows && entry.previous != previous.leafHash
                    || previous.received > entry.received
                {
                    checks.fail(
                        "LOG.CHAIN", subject,
                        "The entry does not continue the one before it in the log.")
                }
            }
            previous = entry
            let known = numbers[exhibit.filing.matter, default: [:]].updateValue(
                entry, forKey: exhibit.docketing.number)
            if known != nil {
                checks.fail(
                    "LOG.DUPLICATE_NUMBER", subject,
                    "Another entry of the matter has the same docket number.")
            }
        }
        for exhibit in exhibits { checkMatterChain(exhibit, numbers) }
    }

    private mutating func checkMatterChain(
        _ exhibit: FiledExhibit, _ numbers: [MatterID: [DocketNumber: Entry]]
    ) {
        let number = exhibit.docketing.number
        let before = DocketNumber(number.value - 1)
        let held = before.flatMap { numbers[exhibit.filing.matter]?[$0] }
        let named = exhibit.docketing.previous
        guard (before == nil) == (named == nil),
            held.map({ $0.leafHash == named && $0.index < exhibit.entry.index }) ?? true
        else {
            return checks.fail(
                "LOG.CHAIN", BundleNames.docketing(exhibit.entry.index),
                "The docketing does not continue the exhibit before it in the matter.")
        }
    }

    private mutating func summarise(_ count: Int) {
        guard count > 0 else {
            return checks.doubt(
                "BUNDLE.GAPS", BundleNames.text, "The bundle holds no exhibit.", .signedDataNotFound
            )
        }
        let troubles = ["LOG.ENTRY", "LOG.INCLUSION", "LOG.CHAIN", "LOG.DUPLICATE", "FILING."]
        if exhibits.count == count && !troubles.contains(where: { checks.hasTrouble($0) }) {
            checks.pass(
                "LOG.INCLUSION", BundleNames.checkpoint,
                "All \(count) entries are in the log that the checkpoint signs.")
        }
    }
}
