// A witness on a disk: what it answered it remembers, whatever happens in between.

import DurableFiles
import EvidenceTesting
import EvidenceValues
import Foundation
import LogFiles
import Synchronization
import Testing
import TransparencyLog

@Suite struct `Witness folders` {
    static let time = Instant(seconds: 1_770_000_000)

    /// Lives as long as the test.
    let folder: TestFolder
    /// Knows the log.
    let witness: WitnessFolder
    let log: SampleLog

    init() throws {
        folder = try TestFolder()
        log = try SampleLog(20)
        let cosigner = try Cosigner(
            name: "witness.example/w1", seed: [UInt8](repeating: 9, count: 32))
        witness = try WitnessFolder.create(at: folder.path + "/w", cosigner: cosigner)
        try witness.add(log.signer.verifierKey)
    }

    static func request(_ log: SampleLog, from old: Int, to new: Int) throws -> [UInt8] {
        let proof = log.tree.consistencyProof(
            from: TreeSize(UInt64(old)), to: TreeSize(UInt64(new)))
        return Array(
            AddCheckpointRequest(
                old: TreeSize(UInt64(old)), hashes: proof?.hashes ?? [],
                note: try log.checkpoint(new).note
            ).text.utf8)
    }

    static func origin() throws -> ArchiveOrigin {
        try #require(ArchiveOrigin(SampleLog.origin))
    }

