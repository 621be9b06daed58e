// Keys that rotations put in the place of the annex's (docs/formats/bundle.md, bundle-16; rotation.md), and everything that must not.

import BundleExport
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// A log whose first key is in the annex, with a recovery key.
private struct Rotated {
    var trusted: TrustedLog
    let recovery: NoteSigner
    let old: NoteSigner
    let new: NoteSigner

    init() throws {
        trusted = try TrustedLog.sample()
        let origin = trusted.log.origin
        recovery = try NoteSigner.testRecovery(of: origin)
        old = trusted.log.signer
        new = try NoteSigner.testKey(of: origin, "new")
        trusted.trust.recoveryKeys = [
            TrustedRecoveryKey(
                party: try required(PartyID("ARCHIVE")), origin: origin,
                verifierKey: recovery.verifierKey.text)
        ]
    }

    /// The note of a rotation as of now.
    func note(
        from old: NoteSigner? = nil, to new: NoteSigner? = nil, by recovery: NoteSigner? = nil,
        _ reason: RotationReason = .rotated
    ) throws -> String {
        let (old, new) = (old ?? self.old, new ?? self.new)
        let rotation = try Rotation(
            archive: trusted.log.origin, old: old.verifierKey, new: new.verifierKey,
            recovery: (recovery ?? self.recovery).verifierKey, size: trusted.log.tree.size,
            root: trusted.log.tree.root, reason: reason)
        let request = try RotationRequest(
            rotation, old: reason.oldKeySigns ? old : nil, new: new)
        return try request.sign(with: recovery ?? self.recovery).note
    }

    /// Files a rotation and lets the new key sign from then on.
    mutating func rotate(_ note: String, to key: NoteSigner? = nil) throws {
        try file(note)
        trusted.log.signer = key ?? new
    }

    mutating func file(
        _ note: String, _ matter: String = "docket.archive", _ kind: ExhibitKind = .rotation
    ) throws { try trusted.log.file(matter, "rotation.txt", note, kind: kind) }
}

/// Something that must not let the new key sign.
private struct Attack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let carryOut: @Sendable (inout Rotated) throws -> Void
    init(_ title: String, _ carryOut: @escaping @Sendable (inout Rotated) throws -> Void) {
        (testDescription, self.carryOut) = (title, carryOut)
    }
}

private let attacks: [Attack] = [
    Attack("no rotation at all") { $0.trusted.log.signer = $0.new },
    Attack("the annex names no recovery key") {
        $0.trusted.trust.recoveryKeys = []
        try $0.rotate($0.note())
    },
    Attack("the annex names another recovery key") {
        let other = try NoteSigner.testRecovery(of: $0.trusted.log.origin, seed: "other")
        try $0.rotate($0.note(by: other))
    },
    Attack("a stranger signs for the recovery key") { rotated in
        let stranger = try NoteSigner.testRecovery(of: rotated.trusted.log.origin, seed: "x")
        let whole = try rotated.note()
        let text = try UnopenedNote(parsing: whole).text
        let line = try stranger.sign(text).split(separator: "\n").last ?? ""
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
        try rotated.rotate(lines.joined(separator: "\n") + "\n\(line)\n")
    },
    Attack("the old and the new key alone") { rotated in
        let lines = try rotated.note().split(separator: "\n", omittingEmptySubsequences: false)
        try rotated.rotate(lines.dropLast(2).joined(separator: "\n") + "\n")
    },
    Attack("the recovery key and the new key, without the old key's leave") { rotated in
        var lines = try rotated.note().split(separator: "\n", omittingEmptySubsequences: false)
        lines.remove(at: lines.count - 4)
        try rotated.rotate(lines.joined(separator: "\n"))
    },
    Attack("replayed from another archive with the same recovery key") { rotated in
        let origin = try required(ArchiveOrigin("archive.example/other"))
        let seed = Digest.sha256(Array("docket recovery/\(rotated.trusted.log.origin)".utf8)).bytes
        let recovery = try NoteSigner(name: Rotation.recoveryKeyName(of: origin), seed: seed)
        #expect(recovery.verifierKey.publicKey == rotated.recovery.verifierKey.publicKey)
        let old = try NoteSigner(name: origin.text, seed: [UInt8](repeating: 7, count: 32))
        let new = try NoteSigner.testKey(of: origin, "new")
        let rotation = try Rotation(
            archive: origin, old: old.verifierKey, new: new.verifierKey,
            recovery: recovery.verifierKey, size: rotated.trusted.log.tree.size,
            root: rotated.trusted.log.tree.root, reason: .rotated)
        let note = try RotationRequest(rotation, old: old, new: new).sign(with: recovery).note
        // The new key is the other archive's under this archive's name.
        let seedOfNew = Digest.sha256(Array("docket key/\(origin)/new".utf8)).bytes
        try rotated.rotate(
            note, to: NoteSigner(name: rotated.trusted.log.origin.text, seed: seedOfNew))
    },
    Attack("of a key that never signed for the archive") { rotated in
        let unknown = try NoteSigner.testKey(of: rotated.trusted.log.origin, "unknown")
        try rotated.rotate(rotated.note(from: unknown))
    },
    Attack("filed by a party in its own matter") {
        try $0.file($0.note(), "BAN-1")
        $0.trusted.log.signer = $0.new
    },
    Attack("filed as a document") {
        try $0.file($0.note(), "docket.archive", .document)
        $0.trusted.log.signer = $0.new
    },
    Attack("the old key signs on after its rotation") {
        try $0.rotate($0.note())
        try $0.trusted.log.file("BAN-1", "later.txt", "later")
        $0.trusted.log.signer = $0.old
    },
    Attack("back to the old key") {
        try $0.rotate($0.note())
        try $0.rotate($0.note(from: $0.new, to: $0.old), to: $0.old)
    },
    Attack("round to the first key over a third") {
        let third = try NoteSigner.testKey(of: $0.trusted.log.origin, "third")
        try $0.rotate($0.note())
        try $0.rotate($0.note(from: $0.new, to: third), to: third)
        try $0.rotate($0.note(from: third, to: $0.old), to: $0.old)
    },
    Attack("a second replacement of the same key") {
        let thief = try NoteSigner.testKey(of: $0.trusted.log.origin, "thief")
        try $0.rotate($0.note())
        try $0.rotate($0.note(to: thief), to: thief)
    },
]

