// An entry whose filing and content its archive erased (docs/formats/erasure.md). Entry, docketing and proof are whole; the archive's record, an
// exhibit of the same matter, says that it was erased and on what ground. Without a record that is for this very entry the filing is
// missing, and whoever put the bundle together, or the archive, has to say why.

internal import Container
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// An erased exhibit: a link of the chain that shows nothing.
struct ErasedEntry {
    let entry: Entry
    let docketing: Docketing
    let record: ErasedRecord

    /// The erasure of the entry at `index`, for which one of `exhibits`, all proven, accounts. Spec: bundle-21
    init(
        _ index: LeafIndex, in bundle: OpenedBundle, checkpoint: SignedCheckpoint?,
        exhibits: [FiledExhibit]
    ) throws(EntryFailure) {
        let link = try EntryLink(index, in: bundle)
        try link.checkIdentity(index)
        let (entry, docketing) = (link.entry, link.docketing)
        guard docketing.matter == bundle.text.matter || docketing.matter == .archive else {
            throw EntryFailure(
                "FILING.OTHER_MATTER", BundleNames.docketing(index),
                "This was filed in the matter \(docketing.matter), not in \(bundle.text.matter).")
        }
        try link.checkInclusion(checkpoint, in: bundle)
        let found = exhibits.lazy.compactMap { exhibit in
            ErasedEntry.record(exhibit, of: entry, docketing).map { (exhibit.entry.index, $0) }
        }.first
        guard let (place, warrant) = found else {
            throw EntryFailure(
                "BUNDLE.MEMBER_MISSING", BundleNames.filing(index),
                "The file is not in the bundle, and no record of an erasure accounts for it.",
                .signedDataNotFound)
        }
        self.entry = entry
        self.docketing = docketing
        record = ErasedRecord(
            index: index, matter: docketing.matter, number: docketing.number, by: warrant.by,
            ground: warrant.ground, record: place)
    }

    /// Who erased the entry and why, if `exhibit` is the archive's record of that.
    private static func record(
        _ exhibit: FiledExhibit, of entry: Entry, _ docketing: Docketing
    ) -> Warrant? {
        guard exhibit.filing.kind == .erasure, exhibit.filing.filer == .operator,
            exhibit.filing.matter == docketing.matter, exhibit.entry.index > entry.index,
            let content = exhibit.content, let erasure = try? Erasure(parsing: content),
            erasure.entry == entry.index, erasure.leaf == entry.leafHash,
            erasure.matter == docketing.matter, erasure.number == docketing.number
        else { return nil }
        return erasure.warrant
    }

    /// What is told of it. In the archive's own matter it may have been a rotation, without which a key would sign on that must not.
    var check: Check {
        let isOwn = docketing.matter == .archive
        return Check(
            "BUNDLE.ERASED", isOwn ? .indeterminate : .warning, isOwn ? .signedDataNotFound : nil,
            subject: BundleNames.entry(entry.index),
            "Exhibit \(docketing.number) of the matter \(docketing.matter) was erased by \(record.by) under "
                + "\(record.ground) (entry \(record.record)). Nothing here tells what it showed.")
    }
}

/// Entry and docketing, which stay whatever is erased.
struct EntryLink {
    let entry: Entry
    let docketing: Docketing

    init(_ index: LeafIndex, in bundle: OpenedBundle) throws(EntryFailure) {
        let name = BundleNames.entry(index)
        do { entry = try Entry(parsing: try bundle.required(name)) } catch {
            throw EntryFailure(
                "LOG.ENTRY_MALFORMED", name, "It is no entry (\(error)).", .formatFailure)
        }
        let docketingName = BundleNames.docketing(index)
        do { docketing = try Docketing(parsing: try bundle.required(docketingName)) } catch {
            throw EntryFailure(
                "FILING.MALFORMED", docketingName, "It is no docketing (\(error)).", .formatFailure)
        }
    }

    init(_ exhibit: FiledExhibit) {
        entry = exhibit.entry
        docketing = exhibit.docketing
    }

    init(_ erased: ErasedEntry) {
        entry = erased.entry
        docketing = erased.docketing
    }

    /// The entry is that of its name, and names the docketing beside it.
    func checkIdentity(_ index: LeafIndex) throws(EntryFailure) {
        guard entry.index == index, entry.docketing == docketing.digest else {
            throw EntryFailure(
                "LOG.ENTRY_MISMATCH", BundleNames.entry(index),
                "The entry is for another filing, docketing or index than those beside it.",
                .hashFailure)
        }
    }

    /// The entry is in the log of `checkpoint`, and its proof is for that very note. Spec: bundle-16
    func checkInclusion(
        _ checkpoint: SignedCheckpoint?, in bundle: OpenedBundle
    ) throws(EntryFailure) {
        let index = entry.index
        let name = BundleNames.proof(index)
        guard let checkpoint else {
            throw EntryFailure(
                "LOG.INCLUSION", name, "There is no trusted checkpoint to prove the entry against.",
                .noPOE)
        }
        do {
            let bytes = try bundle.required(name)
            let proof = try TlogProof(parsing: bytes)
            guard proof.extra == nil, proof.index == index, Array(proof.text.utf8) == bytes,
                proof.checkpoint.utf8.elementsEqual(checkpoint.note.utf8)
            else { throw ProofError.outOfRange }
            let inclusion = InclusionProof(
                index: index, size: checkpoint.checkpoint.size, hashes: proof.hashes)
            try inclusion.check(entry.leafHash, in: checkpoint.checkpoint.root)
        } catch {
            throw EntryFailure(
                "LOG.INCLUSION", name,
                "The proof does not lead from the entry to the checkpoint (\(error)).", .hashFailure
            )
        }
    }
}
