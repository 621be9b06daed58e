// Which key of an archive may sign which checkpoint: the keys that somebody trusts from outside, and the rotations of the archive in the
// order of its log (docs/formats/rotation.md, rotation-9 to rotation-11). Pure: an arbiter gives what his annex names, an audit what
// the archive holds.
//
// Invariants: each key has one period; at most one rotation replaces a key and at most one brings it in; sizes only grow along the
// rotations, so that no chain of them can turn back on itself.

package import EvidenceValues

/// A rotation as it was filed.
package struct FiledRotation: Sendable, Hashable {
    package let note: String
    /// Where it stands in the log; nil where that is not known.
    package let index: LeafIndex?

    package init(note: String, index: LeafIndex?) {
        self.note = note
        self.index = index
    }
}

/// A rotation that does not count, and why.
package struct RefusedRotation: Sendable, Hashable {
    package let rotation: FiledRotation
    package let reason: RotationError
}

/// What one key may sign.
package struct KeyPeriod: Sendable, Hashable {
    package let key: VerifierKey
    /// The smallest tree that it may sign.
    package internal(set) var from: TreeSize
    /// The largest tree that it may sign; nil while nothing says that it was replaced.
    package internal(set) var through: TreeSize?
    /// Since when somebody else may have had it: what it signed counts only if it is proven to be older. Spec: rotation-11
    package internal(set) var compromised: Instant?
    /// The rotation that brought it in; nil for a key that is trusted by itself.
    package internal(set) var rotation: SignedRotation?

    /// Whether the key may sign a tree of this size.
    package func contains(_ size: TreeSize) -> Bool {
        from <= size && (through.map { size <= $0 } ?? true)
    }
}

/// A checkpoint with the keys of its archive that signed it and might.
package struct DatedCheckpoint: Sendable, Hashable {
    package let signed: SignedCheckpoint
    /// At least one; those without a compromise first.
    package let signers: [KeyPeriod]

    /// The instant before which the checkpoint must be proven to have existed to count; nil if it counts without.
    package var mustBeOlderThan: Instant? {
        let ends = signers.map(\.compromised)
        return ends.contains(nil) ? nil : ends.compactMap(\.self).max()
    }
}

