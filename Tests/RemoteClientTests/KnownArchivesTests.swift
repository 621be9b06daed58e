// What is remembered of archives, and that it is not forgotten or replaced.

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
        try known.remember([keys[0]], of: one)
        try known.remember([keys[1]], of: other)
        try known.remember([keys[0]], of: one)
        try known.remember([keys[2]], of: one)
        #expect(try known.keys(of: one) == [keys[0], keys[2]])
        #expect(try known.keys(of: other) == [keys[1]])
    }

    @Test(arguments: ["https://a.example", "https://a.example x", "a b c", "https://a.example  k"])
    func `stop at a line that is not understood`(_ line: String) throws {
        let address = try ServerAddress("https://a.example")
        try known.remember([keys[0]], of: address)
        try folder.write("state/remote/known-archives", Array("# ours\n\(line)\n".utf8))
        #expect(throws: (any Error).self) { try known.keys(of: address) }
        #expect(throws: (any Error).self) { try known.remember([keys[1]], of: address) }
    }

    @Test func `take no checkpoint that an unknown key signed`() throws {
        let archive = try TestArchive()
        let checkpoint = try archive.checkpoint()
        try known.remember(checkpoint)
        let origin = checkpoint.checkpoint.origin
        #expect(
            try known.checkpoint(of: origin, keys: [archive.verifierKey]) == checkpoint)
        #expect(try known.checkpoint(of: origin, keys: [keys[0]]) == nil)
    }
}
