// Witnesses, rotations and compromises: what lets an archive's word count or takes it away. The arbiter's annex names the witnesses and
// the recovery key; the archive may have its own keys and nothing of theirs.

import EvidenceValues
import TransparencyLog

/// An arbiter who trusts the witnesses NORTH and SOUTH and wants both.
@Sendable private func witnessed(_ world: inout HostileWorld) throws {
    world.trust.witnesses = [world.keys.north.trusted, world.keys.south.trusted]
    world.trust.witnessGroups = [
        WitnessGroup(name: "neutral", threshold: 2, members: ["north", "south"])
    ]
    world.trust.quorums = [WitnessQuorum(origin: world.keys.origin, name: "neutral")]
}

/// The checkpoint with both cosignatures.
@Sendable private func cosigned(_ log: HostileLog) throws -> String {
    let time = try instant("2026-03-04T00:00:00Z")
    return try log.keys.south.cosign(log.keys.north.cosign(log.note(), at: time), at: time)
}

/// An arbiter whose annex has a recovery key.
@Sendable private func recoverable(_ world: inout HostileWorld) throws {
    world.trust.recoveryKeys = [
        TrustedRecoveryKey(
            party: try present(PartyID("ARCH")), origin: world.keys.origin,
            verifierKey: world.keys.recovery.verifierKey.text)
    ]
}

/// The note of a rotation of the log as it is.
private func rotation(
    _ log: HostileLog, old: NoteSigner? = nil, new: NoteSigner? = nil,
    recovery: NoteSigner? = nil, reason: RotationReason = .rotated
) throws -> String {
    let (old, new) = (old ?? log.keys.archive, new ?? log.keys.successor)
    let recovery = recovery ?? log.keys.recovery
    let rotation = try Rotation(
        archive: log.keys.origin, old: old.verifierKey, new: new.verifierKey,
        recovery: recovery.verifierKey, size: log.tree.size, root: log.tree.root, reason: reason)
    return try RotationRequest(rotation, old: reason.oldKeySigns ? old : nil, new: new)
        .sign(with: recovery).note
}

/// Files a rotation, after which `next` signs.
private func rotate(
    _ world: inout HostileWorld, to next: NoteSigner? = nil, matter: String = "docket.archive",
    kind: ExhibitKind = .rotation, filer: String? = nil,
    _ note: @escaping @Sendable (HostileLog) throws -> String
) throws {
    var plan = PlannedFiling("rotation.txt", kind, by: filer, at: "2026-03-05T00:00:00Z") {
        Array(try note($0).utf8)
    }
    plan.matter = matter
    plan.nextSigner = next ?? world.keys.successor
    try world.add(plan)
}

extension HostileTrick {
    /// Sound bundles under other annexes, which are accepted: the controls of the tricks here.
    package static let controls: [(title: String, forgery: Forgery)] =
        [
            ("untouched", Forgery()),
            ("made anew", .world { _ in }),
            (
                "cosigned by the witnesses",
                .arbiter {
                    try witnessed(&$0)
                    $0.checkpoint = cosigned
                }
            ),
            (
                "after a rotation",
                .arbiter(recoverable, world: { try rotate(&$0) { try rotation($0) } })
            ),
            (
                "after a rotation of a lost key",
                .arbiter(
                    recoverable, world: { try rotate(&$0) { try rotation($0, reason: .lost) } })
            ),
            ("with an erased letter", .world { try erase(&$0) }),
            ("with a letter withheld", .world { $0.withheld = ["letter.txt"] }),
            ("with the deed withheld", .world { $0.withheld = ["deed.md"] }),
        ] + timelyControls

    static var authority: [HostileTrick] { witnesses + rotations + compromises }

    private static func cosigning(
        _ title: String, _ verdict: HostileVerdict = .failed("WITNESS.SIGNATURE"),
        _ line: @escaping @Sendable (HostileLog) throws -> String
    ) -> HostileTrick {
        HostileTrick(
            .witnesses, title, .archive, verdict,
            .arbiter {
                try witnessed(&$0)
                $0.checkpoint = { log in
                    let time = try instant("2026-03-04T00:00:00Z")
                    return try log.keys.north.cosign(log.note(), at: time) + line(log)
                }
            })
    }

    /// SOUTH's line with its bytes changed.
    private static func altered(
        _ log: HostileLog, _ change: (inout [UInt8]) -> Void
    ) throws -> String {
        let line = try log.keys.south.line(on: log.note(), at: instant("2026-03-04T00:00:00Z"))
        var words = line.dropLast().split(separator: " ").map(String.init)
        var bytes = words.last.flatMap { Base64.decode($0) } ?? []
        change(&bytes)
        words[words.count - 1] = Base64.encode(bytes)
        return words.joined(separator: " ") + "\n"
    }

