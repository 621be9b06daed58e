// Another key for the archive (docs/formats/rotation.md), in an order that no crash can break:
//
// 1. the new key is durable in `signing-key.next`;
// 2. the rotation's entry and the row of `archive_key` are committed, together;
// 3. the checkpoint over them is signed, by both keys if the old one is sound, and its note is stored;
// 4. the new key takes the old one's place.
//
// If the process dies before 2, nothing has changed. After 2 the log says which key signs, and opening finishes what is left. Notes and
// receipts of the old key stay as they are; the high-water mark keeps its file, which is named by the first key.

import EvidenceValues
package import TransparencyLog

/// The moments of a rotation at which a process may die.
package enum RotationStep: String, Sendable, Hashable, CaseIterable {
    /// The new key is durable; nothing else has happened.
    case keyKept = "key-kept"
    /// Everything is checked and nothing is written.
    case checked
    /// Both keys' checkpoint is stored; the old key is in its place still.
    case noteStored = "note-stored"
    /// The new key is in its place.
    case keyPromoted = "key-promoted"
}

extension Archive {
    /// The archive's keys, the first one first.
    package var keyHistory: KeyHistory { keys.history }

    /// The file of the key that signs. It is read, not opened.
    package func keyFile() throws -> SecretKeyFile? { try keyFolder.find(verifierKey)?.file }

    /// The file of the key of a rotation that was begun; nil if none was.
    package func nextKeyFile() throws -> SecretKeyFile? {
        guard let file = try keyFolder.read(keyFolder.next), file.verifierKey != verifierKey else {
            return nil
        }
        return file
    }

    /// Keeps the key that is to sign next. A key that was kept before and never signed is destroyed.
    package func keepNextKey(
        _ file: SecretKeyFile, faults: (RotationStep) throws -> Void = { _ in }
    ) throws {
        guard isWritable else { throw StoreError.readOnly }
        try SecretFile.put(file.bytes, at: keyFolder.next)
        try faults(.keyKept)
    }

    /// Puts the same key into its file in another form: under another passphrase, or plain.
    package func replaceKeyFile(with file: SecretKeyFile) throws {
        guard isWritable else { throw StoreError.readOnly }
        guard let held = try keyFolder.find(file.verifierKey) else {
            throw StoreError.wrongKey(found: file.verifierKey.text, expected: verifierKey.text)
        }
        try SecretFile.put(file.bytes, at: held.path)
    }

    /// Asks the keeper of the recovery key to let `next` sign.
    package func requestRotation(
        recovery: VerifierKey, reason: RotationReason, next: NoteSigner
    ) throws -> RotationRequest {
        let head = try self.head()
        do {
            let rotation = try Rotation(
                archive: origin, old: verifierKey, new: next.verifierKey, recovery: recovery,
                size: head.size, root: head.root, reason: reason)
            let old = keys.signers.first { $0.verifierKey == verifierKey }
            return try RotationRequest(
                rotation, old: reason.oldKeySigns ? old : nil, new: next)
        } catch let error as RotationError {
            throw StoreError.rotation(error)
        } catch let error as FormatError {
            throw StoreError.rotation(.text(error))
        }
    }

    /// Lets the key of `rotation`, which was kept before and is `next`, sign from here on.
    /// - Throws: `.rotation` if it is none of this archive at this moment; nothing changed then.
    package func rotate(
        _ signed: SignedRotation, next: NoteSigner,
        faults: (RotationStep) throws -> Void = { _ in }
    ) throws -> FiledReceipt {
        let rotation = signed.rotation
        guard next.verifierKey == rotation.new, try keyFolder.find(rotation.new) != nil else {
            throw StoreError.wrongKey(found: next.verifierKey.text, expected: rotation.new.text)
        }
        // Notes of the old key that are in memory only must be durable before it goes.
        try storeNotes()
        let head = try self.head()
        guard rotation.size <= head.size, try rootHash(at: rotation.size) == rotation.root else {
            throw StoreError.rotation(.outOfOrder(size: rotation.size, least: head.size))
        }
        let before = keys
        let index = LeafIndex(head.size.value)
        let after = KeyHistory.ofArchive(
            origin, first: firstKey,
            rotations: before.history.periods.compactMap(\.filed)
                + [FiledRotation(note: signed.note, index: index)])
        if let refused = after.refused.first { throw StoreError.rotation(refused.reason) }
        try faults(.checked)
        keys.history = after
        keys.signers.append(next)
        do {
            let receipt = try fileRotation(signed, at: index)
            try storeNotes()
            try faults(.noteStored)
            try keyFolder.promote(rotation.new)
            keys.signers.removeAll { $0.verifierKey != next.verifierKey }
            try faults(.keyPromoted)
            return receipt
        } catch {
            // Whether it was committed, the database knows.
            keys.history = (try? read { try $0.keyHistory(first: firstKey) }) ?? before.history
            throw error
        }
    }

    private func fileRotation(_ signed: SignedRotation, at index: LeafIndex) throws -> FiledReceipt
    {
        let bytes = Array(signed.note.utf8)
        guard let name = FileName("rotation-\(index).txt"), let text = MediaType("text/plain")
        else { preconditionFailure("a name of digits and letters, and a registered media type") }
        let filing = try Filing(
            archive: origin, matter: .archive, kind: .rotation, mediaType: text, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            nonce: surroundings.random(32))
        let answer = try record([Submission(filing: filing, content: .bytes(bytes), again: true)]) {
            ledger, places in
            // Another writer would have to have filed in between, and there is one only.
            guard places.first?.index == index else { throw StoreError.damaged("archive_key") }
            try ledger.write(key: signed.rotation.new, rotation: index)
        }
        guard let receipt = answer.first else { throw StoreError.damaged("rotation \(index)") }
        return receipt
    }
}

extension KeyPeriod {
    /// The rotation that brought the key in, as it was filed: the key signs from the tree behind it on.
    fileprivate var filed: FiledRotation? {
        rotation.map { FiledRotation(note: $0.note, index: LeafIndex(from.value - 1)) }
    }
}
