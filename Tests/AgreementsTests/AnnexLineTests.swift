// The lines of an annex on archives' keys and witnesses (docs/formats/annex.md, annex-7 to annex-12).

import Agreements
import EvidenceValues
import Testing

private let head = """
    docket-annex/v1
    agreement sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    version 1
    registry REGIS

    """
private let archiveKey =
    "archive.example/trade+2f5bb38e+AcqXgRLKG73K+sIxs5oj3E2nhu/4FHxOcrmAd4Wv7ki7"
private let oldKey = "archive.example/trade+1050a8d7+AWXHTBWmhhh7trv5lY9JT8a4AGgDSmWamtRJkbCMWPLS"
private let recoveryKey =
    "archive.example/trade/recovery+ee4f6cfc+AUVDSeQi8FKXGR6tE+IdPbUg5avvUgVeSWS4L7IT9ZOh"
private let north = "witness.example/north+46ec477d+BGDFWQ9y7vKS+VRa/Ci/Y8qR0gFqCiiPkPmjL4nT//yv"
private let south = "witness.example/south+94d38e9b+BAb4+uo7X2l2kbbQY6B7pP+vHs6aHUc8WIVlIxzcjlnM"
private let west = "witness.example/west+3805ee62+BFXq5Qt14rKZDywYvoTKB5cnqF9huDnDNZJJgB/hq56c"

private let archive = "archive ARCH archive.example/trade \(archiveKey)"
private let recovery = "recovery ARCH archive.example/trade \(recoveryKey)"
private let compromised = "compromised archive.example/trade \(oldKey) 2026-03-01T00:00:00Z"
private let group = "group neutral 2 north south west"
private let quorum = "quorum archive.example/trade neutral"
private let witnesses = [
    "witness NORTHW north \(north)", "witness SOUTHW south \(south)", "witness WESTW west \(west)",
]
private let all = [archive, compromised, group, swap, quorum, recovery] + witnesses

private func annex(_ lines: [String]) throws -> Annex {
    let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return try Annex(parsing: head + sorted.map { $0 + "\n" }.joined())
}

/// Lines that an annex may not have, and where the error is: the line counted among the sorted, and the column.
private struct BadLines: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [String]
    let line: Int
    let column: Int
    init(_ title: String, _ lines: [String], _ line: Int, _ column: Int) {
        (testDescription, self.lines, self.line, self.column) = (title, lines, line, column)
    }
}

private let swap = "protocol fair-swap sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

private let refused: [BadLines] = [
    BadLines(
        "a built-in protocol named anew", [swap.replacing("fair-swap", with: "asw-2")], 5, 10),
    BadLines("a protocol without its digest", ["protocol fair-swap"], 5, 20),
    BadLines("a protocol that is no word", [swap.replacing("fair-swap", with: "Fair")], 5, 10),
    BadLines(
        "a protocol with a long name",
        [swap.replacing("fair-swap", with: String(repeating: "p", count: 33))], 5, 10),
    BadLines("a protocol by something else", ["protocol fair-swap MIIB"], 5, 20),
    BadLines(
        "two protocols of one name", [swap, swap.replacing("47DEQ", with: "57DEQ")], 6, 10),
    BadLines(
        "one description under two names", [swap, swap.replacing("fair", with: "good")], 6, 20),
    BadLines("a recovery key of no archive", [recovery], 5, 15),
    BadLines(
        "two recovery keys of one archive",
        [archive, recovery, recovery.replacing("ARCH", with: "BRCH")],
        7, 15),
    BadLines(
        "the archive's key as recovery key",
        [archive, "recovery ARCH archive.example/trade \(archiveKey)"], 6, 37),
    BadLines(
        "a witness key as recovery key",
        [archive, "recovery ARCH archive.example/trade \(north)"], 6, 37),
    BadLines("a recovery key too many words", [archive, recovery + " x"], 6, 122),
    BadLines(
        "a compromise of another name",
        ["compromised archive.example/other \(oldKey) 2026-03-01T00:00:00Z"], 5, 13),
    BadLines(
        "a compromise at no time", ["compromised archive.example/trade \(oldKey) open"], 5, 111),
    BadLines(
        "a compromise twice",
        [compromised, compromised.replacing("2026", with: "2027")], 6, 35),
    BadLines(
        "a compromise of a witness under another name",
        [
            witnesses[0],
            "compromised other other+\(north.split(separator: "+", maxSplits: 1)[1]) 2026-03-01T00:00:00Z",
        ], 5, 19),
    BadLines(
        "a compromise of an archive's key under another name",
        [
            archive,
            "compromised other other+\(archiveKey.split(separator: "+", maxSplits: 1)[1]) 2026-03-01T00:00:00Z",
        ], 6, 19),
    BadLines("a witness with an archive's key", ["witness NORTHW north \(archiveKey)"], 5, 22),
    BadLines("a witness in capitals", ["witness NORTHW North \(north)"], 5, 16),
    BadLines("a witness of no party", ["witness northw north \(north)"], 5, 9),
    BadLines("two witnesses of one name", [witnesses[0], "witness WESTW north \(west)"], 6, 15),
    BadLines("two witnesses of one key", [witnesses[0], "witness WESTW west \(north)"], 6, 20),
    BadLines(
        "two witnesses of one key under two names",
        [witnesses[0], "witness WESTW west other+\(north.split(separator: "+", maxSplits: 1)[1])"],
        6, 20),
    BadLines("a witness called none", ["witness NORTHW none \(north)"], 5, 16),
    BadLines("a group called none", witnesses + ["group none 1 north"], 5, 7),
    BadLines("a key with a blank ID", ["witness NORTHW north north++BAAA"], 5, 22),
    BadLines(
        "a key with an ID in capitals",
        [witnesses[0].replacing("+46ec477d+", with: "+46EC477F+")], 5, 22),
    BadLines("a key that is too short", ["witness NORTHW north north+00000000+BAAA"], 5, 22),
    BadLines("a group without members", ["group neutral 1"], 5, 17),
    BadLines("a group of unknown members", witnesses + ["group neutral 1 east"], 5, 17),
    BadLines("a group of none", witnesses + ["group neutral 0 north"], 5, 15),
    BadLines("a group of more than all", witnesses + ["group neutral 2 north"], 5, 15),
    BadLines("a group of all in a word", witnesses + ["group neutral all north"], 5, 15),
    BadLines("a number with a zero before it", witnesses + ["group neutral 01 north"], 5, 15),
    BadLines("members in another order", witnesses + ["group neutral 1 south north"], 5, 23),
    BadLines("a member twice", witnesses + ["group neutral 1 north north"], 5, 23),
    BadLines(
        "a member of two groups", witnesses + ["group a 1 north south", "group b 1 north west"],
        6, 11),
    BadLines("a group in itself", witnesses + ["group a 1 a north"], 5, 7),
    BadLines(
        "two groups in each other", witnesses + ["group a 1 b north", "group b 1 a south"], 5, 7),
    BadLines(
        "a group and a witness of one name", witnesses + ["group north 1 south"], 6, 16),
    BadLines("a quorum of nobody", [archive, "quorum archive.example/trade none"], 6, 30),
    BadLines("a quorum of no archive", witnesses + ["quorum archive.example/trade north"], 5, 8),
    BadLines(
        "two quorums of one archive",
        [archive] + witnesses
            + ["quorum archive.example/trade north", "quorum archive.example/trade south"], 7, 8),
    BadLines(
        "a quorum of the operator himself",
        [archive, group, quorum] + witnesses.dropLast() + ["witness ARCH west \(west)"], 7, 30),
]

