// The fuzzer's samples of bundles: the sound one is accepted, its members' neighbours and all that a fuzzer found hold the property.

import EvidenceBundle
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct `Samples of bundles` {
    private static let folder = FuzzSamples.folder(of: #filePath)

    /// `DOCKET_WRITE_SAMPLES=1` makes them anew.
    private static func property() throws -> VerifyProperty {
        if FuzzSamples.areRequested {
            let folder = URL(filePath: folder)
            let bundle = try Forgery().bundle()
            let given = folder.appending(path: "Given/verify")
            try FileManager.default.createDirectory(
                at: given, withIntermediateDirectories: true)
            try Data(bundle.bytes).write(to: given.appending(path: "sample.asice"))
            for (pin, name) in [
                (bundle.trust.agreement, "agreement.md"), (bundle.trust.annex, "annex.txt"),
            ] {
                guard case .copy(let bytes) = pin else { continue }
                try Data(bytes).write(to: given.appending(path: name))
            }
            let corpus = folder.appending(path: "Corpus/verify")
            try FileManager.default.createDirectory(
                at: corpus, withIntermediateDirectories: true)
            for (number, seed) in VerifyProperty(folder: folder.path).seeds.enumerated() {
                try Data(seed).write(to: corpus.appending(path: "member-\(number)"))
            }
        }
        return VerifyProperty(folder: folder)
    }

    @Test func `the sample is accepted, and holds as each of its members`() throws {
        let property = try Self.property()
        let given = URL(filePath: Self.folder).appending(path: "Given/verify")
        func file(_ name: String) throws -> [UInt8] {
            Array(try Data(contentsOf: given.appending(path: name)))
        }
        let answer = try verifyBundle(
            try file("sample.asice"),
            trust: ArbiterTrust(
                agreement: .copy(try file("agreement.md")), annex: .copy(try file("annex.txt"))),
            at: try #require(Instant(text: "2026-06-01T00:00:00Z")), tool: "docket test")
        #expect(answer.record.status == .authentic)
        #expect(property.holds(try file("sample.asice")))
        #expect(property.seeds.count > 40)
        for seed in property.seeds where seed.count.isMultiple(of: 3) {
            #expect(property.holds(seed))
        }
    }

    @Test func `neighbours of members, and what a fuzzer found, hold the property`() throws {
        let property = try Self.property()
        for (number, seed) in property.seeds.enumerated() where number.isMultiple(of: 4) {
            let stride = max(1, seed.count / 3)
            for bytes in FuzzSamples.neighbours(of: seed, stride: stride) {
                #expect(property.holds(bytes), "member \(number)")
            }
        }
        for bytes in FuzzSamples.files("Crashes", VerifyProperty.name, in: Self.folder) {
            #expect(property.holds(bytes))
        }
    }
}