    private static let witnesses: [HostileTrick] = [
        cosigning("a cosignature of another checkpoint") {
            try $0.keys.south.line(on: $0.note(of: 8), at: instant("2026-03-04T00:00:00Z"))
        },
        cosigning("a cosignature with a bit changed") { try altered($0) { $0[40] ^= 1 } },
        cosigning("a cosignature with another time") { try altered($0) { $0[11] &-= 60 } },
        cosigning("a cosignature that is cut") { try altered($0) { $0.removeLast() } },
        cosigning("a cosignature with a byte more") { try altered($0) { $0.append(0) } },
        cosigning("a cosignature of no bytes but the key's ID", unsigned) {
            try altered($0) { $0 = Array($0.prefix(4)) }
        },
        cosigning("a cosignature of a fork of the same size") { log in
            let other = try Checkpoint(
                origin: log.keys.origin, size: log.tree.size, root: RootHash(.sha256([1]))
            ).sign(with: log.signer).note
            return try log.keys.south.line(on: other, at: instant("2026-03-04T00:00:00Z"))
        },
        cosigning("a cosignature of the same tree of another archive") { log in
            let origin = try present(ArchiveOrigin("archive.example/other"))
            let signer = try NoteSigner.testKey(of: origin, "x")
            let other = try Checkpoint(origin: origin, size: log.tree.size, root: log.tree.root)
                .sign(with: signer).note
            return try log.keys.south.line(on: other, at: instant("2026-03-04T00:00:00Z"))
        },
        cosigning("a witness's line that is the archive's own signature") { log in
            try altered(log) { $0 = Array($0.prefix(12)) + [UInt8](repeating: 7, count: 64) }
        },
        HostileTrick(
            .witnesses, "a witness that signed two trees of one size", .archive,
            .failed("WITNESS.FORKED", also: ["LOG.CONSISTENCY", "LOG.FORKED"]),
            .arbiter(
                {
                    try witnessed(&$0)
                    $0.checkpoint = cosigned
                },
                world: { world in
                    try world.add(
                        PlannedFiling(
                            "fork.txt", .checkpoint, by: "BETA", at: "2026-03-04T10:00:00Z"
                        ) { log in
                            let note = try Checkpoint(
                                origin: log.keys.origin, size: TreeSize(11),
                                root: RootHash(.sha256([1]))
                            ).sign(with: log.signer).note
                            return Array(
                                try log.keys.south.cosign(note, at: instant("2026-03-04T00:00:00Z"))
                                    .utf8)
                        })
                })),
    ]

    private static let unsigned = HostileVerdict.failed(
        "LOG.CHECKPOINT_SIG", also: ["LOG.INCLUSION", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])

    private static func rotated(
        _ title: String, _ attacker: Attacker = .archive, _ verdict: HostileVerdict = unsigned,
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> HostileTrick {
        HostileTrick(.keys, title, attacker, verdict, .arbiter(recoverable, world: change))
    }

    private static let rotations: [HostileTrick] = [
        HostileTrick(
            .keys, "a rotation where the annex has no recovery key", .archive, unsigned,
            .world { try rotate(&$0) { try rotation($0) } }),
        rotated("a new key without rotation") {
            $0.checkpoint = { try $0.note(by: $0.keys.successor) }
        },
        rotated("a rotation by a recovery key that the annex does not list") {
            try rotate(&$0) { try rotation($0, recovery: $0.keys.strangeRecovery) }
        },
        rotated("a rotation by the old and the new key alone") { world in
            try rotate(&world) { log in
                let lines = try rotation(log).split(
                    separator: "\n", omittingEmptySubsequences: false)
                return lines.dropLast(2).joined(separator: "\n") + "\n"
            }
        },
        rotated("a rotation with a false signature of the recovery key") { world in
            try rotate(&world) { log in
                let whole = try rotation(log)
                let forged = try log.keys.strangeRecovery.sign(UnopenedNote(parsing: whole).text)
                let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).dropLast(
                    2)
                return lines.joined(separator: "\n") + "\n"
                    + forged.split(separator: "\n").suffix(1).joined() + "\n"
            }
        },
        rotated("a rotation of a key that never signed") {
            try rotate(&$0) { try rotation($0, old: $0.keys.double) }
        },
        rotated("a rotation filed by a party") {
            try rotate(&$0, matter: HostileKeys.matter, filer: "BETA") { try rotation($0) }
        },
        rotated("a rotation filed by a party in the archive's matter") {
            try rotate(&$0, filer: "BETA") { try rotation($0) }
        },
        rotated("a rotation filed in the matter") {
            try rotate(&$0, matter: HostileKeys.matter) { try rotation($0) }
        },
        rotated("a rotation filed as a document") {
            try rotate(&$0, kind: .document) { try rotation($0) }
        },
        rotated("a rotation that is withheld") { world in
            try rotate(&world) { try rotation($0) }
            world.withheld = ["rotation.txt"]
        },
        rotated("a rotation that is left out") { world in
            try rotate(&world) { try rotation($0) }
            world.leftOut = ["rotation.txt"]
        },
        rotated("the old key signs on after its rotation") { world in
            try rotate(&world, to: world.keys.archive) { try rotation($0) }
            try world.add(HostileTexts.checkpoint("later.txt", at: "2026-03-06T00:00:00Z"))
        },
        rotated("a rotation with a carriage return") { world in
            try rotate(&world) {
                try rotation($0).replacing("\n", with: "\r\n", maxReplacements: 1)
            }
        },
        rotated("a rotation with a line more") { world in
            try rotate(&world) { try rotation($0).replacing("\n\n", with: "\nmore 1\n\n") }
        },
        rotated("a rotation at a size that the log had not") { world in
            try rotate(&world) { log in
                var other = log
                try other.append(HostileTexts.checkpoint("x.txt", at: "2026-03-04T00:00:00Z"))
                return try rotation(other)
            }
        },
        rotated(
            "a rotation that names a root of another tree", .archive,
            .failed("LOG.FORKED", also: ["LOG.CONSISTENCY"])
        ) { world in
            try rotate(&world) { log in
                let rotation = try Rotation(
                    archive: log.keys.origin, old: log.keys.archive.verifierKey,
                    new: log.keys.successor.verifierKey,
                    recovery: log.keys.recovery.verifierKey, size: log.tree.size,
                    root: RootHash(.sha256([1])), reason: .rotated)
                return try RotationRequest(rotation, old: log.keys.archive, new: log.keys.successor)
                    .sign(with: log.keys.recovery).note
            }
        },
        rotated(
            "a checkpoint by the old key while its rotation is withheld", .archive,
            .indeterminate("FILING.WITHHELD")
        ) { world in
            try rotate(&world, to: world.keys.archive) { try rotation($0) }
            world.withheld = ["rotation.txt"]
        },
    ]

