// Times the verification of one bundle for `Benchmarks/run`: once and many times in one process, as a batch does, with the texts that the
// arbiter pins; and how many tiles of the log a proof takes.

import EvidenceBundle
import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// A bundle, and what an arbiter brings.
struct BundleBench {
    private let path: String
    private let trust: ArbiterTrust
    private let time: Instant

    /// - Parameter time: the time of validation, in RFC 3339.
    init(path: String, agreement: String, annex: String, time: String) throws {
        guard let time = Instant(text: time) else { throw BenchError.badName }
        self.path = path
        self.time = time
        trust = ArbiterTrust(
            agreement: .copy(try BundleBench.read(agreement)),
            annex: .copy(try BundleBench.read(annex)))
    }

    /// Verifies the file `count` times, one after the other; each must be authentic.
    func verify(_ count: Int) throws {
        let memory = VerificationMemory()
        var timing = Timing(what: "verify bundles", count: count)
        for _ in 0..<count {
            try timing.add {
                let found = try verifyBundle(
                    file: path, trust: trust, at: time, tool: "docket-bench", memory: memory)
                guard found.record.status == .authentic else { throw BenchError.notClean }
            }
        }
        timing.report([("memory", Kernel.peakMemory)])
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension StoreBench {
    /// Makes `count` inclusion proofs as an exporter does, of entries anywhere in the log, each by a reader of its own and then all by one.
    func tiles(_ count: Int) throws {
        func reader() throws -> Archive {
            try Archive.openReadOnly(at: folder, surroundings: surroundings)
        }
        let archive = try reader()
        let size = try archive.checkpoint().checkpoint.size
        let places = (0..<count).map { LeafIndex(World.bytes($0, 8).words.0 % size.value) }
        let few = try places.prefix(20).map { place in
            let alone = try reader()
            _ = try alone.inclusionProof(of: place, in: size)
            return alone.tileReads
        }
        for place in places { _ = try archive.inclusionProof(of: place, in: size) }
        Timing(what: "tiles", count: count).report([
            ("most", Double(few.max() ?? 0)),
            ("each", Double(archive.tileReads) / Double(max(count, 1))),
            ("entries", Double(size.value)),
        ])
    }
}
