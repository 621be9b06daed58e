// Checkpoints stand inside filings and signatures, where they prove what came later. Such a checkpoint counts if it is an earlier state of the
// very log of this bundle, whoever signed it: the proof of that is arithmetic. One that the archive signed and that is not proves that it
// showed two histories; but where others may have had the key by then, only if the checkpoint is proven to be older.

package import EvidenceModules
package import EvidenceValues
package import TransparencyLog

/// The embedded checkpoints that are proven to be earlier states of the log.
struct ConsistencyVerification {
    /// The roots that the log had at the sizes of embedded checkpoints, as far as proven, whatever those checkpoints say.
    private(set) var consistent: [TreeSize: RootHash] = [:]
    private(set) var checks = CheckList()
    private(set) var accounted: Set<String> = []
    /// What would have to be told of checkpoints if the keys that signed them were sound.
    private(set) var suspects: [Suspect] = []
    private let bundle: OpenedBundle
    private let exhibits: [FiledExhibit]
    private let main: Checkpoint
    private let doubt: (note: Digest, since: Instant)?
    /// What the archive signed first of each size, and where.
    private var signed: [TreeSize: Statement]

    /// A checkpoint by a compromised key, which proves something only if it is older than the compromise.
    struct Suspect {
        let note: Digest
        let since: Instant
        let check: Check
    }

    /// A size and root that keys of the archive signed.
    private struct Statement: Sendable {
        let size: TreeSize
        let root: RootHash
        let place: String
        /// Nil where a sound key signed it.
        let suspicion: (note: Digest, since: Instant)?
    }

    /// Spec: bundle-18, bundle-22
    /// - Parameter doubt: since when others may have had the key of `main`, if nothing proves that it is older.
    init(
        _ bundle: OpenedBundle, _ evidence: ReadEvidence, keys: KeyHistory,
        main: SignedCheckpoint, doubt: Instant?
    ) {
        self.doubt = doubt.map { (.sha256(Array(main.note.utf8)), $0) }
        self.bundle = bundle
        exhibits = evidence.filed
        self.main = main.checkpoint
        consistent[main.checkpoint.size] = main.checkpoint.root
        signed = [
            main.checkpoint.size: Statement(
                size: main.checkpoint.size, root: main.checkpoint.root,
                place: BundleNames.checkpoint, suspicion: nil)
        ]
        let statements = ConsistencyVerification.statements(evidence, keys)
        // A root of a compromised key is looked at last, so that the archive's own stands first.
        for statement in statements.filter({ $0.suspicion == nil }) { verify(statement) }
        for statement in statements.filter({ $0.suspicion != nil }) { verify(statement) }
        let proven = signed.filter { consistent[$0.key] == $0.value.root }.count - 1
        if proven > 0 && !checks.hasTrouble("LOG") {
            checks.pass(
                "LOG.CONSISTENCY", BundleNames.checkpoint,
                "\(proven) embedded checkpoints are earlier states of the same log.")
        }
    }

    /// What keys of the archive signed: checkpoints, and the trees that rotations name.
    private static func statements(
        _ evidence: ReadEvidence, _ keys: KeyHistory
    ) -> [Statement] {
        var statements = mapInParallel(filedNotes(in: evidence)) { filed -> Statement? in
            // Notes of other logs and of nobody are for the modules to tell; here they prove nothing.
            guard let dated = try? keys.openStatement(note: filed.note) else { return nil }
            let checkpoint = dated.signed.checkpoint
            return Statement(
                size: checkpoint.size, root: checkpoint.root, place: filed.place,
                suspicion: dated.mustBeOlderThan.map { (filed.digest, $0) })
        }.compactMap(\.self)
        for rotation in keys.periods.compactMap(\.rotation?.rotation) {
            statements.append(
                Statement(
                    size: rotation.size, root: rotation.root,
                    place: "the rotation at size \(rotation.size)", suspicion: nil))
        }
        return statements
    }

    fileprivate static func sizes(_ evidence: ReadEvidence, _ keys: KeyHistory) -> [TreeSize] {
        statements(evidence, keys).map(\.size)
    }

    private mutating func verify(_ new: Statement) {
        let name = BundleNames.consistency(new.size)
        if new.size.value > 0 && new.size != main.size { accounted.insert(name) }
        if let known = signed[new.size] {
            if known.root != new.root { tell(fork(known, new), of: new) }
            return
        }
        if consistent[new.size] == nil { consistent[new.size] = root(of: new) }
        if consistent[new.size] == new.root {
            signed[new.size] = new
            return
        }
        tell(refusal(new), of: new)
        if new.suspicion == nil { signed[new.size] = new }
    }