    private static func compromised(
        _ title: String, since: String, _ verdict: HostileVerdict,
        _ world: @escaping @Sendable (inout HostileWorld) throws -> Void = { _ in }
    ) -> HostileTrick {
        HostileTrick(
            .keys, title, .outsider, verdict,
            .arbiter(
                { world in
                    try witnessed(&world)
                    world.trust.compromisedKeys = [
                        CompromisedKey(
                            name: HostileKeys.originText,
                            verifierKey: world.keys.archive.verifierKey.text,
                            since: try instant(since))
                    ]
                }, world: world))
    }

    private static let doubted = HostileVerdict.indeterminate(
        "LOG.COMPROMISED", also: ["LOG.CONSISTENCY", "REV.NOT_FRESH"])

    private static let compromises: [HostileTrick] = [
        compromised(
            "a checkpoint by a compromised key that no witness saw", since: "2026-05-01T00:00:00Z",
            doubted),
        compromised(
            "a checkpoint that a witness saw after the compromise", since: "2026-03-03T00:00:00Z",
            doubted
        ) { $0.checkpoint = cosigned },
        compromised(
            "a checkpoint that a witness saw too near the compromise",
            since: "2026-03-04T00:01:00Z", doubted
        ) { $0.checkpoint = cosigned },
        compromised(
            "a checkpoint that a stranger says to have seen", since: "2026-05-01T00:00:00Z", doubted
        ) { world in
            world.checkpoint = { log in
                let stranger = try TestWitness(try present(PartyID("EASTW")), "east")
                return try stranger.cosign(log.note(), at: instant("2026-03-04T00:00:00Z"))
            }
        },
        compromised(
            "a checkpoint that another key in the witness's name saw",
            since: "2026-05-01T00:00:00Z", doubted
        ) { world in
            world.checkpoint = { log in
                let forged = try TestWitness(try present(PartyID("NORTHW")), "north", seed: "false")
                return try forged.cosign(log.note(), at: instant("2026-03-04T00:00:00Z"))
            }
        },
        compromised(
            "a checkpoint with a forged cosignature from before the compromise",
            since: "2026-05-01T00:00:00Z",
            .failed(
                "WITNESS.SIGNATURE", also: ["LOG.COMPROMISED", "LOG.CONSISTENCY", "REV.NOT_FRESH"])
        ) { world in
            world.checkpoint = { log in try log.note() + altered(log) { $0[40] ^= 1 } }
        },
        HostileTrick(
            .keys, "a checkpoint that a witness saw whose own key is compromised", .outsider,
            doubted,
            .arbiter { world in
                try witnessed(&world)
                world.trust.compromisedKeys = [
                    CompromisedKey(
                        name: HostileKeys.originText,
                        verifierKey: world.keys.archive.verifierKey.text,
                        since: try instant("2026-05-01T00:00:00Z")),
                    CompromisedKey(
                        name: world.keys.north.cosigner.verifierKey.name,
                        verifierKey: world.keys.north.trusted.verifierKey,
                        since: try instant("2026-05-02T00:00:00Z")),
                    CompromisedKey(
                        name: world.keys.south.cosigner.verifierKey.name,
                        verifierKey: world.keys.south.trusted.verifierKey,
                        since: try instant("2026-05-02T00:00:00Z")),
                ].sorted { $0.name < $1.name }
                world.checkpoint = cosigned
            }),
    ]
}
