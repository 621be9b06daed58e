// What the log proves of the exhibits in a bundle: the archive's key comes from the annex, everything else from the bundle, and each
// entry must lead to the one checkpoint. An entry that does not is told and contributes nothing to the findings. Entries are read and
// verified on all cores, each by itself, and told in the order of the log.

internal import Container
internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// The entries of a bundle that are proven to be in the archive's log.
struct LogVerification {
    let bundle: OpenedBundle
    private(set) var archive: TrustedArchive?
    private(set) var keys: KeyHistory?
    private(set) var checkpoint: SignedCheckpoint?
    /// Since when others may have had the key that signed the checkpoint, if nothing proves that it is older: then it proves nothing.
    private(set) var doubt: Instant?
    private(set) var witnesses = CheckpointWitnesses()
    private(set) var exhibits: [FiledExhibit] = []
    private(set) var erased: [ErasedEntry] = []
    private(set) var checks = CheckList()
    /// The members that the entries account for.
    private(set) var accounted: Set<String> = []

    /// Spec: bundle-10, bundle-11, bundle-16, bundle-17, bundle-21
    init(
        _ bundle: OpenedBundle, trust: PinnedTrust, at time: Instant, skew: TimeSpan,
        memory: ObjectMemory = ObjectMemory()
    ) throws(BundleError) {
        self.bundle = bundle
        let indices = bundle.members.keys.compactMap {
            MemberName($0).flatMap(BundleNames.index(ofEntry:))
        }.sorted()
        guard indices.count <= BundleLimits.entries else {
            throw .refused(code: "BUNDLE.TOO_MANY_ENTRIES", member: nil, line: nil)
        }
        let whole = indices.filter { bundle.members[BundleNames.filing($0)] != nil }
        let read = mapInParallel(whole) { index in
            Result { () throws(EntryFailure) in try EntryTexts(index, in: bundle) }
        }
        openCheckpoint(read.compactMap { try? $0.get() }, trust: trust, at: time, skew: skew)
        verify(Array(zip(whole, read)), memory)
        for index in Set(indices).subtracting(whole).sorted() { verifyErased(index) }
        checkChain()
        summarise(indices.count)
    }

    private mutating func openCheckpoint(
        _ entries: [EntryTexts], trust: PinnedTrust, at time: Instant, skew: TimeSpan
    ) {
        accounted.insert(BundleNames.checkpoint)
        guard let listed = trust.archives.first(where: { $0.origin == bundle.text.archive }) else {
            return checks.fail(
                "LOG.ARCHIVE_NOT_LISTED", bundle.text.archive.text,
                "No annex that is trusted lists an archive of this name, so nothing that it signed "
                    + "is trusted.", .noCertificateChainFound)
        }
        let keys = KeyHistory(of: bundle, entries: entries, trust: trust)
        let note = String(validating: bundle.bytes(BundleNames.checkpoint) ?? [], as: UTF8.self)
        guard let note, let opened = try? keys.open(note: note), let signer = opened.signers.first
        else {
            return checks.fail(
                "LOG.CHECKPOINT_SIG", BundleNames.checkpoint,
                "The checkpoint is not one that the archive of the annex signed with a key that may "
                    + "sign a log of its size.", .sigCryptoFailure)
        }
        (archive, self.keys, checkpoint) = (listed, keys, opened.signed)
        // An archive whose key changed may be listed once for each key.
        archive =
            trust.archives.first {
                $0.origin == listed.origin && $0.verifierKey == signer.key.text
            } ?? listed
        checks.pass(
            "LOG.CHECKPOINT_SIG", BundleNames.checkpoint,
            "The checkpoint is signed with \(keys.origin(of: signer)).")
        witnesses = CheckpointWitnesses(opened.signed, trust: trust, at: time, skew: skew)
        checks.add(witnesses.checks)
        guard let since = opened.mustBeOlderThan,
            Interval(hi: witnesses.provenTime).isBefore(since, skew: skew) != .certain
        else { return }
        doubt = since
        checks.doubt(
            "LOG.COMPROMISED", BundleNames.checkpoint,
            "Since \(since) others may have had the key that signed the checkpoint, and no witness of "
                + "the annex proves that it is older: the log proves nothing.", .revokedNoPOE)
    }