@Suite struct `Rotated keys of a bundle` {
    @Test(arguments: [RotationReason.rotated, .lost])
    func `a key that the recovery key put in place signs`(reason: RotationReason) throws {
        var rotated = try Rotated()
        let early = try rotated.trusted.log.checkpoint().note
        try rotated.rotate(rotated.note(reason))
        try rotated.trusted.log.file("BAN-1", "later.txt", "later", checkpoint: early)
        let verification = try rotated.trusted.verify()
        #expect(told(verification) == [])
        #expect(
            verification.record.checks.contains {
                $0.code == "LOG.CHECKPOINT_SIG" && $0.sentence.contains("recovery key")
            })
        let exhibit = try required(verification.record.exhibits.first { $0.kind == .rotation })
        #expect(exhibit.indication == .totalPassed)
        #expect(exhibit.makers == ["ARCHIVE (recovery key)"])
        #expect(verification.record.checks.contains { $0.code == "LOG.CONSISTENCY" })
    }

    @Test func `two rotations lead to a third key`() throws {
        var rotated = try Rotated()
        let third = try NoteSigner.testKey(of: rotated.trusted.log.origin, "third")
        try rotated.rotate(rotated.note())
        try rotated.trusted.log.file("BAN-1", "between.txt", "between")
        try rotated.rotate(rotated.note(from: rotated.new, to: third), to: third)
        #expect(told(try rotated.trusted.verify()) == [])
    }

    @Test(arguments: attacks)
    fileprivate func `nothing else lets another key sign`(attack: Attack) throws {
        var rotated = try Rotated()
        try attack.carryOut(&rotated)
        let verification = try rotated.trusted.verify()
        #expect(told(verification).contains("LOG.CHECKPOINT_SIG"))
        #expect(verification.record.status == .failed)
        #expect(verification.record.exhibits.isEmpty)
    }

    @Test func `a rotation that does not count is told and leaves the annex's key in place`() throws
    {
        var rotated = try Rotated()
        let other = try NoteSigner.testRecovery(of: rotated.trusted.log.origin, seed: "other")
        try rotated.file(rotated.note(by: other))
        #expect(told(try rotated.trusted.verify()) == ["ROTATION.REFUSED"])
        rotated.trusted.trust.recoveryKeys = []
        let verification = try rotated.trusted.verify()
        #expect(told(verification) == [])
        #expect(
            verification.record.exhibits.flatMap(\.checks).map(\.code) == ["ROTATION.UNKNOWN"])
    }

    @Test func `no byte of a rotation can be changed`() throws {
        let rotated = try Rotated()
        let bytes = Array(try rotated.note().utf8)
        func keys(_ bytes: [UInt8]) throws -> [VerifierKey] {
            rotated.trusted.trust.keyHistory(
                of: rotated.trusted.log.origin,
                rotations: [
                    FiledRotation(
                        note: String(decoding: bytes, as: UTF8.self), index: LeafIndex(2))
                ]
            ).keys(for: TreeSize(9)).map(\.key)
        }
        #expect(try keys(bytes) == [rotated.new.verifierKey])
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(try keys(changed) == [rotated.old.verifierKey], "byte \(place)")
            #expect(try keys(Array(bytes[..<place])) == [rotated.old.verifierKey])
        }
    }

    // Spec: bundle-11, bundle-21
    @Test(arguments: [true, false])
    func `whoever has the old key cannot sign on by hiding the rotation`(erases: Bool) throws {
        var rotated = try Rotated()
        try rotated.rotate(rotated.note(.lost))
        rotated.trusted.log.signer = rotated.old
        let entry = try required(rotated.trusted.log.entries.last).entry
        if erases {
            let erasure = Erasure(
                entry: entry.index, leaf: entry.leafHash, matter: .archive,
                number: try required(DocketNumber(1)),
                warrant: try required(Warrant(by: "A thief", ground: "None")))
            try rotated.file(
                String(decoding: erasure.bytes, as: UTF8.self), "docket.archive", .erasure)
            rotated.trusted.erased = [entry.index.value]
        }
        var assembly = try rotated.trusted.assembly()
        if !erases {
            let place = try required(
                assembly.exhibits.firstIndex { $0.entry.index == entry.index })
            assembly.exhibits[place].content = nil
            assembly.consistency = []
        }
        let code = erases ? "BUNDLE.ERASED" : "FILING.WITHHELD"
        #expect(told(try rotated.trusted.verify(assembly)) == [code])
    }

    @Test func `a rotation whose tree is not the log's is told`() throws {
        var rotated = try Rotated()
        var other = rotated
        try other.trusted.log.file("OTHER", "else.txt", "something else")
        try rotated.trusted.log.file("OTHER", "b.txt", "of another matter")
        try rotated.rotate(other.note())
        #expect(told(try rotated.trusted.verify()).contains("LOG.FORKED"))
    }
}
