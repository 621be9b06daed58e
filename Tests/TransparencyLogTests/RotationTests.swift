// Rotations of an archive's key: one text, the signatures that its reason demands, and nothing else.

import EvidenceValues
import Testing
import TransparencyLog

/// Keys of one archive, and rotations among them.
struct Keyring {
    let archive: ArchiveOrigin
    let recovery: NoteSigner
    let signers: [NoteSigner]

    init(_ archive: ArchiveOrigin = Samples.origin, recoverySeed: UInt8 = 99) throws {
        self.archive = archive
        recovery = try NoteSigner(
            name: Rotation.recoveryKeyName(of: archive),
            seed: [UInt8](repeating: recoverySeed, count: 32))
        signers = try (7..<12).map {
            try NoteSigner(name: archive.text, seed: [UInt8](repeating: $0, count: 32))
        }
    }

    func key(_ number: Int) -> VerifierKey { signers[number].verifierKey }

    func rotation(
        from old: Int = 0, to new: Int = 1, size: UInt64 = 2, reason: RotationReason = .rotated
    ) throws -> Rotation {
        try Rotation(
            archive: archive, old: key(old), new: key(new), recovery: recovery.verifierKey,
            size: TreeSize(size), root: RootHash(Samples.digest("root")), reason: reason)
    }

    func request(_ rotation: Rotation) throws -> RotationRequest {
        let old = signers.first { $0.verifierKey == rotation.old }
        let new = try #require(signers.first { $0.verifierKey == rotation.new })
        return try RotationRequest(
            rotation, old: rotation.reason.oldKeySigns ? old : nil, new: new)
    }

    func note(
        from old: Int = 0, to new: Int = 1, size: UInt64 = 2, reason: RotationReason = .rotated
    ) throws -> String {
        try request(rotation(from: old, to: new, size: size, reason: reason))
            .sign(with: recovery).note
    }

    static let since = required(Instant(text: "2026-03-01T12:00:00Z"))
    static let reasons: [RotationReason] = [.rotated, .lost, .compromised(since: since)]
}

@Suite struct `Rotations` {
    @Test(arguments: Keyring.reasons)
    func `a rotation comes back from its text and its note`(reason: RotationReason) throws {
        let keys = try Keyring()
        let rotation = try keys.rotation(reason: reason)
        let bytes = Array(rotation.text.utf8)
        #expect(try Rotation(parsing: bytes) == rotation)
        #expect(try Array(Rotation(parsing: bytes).text.utf8) == bytes)
        let request = try keys.request(rotation)
        #expect(try RotationRequest(parsing: request.note) == request)
        let signed = try request.sign(with: keys.recovery)
        #expect(try SignedRotation(parsing: signed.note) == signed)
        #expect(signed.note.hasPrefix(request.note))
        #expect(signed.rotation == rotation)
        // Spec: rotation-6
        let count = try UnopenedNote(parsing: signed.note).signatures.count
        #expect(count == (reason == .rotated ? 3 : 2))
    }

    // Spec: rotation-1, rotation-6
    @Test(arguments: Keyring.reasons)
    func `a rotation with a changed byte, line or end is refused`(reason: RotationReason) throws {
        let note = Array(try Keyring().note(reason: reason).utf8)
        for changed in Mutations.flips(note) + Mutations.cuts(note) + Mutations.lines(note) {
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            #expect(throws: RotationError.self, "\(text)") { try SignedRotation(parsing: text) }
        }
    }

    @Test(arguments: Keyring.reasons)
    func `a request with a changed byte, line or end is refused`(reason: RotationReason) throws {
        let keys = try Keyring()
        let note = Array(try keys.request(keys.rotation(reason: reason)).note.utf8)
        for changed in Mutations.flips(note) + Mutations.cuts(note) + Mutations.lines(note) {
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            #expect(throws: RotationError.self, "\(text)") { try RotationRequest(parsing: text) }
        }
    }