    private mutating func verify(
        _ entries: [(LeafIndex, Result<EntryTexts, EntryFailure>)], _ memory: ObjectMemory
    ) {
        let (bundle, checkpoint) = (bundle, checkpoint)
        let verified = mapInParallel(entries) {
            VerifiedEntry($0.1, of: checkpoint, in: bundle, memory: memory)
        }
        for ((index, texts), entry) in zip(entries, verified) {
            accounted.formUnion([
                BundleNames.entry(index), BundleNames.proof(index), BundleNames.filing(index),
                BundleNames.docketing(index), BundleNames.filingSignature(index),
            ])
            if case .success(let texts) = texts { accounted.insert(texts.path) }
            checks.add(entry.checks)
            if let exhibit = entry.exhibit { exhibits.append(exhibit) }
        }
    }

    /// An entry without filing, for which a record of its erasure accounts. Spec: bundle-21
    private mutating func verifyErased(_ index: LeafIndex) {
        for name in [
            BundleNames.entry(index), BundleNames.proof(index), BundleNames.docketing(index),
        ] { accounted.insert(name) }
        do {
            let entry = try ErasedEntry(
                index, in: bundle, checkpoint: checkpoint, exhibits: exhibits)
            erased.append(entry)
            checks.add(entry.check)
        } catch { checks.add(error.check) }
    }

    /// The proven entries with their docketings, in the order of the log.
    private var links: [EntryLink] {
        (exhibits.map { EntryLink($0) } + erased.map { EntryLink($0) })
            .sorted { $0.entry.index < $1.entry.index }
    }

    /// The docket numbers that are here, of exhibits and of what was erased.
    func numbers(of matter: MatterID) -> [UInt64] {
        links.filter { $0.docketing.matter == matter }.map(\.docketing.number.value)
    }

    /// What entries say of each other. Spec: bundle-17
    private mutating func checkChain() {
        var numbers: [MatterID: [DocketNumber: Entry]] = [:]
        var previous: Entry?
        for link in links {
            let entry = link.entry
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
            let known = numbers[link.docketing.matter, default: [:]].updateValue(
                entry, forKey: link.docketing.number)
            if known != nil {
                checks.fail(
                    "LOG.DUPLICATE_NUMBER", subject,
                    "Another entry of the matter has the same docket number.")
            }
        }
        for link in links { checkMatterChain(link, numbers) }
    }

    private mutating func checkMatterChain(
        _ link: EntryLink, _ numbers: [MatterID: [DocketNumber: Entry]]
    ) {
        let before = DocketNumber(link.docketing.number.value - 1)
        let held = before.flatMap { numbers[link.docketing.matter]?[$0] }
        let named = link.docketing.previous
        guard (before == nil) == (named == nil),
            held.map({ $0.leafHash == named && $0.index < link.entry.index }) ?? true
        else {
            return checks.fail(
                "LOG.CHAIN", BundleNames.docketing(link.entry.index),
                "The docketing does not continue the exhibit before it in the matter.")
        }
    }

    private mutating func summarise(_ count: Int) {
        guard count > 0 else {
            return checks.doubt(
                "BUNDLE.GAPS", BundleNames.text, "The bundle holds no exhibit.", .signedDataNotFound
            )
        }
        let troubles = [
            "LOG.ENTRY", "LOG.INCLUSION", "LOG.CHAIN", "LOG.DUPLICATE", "LOG.COMPROMISED",
            "FILING.",
        ]
        if exhibits.count + erased.count == count
            && !troubles.contains(where: { checks.hasTrouble($0) })
        {
            checks.pass(
                "LOG.INCLUSION", BundleNames.checkpoint,
                "All \(count) entries are in the log that the checkpoint signs.")
        }
    }
}

/// What one entry of a bundle proves by itself.
private struct VerifiedEntry: Sendable {
    /// Nil if it does not prove what it must; a check says why.
    private(set) var exhibit: FiledExhibit?
    private(set) var checks = CheckList()

    init(
        _ read: Result<EntryTexts, EntryFailure>, of checkpoint: SignedCheckpoint?,
        in bundle: OpenedBundle, memory: ObjectMemory
    ) {
        do throws(EntryFailure) {
            let texts = try read.get()
            try texts.checkIdentity(bundle.text)
            try texts.link.checkInclusion(checkpoint, in: bundle)
            try texts.checkFilingSignature(memory)
            try texts.checkContentType()
            exhibit = texts.exhibit(&checks)
        } catch { checks.add(error.check) }
    }
}
