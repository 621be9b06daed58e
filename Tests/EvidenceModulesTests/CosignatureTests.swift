// Cosignatures as clocks (docs/formats/facts.md, facts-10, facts-12): what a witness of the annex signed bounds what its checkpoint
// includes from above and what embeds it from below; what anybody else signed bounds nothing.

import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let offer = utf8("an offer")
private let noon = at("2026-02-02T12:00:00Z")

/// A matter whose annex lists two witnesses.
private struct WitnessedMatter {
    var matter: TestMatter
    let north: TestWitness
    let south: TestWitness

    init() throws {
        matter = try TestMatter()
        north = try TestWitness(party("NORTHW"), "north")
        south = try TestWitness(party("SOUTHW"), "south")
        matter.trust.witnesses = [north.trusted, south.trusted]
    }

    /// Files an offer, then a checkpoint with what `cosign` makes of it.
    @discardableResult
    mutating func witness(
        _ kind: ExhibitKind = .cosignature,
        _ cosign: (String, TestWitness, TestWitness) throws -> String
    ) throws -> String {
        try matter.file(.document, offer)
        let note = try cosign(try matter.checkpoint(), north, south)
        try matter.file(kind, utf8(note))
        return note
    }
}

/// Ways to spoil a cosignature of noon on the checkpoint over the offer.
private struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spoil: @Sendable (inout WitnessedMatter, String) throws -> String
    init(
        _ title: String,
        _ spoil: @escaping @Sendable (inout WitnessedMatter, String) throws -> String
    ) { (testDescription, self.spoil) = (title, spoil) }
}

private let spoiled: [Spoiled] = [
    Spoiled("nobody cosigned") { _, note in note },
    Spoiled("the annex does not list the witness") { witnessed, note in
        witnessed.matter.trust.witnesses.removeFirst()
        return try witnessed.north.cosign(note, at: noon)
    },
    Spoiled("the witness is the archive's operator") { witnessed, note in
        let own = try TestWitness(party("ARCH"), "own")
        witnessed.matter.trust.witnesses.append(own.trusted)
        return try own.cosign(note, at: noon)
    },
    Spoiled("another key of the witness's name") { witnessed, note in
        try TestWitness(party("NORTHW"), "north", seed: "stranger").cosign(note, at: noon)
    },
    Spoiled("cosigned in 1970") { witnessed, note in
        try witnessed.north.cosign(note, at: Instant(seconds: 0)!)
    },
    Spoiled("cosigned after the validation") { witnessed, note in
        try witnessed.north.cosign(note, at: at("2026-06-02"))
    },
    Spoiled("the key was compromised before") { witnessed, note in
        let key = witnessed.north.trusted.verifierKey
        witnessed.matter.trust.compromisedKeys = [
            CompromisedKey(name: "witness.example/north", verifierKey: key, since: noon)
        ]
        return try witnessed.north.cosign(note, at: noon)
    },
    Spoiled("the key was compromised later, and nobody proves that this is older") {
        witnessed, note in
        let key = witnessed.north.trusted.verifierKey
        witnessed.matter.trust.compromisedKeys = [
            CompromisedKey(
                name: "witness.example/north", verifierKey: key, since: at("2026-03-01"))
        ]
        return try witnessed.north.cosign(note, at: noon)
    },
    Spoiled("a cosignature of another checkpoint") { witnessed, note in
        var other = try TestMatter()
        try other.file(.document, utf8("another offer"))
        return try note + witnessed.north.line(on: other.checkpoint(), at: noon)
    },
    Spoiled("a time put in the place of the signed one") { witnessed, note in
        var line = try witnessed.north.line(on: note, at: noon).dropLast().split(separator: " ")
        var bytes = Base64.decode(line[2])!
        bytes[11] &-= 60
        line[2] = Substring(Base64.encode(bytes))
        return note + line.joined(separator: " ") + "\n"
    },
]

@Suite struct `Cosignatures as clocks` {
    @Test(arguments: [ExhibitKind.cosignature, .checkpoint])
    func `what a cosigned checkpoint includes existed by then`(kind: ExhibitKind) throws {
        var witnessed = try WitnessedMatter()
        try witnessed.witness(kind) { note, north, _ in try north.cosign(note, at: noon) }
        let assessment = try witnessed.matter.assess()
        #expect(assessment.made(.sha256(offer)) == Interval(hi: noon))
        #expect(assessment.exhibits[1].indication == .totalPassed)
        #expect(assessment.exhibits[1].checks.contains { $0.code == "WITNESS.COSIGNATURE" })
        #expect(assessment.checks.isEmpty)
    }