    // Spec: rotation-8
    @Test func `a request is no rotation, and a rotation no request`() throws {
        let keys = try Keyring()
        let request = try keys.request(keys.rotation())
        let signed = try request.sign(with: keys.recovery)
        let all = [keys.key(0), keys.key(1), keys.recovery.verifierKey]
        #expect(throws: RotationError.signers(expected: all)) {
            try SignedRotation(parsing: request.note)
        }
        #expect(throws: RotationError.signers(expected: Array(all.dropLast()))) {
            try RotationRequest(parsing: signed.note)
        }
    }

    // Spec: rotation-6
    @Test func `the signatures of others, or in another order, are no rotation`() throws {
        let keys = try Keyring()
        let rotation = try keys.rotation()
        let lines = try (keys.signers.prefix(3) + [keys.recovery]).map {
            String(try $0.sign(rotation.text).utf8.dropFirst(rotation.text.utf8.count + 1)) ?? ""
        }
        let expected = [keys.key(0), keys.key(1), keys.recovery.verifierKey]
        for order in [
            [0, 1], [3], [1, 3], [0, 3], [1, 0, 3], [0, 1, 3, 3], [0, 1, 2], [0, 1, 3, 2],
        ] {
            let note = rotation.text + "\n" + order.map { lines[$0] }.joined()
            #expect(throws: RotationError.signers(expected: expected)) {
                try SignedRotation(parsing: note)
            }
        }
        let good = rotation.text + "\n" + [0, 1, 3].map { lines[$0] }.joined()
        #expect(try SignedRotation(parsing: good).rotation == rotation)
    }

    @Test func `only the recovery key that is named can sign`() throws {
        let request = try Keyring().request(Keyring().rotation())
        let other = try Keyring(recoverySeed: 98).recovery
        #expect(throws: RotationError.unknownRecoveryKey(other.verifierKey)) {
            try request.sign(with: other)
        }
    }

    // Spec: rotation-2, rotation-5
    @Test func `keys of another name, algorithm or role are refused`() throws {
        let keys = try Keyring()
        let (old, new, recovery) = (keys.key(0), keys.key(1), keys.recovery.verifierKey)
        let other = try VerifierKey(name: "other.example", publicKey: new.publicKey)
        let cosigner = try VerifierKey(
            name: new.name, algorithm: .cosignature, publicKey: new.publicKey)
        let doubled = try VerifierKey(name: recovery.name, publicKey: new.publicKey)
        let fraction = try #require(Instant(text: "2026-03-01T12:00:00.500Z"))
        let rows: [(VerifierKey, VerifierKey, VerifierKey, RotationReason)] = [
            (other, new, recovery, .rotated), (old, other, recovery, .rotated),
            (old, new, other, .rotated), (old, cosigner, recovery, .lost),
            (old, new, doubled, .rotated), (old, old, recovery, .rotated),
            (old, new, new, .rotated), (old, new, recovery, .compromised(since: fraction)),
        ]
        for (old, new, recovery, reason) in rows {
            #expect(throws: FormatError.self) {
                try Rotation(
                    archive: keys.archive, old: old, new: new, recovery: recovery,
                    size: TreeSize(1), root: RootHash(Samples.digest("root")), reason: reason)
            }
        }
        #expect(throws: FormatError.self) {
            try Rotation(
                archive: keys.archive, old: old, new: new, recovery: recovery, size: TreeSize(0),
                root: RootHash(Samples.digest("root")), reason: .rotated)
        }
    }

    // Spec: rotation-1
    @Test(arguments: [
        ("reason rotated\n", "reason rotated\nsince 2026-03-01T12:00:00Z\n"),
        ("reason rotated\n", "reason compromised\n"), ("reason rotated\n", "reason stolen\n"),
        ("reason rotated\n", "reason compromised\nsince 2026-03-01T12:00:00.500Z\n"),
        ("reason rotated\n", "reason compromised\nsince 2026-02-30T12:00:00Z\n"),
        ("reason rotated\n", "reason Rotated\n"), ("size 2\n", "size 02\n"),
        ("size 2\n", "size -2\n"), ("size 2\n", "size 18446744073709551616\n"),
        ("docket-rotation/v1\n", "docket-rotation/v2\n"), ("\narchive ", "\norigin "),
    ]) func `another text is refused`(part: String, instead: String) throws {
        let text = try Keyring().rotation().text
        let changed = text.replacing(part, with: instead)
        #expect(changed != text)
        #expect(throws: FormatError.self) { try Rotation(parsing: Array(changed.utf8)) }
    }

    @Test func `the document shows a rotation`() throws {
        let keys = try Keyring()
        let tree = try Checkpoint(
            noteText: UnopenedNote(
                parsing: `Documents of the formats`.example(
                    "checkpoint", first: keys.archive.text)
            ).text)
        let rotation = try Rotation(
            archive: keys.archive, old: keys.key(0), new: keys.key(1),
            recovery: keys.recovery.verifierKey, size: tree.size, root: tree.root,
            reason: .rotated)
        let note = try keys.request(rotation).sign(with: keys.recovery).note
        let text = try `Documents of the formats`.example("rotation", first: Rotation.format)
        #expect(text == note, "\(note)")
        #expect(note.utf8.count < Rotation.maximumSize / 3)
    }
}
