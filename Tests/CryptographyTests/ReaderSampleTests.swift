// The fuzzer's samples for the readers of Cryptography, and everything that ever broke one, replayed as ordinary tests.

import EvidenceTesting
import Testing

@Suite struct `Samples of the fuzzer` {
    static let folder = FuzzSamples.folder(of: #filePath)

    @Test func `no two readers share a name`() {
        let names = ReaderProperty.all.map(\.name)
        #expect(Set(names).count == names.count && names.count >= 12)
    }

    @Test(.enabled(if: FuzzSamples.areRequested)) func `are made anew`() throws {
        try FuzzSamples.write(to: Self.folder)
    }

    @Test(arguments: ReaderProperty.all.map(\.name))
    func `are refused, or read as what they are`(name: String) throws {
        let reader = try #require(ReaderProperty.all.first { $0.name == name })
        let samples = FuzzSamples.files("Corpus", name, in: Self.folder)
        #expect(samples.contains { reader.outcome(of: $0) == .sound }, "no sound sample of \(name)")
        for bytes in samples + FuzzSamples.files("Crashes", name, in: Self.folder) {
            #expect(reader.outcome(of: bytes) != .broken)
            for changed in FuzzSamples.neighbours(of: bytes, stride: 1 + bytes.count / 100) {
                #expect(reader.outcome(of: changed) != .broken)
            }
        }
    }
}
