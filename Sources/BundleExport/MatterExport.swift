// What goes into the bundle of a matter: its exhibits and the archive's own, what was erased of them, and the checkpoint that all of it is
// proven against: the newest that the annex's witnesses have cosigned, if it includes the whole matter, else the newest there is.

internal import Agreements
internal import Container
internal import EvidenceBundle
internal import EvidenceModules
package import EvidenceStore
internal import EvidenceValues
internal import TransparencyLog

extension BundleAssembly {
    /// Everything of the matter and of the archive's own, up to the checkpoint that is chosen.
    package init(_ request: BundleRequest, from archive: Archive) throws {
        let held = try MatterHoldings(request.matter, archive)
        let annex = try? Annex(parsing: String(decoding: request.annex, as: UTF8.self))
        let trust = annex?.trust ?? PinnedTrust()
        let keys = trust.keyHistory(of: archive.origin, rotations: held.rotations)
        let main = try ChosenCheckpoint(
            from: archive, covering: held.least, trust: trust, keys: keys)
        try self.init(request, held.below(main.size), archive, main, keys)
    }

    private init(
        _ request: BundleRequest, _ held: MatterHoldings, _ archive: Archive,
        _ main: ChosenCheckpoint, _ keys: KeyHistory
    ) throws {
        let count = held.exhibits.count + held.erased.count
        guard count <= BundleLimits.entries else {
            throw ExportError.tooManyExhibits(count: count, limit: BundleLimits.entries)
        }
        let choice = try DisclosureChoice(
            request.disclosure, of: held.exhibits, matter: request.matter)
        let times = try BundleAssembly.timeRecords(
            for: held, of: request.matter, room: BundleLimits.entries - count, archive, main, keys)
        let exhibits = (held.exhibits + times).sorted { $0.entry.index < $1.entry.index }
        let asked = try BundleAssembly.sizes(exhibits, without: choice.hidden, archive, keys)
        func proof(_ entry: Entry) throws -> TlogProof {
            let proof = try archive.inclusionProof(of: entry.index, in: main.size)
            return TlogProof(index: proof.index, hashes: proof.hashes, checkpoint: main.note)
        }
        self.init(
            archive: archive.origin, matter: request.matter,
            exhibits: try exhibits.map { exhibit in
                AssembledExhibit(
                    entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                    filingSignature: exhibit.filingSignature, proof: try proof(exhibit.entry),
                    content: choice.hidden.contains(exhibit.entry.index)
                        ? nil : try BundleAssembly.content(of: exhibit, archive))
            },
            checkpoint: main.note,
            consistency: try BundleAssembly.proofs(asked, archive, main),
            agreement: request.agreement, annex: request.annex, claims: request.claims,
            time: request.time)
        erased = try held.erased.map {
            AssembledErasure(entry: $0.entry, docketing: $0.docketing, proof: try proof($0.entry))
        }
        annexSignature = request.annexSignature
        guard let seal = request.disclosure.seal, !choice.sealed.isEmpty else { return }
        let others = try BundleAssembly.sizes(
            exhibits, without: choice.withheld, archive, keys)
        sealed = try seal.members(
            try BundleAssembly.contents(held.exhibits, choice.sealed, archive),
            proofs: try BundleAssembly.proofs(others.subtracting(asked), archive, main))
    }

    /// What is sealed, by where it then stands.
    private static func contents(
        _ exhibits: [StoredExhibit], _ sealed: Set<LeafIndex>, _ archive: Archive
    ) throws -> [(name: String, content: [UInt8])] {
        try exhibits.filter { sealed.contains($0.entry.index) }.map {
            (
                name: BundleNames.sealed($0.filing, $0.docketing),
                content: try archive.content(of: $0)
            )
        }
    }

    /// A large content as the file where it is; others in memory.
    private static func content(
        of exhibit: StoredExhibit, _ archive: Archive
    ) throws -> ByteSource {
        guard let path = try archive.contentPath(of: exhibit) else {
            return .bytes(try archive.content(of: exhibit))
        }
        return .closedFile(path: path, count: Int(clamping: exhibit.filing.size))
    }

    /// The sizes of states of this log that stand in an exhibit, a filing, a signature or a rotation, for who sees all contents but some.
    private static func sizes(
        _ stored: [StoredExhibit], without hidden: Set<LeafIndex>, _ archive: Archive,
        _ keys: KeyHistory
    ) throws -> Set<TreeSize> {
        let exhibits = try stored.map { exhibit in
            let isRead =
                exhibit.filing.size <= UInt64(BundleLimits.content)
                && !hidden.contains(exhibit.entry.index)
            return FiledExhibit(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                filingSignature: exhibit.filingSignature,
                content: isRead ? try archive.content(of: exhibit) : nil)
        }
        return embeddedSizes(in: exhibits, keys: keys)
    }

