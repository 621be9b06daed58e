// The samples of the fuzzer's targets for agreements and claims, each cut at every byte and with every byte changed.

import EvidenceValues
import Foundation
import Testing

@testable import Agreements

@Suite struct `Samples of agreements and claims` {
    static let targets: [(name: String, holds: @Sendable ([UInt8]) -> Bool)] = [
        (AgreementProperty.name, AgreementProperty.holds),
        (ClaimsProperty.name, ClaimsProperty.holds),
        (ClaimsFormatProperty.name, ClaimsFormatProperty.holds),
    ]

    private static func files(_ sort: String, _ name: String) -> [[UInt8]] {
        let folder = PackageFiles.root.appending(path: "Fuzz/\(sort)/\(name)")
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.compactMap { try? Array(Data(contentsOf: $0)) }
    }

    @Test(arguments: targets.indices)
    func `hold the property, cut and changed anywhere`(index: Int) throws {
        let target = Self.targets[index]
        let samples = Self.files("Corpus", target.name)
        #expect(!samples.isEmpty)
        for sample in samples {
            #expect(target.holds(sample))
            for place in sample.indices {
                var changed = sample
                changed[place] = [0x20, 0x28, 0x2E, sample[place] ^ 1][place % 4]
                #expect(target.holds(changed), "byte \(place) made \(changed[place])")
                guard place % 4 == 0 else { continue }
                #expect(target.holds(Array(sample[..<place])), "cut at \(place)")
            }
        }
        for crash in Self.files("Crashes", target.name) { #expect(target.holds(crash)) }
    }

    @Test func `the samples are read, not refused`() throws {
        for sample in Self.files("Corpus", AgreementProperty.name) {
            let check = AgreementCheck(String(decoding: sample, as: UTF8.self))
            #expect(check.isSound && check.agreement?.amends != nil)
        }
        for sample in Self.files("Corpus", ClaimsProperty.name) {
            _ = try Claims(parsing: String(decoding: sample, as: UTF8.self))
        }
        for sample in Self.files("Corpus", ClaimsFormatProperty.name) {
            _ = try Claims(loose: String(decoding: sample, as: UTF8.self))
        }
    }

    @Test func `no flipped byte of claims leaves them as they are`() throws {
        for sample in Self.files("Corpus", ClaimsProperty.name) {
            let claims = try Claims(parsing: String(decoding: sample, as: UTF8.self))
            for place in sample.indices {
                for bit in 0..<8 {
                    var changed = sample
                    changed[place] ^= 1 << bit
                    guard let text = String(validating: changed, as: UTF8.self) else { continue }
                    #expect((try? Claims(parsing: text)) != claims)
                }
            }
        }
    }
}
