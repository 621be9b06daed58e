// The fuzzer's samples for the whole of validation, and everything that ever broke it, replayed as ordinary tests.

import EvidenceTesting
import SignatureValidation
import Testing

@Suite struct `Samples of the fuzzer for validation` {
    static let folder = FuzzSamples.folder(of: #filePath)

    @Test func `pass as what they are, and what is near them passes as nothing else`() throws {
        let property = ValidationProperty(folder: Self.folder)
        #expect(property.provenCount >= 5)
        let samples = FuzzSamples.files("Corpus", ValidationProperty.name, in: Self.folder)
        #expect(samples.count >= 11)
        for bytes in samples {
            #expect(property.holds(of: bytes))
            for changed in FuzzSamples.neighbours(of: bytes, stride: 1 + bytes.count / 30) {
                #expect(property.holds(of: changed))
            }
        }
        for bytes in FuzzSamples.files("Crashes", ValidationProperty.name, in: Self.folder) {
            #expect(property.holds(of: bytes))
        }
    }

    @Test func `of algorithms are written again to the byte`() throws {
        let samples = FuzzSamples.files("Corpus", AlgorithmsProperty.name, in: Self.folder)
        #expect(!samples.isEmpty)
        for bytes in samples {
            let text = try #require(String(validating: bytes, as: UTF8.self))
            #expect(try AlgorithmCatalogue(parsing: text).text == text)
            for changed in FuzzSamples.neighbours(of: bytes, stride: 1) {
                #expect(AlgorithmsProperty.holds(of: changed))
            }
        }
        for bytes in FuzzSamples.files("Crashes", AlgorithmsProperty.name, in: Self.folder) {
            #expect(AlgorithmsProperty.holds(of: bytes))
        }
    }
}
