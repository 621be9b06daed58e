// The records of what was done to an archive: what is written is read again to the byte, everything else is refused, and the document
// shows them.

import EvidenceValues
import Testing
import TransparencyLog

private enum Records {
    static let warrant = required(
        Warrant(by: "Zoë Roe, counsel", ground: "GDPR Art. 17(1)(d): request 4/26"))

    static let erasure = Erasure(
        entry: LeafIndex(1), leaf: LeafHash(Samples.digest("leaf")), matter: Samples.matter,
        number: required(DocketNumber(2)), warrant: warrant)

    static let held = Hold.Held(index: LeafIndex(1), leaf: LeafHash(Samples.digest("leaf")))

    static let release = Release(
        hold: LeafIndex(2), leaf: LeafHash(Samples.digest("hold")), matter: Samples.matter,
        warrant: warrant)

    static func checkpoint(_ size: UInt64, _ root: String) -> Checkpoint {
        Checkpoint(
            origin: Samples.origin, size: TreeSize(size), root: RootHash(Samples.digest(root)))
    }

    static let restore = required(
        Restore(left: checkpoint(12, "left"), restored: checkpoint(9, "own"), warrant: warrant))

    static let all: [TextCase] = [
        TextCase(testDescription: "erasure", bytes: erasure.bytes) {
            try Erasure(parsing: $0).bytes
        },
        TextCase(
            testDescription: "hold of an exhibit",
            bytes: Hold(matter: Samples.matter, entry: held, warrant: warrant).bytes
        ) { try Hold(parsing: $0).bytes },
        TextCase(
            testDescription: "hold of a matter",
            bytes: Hold(matter: Samples.matter, entry: nil, warrant: warrant).bytes
        ) { try Hold(parsing: $0).bytes },
        TextCase(testDescription: "release", bytes: release.bytes) {
            try Release(parsing: $0).bytes
        },
        TextCase(testDescription: "restore", bytes: restore.bytes) {
            try Restore(parsing: $0).bytes
        },
    ]
}

@Suite struct `Records of an archive` {
    // Spec: erasure-1
    @Test(arguments: Records.all) func `that are written are read again`(text: TextCase) throws {
        #expect(try text.again(text.bytes) == text.bytes)
        #expect(try Erasure(parsing: Records.erasure.bytes) == Records.erasure)
        #expect(try Release(parsing: Records.release.bytes) == Records.release)
        #expect(try Restore(parsing: Records.restore.bytes) == Records.restore)
        for entry in [Records.held, nil] {
            let hold = Hold(matter: Samples.matter, entry: entry, warrant: Records.warrant)
            #expect(try Hold(parsing: hold.bytes) == hold)
        }
    }

    @Test(arguments: Records.all) func `with a changed byte are refused or other records`(
        text: TextCase
    ) {
        for changed in Mutations.flips(text.bytes) {
            if let again = try? text.again(changed) { #expect(again == changed) }
        }
    }

    @Test(arguments: Records.all) func `that are cut or longer are refused`(text: TextCase) {
        // The ground is free words: a text cut within it lacks its line feed, and nothing else tells.
        for changed in Mutations.cuts(text.bytes) {
            #expect(throws: FormatError.self) { try text.again(changed) }
        }
    }

    @Test(arguments: Records.all) func `with a missing, doubled or moved line are refused`(
        text: TextCase
    ) {
        for changed in Mutations.lines(text.bytes) {
            #expect(throws: FormatError.self) { try text.again(changed) }
        }
    }

    @Test func `are read as their document shows them`() throws {
        let entry = try `Documents of the formats`.receipt().entry
        func example(_ format: String) throws -> [UInt8] {
            try Array(`Documents of the formats`.example("erasure", first: format).utf8)
        }
        let erasure = try Erasure(parsing: example(Erasure.format))
        #expect(erasure.entry == entry.index)
        #expect(erasure.leaf == entry.leafHash)
        #expect(try Hold(parsing: example(Hold.format)).entry?.leaf == entry.leafHash)
        #expect(try Release(parsing: example(Release.format)).hold == LeafIndex(2))
        #expect(try Restore(parsing: example(Restore.format)).left.size == TreeSize(12))
    }

    // Spec: erasure-4
    @Test(arguments: [
        ("entry 1", "entry none", 4), ("entry 1", "entry 01", 3),
        ("leaf sha-256:", "leaf none", 4),
    ]) func `of a hold with half an entry are refused`(
        old: String, new: String, line: Int
    ) throws {
        let hold = Hold(matter: Samples.matter, entry: Records.held, warrant: Records.warrant)
        let lines = String(decoding: hold.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(old) ? new : String($0) }
        let error = FormatError(format: Hold.format, line: line, reason: .badValue)
        #expect(throws: error) { try Hold(parsing: Array(lines.joined(separator: "\n").utf8)) }
    }

    // Spec: erasure-6
    @Test(arguments: [
        ("", "ground"), ("by", ""), (" by", "ground"), ("by ", "ground"), ("by", " ground"),
        ("b\ny", "ground"), ("by", "gro\u{202E}und"), ("b\u{200B}y", "ground"),
        ("b\u{00A0}y", "ground"), ("by", "\u{FFFD}"), ("by", "a\tb"),
        (String(repeating: "n", count: 201), "ground"),
        ("by", String(repeating: "g", count: 1001)),
    ]) func `name nobody and nothing that is not seen`(by: String, ground: String) throws {
        #expect(Warrant(by: by, ground: ground) == nil)
        let text = String(decoding: Records.erasure.bytes, as: UTF8.self)
            .replacing(Records.warrant.by, with: by)
            .replacing(Records.warrant.ground, with: ground)
        #expect(throws: FormatError.self) { try Erasure(parsing: Array(text.utf8)) }
    }

    @Test func `have room for the longest name and ground`() throws {
        let warrant = required(
            Warrant(
                by: String(repeating: "n", count: 200), ground: String(repeating: "g", count: 1000))
        )
        let matter = required(MatterID(String(repeating: "M", count: 64)))
        let erasure = Erasure(
            entry: LeafIndex(.max), leaf: Records.held.leaf, matter: matter,
            number: required(DocketNumber(.max)), warrant: warrant)
        #expect(try Erasure(parsing: erasure.bytes) == erasure)
        #expect(erasure.bytes.count < Erasure.maximumSize)
        let large = Array("docket-erasure/v1\n".utf8) + [UInt8](repeating: 0x0A, count: 4096)
        #expect(throws: FormatError(format: Erasure.format, line: 1, reason: .tooLarge)) {
            try Erasure(parsing: large)
        }
    }

    @Test func `say the same only in the same bytes`() {
        // U+212A, the Kelvin sign, equals K for Swift's strings.
        #expect(Warrant(by: "K", ground: "g") != Warrant(by: "\u{212A}", ground: "g"))
    }

    // Spec: erasure-8
    @Test func `of a restore go back, within one archive`() throws {
        let (left, own) = (Records.checkpoint(12, "left"), Records.checkpoint(12, "own"))
        #expect(Restore(left: left, restored: own, warrant: Records.warrant) == nil)
        let other = Checkpoint(
            origin: required(ArchiveOrigin("other.example")), size: TreeSize(9), root: own.root)
        #expect(Restore(left: left, restored: other, warrant: Records.warrant) == nil)
        let text = String(decoding: Records.restore.bytes, as: UTF8.self)
            .replacing("\nsize 9\n", with: "\nsize 12\n")
        #expect(throws: FormatError(format: Restore.format, line: 6, reason: .badValue)) {
            try Restore(parsing: Array(text.utf8))
        }
    }
}
