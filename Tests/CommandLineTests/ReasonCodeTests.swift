// The catalogue of codes: none that a verification can tell is missing, none in it is dead, and what is open can be settled.

import Foundation
import Testing

@testable import EvidenceReport

@Suite struct CatalogueOfCodes {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Targets whose checks stand in reports.
    private static let targets = [
        "Container", "SignatureValidation", "EvidenceModules", "EvidenceBundle",
    ]
    /// Codes that the sources put together from parts, area by area.
    private static let composed = [
        "AGREEMENT", "ANNEX", "CLAIMS", "CONTAINER", "EXCHANGE", "LIABILITY",
    ]
    /// Literals of that form that are no codes: beginnings with which codes are looked for.
    private static let beginnings = ["LOG.ENTRY", "LOG.DUPLICATE"]

    /// Every literal of the form of a code.
    private static func codes() throws -> Set<String> {
        let form = /"([A-Z]+\.[A-Z][A-Z_0-9]+)"/
        var codes: Set<String> = []
        for target in targets {
            let folder = root.appending(path: "Sources/" + target)
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
                let source = try String(contentsOf: file, encoding: .utf8)
                for match in source.matches(of: form) { codes.insert(String(match.1)) }
            }
        }
        return codes.subtracting(beginnings)
    }

    @Test func `every code in the sources has an entry`() throws {
        let codes = try Self.codes()
        #expect(codes.count > 130)
        let missing = codes.filter { ReasonCode($0) == nil }.sorted()
        #expect(missing == [])
    }

    @Test func `every entry is of a code that the sources have, or put together`() throws {
        let codes = try Self.codes()
        let dead = ReasonCode.all.map(\.code).filter { code in
            !codes.contains(code) && !Self.composed.contains { code.hasPrefix($0 + ".") }
        }
        #expect(dead == [])
    }

    @Test func `every code that the formats list has an entry`() throws {
        let file = Self.root.appending(path: "docs/formats/bundle.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "## Codes")?.upperBound)
        let end = try #require(text[start...].range(of: "## Versions")?.lowerBound)
        var listed = 0
        for part in text[start..<end].split(separator: "`").indices.dropLast() {
            let pieces = text[start..<end].split(separator: "`")
            guard pieces[part].hasSuffix("."), pieces[part].wholeMatch(of: /[A-Z]+\./) != nil
            else { continue }
            for word in pieces[part + 1].matches(of: /[A-Z][A-Z_0-9]{2,}/) {
                listed += 1
                let code = pieces[part] + word.0
                #expect(ReasonCode(String(code)) != nil, "\(code)")
            }
        }
        #expect(listed > 60)
    }

    @Test func `sentences and remedies are sentences`() {
        for entry in ReasonCode.all {
            for text in [entry.sentence, entry.remedy].compactMap(\.self) {
                #expect(text.hasSuffix("."), "\(entry.code)")
                #expect(text.first?.isUppercase == true, "\(entry.code)")
                #expect(!text.contains("{"), "\(entry.code)")
            }
        }
    }
}
