// Checkpoints stand inside filings and signatures, where they prove what came later. Such a checkpoint counts if the archive signed it and
// it is an earlier state of the very log of this bundle; one that the archive signed and that is not proves that it showed two histories.

internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// The embedded checkpoints that are proven to be earlier states of the log.
struct ConsistencyVerification {
    private(set) var consistent: [TreeSize: RootHash] = [:]
    private(set) var checks = CheckList()
    private(set) var accounted: Set<String> = []
    private let bundle: OpenedBundle
    private let main: Checkpoint

    /// Spec: bundle-18
    init(
        _ bundle: OpenedBundle, _ exhibits: [FiledExhibit], key: VerifierKey, main: SignedCheckpoint
    ) {
        self.bundle = bundle
        self.main = main.checkpoint
        consistent[main.checkpoint.size] = main.checkpoint.root
        var signed: [TreeSize: RootHash] = consistent
        for note in embeddedCheckpoints(in: exhibits) {
            // Notes of other logs and of nobody are for the modules to tell; here they prove nothing.
            guard let checkpoint = try? Checkpoint.open(note: note, with: key).checkpoint else {
                continue
            }
            if let other = signed[checkpoint.size] {
                if other != checkpoint.root { fork(checkpoint.size) }
                continue
            }
            signed[checkpoint.size] = checkpoint.root
            verify(checkpoint)
        }
        let proven = consistent.count - 1
        if proven > 0 && !checks.hasTrouble("LOG") {
            checks.pass(
                "LOG.CONSISTENCY", BundleNames.checkpoint,
                "\(proven) embedded checkpoints are earlier states of the same log.")
        }
    }

    private mutating func verify(_ old: Checkpoint) {
        let name = BundleNames.consistency(old.size)
        accounted.insert(name)
        if old.size.value == 0 {
            accounted.remove(name)
            consistent[old.size] = old.root
            return
        }
        guard old.size < main.size else {
            return checks.doubt(
                "LOG.CONSISTENCY", name,
                "An embedded checkpoint is newer than the log that the bundle shows.", .noPOE)
        }
        guard let bytes = bundle.bytes(name) else {
            return checks.doubt(
                "LOG.CONSISTENCY", name,
                "Nothing proves that an embedded checkpoint is an earlier state of the same log.",
                .noPOE)
        }
        do {
            let (proof, note) = try ConsistencyProof.parse(bytes)
            guard proof.from == old.size, proof.to == main.size,
                Array(proof.text(checkpoint: note).utf8) == bytes,
                bundle.bytes(BundleNames.checkpoint).map({ $0.elementsEqual(note.utf8) }) == true
            else { throw ProofError.outOfRange }
            try proof.check(from: old.root, to: main.root)
            consistent[old.size] = old.root
        } catch {
            checks.fail(
                "LOG.CONSISTENCY", name,
                "The archive signed two states of its log, and nothing here proves that one grew "
                    + "out of the other (\(error)).", .hashFailure)
        }
    }

    private mutating func fork(_ size: TreeSize) {
        consistent[size] = size == main.size ? main.root : nil
        checks.fail(
            "LOG.FORKED", bundle.text.archive.text,
            "The archive signed two different logs of size \(size): it showed two histories.")
    }
}