    @Test func `the earlier of two cosignatures counts from above, the later from below`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.witness { note, north, south in
            try south.cosign(north.cosign(note, at: noon), at: at("2026-02-03"))
        }
        let signature = try witnessed.matter.sign(
            offer, by: witnessed.matter.people.fruta, note: witnessed.matter.checkpoint())
        let assessment = try witnessed.matter.assess()
        #expect(assessment.made(.sha256(offer)) == Interval(hi: noon))
        #expect(assessment.made(signature) == Interval(lo: at("2026-02-03")))
    }

    @Test func `what embeds the cosigned note itself came after it`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.matter.file(.document, offer)
        let note = try witnessed.north.cosign(witnessed.matter.checkpoint(), at: noon)
        let bare = try witnessed.matter.checkpoint()
        let people = witnessed.matter.people
        let after = try witnessed.matter.sign(offer, by: people.fruta, note: note)
        let silent = try witnessed.matter.sign(offer, by: people.markt, note: bare)
        let assessment = try witnessed.matter.assess()
        #expect(assessment.made(after)?.lo == noon)
        #expect(assessment.made(silent)?.lo == nil)
        #expect(assessment.made(.sha256(offer)) == Interval(hi: noon))
    }

    @Test(arguments: spoiled)
    fileprivate func `a cosignature that proves nothing bounds nothing`(spoiled: Spoiled) throws {
        var witnessed = try WitnessedMatter()
        try witnessed.matter.file(.document, offer)
        let note = try spoiled.spoil(&witnessed, try witnessed.matter.checkpoint())
        try witnessed.matter.file(.cosignature, utf8(note))
        let later = try witnessed.matter.sign(
            offer, by: witnessed.matter.people.fruta, note: witnessed.matter.checkpoint())
        let assessment = try witnessed.matter.assess()
        #expect(assessment.made(.sha256(offer)) == .unbounded)
        #expect(assessment.made(later) == .unbounded)
        #expect(assessment.checks.isEmpty)
    }

    @Test func `a false line in a witness's name is told as failed`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.witness { note, north, _ in
            try note + north.line(on: note.replacing("trade", with: "trace"), at: noon)
        }
        let exhibit = try witnessed.matter.assess().exhibits[1]
        #expect(exhibit.checks.map(\.code).contains("WITNESS.SIGNATURE"))
        #expect(exhibit.indication == .totalFailed)
    }

    @Test func `a compromised witness counts where a time-stamp proves that it signed before`()
        throws
    {
        var witnessed = try WitnessedMatter()
        try witnessed.witness { note, north, _ in try north.cosign(note, at: noon) }
        let key = witnessed.north.trusted.verifierKey
        witnessed.matter.trust.compromisedKeys = [
            CompromisedKey(
                name: "witness.example/north", verifierKey: key, since: at("2026-03-01"))
        ]
        try witnessed.matter.stampCheckpoint("2026-02-10")
        #expect(try witnessed.matter.assess().made(.sha256(offer)) == Interval(hi: noon))
        witnessed.matter.trust.compromisedKeys[0] = CompromisedKey(
            name: "witness.example/north", verifierKey: key, since: at("2026-02-10"))
        #expect(
            try witnessed.matter.assess().made(.sha256(offer))
                == Interval(hi: at("2026-02-10").advanced(by: TimeSpan(seconds: 1))))
    }

    @Test func `a checkpoint that is not of this log bounds none of its entries`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.matter.file(.document, offer)
        let other = try witnessed.matter.checkpoint(root: RootHash(.sha256(utf8("other"))))
        try witnessed.matter.file(.cosignature, utf8(try witnessed.north.cosign(other, at: noon)))
        let assessment = try witnessed.matter.assess()
        #expect(assessment.made(.sha256(offer)) == .unbounded)
        #expect(assessment.exhibits[1].subIndication == .noPOE)
    }

    @Test func `a witness that cosigned two roots of one size is told with both places`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.witness { note, north, _ in try north.cosign(note, at: noon) }
        let other = try witnessed.matter.checkpoint(
            root: RootHash(.sha256(utf8("other"))), size: 1)
        try witnessed.matter.file(
            .cosignature, utf8(try witnessed.north.cosign(other, at: at("2026-02-03"))))
        let checks = try witnessed.matter.assess().checks
        #expect(checks.map(\.code) == ["WITNESS.FORKED"])
        #expect(checks[0].outcome == .failed && checks[0].subject == "NORTHW")
        #expect(checks[0].sentence.contains("entry 1") && checks[0].sentence.contains("entry 2"))
    }

    @Test func `two witnesses that disagree are not one that forked`() throws {
        var witnessed = try WitnessedMatter()
        try witnessed.witness { note, north, _ in try north.cosign(note, at: noon) }
        let other = try witnessed.matter.checkpoint(
            root: RootHash(.sha256(utf8("other"))), size: 1)
        try witnessed.matter.file(
            .cosignature, utf8(try witnessed.south.cosign(other, at: at("2026-02-03"))))
        #expect(try witnessed.matter.assess().checks.isEmpty)
    }
}
