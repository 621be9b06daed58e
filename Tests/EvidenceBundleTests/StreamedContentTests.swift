// Contents that are too large for memory: read once on their way into a bundle, compared there with what was filed, and read once by the
// verifier.

import Agreements
import BundleExport
import Container
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// An archive with a text, a content in a file of its own, and one that no verifier holds in memory.
private final class LargeMatter {
    let folder: TestFolder
    let archive: Archive
    private var nonce: UInt8 = 0
    static let large = BundleLimits.content + 3

    init() throws {
        let folder = try TestFolder()
        let now = try at("2026-03-01")
        let origin = try required(ArchiveOrigin("archive.example/large"))
        let random = RepeatableBytes(seed: 9)
        archive = try Archive.create(
            at: folder.path + "/archive", origin: origin,
            signer: NoteSigner.testKey(of: origin, "large"),
            surroundings: Surroundings(
                clock: { now }, random: { random.next($0) }, stateFolder: folder.path + "/state",
                reserveSize: 0))
        self.folder = folder
        try file("note.txt", Array("a note".utf8))
        try file("scan.bin", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try file("film.bin", [UInt8](repeating: 0x5A, count: LargeMatter.large))
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws {
        nonce += 1
        let filing = try Filing(
            archive: archive.origin, matter: try required(MatterID("BAN-1")), kind: .document,
            mediaType: try required(MediaType("application/octet-stream")),
            name: try required(FileName(name)), content: .sha256(bytes),
            size: UInt64(bytes.count), filer: .operator, links: [],
            nonce: [UInt8](repeating: nonce, count: 32), checkpoint: nil)
        _ = try archive.file([Submission(filing: filing, content: .bytes(bytes))])
    }

    func request() throws -> BundleRequest {
        let agreement = try TrustedLog.agreement.get()
        let annex = Annex(
            agreement: .sha256(agreement), version: 1, registry: try required(PartyID("REGIS")),
            trust: PinnedTrust(archives: [
                TrustedArchive(
                    party: try required(PartyID("ARCHIVE")), origin: archive.origin,
                    verifierKey: archive.verifierKey.text)
            ]))
        return BundleRequest(
            matter: try required(MatterID("BAN-1")), agreement: agreement,
            annex: Array(annex.text.utf8), claims: Array("claims BAN-1 under seca-1.0 {\n}\n".utf8),
            identity: nil, time: try at("2026-06-01"), tool: "docket test")
    }

    func export(_ name: String, isDigested: Bool = true) throws -> BundleVerification {
        try exportBundle(
            try request(), from: archive, to: folder.path + "/" + name, isDigested: isDigested
        ) { _, _ in Array("<!doctype html>".utf8) }
    }

    /// Where the content of that name is.
    func path(of name: String) throws -> String {
        let matter = try required(MatterID("BAN-1"))
        let exhibit = try archive.entries(matter: matter).first { $0.filing.name.text == name }
        return try required(try archive.contentPath(of: try required(exhibit)))
    }

    /// What is in the folder beside archive and state.
    var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0 != "archive" && $0 != "state" }.sorted()
        }
    }
}

@Suite(.serialized) struct `Contents that are too large for memory` {
    @Test func `are exported and verified without being held`() throws {
        let matter = try LargeMatter()
        let exported = try matter.export("a.asice")
        #expect(troubles(exported) == ["BUNDLE.UNSIGNED"])
        let path = matter.folder.path + "/a.asice"
        let found = try verifyBundle(
            file: path, trust: try matter.request().trust, at: try at("2026-06-01"),
            tool: "docket test")
        // What the exporter saw is what the arbiter sees.
        #expect(found.record == exported.record)
        #expect(found.findings == exported.findings)
        let bytes = try matter.folder.read("a.asice")
        #expect(found.record.bundleDigest == .sha256(bytes))
        #expect(found.record.bundleSize == bytes.count && !found.record.isDraft)
        #expect(
            found.record.checks.filter { $0.code == "FILING.CONTENT" }.map(\.subject)
                == ["exhibits/003-film.bin"])
        let unzip = try CommandResult.run("unzip", ["-tq", path], in: matter.folder.path)
        #expect(unzip.status == 0, "\(unzip.output)")
        // Whoever wants no digest gets the same file.
        let draft = try matter.export("b.asice", isDigested: false)
        #expect(draft.record.isDraft && draft.record.bundleSize == bytes.count)
        #expect(try matter.folder.read("b.asice") == bytes)
        // One bit of a content that is only digested.
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        #expect(throws: BundleError.self) {
            try verifyBundle(
                changed, trust: try matter.request().trust, at: try at("2026-06-01"), tool: "test")
        }
    }

    @Test func `are refused where they are not what was filed`() throws {
        let matter = try LargeMatter()
        let path = try matter.path(of: "film.bin")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: UInt64(LargeMatter.large - 1))
        try handle.write(contentsOf: [0x5B])
        var told: Check?
        do { _ = try matter.export("a.asice") } catch ExportError.unsound(let check) {
            told = check
        }
        #expect(told?.code == "FILING.CONTENT" && told?.subject == "exhibits/003-film.bin")
        let judged = try judgeMatter(try matter.request(), from: matter.archive)
        #expect(
            judged.verification.record.checks.contains {
                $0.code == "FILING.CONTENT" && $0.outcome == .failed
            })
        try handle.truncate(atOffset: UInt64(LargeMatter.large - 1))
        #expect(throws: (any Error).self) { try matter.export("a.asice") }
        #expect(try matter.files == [])
    }

    @Test func `and more than a verifier holds is not even read`() throws {
        var assembly = try SmallLog.sample().assembly()
        let exhibit = try required(assembly.exhibits.first)
        assembly.exhibits = (0..<17).map { _ in
            var large = exhibit
            large.content = .closedFile(path: "/nowhere", count: BundleLimits.content)
            return large
        }
        let name = BundleNames.content(exhibit.filing, exhibit.docketing)
        #expect(
            throws: ExportError.refused(
                .refused(code: "BUNDLE.TOO_LARGE", member: name, line: nil))
        ) { try assembly.load() }
    }
}

@Suite struct `A digest on the other core` {
    private static let bytes = (0..<3_000_001).map {
        UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 9)
    }

    @Test(arguments: [1, 1000, 1 << 17, 1 << 18, 3_000_001], [0, 1 << 20, 3_000_001])
    func `is that of the whole, whatever the pieces`(size: Int, expected: Int) {
        let part = size == 1 ? Array(Self.bytes.prefix(50_000)) : Self.bytes
        let hasher = SideHasher(expecting: expected)
        for start in stride(from: 0, to: part.count, by: size) {
            hasher.update(Array(part[start..<min(start + size, part.count)]))
        }
        #expect(hasher.finalize() == .sha256(part))
        #expect(hasher.finalize() == .sha256(part))
        hasher.update([1])
        #expect(hasher.finalize() == .sha256(part + [1]))
    }

    @Test func `of nothing is that of nothing`() {
        #expect(SideHasher(expecting: 0).finalize() == .sha256([]))
        #expect(SideHasher(expecting: 1 << 30).finalize() == .sha256([]))
    }
}
