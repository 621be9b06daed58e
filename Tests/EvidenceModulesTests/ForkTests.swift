// Archives that sign two logs (docs/formats/facts.md, facts-20 to facts-22): what convicts them, what does not, and what of the log can then
// still be relied on.

import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

private let early = utf8("an early letter")
private let late = utf8("a late letter")
private let noon = at("2026-02-02T12:00:00Z")

/// Two letters, witnessed up to the first; a quorum of two witnesses.
private struct NightlyMatter {
    var matter: TestMatter
    let north: TestWitness
    let south: TestWitness

    init() throws {
        matter = try TestMatter()
        north = try TestWitness(party("NORTHW"), "north")
        south = try TestWitness(party("SOUTHW"), "south")
        matter.trust.witnesses = [north.trusted, south.trusted]
        matter.trust.witnessGroups = [
            WitnessGroup(name: "both", threshold: 2, members: ["north", "south"])
        ]
        matter.trust.quorums = [
            WitnessQuorum(origin: ArchiveOrigin(TestMatter.origin)!, name: "both")
        ]
        try matter.file(.document, early)
    }

    /// The note with cosignatures of both.
    func cosigned(_ note: String) throws -> String {
        try south.cosign(north.cosign(note, at: noon), at: noon)
    }

    /// Files the state of the log, cosigned.
    @discardableResult
    mutating func settle(at size: Int? = nil) throws -> Digest {
        if let size { #expect(matter.exhibits.count == size) }
        return try file(cosigned(matter.checkpoint()))
    }

    /// A state of this size that the log did not have, with the archive's key.
    func fork(_ size: UInt64? = nil, _ name: String = "another") throws -> String {
        try matter.checkpoint(root: RootHash(.sha256(utf8(name))), size: size)
    }

    @discardableResult
    mutating func file(_ note: String) throws -> Digest {
        try matter.file(.checkpoint, utf8(note))
    }

    /// How it stands that each letter was admitted.
    func standings(_ assessment: Assessment) -> [Standing?] {
        [early, late].map { letter in
            assessment.facts("admitted").first { $0.arguments == [.of(letter)] }?.standing
        }
    }
}

/// What becomes of a log that is settled at the first letter and holds the second.
private struct ForkCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// At which sizes forks are told.
    let forks: [Int64]
    /// How the letters stand.
    let letters: [Standing?]
    let build: @Sendable (inout NightlyMatter) throws -> Void

    init(
        _ title: String, _ forks: [Int64], _ letters: [Standing?],
        _ build: @escaping @Sendable (inout NightlyMatter) throws -> Void
    ) { (testDescription, self.forks, self.letters, self.build) = (title, forks, letters, build) }
}

private let cases: [ForkCase] = [
    ForkCase("one log only", [], [.certain, .certain]) { _ in },
    ForkCase("another of the same size, cosigned", [3], [.certain, .possible]) {
        try $0.file($0.cosigned($0.fork()))
    },
    ForkCase("another of the same size, not cosigned", [3], [.certain, .possible]) {
        try $0.file($0.fork())
    },
    ForkCase("another as small as what is settled, cosigned", [1], [.possible, .possible]) {
        try $0.file($0.cosigned($0.fork(1)))
    },
    ForkCase("another as small as what is settled, not cosigned", [1], [.certain, .possible]) {
        try $0.file($0.fork(1))
    },
    ForkCase("two larger ones than the log here", [9], [.certain, .possible]) {
        try $0.file($0.fork(9))
        try $0.file($0.fork(9, "a third"))
    },
    ForkCase("one larger than the log here", [], [.certain, .certain]) {
        try $0.file($0.fork(9))
    },
    ForkCase("another, and witnesses cosign the log here later", [3], [.certain, .certain]) {
        try $0.file($0.fork())
        try $0.settle()
    },
    ForkCase("another, and one witness of two cosigns the log here", [3], [.certain, .possible]) {
        try $0.file($0.fork())
        try $0.file($0.north.cosign($0.matter.checkpoint(), at: noon))
    },
    ForkCase("another, and a time-stamp over the late letter", [3], [.certain, .certain]) {
        try $0.file($0.fork())
        try $0.matter.file(.timeStamp, $0.matter.people.tsa.token(over: late, at: noon))
    },
    ForkCase("another, and a time-stamp over the log here", [3], [.certain, .possible]) {
        try $0.file($0.fork())
        try $0.matter.stampCheckpoint("2026-02-03")
    },
    ForkCase("another, in a filing", [3], [.certain, .possible]) {
        try $0.matter.file(.document, utf8("x"), checkpoint: $0.fork())
    },
    ForkCase("another of nobody's key", [], [.certain, .certain]) {
        let stranger = try NoteSigner(
            name: TestMatter.origin, seed: Array(repeating: 8, count: 32))
        let note = try Checkpoint(
            origin: ArchiveOrigin(TestMatter.origin)!, size: TreeSize(3),
            root: RootHash(.sha256(utf8("another")))
        ).sign(with: stranger).note
        try $0.file(note)
    },
    ForkCase("another with a false signature", [], [.certain, .certain]) {
        let note = try $0.fork()
        let own = try $0.matter.checkpoint(size: 9)
        // The signature of another state, under the archive's name.
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
        let line = own.split(separator: "\n").last!
        try $0.file((lines + [line]).joined(separator: "\n") + "\n")
    },
    ForkCase("another log's", [], [.certain, .certain]) {
        try $0.file($0.matter.checkpoint(origin: "archive.example/other"))
    },
]

