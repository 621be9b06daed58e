// Times the validation of single files for `Benchmarks/run`: everything of a folder that `yardsticks/signing_chain` and
// `yardsticks/cms_verify` made is read first, then validated on one thread with one memory, as `docket validate` does with many files.

import Cryptography
import EvidenceValues
import Foundation
import SignatureValidation

/// Signatures, time-stamps and lists.
struct ValidationBench {
    private let folder: String
    private let trust: PinnedTrust
    private let others: GivenMaterial
    private let policy: ValidationPolicy
    private let memory = ObjectMemory()

    init(folder: String) throws {
        self.folder = folder
        guard let party = PartyID("ROOT"),
            let clock = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000),
            let root = try ParsedCertificate.readAll(
                pemOrDER: ValidationBench.read(folder + "/root.pem")
            ).first
        else { throw BenchError.badName }
        trust = PinnedTrust(
            anchors: [TrustAnchor(party: party, derBytes: root.derBytes)],
            authorities: [TrustedTSA(party: party, derBytes: root.derBytes)])
        policy = ValidationPolicy(trust: trust, validationTime: clock, skew: TimeSpan(seconds: 1))
        var others = GivenMaterial()
        for name in ["ca.pem", "root.crl", "ca.crl"] {
            _ = others.add(try ValidationBench.read(folder + "/" + name), memory: memory)
        }
        self.others = others
    }

    /// `count` signatures and as many tokens, each over its document.
    func validate(_ count: Int) throws {
        let documents = try files("doc", "bin", count)
        for (kind, ending) in [("cms", "p7s"), ("tst", "tst")] {
            let files = try files(kind, ending, count)
            var timing = Timing(what: kind, count: count)
            var passed = 0
            timing.add {
                for (file, document) in zip(files, documents) {
                    let validation = FileValidation(
                        name: "file", bytes: file, content: .bytes(document), others: others,
                        policy: policy,
                        memory: memory)
                    if validation.record.indication == .totalPassed { passed += 1 }
                }
            }
            guard passed == count else { throw BenchError.notPassed(kind, passed) }
            timing.report()
        }
    }

    /// The first look-up in a list, reading included, and others after it.
    static func lookUp(_ path: String) throws {
        let bytes = try read(path)
        var first = Timing(what: "first look-up", count: 1)
        var list: RevocationList?
        var found = 0
        try first.add {
            list = try RevocationList(pemOrDER: bytes)
            if list?.entry(for: serial(1)) != nil { found += 1 }
        }
        first.report()
        let count = 10_000
        var later = Timing(what: "later look-up", count: count)
        var slowest = 0.0
        for number in 1...count {
            let before = later.cpu
            later.add { if list?.entry(for: serial(number * 97)) != nil { found += 1 } }
            slowest = max(slowest, later.cpu - before)
        }
        guard found == count + 1 else { throw BenchError.notPassed("look-ups", found) }
        later.report([("slowest", slowest)])
    }

    // The serial numbers of `signing_chain`: E8D4 and the number of the line.
    private static func serial(_ number: Int) -> [UInt8] {
        [0x00, 0xE8, 0xD4] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private func files(_ kind: String, _ ending: String, _ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { number in
            let name =
                String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
            return try ValidationBench.read("\(folder)/\(kind)/\(name).\(ending)")
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
