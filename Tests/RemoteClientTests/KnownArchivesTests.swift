// What is remembered of archives, and that it is not forgotten or replaced.

import DurableFiles
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import RemoteClient

@Suite struct `Known archives` {
    private let folder: TestFolder
    private let known: KnownArchives
    private let keys: [VerifierKey]

    init() throws {
        folder = try TestFolder()
        known = KnownArchives(folder: folder.path + "/state/remote")
        keys = try (1...3).map { seed in
            try NoteSigner(name: "a.example", seed: [UInt8](repeating: seed, count: 32)).verifierKey
        }
    }

    @Test func `are none at first`() throws {
        #expect(try known.keys(of: ServerAddress("https://a.example")).isEmpty)
    }

    @Test func `keep what they were told, by server`() throws {
        let (one, other) = (
            try ServerAddress("https://a.example"), try ServerAddress("https://a.example:8443")
        )
        #expect(try known.remember([keys[0], keys[2]], of: one) == [keys[0], keys[2]])
        #expect(try known.remember([keys[1]], of: other) == [keys[1]])
        #expect(try known.keys(of: one) == [keys[0], keys[2]])
        #expect(try known.keys(of: other) == [keys[1]])
    }

    @Test func `keep the key of whoever met them first`() throws {
        let address = try ServerAddress("https://a.example")
        try known.remember([keys[0]], of: address)
        // Another process that found no key a moment ago, and was told another.
        #expect(try known.remember([keys[1]], of: address) == [keys[0]])
        #expect(try known.keys(of: address) == [keys[0]])
    }

    @Test(arguments: ["# ours\n", "# ours", "# ours\n\n# and theirs\n"])
    func `keep what the user wrote beside them`(_ text: String) throws {
        try known.remember([keys[1]], of: ServerAddress("https://b.example"))
        try folder.write("state/remote/known-archives", Array(text.utf8))
        let address = try ServerAddress("https://a.example")
        try known.remember([keys[0]], of: address)
        let whole = String(
            decoding: try folder.read("state/remote/known-archives"), as: UTF8.self)
        let end = text.hasSuffix("\n") ? "" : "\n"
        #expect(whole == text + end + "https://a.example \(keys[0].text)\n")
        #expect(try known.keys(of: address) == [keys[0]])
    }

    @Test(arguments: ["https://A.example/", "https://a.example:443", "HTTPS://a.example"])
    func `are found however their address is spelt`(_ spelling: String) throws {
        let address = try ServerAddress("https://a.example")
        try known.remember([keys[1]], of: ServerAddress("https://b.example"))
        try folder.write(
            "state/remote/known-archives", Array("\(spelling) \(keys[0].text)\n".utf8))
        #expect(try known.keys(of: address) == [keys[0]])
        #expect(try known.remember([keys[2]], of: address) == [keys[0]])
    }

    @Test(arguments: [
        "a.example KEY\n", "http://a.example KEY\n", "# x\r\nhttps://a.example KEY\r\n",
    ])
    func `stop at a line whose address or end is wrong`(_ text: String) throws {
        try known.remember([keys[1]], of: ServerAddress("https://b.example"))
        let changed = text.replacing("KEY", with: keys[0].text)
        try folder.write("state/remote/known-archives", Array(changed.utf8))
        #expect(
            throws: FileFailure.unreadable(
                path: known.path, reason: "a line is no URL with a key")
        ) { try known.keys(of: ServerAddress("https://a.example")) }
    }

    @Test(arguments: ["https://a.example", "https://a.example x", "a b c", "https://a.example  k"])
    func `stop at a line that is not understood`(_ line: String) throws {
        let address = try ServerAddress("https://a.example")
        try known.remember([keys[0]], of: address)
        try folder.write("state/remote/known-archives", Array("# ours\n\(line)\n".utf8))
        #expect(throws: (any Error).self) { try known.keys(of: address) }
        #expect(throws: (any Error).self) { try known.remember([keys[1]], of: address) }
    }

    @Test func `show a checkpoint of an unknown key without its signature only`() throws {
        let archive = try TestArchive()
        let checkpoint = try archive.checkpoint()
        let origin = checkpoint.checkpoint.origin
        #expect(try known.checkpoint(of: origin) == nil)
        try known.remember(checkpoint)
        #expect(
            try known.signedCheckpoint(of: origin, keys: [archive.verifierKey]) == checkpoint)
        #expect(try known.signedCheckpoint(of: origin, keys: [keys[0]]) == nil)
        #expect(try known.checkpoint(of: origin) == checkpoint.checkpoint)
    }

    @Test func `never go back to a smaller checkpoint`() throws {
        let (archive, party) = (try TestArchive(), try TestParty("FRUTA"))
        let first = try archive.checkpoint()
        try archive.file(try party.filing([1]), [1])
        let second = try archive.checkpoint()
        try #require(first.checkpoint.size < second.checkpoint.size)
        try known.remember(first)
        try known.remember(second)
        try known.remember(first)
        #expect(try known.checkpoint(of: first.checkpoint.origin) == second.checkpoint)
    }

    @Test func `stop at a checkpoint that cannot be read, or is another archive's`() throws {
        let checkpoint = try TestArchive().checkpoint()
        let origin = checkpoint.checkpoint.origin
        try known.remember(checkpoint)
        let name = Hexadecimal.encode(Digest.sha256(origin.text.utf8).bytes) + ".checkpoint"
        let other = checkpoint.note.replacing(origin.text, with: "other.example")
        for wrong in ["", "what was it\n", String(checkpoint.note.dropFirst(30)), other] {
            try folder.write("state/remote/" + name, Array(wrong.utf8))
            #expect(throws: FileFailure.self) { try known.checkpoint(of: origin) }
            #expect(throws: FileFailure.self) { try known.remember(checkpoint) }
        }
    }
}