@Suite struct `Two logs of one archive` {
    @Test(arguments: cases)
    fileprivate func `are told, and what is settled stays admitted`(fork: ForkCase) throws {
        var night = try NightlyMatter()
        try night.settle(at: 1)
        try night.matter.file(.document, late)
        try fork.build(&night)
        let assessment = try night.matter.assess()
        let found = assessment.facts("forked")
        #expect(found.map { $0.arguments[1] } == fork.forks.map(Term.count))
        #expect(found.allSatisfy { $0.arguments[0] == .party(party("ARCH")) })
        #expect(found.allSatisfy { $0.standing == .certain && !$0.exhibits.isEmpty })
        #expect(night.standings(assessment) == fork.letters)
    }

    @Test func `name both states, the witnessed ones and the settled one`() throws {
        var night = try NightlyMatter()
        let settled = try night.settle(at: 1)
        try night.matter.file(.document, late)
        let own = try night.file(night.matter.checkpoint())
        let copy = try night.file(night.cosigned(night.fork(3)))
        let assessment = try night.matter.assess()
        let found = try #require(assessment.facts("forked").first)
        #expect(
            found.arguments == [
                .party(party("ARCH")), .count(3), .document(copy), .document(own),
            ])
        #expect(found.exhibits == [LeafIndex(3), LeafIndex(4)])
        #expect(
            Set(assessment.facts("witnessed").map(\.arguments)) == [
                [.document(copy)], [.document(settled)],
            ])
        #expect(assessment.facts("consistent").map(\.arguments) == [[.document(settled)]])
        #expect(assessment.facts("checkpoint").count == 3)
    }

    /// The annex declares the archive's key compromised since 2026-02-10; the log itself is cosigned by then.
    @Test(arguments: [
        (nil, 0), ("2026-02-09T00:00:00Z", 1), ("2026-02-11T00:00:00Z", 0),
    ])
    func `count only if nobody else could have signed the other`(
        seen: String?, forks: Int
    ) throws {
        var night = try NightlyMatter()
        try night.settle(at: 1)
        try night.matter.file(.document, late)
        try night.settle(at: 3)
        var fork = try night.fork(3)
        if let seen { fork = try night.north.cosign(fork, at: at(seen)) }
        try night.file(fork)
        let archive = night.matter.trust.archives[0]
        night.matter.trust.compromisedKeys = [
            CompromisedKey(
                name: archive.origin.text, verifierKey: archive.verifierKey, since: at("2026-02-10")
            )
        ]
        let assessment = try night.matter.assessKnowingKeys()
        #expect(assessment.facts("forked").count == forks)
        #expect(night.standings(assessment) == [.certain, .certain])
    }

    @Test func `of an archive that signs thousands a few are told`() throws {
        var night = try NightlyMatter()
        for number in 0..<40 { try night.file(night.fork(nil, "log \(number)")) }
        let found = try night.matter.assess().facts("forked")
        #expect(found.count == 16)
        #expect(found.map { $0.arguments[1] }.contains(.count(1)))
    }

    /// facts-15: nothing but what shows the fork itself widens what is certain when it is left out.
    @Test func `leaving out anything else admits nothing`() throws {
        var night = try NightlyMatter()
        try night.settle(at: 1)
        try night.matter.file(.document, late)
        try night.file(night.fork())
        for index in [0, 1, 2] {
            let assessment = try night.matter.assess(leavingOut: index)
            #expect(night.standings(assessment)[1] != .certain)
        }
        #expect(night.standings(try night.matter.assess(leavingOut: 3))[1] == .certain)
    }
}