    static func now() throws -> Instant { try #require(time) }

    static func size(_ witness: WitnessFolder) throws -> UInt64? {
        let state = try #require(try witness.log(origin()))
        return try state.verify(by: witness.verifierKey)?.checkpoint.size.value
    }

    @Test func `cosign, and remember when opened again`() throws {
        let answer = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        let note = try log.checkpoint(5).note
        #expect(
            try UnopenedNote(parsing: note + answer).open(with: [witness.verifierKey])
                .signers.map(\.time) == [Self.time])
        let again = try WitnessFolder(opening: witness.folder)
        #expect(again.verifierKey == witness.verifierKey)
        #expect(try Self.size(again) == 5)
        #expect(throws: WitnessRefusal.conflict(known: TreeSize(5))) {
            try again.cosign(Self.request(log, from: 0, to: 9), at: Self.now())
        }
        _ = try again.cosign(Self.request(log, from: 5, to: 9), at: Self.now())
        #expect(try Self.size(witness) == 9)
    }

    @Test func `keep key and state for their owner alone`() throws {
        let state = witness.folder + "/logs/" + Digest.sha256(SampleLog.origin.utf8).hex
        for path in [witness.folder + "/witness-key", state] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        #expect(throws: WitnessFolderError.alreadyExists(path: witness.folder)) {
            try WitnessFolder.create(
                at: witness.folder,
                cosigner: Cosigner(name: "w", seed: [UInt8](repeating: 1, count: 32)))
        }
    }

    // Spec: witness-8
    @Test func `a crash before storing leaves the old state, one after it the new`() throws {
        _ = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        for (moment, expected) in [
            (WitnessFolder.Moment.beforeStoring, 5), (.beforeAnswering, 9),
        ] as [(WitnessFolder.Moment, UInt64)] {
            #expect(throws: SampleLog.Died.self) {
                try witness.cosign(Self.request(log, from: 5, to: 9), at: Self.now()) {
                    if $0 == moment { throw SampleLog.Died() }
                }
            }
            #expect(try Self.size(WitnessFolder(opening: witness.folder)) == expected)
        }
        let later = try Self.now().advanced(by: TimeSpan(seconds: 3))
        let answer = try witness.cosign(Self.request(log, from: 9, to: 9), at: later)
        #expect(answer.hasPrefix("\u{2014} witness.example/w1 "))
    }

    @Test func `of two at once the shorter is refused, or comes first`() async throws {
        _ = try witness.cosign(Self.request(log, from: 0, to: 1), at: Self.now())
        let path = witness.folder
        let requests = try [3, 5, 7, 9].map { ($0, try Self.request(log, from: 1, to: $0)) }
        let time = try Self.now()
        let won = try await withThrowingTaskGroup(of: Int?.self) { group in
            for (size, request) in requests {
                group.addTask {
                    do {
                        _ = try WitnessFolder(opening: path).cosign(request, at: time)
                        return size
                    } catch is WitnessRefusal {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { if let size = $1 { $0.append(size) } }
        }
        // All started from size 1, so exactly one was right.
        #expect(won.count == 1)
        #expect(try Self.size(witness) == won.first.map { UInt64($0) })
    }

    // Spec: witness-4
    @Test func `a lost file is a log that is unknown, not one that begins anew`() throws {
        _ = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        let path = witness.folder + "/logs/" + Digest.sha256(SampleLog.origin.utf8).hex
        let state = try DurableFile.read(path)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: WitnessRefusal.unknownLog) {
            try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        }
        try DurableFile.overwrite(state.dropLast(3), at: path)
        #expect(throws: WitnessFolderError.self) {
            try witness.cosign(Self.request(log, from: 5, to: 9), at: Self.now())
        }
        // A file of another log under this name.
        let other = try #require(
            WitnessedLog(keys: [try SampleLog(1, name: "other.example").signer.verifierKey]))
        try DurableFile.overwrite(other.bytes, at: path)
        #expect(throws: WitnessFolderError.self) {
            try witness.cosign(Self.request(log, from: 0, to: 9), at: Self.now())
        }
    }

    @Test func `a log may get a second key, and no key of another sort`() throws {
        _ = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        let next = try SampleLog(20, seed: 8)
        #expect(throws: WitnessRefusal.noTrustedSignature) {
            try witness.cosign(Self.request(next, from: 5, to: 9), at: Self.now())
        }
        try witness.add(next.signer.verifierKey)
        _ = try witness.cosign(Self.request(next, from: 5, to: 9), at: Self.now())
        #expect(throws: WitnessFolderError.self) { try witness.add(next.signer.verifierKey) }
        #expect(throws: WitnessFolderError.notALogKey) { try witness.add(witness.verifierKey) }
    }

    // Spec: witness-10
    @Test func `a key is dropped once another opens what was cosigned`() throws {
        let old = log.signer.verifierKey
        let next = try SampleLog(20, seed: 8)
        let new = next.signer.verifierKey
        _ = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        #expect(throws: WitnessFolderError.lastKey(old)) { try witness.drop(old) }
        #expect(throws: WitnessFolderError.unknownKey(new)) { try witness.drop(new) }
        try witness.add(new)
        #expect(throws: WitnessFolderError.lastKey(old)) { try witness.drop(old) }
        // Both keys sign one checkpoint.
        let proof = try #require(log.tree.consistencyProof(from: TreeSize(5), to: TreeSize(9)))
        let line = try UnopenedNote(parsing: next.checkpoint(9).note).signatures.map(\.line)
        let both = AddCheckpointRequest(
            old: TreeSize(5), hashes: proof.hashes,
            note: try log.checkpoint(9).note + line.joined())
        _ = try witness.cosign(Array(both.text.utf8), at: Self.now())
        try witness.drop(old)
        let again = try WitnessFolder(opening: witness.folder)
        #expect(try Self.size(again) == 9)
        let state = try #require(try again.log(Self.origin()))
        #expect(state.keys == [new])
        #expect(try WitnessedLog(parsing: state.bytes) == state)
        let note = try #require(state.note)
        #expect(try UnopenedNote(parsing: note).signatures.count == 2)
        #expect(throws: WitnessRefusal.noTrustedSignature) {
            try again.cosign(Self.request(log, from: 9, to: 12), at: Self.now())
        }
        _ = try again.cosign(Self.request(next, from: 9, to: 12), at: Self.now())
    }

    @Test func `a key is dropped before anything was cosigned, but not the only one`() throws {
        let (old, new) = (log.signer.verifierKey, try SampleLog(20, seed: 8).signer.verifierKey)
        #expect(throws: WitnessFolderError.lastKey(old)) { try witness.drop(old) }
        try witness.add(new)
        try witness.drop(old)
        let state = try #require(try witness.log(Self.origin()))
        #expect(state.keys == [new] && state.note == nil)
        #expect(throws: WitnessFolderError.notALogKey) { try witness.drop(witness.verifierKey) }
    }

    @Test func `a key is not dropped from a file that somebody changed`() throws {
        try witness.add(SampleLog(20, seed: 8).signer.verifierKey)
        _ = try witness.cosign(Self.request(log, from: 0, to: 5), at: Self.now())
        let path = witness.folder + "/logs/" + Digest.sha256(SampleLog.origin.utf8).hex
        let bytes = try DurableFile.read(path)
        let text = String(decoding: bytes, as: UTF8.self).replacing("\n5\n", with: "\n6\n")
        try DurableFile.overwrite(Array(text.utf8), at: path)
        #expect(throws: WitnessRefusal.self) {
            try witness.drop(log.signer.verifierKey)
        }
    }

    @Test func `a folder without a key is no witness`() throws {
        let folder = try TestFolder()
        #expect(throws: WitnessFolderError.notAWitness(path: folder.path)) {
            try WitnessFolder(opening: folder.path)
        }
        try folder.write("witness-key", Array("PRIVATE+KEY+a+00000000+AAAA\n".utf8))
        #expect(throws: WitnessFolderError.notAWitness(path: folder.path)) {
            try WitnessFolder(opening: folder.path)
        }
    }
}
