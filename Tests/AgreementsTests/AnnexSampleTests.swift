// The fuzzer's samples of annexes, and everything that ever broke their parser, replayed as ordinary tests.

import Agreements
import Foundation
import Testing

@Suite struct `Samples of annexes` {
    /// The files of a folder below `Fuzz`.
    static func files(_ sort: String) -> [[UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fuzz/\(sort)/\(AnnexProperty.name)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap {
            FileManager.default.contents(atPath: folder.path + "/" + $0).map { Array($0) }
        }
    }

    @Test func `are written again to the byte, and so is what is near them, or it is refused`()
        throws
    {
        let samples = Self.files("Corpus")
        #expect(!samples.isEmpty)
        for bytes in samples {
            let text = try #require(String(validating: bytes, as: UTF8.self))
            #expect(try Annex(parsing: text).text == text)
            for position in stride(from: 0, to: bytes.count, by: 7) {
                var changed = bytes
                changed[position] ^= 1 << UInt8(position % 7)
                #expect(AnnexProperty.holds(of: changed))
                #expect(AnnexProperty.holds(of: Array(bytes[..<position])))
            }
        }
        for bytes in Self.files("Crashes") { #expect(AnnexProperty.holds(of: bytes)) }
    }
}
