// Which key may sign what: chains of rotations as an arbiter gets them, whole and broken.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Key histories` {
    let keys: Keyring

    init() throws { keys = try Keyring() }

    func history(
        _ rotations: [FiledRotation], trusting trusted: [Int] = [0],
        compromised: [VerifierKey: Instant] = [:]
    ) -> KeyHistory {
        KeyHistory(
            archive: keys.archive, keys: trusted.map(keys.key),
            recovery: [keys.recovery.verifierKey], compromised: compromised, rotations: rotations)
    }

    func filed(
        _ old: Int, _ new: Int, size: UInt64, index: UInt64?, reason: RotationReason = .rotated
    ) throws -> FiledRotation {
        FiledRotation(
            note: try keys.note(from: old, to: new, size: size, reason: reason),
            index: index.map(LeafIndex.init))
    }

    /// A checkpoint of this size by these keys.
    func checkpoint(_ size: UInt64, by numbers: [Int]) throws -> String {
        let text = Checkpoint(
            origin: keys.archive, size: TreeSize(size), root: RootHash(Samples.digest("root"))
        ).text
        return try numbers.reduce(text + "\n") { note, number in
            try note
                + String(
                    decoding: keys.signers[number].sign(text).utf8
                        .dropFirst(text.utf8.count + 1), as: UTF8.self)
        }
    }

    @Test func `without rotations the trusted keys sign everything`() throws {
        let history = history([], trusting: [0, 1, 1])
        #expect(history.periods.map(\.key) == [keys.key(0), keys.key(1)])
        #expect(history.refused.isEmpty)
        for number in [0, 1] {
            let opened = try history.open(note: checkpoint(5, by: [number]))
            #expect(opened.signers.map(\.key) == [keys.key(number)])
            #expect(opened.mustBeOlderThan == nil)
        }
        #expect(throws: NoteError.noKnownSignature) {
            try history.open(note: checkpoint(5, by: [2]))
        }
    }

    // Spec: rotation-10
    @Test func `both keys sign one checkpoint, each its own side of it`() throws {
        let history = history([try filed(0, 1, size: 2, index: 4)])
        #expect(history.refused.isEmpty)
        #expect(history.current?.key == keys.key(1))
        let rows: [(size: UInt64, signers: [Int], opens: Bool)] = [
            (4, [0], true), (4, [1], false), (5, [0], true), (5, [1], true), (5, [0, 1], true),
            (6, [1], true), (6, [0], false), (6, [0, 1], true), (1_000_000, [1], true),
        ]
        for row in rows {
            let note = try checkpoint(row.size, by: row.signers)
            if row.opens {
                let opened = try history.open(note: note)
                #expect(opened.signed.note == note)
            } else {
                #expect(throws: NoteError.noKnownSignature, "\(row)") {
                    try history.open(note: note)
                }
            }
        }
    }

    // Spec: rotation-10
    @Test(arguments: [RotationReason.lost, .compromised(since: Keyring.since)])
    func `a key that is lost or compromised does not sign the first checkpoint of the next`(
        reason: RotationReason
    ) throws {
        let history = history([try filed(0, 1, size: 2, index: 4, reason: reason)])
        #expect(try history.open(note: checkpoint(4, by: [0])).signers.count == 1)
        #expect(throws: NoteError.noKnownSignature) {
            try history.open(note: checkpoint(5, by: [0]))
        }
        #expect(try history.open(note: checkpoint(5, by: [1])).mustBeOlderThan == nil)
    }

    @Test func `where the index is not known, the old key is not bounded, and the new one is`()
        throws
    {
        let history = history([try filed(0, 1, size: 2, index: nil)])
        #expect(history.keys(for: TreeSize(2)).map(\.key) == [keys.key(0)])
        #expect(history.keys(for: TreeSize(3)).map(\.key) == [keys.key(0), keys.key(1)])
        #expect(history.current?.key == keys.key(1))
    }

    // Spec: rotation-11
    @Test func `what a compromised recovery key brought in counts only if it is older`() throws {
        let rotations = [
            try filed(0, 1, size: 2, index: 4, reason: .lost), try filed(1, 2, size: 5, index: 7),
        ]
        let stolen = [keys.recovery.verifierKey: Keyring.since]
        let history = history(rotations, compromised: stolen)
        #expect(history.refused.isEmpty)
        #expect(history.periods.map(\.compromised) == [nil, Keyring.since, Keyring.since])
        let opened = try history.open(note: checkpoint(9, by: [2]))
        #expect(opened.mustBeOlderThan == Keyring.since)
        let named = self.history(rotations, trusting: [0, 2], compromised: stolen)
        #expect(try named.open(note: checkpoint(9, by: [2])).mustBeOlderThan == nil)
    }

    // Spec: rotation-13
    @Test func `what a key signed beyond its time is a statement, and opens nothing`() throws {
        let history = history([try filed(0, 1, size: 2, index: 4)])
        let note = try checkpoint(6, by: [0])
        #expect(throws: NoteError.noKnownSignature) { try history.open(note: note) }
        #expect(try history.openStatement(note: note).signers.map(\.key) == [keys.key(0)])
        #expect(throws: NoteError.noKnownSignature) {
            try history.openStatement(note: checkpoint(6, by: [2]))
        }
    }

    // Spec: rotation-11
    @Test func `the earlier declaration of a compromise counts`() throws {
        let earlier = try #require(Instant(text: "2026-01-01T00:00:00Z"))
        let rotation = try filed(
            0, 1, size: 2, index: 4, reason: .compromised(since: Keyring.since))
        for (declared, expected) in [
            (nil, Keyring.since), (earlier, earlier),
            (Keyring.since.advanced(by: TimeSpan(seconds: 1)), Keyring.since),
        ] {
            let declared = declared.map { [keys.key(0): $0] } ?? [:]
            let opened = try history([rotation], compromised: declared)
                .open(note: checkpoint(3, by: [0]))
            #expect(opened.mustBeOlderThan == expected)
        }
        let opened = try history([], trusting: [0, 1], compromised: [keys.key(0): earlier])
            .open(note: checkpoint(3, by: [0, 1]))
        #expect(opened.mustBeOlderThan == nil)
        #expect(opened.signers.map(\.key) == [keys.key(1), keys.key(0)])
    }

    @Test func `a chain of rotations is followed`() throws {
        let chain = [
            try filed(0, 1, size: 2, index: 4), try filed(1, 2, size: 5, index: 5, reason: .lost),
            try filed(2, 3, size: 10, index: 12),
        ]
        let whole = history(chain)
        #expect(whole.refused.isEmpty)
        #expect(whole.periods.map(\.from.value) == [0, 5, 6, 13])
        #expect(whole.periods.map(\.through?.value) == [5, 5, 13, nil])
        // An annex that names the later keys by themselves trusts them no more widely.
        #expect(history(chain, trusting: [0, 1, 3]).keys(for: TreeSize(13)).count == 2)
        #expect(history(chain, trusting: [0, 1, 3]).keys(for: TreeSize(3)).count == 1)
        // Without its first link the rest is of strangers.
        let rest = history(Array(chain.dropFirst()))
        #expect(
            rest.refused.map(\.reason) == [
                .unknownOldKey(keys.key(1)), .unknownOldKey(keys.key(2)),
            ])
    }

    // Spec: rotation-9
    @Test func `loops, forks and steps back are refused`() throws {
        let first = try filed(0, 1, size: 2, index: 4)
        let rows: [(FiledRotation, RotationError)] = [
            (first, .alreadyReplaced(keys.key(0))),
            (try filed(0, 2, size: 6, index: 6), .alreadyReplaced(keys.key(0))),
            (try filed(1, 0, size: 6, index: 6), .keyReused(keys.key(0))),
            (try filed(2, 3, size: 6, index: 6), .unknownOldKey(keys.key(2))),
            (
                try filed(1, 2, size: 4, index: 6),
                .outOfOrder(size: TreeSize(4), least: TreeSize(5))
            ),
            (
                try filed(1, 2, size: 7, index: 6),
                .outOfOrder(size: TreeSize(7), least: TreeSize(5))
            ),
        ]
        for (second, reason) in rows {
            let history = history([first, second])
            #expect(history.refused.map(\.rotation) == [second])
            #expect(history.refused.map(\.reason) == [reason])
            #expect(history.current?.key == keys.key(1))
        }
        let last = try filed(1, 2, size: UInt64.max, index: UInt64.max)
        #expect(history([first, last]).refused.count == 1)
    }

    // Spec: rotation-7
    @Test func `strangers cannot bring in a key`() throws {
        let stranger = try Keyring(recoverySeed: 98)
        let other = try Keyring(required(ArchiveOrigin("other.example")))
        let rows: [(String, RotationError)] = [
            (try stranger.note(), .unknownRecoveryKey(stranger.recovery.verifierKey)),
            (try other.note(), .wrongArchive(found: other.archive, expected: keys.archive)),
            ("", .note(.malformedNote)),
        ]
        for (note, reason) in rows {
            let filed = FiledRotation(note: note, index: LeafIndex(4))
            let history = history([filed])
            #expect(history.refused.map(\.rotation) == [filed])
            #expect(history.refused.map(\.reason) == [reason])
            #expect(history.periods.map(\.key) == [keys.key(0)])
        }
    }

    @Test func `keys of other archives and algorithms are not trusted`() throws {
        let key = keys.key(0)
        let wrong = [
            try VerifierKey(name: "other.example", publicKey: key.publicKey),
            try VerifierKey(name: key.name, algorithm: .cosignature, publicKey: key.publicKey),
        ]
        let history = KeyHistory(
            archive: keys.archive, keys: wrong, recovery: [], rotations: [])
        #expect(history.periods.isEmpty)
    }
}
