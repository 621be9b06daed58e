// Keys that others may have had (docs/formats/bundle.md, bundle-16, bundle-22): what such a key signed counts only if a witness or a time-stamp
// proves that it is older, or if it is a state of a log that a sound key signed; and it accuses nobody.

import BundleExport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

private struct Compromised {
    var trusted: TrustedLog
    let old: NoteSigner
    let new: NoteSigner
    let recovery: NoteSigner
    let north: TestWitness

    init() throws {
        trusted = try TrustedLog.sample()
        old = trusted.log.signer
        new = try NoteSigner.testKey(of: trusted.log.origin, "new")
        recovery = try NoteSigner.testRecovery(of: trusted.log.origin)
        north = try TestWitness(try required(PartyID("NORTHW")), "north")
        trusted.trust.witnesses = [north.trusted]
        trusted.trust.recoveryKeys = [
            TrustedRecoveryKey(
                party: try required(PartyID("ARCHIVE")), origin: trusted.log.origin,
                verifierKey: recovery.verifierKey.text)
        ]
    }

    /// The annex declares the old key compromised.
    mutating func declare(_ since: String) throws {
        trusted.trust.compromisedKeys = [
            CompromisedKey(
                name: trusted.log.origin.text, verifierKey: old.verifierKey.text,
                since: try at(since))
        ]
    }

    /// A rotation replaces the old key.
    mutating func rotate(_ reason: RotationReason) throws {
        let rotation = try Rotation(
            archive: trusted.log.origin, old: old.verifierKey, new: new.verifierKey,
            recovery: recovery.verifierKey, size: trusted.log.tree.size,
            root: trusted.log.tree.root, reason: reason)
        let request = try RotationRequest(
            rotation, old: reason.oldKeySigns ? old : nil, new: new)
        try trusted.log.file(
            "docket.archive", "rotation.txt", request.sign(with: recovery).note, kind: .rotation)
        trusted.log.signer = new
    }

    /// A checkpoint of size 1 or more that the old key signed over another tree.
    func forged(size: UInt64 = 2) throws -> String {
        try Checkpoint(
            origin: trusted.log.origin, size: TreeSize(size),
            root: RootHash(.sha256(Array("forged".utf8)))
        ).sign(with: old).note
    }
}

