// Whose word the order and completeness of a bundle's log are (docs/formats/bundle.md, bundle-16a).

import BundleExport
import EvidenceReport
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

private struct Witnessed {
    var trusted: TrustedLog
    let north: TestWitness
    let south: TestWitness
    let west: TestWitness
    let noon: Instant

    init() throws {
        trusted = try TrustedLog.sample()
        north = try TestWitness(try required(PartyID("NORTHW")), "north")
        south = try TestWitness(try required(PartyID("SOUTHW")), "south")
        west = try TestWitness(try required(PartyID("WESTW")), "west")
        noon = try at("2026-03-01T12:00:00Z")
        trusted.trust.witnesses = [north, south, west].map(\.trusted)
        trusted.trust.witnessGroups = [
            WitnessGroup(name: "neutral", threshold: 2, members: ["north", "south", "west"])
        ]
        trusted.trust.quorums = [WitnessQuorum(origin: trusted.log.origin, name: "neutral")]
    }

    /// The note of the log as it is, with no cosignature.
    var note: String { get throws { try trusted.log.checkpoint().note } }

    func line(_ witness: TestWitness, at time: Instant? = nil) throws -> String {
        try witness.line(on: note, at: time ?? noon)
    }

    func compromised(_ witness: TestWitness, since: Instant) -> CompromisedKey {
        CompromisedKey(
            name: witness.cosigner.verifierKey.name, verifierKey: witness.trusted.verifierKey,
            since: since)
    }
}

/// One thing done to the two cosignatures of a bundle's checkpoint, after which the quorum is not met.
private struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is told as failed.
    let failures: [String]
    let lines: @Sendable (inout Witnessed) throws -> [String]
    init(
        _ title: String, _ failures: [String] = [],
        _ lines: @escaping @Sendable (inout Witnessed) throws -> [String]
    ) { (testDescription, self.failures, self.lines) = (title, failures, lines) }
}

/// The words of a line: the dash, the name and the base64.
private func altered(_ line: String, _ change: (inout [UInt8]) -> Void) throws -> String {
    var words = line.dropLast().split(separator: " ").map(String.init)
    var bytes = try required(Base64.decode(words[2]))
    change(&bytes)
    words[2] = Base64.encode(bytes)
    return words.joined(separator: " ") + "\n"
}

private let spoiled: [Spoiled] = [
    Spoiled("all stripped") { _ in [] },
    Spoiled("one stripped") { try [$0.line($0.north)] },
    Spoiled("one doubled") { try [$0.line($0.north), $0.line($0.north)] },
    Spoiled("one witness at two times") { witnessed in
        let later = witnessed.noon.advanced(by: TimeSpan(seconds: 60))
        return try [witnessed.line(witnessed.north), witnessed.line(witnessed.north, at: later)]
    },
    Spoiled("the names swapped") { witnessed in
        let lines = try [witnessed.line(witnessed.north), witnessed.line(witnessed.south)]
        return [
            lines[0].replacing("/north", with: "/south"),
            lines[1].replacing("/south", with: "/north"),
        ]
    },
    Spoiled("one of another checkpoint", ["WITNESS.SIGNATURE"]) { witnessed in
        let other = try SmallLog.sample().checkpoint().note
        return try [
            witnessed.line(witnessed.north), witnessed.south.line(on: other, at: witnessed.noon),
        ]
    },
    Spoiled("one forged", ["WITNESS.SIGNATURE"]) { witnessed in
        let line = try altered(witnessed.line(witnessed.south)) { $0[40] ^= 1 }
        return [try witnessed.line(witnessed.north), line]
    },
    Spoiled("one with another time", ["WITNESS.SIGNATURE"]) { witnessed in
        let line = try altered(witnessed.line(witnessed.south)) { $0[11] &-= 60 }
        return [try witnessed.line(witnessed.north), line]
    },
    Spoiled("one that is cut", ["WITNESS.SIGNATURE"]) { witnessed in
        let line = try altered(witnessed.line(witnessed.south)) { $0.removeLast() }
        return [try witnessed.line(witnessed.north), line]
    },
    Spoiled("one of a witness that the annex does not list") { witnessed in
        let stranger = try TestWitness(try required(PartyID("EASTW")), "east")
        return try [witnessed.line(witnessed.north), witnessed.line(stranger)]
    },
    Spoiled("one of another key with a listed name") { witnessed in
        let stranger = try TestWitness(try required(PartyID("SOUTHW")), "south", seed: "other")
        return try [witnessed.line(witnessed.north), witnessed.line(stranger)]
    },
    Spoiled("one of a compromised key") { witnessed in
        witnessed.trusted.trust.compromisedKeys = [
            witnessed.compromised(witnessed.south, since: try at("2026-05-01"))
        ]
        return try [witnessed.line(witnessed.north), witnessed.line(witnessed.south)]
    },
    Spoiled("one from the future") { witnessed in
        try [
            witnessed.line(witnessed.north), witnessed.line(witnessed.south, at: at("2026-06-02")),
        ]
    },
]