@Suite struct `Keys and witnesses of an annex` {
    @Test func `they are read and written to the byte`() throws {
        let annex = try annex(all)
        let trust = annex.trust
        #expect(trust.recoveryKeys.map(\.verifierKey) == [recoveryKey])
        #expect(trust.compromise(of: oldKey) == Instant(text: "2026-03-01T00:00:00Z"))
        #expect(trust.compromise(of: archiveKey) == nil)
        #expect(trust.witnesses.map(\.name) == ["north", "south", "west"])
        #expect(
            trust.witnessGroups == [
                WitnessGroup(name: "neutral", threshold: 2, members: ["north", "south", "west"])
            ])
        #expect(trust.quorums.map(\.name) == ["neutral"])
        #expect(annex.roles.contains { $0.role == "witness" && $0.party.text == "SOUTHW" })
        #expect(try Annex(parsing: annex.text) == annex)
    }

    @Test(arguments: refused)
    fileprivate func `what contradicts itself is refused with its place`(bad: BadLines) throws {
        let error = try #require(throws: AgreementError.self) { try annex(bad.lines) }
        #expect("\(error.line):\(error.column)" == "\(bad.line):\(bad.column)", "\(error.words)")
    }

    @Test func `groups may be in groups`() throws {
        let lines = [
            archive, "group a 1 north south", "group b 2 a west", "quorum archive.example/trade b",
        ]
        #expect(try annex(lines + witnesses).trust.witnessGroups.count == 2)
    }

    @Test func `an operator's witness may speak for other archives, not for his own`() throws {
        let other = "archive OTHER archive.example/other archive.example/other+00000000+AUEx"
        let own = "witness ARCH west \(west)"
        let trust = try annex([archive, other, own, "quorum archive.example/other west"]).trust
        let origins = trust.archives.map(\.origin)
        #expect(origins.map { trust.witnesses(of: $0).count } == [0, 1])
    }

    @Test func `no byte changes unseen, and no line stands twice, elsewhere or cut`() throws {
        let whole = try annex(all)
        let bytes = Array(whole.text.utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect((try? Annex(parsing: String(decoding: changed, as: UTF8.self))) != whole)
        }
        let lines = whole.text.split(separator: "\n").map(String.init)
        for place in lines.indices.dropFirst(4) {
            var doubled = lines
            doubled.insert(lines[place], at: place)
            var cut = lines
            cut[place].removeLast()
            var longer = lines
            longer[place] += " x"
            for text in [doubled, cut, longer] {
                #expect((try? Annex(parsing: text.joined(separator: "\n") + "\n")) != whole)
            }
            guard place > 4 else { continue }
            var swapped = lines
            swapped.swapAt(place, place - 1)
            #expect(throws: AgreementError.self) {
                try Annex(parsing: swapped.joined(separator: "\n") + "\n")
            }
        }
    }
}