@Suite struct `Compromised keys of a bundle` {
    /// When the annex says that the key was compromised, when the witness saw the checkpoint, and whether the log counts.
    @Test(arguments: [
        ("2026-04-01", "2026-03-01", true), ("2026-04-01", nil, false),
        ("2026-03-01", "2026-03-01", false), ("2026-02-01", "2026-03-01", false),
        ("2026-03-01T00:01:00Z", "2026-03-01", false), ("2026-03-01T00:01:01Z", "2026-03-01", true),
    ])
    func `a checkpoint counts if a witness saw it before`(
        since: String, seen: String?, counts: Bool
    ) throws {
        var compromised = try Compromised()
        try compromised.declare(since)
        var note = try compromised.trusted.log.checkpoint().note
        if let seen { note = try compromised.north.cosign(note, at: at(seen)) }
        let verification = try compromised.trusted.verify(note: note)
        #expect(told(verification) == (counts ? [] : ["LOG.COMPROMISED"]))
        #expect(verification.record.status == .indeterminate)
        #expect(
            verification.record.exhibits.map(\.bounds.hi) == [counts ? try at("2026-03-01") : nil])
    }

    @Test func `a witness whose own key is compromised does not help`() throws {
        var compromised = try Compromised()
        try compromised.declare("2026-04-01")
        compromised.trusted.trust.compromisedKeys.append(
            CompromisedKey(
                name: compromised.north.cosigner.verifierKey.name,
                verifierKey: compromised.north.trusted.verifierKey, since: try at("2026-05-01")))
        let note = try compromised.trusted.log.checkpoint().note
        let cosigned = try compromised.north.cosign(note, at: at("2026-03-01"))
        #expect(told(try compromised.trusted.verify(note: cosigned)) == ["LOG.COMPROMISED"])
    }

    @Test func `what it signed of a log that a sound key signs counts all the same`() throws {
        var compromised = try Compromised()
        let early = try compromised.trusted.log.checkpoint().note
        try compromised.rotate(.compromised(since: at("2026-01-01")))
        try compromised.trusted.log.file("BAN-1", "later.txt", "later", checkpoint: early)
        try compromised.trusted.log.file("BAN-1", "note.txt", early, kind: .checkpoint)
        let verification = try compromised.trusted.verify()
        #expect(told(verification) == [])
        #expect(verification.record.checks.contains { $0.code == "LOG.CONSISTENCY" })
        #expect(verification.record.exhibits.last?.indication == .totalPassed)
    }

    /// The reason of the rotation, when a witness saw the forged checkpoint, and what is told.
    @Test(arguments: [
        ("rotated", nil, "LOG.FORKED"), ("compromised", nil, nil),
        ("compromised", "2026-03-01", nil), ("compromised", "2026-02-01", "LOG.FORKED"),
    ])
    func `a second history accuses the archive only if nobody else could have signed it`(
        reason: String, seen: String?, code: String?
    ) throws {
        var compromised = try Compromised()
        let true2 = try compromised.trusted.log.checkpoint().note
        var forged = try compromised.forged()
        if let seen { forged = try compromised.north.cosign(forged, at: at(seen)) }
        let since = try at("2026-03-01")
        try compromised.rotate(reason == "rotated" ? .rotated : .compromised(since: since))
        try compromised.trusted.log.file("BAN-1", "a.txt", "a", checkpoint: true2)
        try compromised.trusted.log.file("BAN-1", "b.txt", "b", checkpoint: forged)
        let verification = try compromised.trusted.verify()
        #expect(told(verification) == [code].compactMap(\.self))
        let warnings = verification.record.checks.filter { $0.code == "LOG.COMPROMISED" }
        #expect(warnings.count == (code == nil ? 1 : 0))
        guard code != nil else { return }
        let sentence = try required(
            verification.record.checks.first { $0.code == "LOG.FORKED" }
        ).sentence
        #expect(sentence.contains("entry 4"))
        // The tree that the rotation names stands first where the note of entry 3 is by a compromised key.
        #expect(sentence.contains(reason == "rotated" ? "entry 3" : "the rotation at size 2"))
    }

    @Test func `without a compromise two roots of one size are a fork, whichever stands first`()
        throws
    {
        for forgedFirst in [true, false] {
            var compromised = try Compromised()
            let true2 = try compromised.trusted.log.checkpoint().note
            let forged = try compromised.forged()
            for note in forgedFirst ? [forged, true2] : [true2, forged] {
                try compromised.trusted.log.file("BAN-1", "x.txt", "x", checkpoint: note)
            }
            let verification = try compromised.trusted.verify()
            #expect(told(verification).contains("LOG.FORKED"))
            #expect(verification.record.status == .failed)
        }
    }

    // Spec: rotation-13
    @Test(arguments: [
        ("rotated", "LOG.FORKED"), ("lost", "LOG.FORKED"), ("compromised", nil),
    ])
    func `a rotation does not unsay what the old key signed beyond it`(
        reason: String, code: String?
    ) throws {
        var compromised = try Compromised()
        let since = try at("2026-03-01")
        try compromised.rotate(
            reason == "rotated"
                ? .rotated : reason == "lost" ? .lost : .compromised(since: since))
        // A state of the log counts against nobody, whoever signed it.
        let true3 = try compromised.trusted.log.checkpoint().checkpoint
            .sign(with: compromised.old).note
        try compromised.trusted.log.file("BAN-1", "x.txt", "x", checkpoint: true3)
        #expect(told(try compromised.trusted.verify()) == [])
        let forged = try compromised.forged(size: 4)
        try compromised.trusted.log.file("BAN-1", "y.txt", "y", checkpoint: forged)
        #expect(told(try compromised.trusted.verify()) == [code].compactMap(\.self))
    }

    @Test func `a fork at the size of the bundle's own checkpoint is told`() throws {
        var compromised = try Compromised()
        let forged = try compromised.forged(size: 3)
        try compromised.trusted.log.file("BAN-1", "x.txt", "x", checkpoint: forged)
        #expect(told(try compromised.trusted.verify()) == ["LOG.FORKED"])
    }
}