@Suite struct `Witnesses of a bundle` {
    @Test(arguments: [["north", "south"], ["north", "west"], ["west", "south", "north"]])
    func `a quorum of cosignatures makes the log witnessed`(names: [String]) throws {
        let witnessed = try Witnessed()
        let all = [witnessed.north, witnessed.south, witnessed.west]
        let lines = try names.map { name in
            try witnessed.line(try required(all.first { $0.name == name }))
        }
        let verification = try witnessed.trusted.verify(note: witnessed.note + lines.joined())
        #expect(told(verification) == [])
        let record = verification.record.witnessing
        #expect(record.isMet && record.quorum == "neutral")
        #expect(record.cosigners.map(\.name) == names.sorted())
        #expect(record.sentence.contains("witnessed by NORTHW") || names.contains("west"))
        #expect(verification.record.checks.contains { $0.code == "LOG.WITNESSED" })
        #expect(verification.record.exhibits.map(\.bounds.hi) == [witnessed.noon])
    }

    @Test(arguments: spoiled)
    fileprivate func `short of it the operator states the order himself`(spoiled: Spoiled) throws {
        var witnessed = try Witnessed()
        let lines = try spoiled.lines(&witnessed)
        let verification = try witnessed.trusted.verify(note: witnessed.note + lines.joined())
        #expect(told(verification) == spoiled.failures)
        let record = verification.record.witnessing
        #expect(!record.isMet)
        #expect(record.sentence.hasPrefix("Order and completeness of the log are the operator's"))
        #expect(
            verification.record.checks.contains {
                $0.code == "LOG.WITNESSED" && $0.outcome == .warning
            })
    }

    @Test func `no byte of a cosignature can be changed`() throws {
        let witnessed = try Witnessed()
        let first = try witnessed.line(witnessed.north)
        let second = try witnessed.line(witnessed.south)
        let key = witnessed.trusted.log.signer.verifierKey
        let time = try at("2026-06-01")
        func isMet(_ line: String) throws -> Bool {
            let note = try witnessed.note + first + line
            guard let signed = try? Checkpoint.open(note: note, with: key) else { return false }
            return CheckpointWitnesses(
                signed, trust: witnessed.trusted.trust, at: time, skew: TimeSpan(seconds: 60)
            ).record.isMet
        }
        #expect(try isMet(second))
        let count = try required(Base64.decode(second.split(separator: " ")[2].dropLast())).count
        #expect(count == 76)
        for place in 0..<count {
            #expect(try !isMet(altered(second) { $0[place] ^= 1 }), "byte \(place)")
        }
    }

    @Test func `groups in groups count as one each`() throws {
        var witnessed = try Witnessed()
        witnessed.trusted.trust.witnessGroups = [
            WitnessGroup(name: "coast", threshold: 1, members: ["north", "south"]),
            WitnessGroup(name: "neutral", threshold: 2, members: ["coast", "west"]),
        ]
        let coast = try witnessed.line(witnessed.north) + witnessed.line(witnessed.south)
        let both = try witnessed.line(witnessed.north) + witnessed.line(witnessed.west)
        #expect(
            try !witnessed.trusted.verify(note: witnessed.note + coast).record.witnessing.isMet)
        #expect(try witnessed.trusted.verify(note: witnessed.note + both).record.witnessing.isMet)
    }

    @Test func `without a quorum in the annex it is the operator's statement all the same`() throws
    {
        var witnessed = try Witnessed()
        witnessed.trusted.trust.quorums = []
        let note = try witnessed.note + witnessed.line(witnessed.north)
        let verification = try witnessed.trusted.verify(note: note)
        #expect(told(verification) == [])
        #expect(!verification.record.witnessing.isMet)
        #expect(verification.record.witnessing.quorum == nil)
        #expect(verification.record.witnessing.sentence.contains("the annex demands no witnesses"))
    }

    @Test func `report, page and terminal say whose word it is`() throws {
        let witnessed = try Witnessed()
        let lines = try witnessed.line(witnessed.north) + witnessed.line(witnessed.south)
        for (note, word) in try [
            (witnessed.note + lines, "witnessed by NORTHW, SOUTHW"),
            (witnessed.note, "the operator"),
        ] {
            let found = try witnessed.trusted.verify(note: note)
            let terminal = renderText(found.record, found.findings)
            let page = String(decoding: renderHTML(found.record, found.findings), as: UTF8.self)
            let json = String(decoding: renderJSON(found.record, found.findings), as: UTF8.self)
            #expect(terminal.contains(word) && page.contains(word) && json.contains(word))
            #expect(json.contains("\"witnesses\":{\"cosigners\":"))
        }
    }

    @Test func `a witness that cosigned two logs of one size is told`() throws {
        var witnessed = try Witnessed()
        let root = RootHash(.sha256(Array("other".utf8)))
        let other = try Checkpoint(
            origin: witnessed.trusted.log.origin, size: TreeSize(3), root: root
        ).sign(
            with: try NoteSigner(
                name: witnessed.trusted.log.origin.text, seed: [UInt8](repeating: 9, count: 32)))
        let forged = try witnessed.north.cosign(other.note, at: witnessed.noon)
        try witnessed.trusted.log.file("BAN-1", "other.txt", "x", checkpoint: forged)
        let lines = try witnessed.line(witnessed.north) + witnessed.line(witnessed.south)
        let verification = try witnessed.trusted.verify(note: witnessed.note + lines)
        #expect(told(verification) == ["WITNESS.FORKED"])
        let sentence = try required(
            verification.record.checks.first { $0.code == "WITNESS.FORKED" }
        ).sentence
        #expect(sentence.contains("log/checkpoint") && sentence.contains("entry 2"))
    }
}
