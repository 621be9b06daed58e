// The fuzzer's samples, and everything that ever broke a parser, replayed as ordinary tests.

import Foundation
import Testing
import TransparencyLog

@Suite struct `Samples of the fuzzer` {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fuzz").path

    /// The files of a parser below `Corpus` or `Crashes`.
    static func samples(_ sort: String, _ name: String) -> [[UInt8]] {
        let path = "\(folder)/\(sort)/\(name)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().compactMap {
            FileManager.default.contents(atPath: path + "/" + $0).map { Array($0) }
        }
    }

    @Test func `no two parsers share a name`() {
        let names = ParserProperty.all.map(\.name)
        #expect(Set(names).count == names.count && names.count >= 22)
    }

    @Test(arguments: ParserProperty.all.map(\.name))
    func `are refused, or written again to the byte`(name: String) throws {
        let parser = try #require(ParserProperty.all.first { $0.name == name })
        let seeds = Self.samples("Corpus", name)
        #expect(seeds.contains { parser.outcome(of: $0) == .same }, "no sound sample of \(name)")
        for bytes in seeds + Self.samples("Crashes", name) {
            #expect(parser.outcome(of: bytes) != .changed)
            // Near each sample, as far as an ordinary test may go.
            for changed in Mutations.cuts(bytes) where bytes.count < 1000 {
                #expect(parser.outcome(of: changed) != .changed)
            }
        }
    }
}