    /// The root that the log had at the statement's size, as the bundle proves it; nil if it proves none.
    private func root(of old: Statement) -> RootHash? {
        if old.size.value == 0 { return old.root }
        guard let proof = proof(at: old.size) else { return nil }
        if (try? proof.check(from: old.root, to: main.root)) != nil { return old.root }
        // Another root shows that the statement is false; the same would not show that the bundle has the proof that it must have.
        let found = (try? proof.root(in: main.root)) ?? perfectRoot(old.size)
        return found == old.root ? nil : found
    }

    /// The proof that the bundle has for this size, if it is one for its log.
    private func proof(at size: TreeSize) -> ConsistencyProof? {
        guard size < main.size, let bytes = bundle.bytes(BundleNames.consistency(size)),
            let (proof, note) = try? ConsistencyProof.parse(bytes), proof.from == size,
            proof.to == main.size, Array(proof.text(checkpoint: note).utf8) == bytes,
            bundle.bytes(BundleNames.checkpoint).map({ $0.elementsEqual(note.utf8) }) == true
        else { return nil }
        return proof
    }

    /// The root of a tree of 2ⁿ entries is on the way from any of them.
    private func perfectRoot(_ size: TreeSize) -> RootHash? {
        guard let entry = exhibits.first(where: { size.contains($0.entry.index) })?.entry,
            let bytes = bundle.bytes(BundleNames.proof(entry.index)),
            let proof = try? TlogProof(parsing: bytes), proof.index == entry.index
        else { return nil }
        let inclusion = InclusionProof(index: entry.index, size: main.size, hashes: proof.hashes)
        return try? inclusion.root(ofFirst: size, with: entry.leafHash, in: main.root)
    }

    private func refusal(_ old: Statement) -> Check {
        let name = BundleNames.consistency(old.size)
        if old.size > main.size {
            return Check(
                "LOG.CONSISTENCY", .indeterminate, .noPOE, subject: name,
                "An embedded checkpoint (\(old.place)) is newer than the log that the bundle shows."
            )
        }
        guard bundle.bytes(name) != nil else {
            return Check(
                "LOG.CONSISTENCY", .indeterminate, .noPOE, subject: name,
                "Nothing proves that an embedded checkpoint (\(old.place)) is an earlier state of the "
                    + "same log.")
        }
        if consistent[old.size] != nil {
            return Check(
                "LOG.FORKED", .failed, subject: bundle.text.archive.text,
                "The archive signed two different logs: one of size \(old.size) with root \(old.root) "
                    + "(\(old.place)), and one of size \(main.size) that had another root at that size, "
                    + "as is proven (log/checkpoint).")
        }
        return Check(
            "LOG.CONSISTENCY", .failed, .hashFailure, subject: name,
            "The archive signed two states of its log (\(old.place), log/checkpoint), and nothing here "
                + "proves that one grew out of the other.")
    }

    private func fork(_ known: Statement, _ new: Statement) -> Check {
        Check(
            "LOG.FORKED", .failed, subject: bundle.text.archive.text,
            "The archive signed two different logs of size \(new.size): root \(known.root) "
                + "(\(known.place)) and root \(new.root) (\(new.place)).")
    }

    private mutating func tell(_ check: Check, of statement: Statement) {
        guard let (note, since) = statement.suspicion ?? doubt else { return checks.add(check) }
        suspects.append(Suspect(note: note, since: since, check: check))
    }
}

/// The sizes of the trees of an archive that its keys signed in these exhibits, embedded or named by a rotation: of each of them, but the
/// empty one, a bundle has to prove that its log continues it. Spec: bundle-18
package func embeddedSizes(in exhibits: [FiledExhibit], keys: KeyHistory) -> Set<TreeSize> {
    Set(ConsistencyVerification.sizes(ReadEvidence(exhibits), keys))
}

extension ConsistencyVerification.Suspect {
    /// What is told once it is known by when the checkpoint existed. Spec: bundle-22
    func check(provenBy time: Instant?, skew: TimeSpan) -> Check {
        if Interval(hi: time).isBefore(since, skew: skew) == .certain { return check }
        return Check(
            "LOG.COMPROMISED", .warning, .revokedNoPOE, subject: check.subject,
            "An embedded checkpoint that does not belong to the log was signed with a key that others "
                + "may have had since \(since); nothing proves that it is older, so it counts against nobody."
        )
    }
}