/// The keys of an archive in time.
package struct KeyHistory: Sendable, Hashable {
    package let archive: ArchiveOrigin
    /// The keys, those that are trusted by themselves first, then in the order of the rotations.
    package private(set) var periods: [KeyPeriod] = []
    /// What was no rotation of this archive. Whoever judges tells it.
    package private(set) var refused: [RefusedRotation] = []
    /// The keys that a rotation replaced, also where its index is not known.
    private var replaced: [VerifierKey] = []

    /// - Parameters:
    ///   - keys: keys of the archive that are trusted by themselves; others than Ed25519 keys with its name are left out.
    ///   - recovery: the keys that may bring in another one.
    ///   - compromised: since when keys, recovery keys among them, are declared to be compromised, beside what rotations say.
    ///   - rotations: in the order of the log.
    package init(
        archive: ArchiveOrigin, keys: [VerifierKey], recovery: [VerifierKey],
        compromised: [VerifierKey: Instant] = [:], rotations: [FiledRotation]
    ) {
        self.archive = archive
        for key in keys where key.name == archive.text && key.algorithm == .ed25519 {
            guard periods.allSatisfy({ $0.key != key }) else { continue }
            periods.append(KeyPeriod(key: key, from: TreeSize(0)))
        }
        var least = TreeSize(0)
        for filed in rotations {
            do throws(RotationError) {
                least = try apply(filed, recovery: recovery, least: least)
            } catch {
                refused.append(RefusedRotation(rotation: filed, reason: error))
            }
        }
        for position in periods.indices {
            // Spec: rotation-11. A key that is trusted by itself needs nobody's word.
            let word = periods[position].rotation?.rotation.recovery
            let isTrusted = keys.contains(periods[position].key)
            let ends = [
                periods[position].compromised, compromised[periods[position].key],
                isTrusted ? nil : word.flatMap { compromised[$0] },
            ]
            periods[position].compromised = ends.compactMap(\.self).min()
        }
    }

    /// The keys that may sign a tree of this size.
    package func keys(for size: TreeSize) -> [KeyPeriod] { periods.filter { $0.contains(size) } }

    /// The key that signs now; nil if there is none, or more than one.
    package var current: KeyPeriod? {
        let open = periods.filter { !replaced.contains($0.key) }
        return open.count == 1 ? open.first : nil
    }

    /// Opens a checkpoint of the archive: a key that may sign its size did, and no signature by any such key is false.
    package func open(note: String) throws(NoteError) -> DatedCheckpoint {
        let unopened = try UnopenedNote(parsing: note)
        return try open(unopened, keys(for: Checkpoint(noteText: unopened.text).size), note)
    }

    /// Opens what a key of the archive signed, be it outside of the key's period. It gives no trust; but it is the archive's word, which
    /// a rotation that came before or after does not take back. Spec: rotation-13
    package func openStatement(note: String) throws(NoteError) -> DatedCheckpoint {
        do throws(NoteError) { return try open(note: note) } catch {
            return try open(UnopenedNote(parsing: note), periods, note)
        }
    }

    private func open(
        _ unopened: UnopenedNote, _ periods: [KeyPeriod], _ note: String
    ) throws(NoteError) -> DatedCheckpoint {
        let opened = try unopened.open(with: periods.map(\.key))
        let signers =
            periods
            .filter { period in opened.signers.contains { $0.key == period.key } }
            .sorted { $0.compromised == nil && $1.compromised != nil }
        guard let first = signers.first else { throw .noKnownSignature }
        return DatedCheckpoint(
            signed: try Checkpoint.signed(opened, note: note, by: first.key), signers: signers)
    }

    /// Lets one rotation count. Gives the least size of the next.
    private mutating func apply(
        _ filed: FiledRotation, recovery: [VerifierKey], least: TreeSize
    ) throws(RotationError) -> TreeSize {
        let signed = try SignedRotation(parsing: filed.note)
        let rotation = signed.rotation
        let (old, new) = try places(of: rotation, recovery: recovery)
        let index = filed.index?.value ?? rotation.size.value
        // No log reaches the largest number.
        let (overlap, overflow) = index.addingReportingOverflow(1)
        guard rotation.size >= least, index >= rotation.size.value, !overflow else {
            throw .outOfOrder(size: rotation.size, least: least)
        }
        replaced.append(rotation.old)
        // Spec: rotation-10
        if filed.index != nil {
            periods[old].through = TreeSize(rotation.reason.oldKeySigns ? overlap : index)
        }
        if case .compromised(let since) = rotation.reason { periods[old].compromised = since }
        var period = KeyPeriod(key: rotation.new, from: TreeSize(overlap))
        period.rotation = signed
        if let new { periods[new] = period } else { periods.append(period) }
        return TreeSize(overlap)
    }

    /// Where the periods of both keys are; nil for a new key that has none yet. Spec: rotation-7, rotation-9
    private func places(
        of rotation: Rotation, recovery: [VerifierKey]
    ) throws(RotationError) -> (old: Int, new: Int?) {
        guard rotation.archive == archive else {
            throw .wrongArchive(found: rotation.archive, expected: archive)
        }
        guard recovery.contains(rotation.recovery) else {
            throw .unknownRecoveryKey(rotation.recovery)
        }
        guard let old = periods.firstIndex(where: { $0.key == rotation.old }) else {
            throw .unknownOldKey(rotation.old)
        }
        guard !replaced.contains(rotation.old) else { throw .alreadyReplaced(rotation.old) }
        let new = periods.firstIndex { $0.key == rotation.new }
        if let new, periods[new].rotation != nil || replaced.contains(rotation.new) {
            throw .keyReused(rotation.new)
        }
        return (old, new)
    }
}