    /// The time records that bound the matter's own exhibits, evenly thinned to `room`. Spec: bundle-29
    private static func timeRecords(
        for held: MatterHoldings, of matter: MatterID, room: Int, _ archive: Archive,
        _ main: ChosenCheckpoint, _ keys: KeyHistory
    ) throws -> [StoredExhibit] {
        var records = try TimeRecords(of: archive, below: main.size)
        guard !records.isEmpty, !matter.isTime else { return [] }
        let own = held.exhibits.filter { $0.filing.matter == matter }
        let found = try records.bounding(
            own.map(\.entry), sizes: sizes(own, without: [], archive, keys))
        guard found.count > room else { return found }
        return (0..<room).map { found[$0 * found.count / room] }
    }

    /// A proof for each of these sizes that is earlier than the main checkpoint. Spec: bundle-18
    private static func proofs(
        _ sizes: Set<TreeSize>, _ archive: Archive, _ main: ChosenCheckpoint
    ) throws -> [ConsistencyProof] {
        try sizes.filter { $0.value > 0 && $0 < main.size }.sorted()
            .map { try archive.consistencyProof(from: $0, to: main.size) }
    }
}

/// The exhibits of a matter and of the archive's own, and what was erased of both, in the order of the log.
struct MatterHoldings {
    let exhibits: [StoredExhibit]
    let erased: [ErasedExhibit]
    /// The rotations of the archive's key.
    let rotations: [FiledRotation]
    /// The smallest tree that includes the whole matter, and the records of all that was erased.
    let least: TreeSize

    init(_ matter: MatterID, _ archive: Archive) throws {
        // Before anything is read: what is too much is not first taken into memory.
        let count = try archive.exhibitCount(of: matter)
        guard count <= UInt64(BundleLimits.entries) else {
            throw ExportError.tooManyExhibits(
                count: Int(clamping: count), limit: BundleLimits.entries)
        }
        let own = try archive.entries(matter: matter)
        let gone = try archive.erasures(matter: matter)
        guard !own.isEmpty else { throw ExportError.noSuchMatter(matter) }
        exhibits = (matter == .archive ? own : try own + archive.entries(matter: .archive))
            .sorted { $0.entry.index < $1.entry.index }
        erased = (matter == .archive ? gone : try gone + archive.erasures(matter: .archive))
            .sorted { $0.entry.index < $1.entry.index }
        rotations = try exhibits.filter { $0.filing.kind == .rotation }.compactMap { exhibit in
            String(validating: try archive.content(of: exhibit), as: UTF8.self)
                .map { FiledRotation(note: $0, index: exhibit.entry.index) }
        }
        let last = (own.map(\.entry.index) + erased.map(\.record)).max()
        least = TreeSize((last?.value ?? 0) + 1)
    }

    private init(
        _ exhibits: [StoredExhibit], _ erased: [ErasedExhibit], of whole: MatterHoldings
    ) {
        self.exhibits = exhibits
        self.erased = erased
        rotations = whole.rotations
        least = whole.least
    }

    /// What the tree of this size includes.
    func below(_ size: TreeSize) -> MatterHoldings {
        MatterHoldings(
            exhibits.filter { size.contains($0.entry.index) },
            erased.filter { size.contains($0.entry.index) }, of: self)
    }
}

/// The checkpoint that a bundle is proven against, with the cosignatures of it.
struct ChosenCheckpoint {
    let size: TreeSize
    let note: String

    /// Checkpoints behind the newest cosigned one that are looked at: a quorum that comes later than that is of no use.
    private static let mostTried = 10_000

    /// The newest that meets the annex's quorum and has at least `least` entries, else the newest. Spec: bundle-16b
    init(
        from archive: Archive, covering least: TreeSize, trust: PinnedTrust, keys: KeyHistory
    ) throws {
        let newest = try archive.checkpoint()
        let witnessed = try trust.witnessPolicy(of: archive.origin).flatMap {
            try ChosenCheckpoint.witnessed(archive, least, $0.policy, trust, keys)
        }
        size = witnessed?.size ?? newest.checkpoint.size
        note = try witnessed?.note ?? archive.cosigned(newest)
    }

    private static func witnessed(
        _ archive: Archive, _ least: TreeSize, _ policy: WitnessPolicy, _ trust: PinnedTrust,
        _ keys: KeyHistory
    ) throws -> (size: TreeSize, note: String)? {
        guard let most = try archive.newestCosignedSize(), most >= least else { return nil }
        let witnesses = WitnessKeys(trust)
        func meets(_ note: String) throws -> (size: TreeSize, note: String)? {
            guard let dated = try? keys.open(note: note), dated.mustBeOlderThan == nil else {
                return nil
            }
            let cosigned = try archive.cosigned(dated.signed)
            let signers = witnesses.cosignatures(on: cosigned)?.verified
                .filter { trust.compromise(of: $0.witness.verifierKey) == nil }.map(\.signer)
            let size = dated.signed.checkpoint.size
            return policy.evaluate(signers ?? []).isMet ? (size, cosigned) : nil
        }
        if let note = try archive.note(at: most), let found = try meets(note) { return found }
        for stored in try archive.storedNotes().reversed().lazy
            .filter({ $0.size < most && $0.size >= least }).prefix(mostTried)
        {
            if let found = try meets(stored.note) { return found }
        }
        return nil
    }
}
