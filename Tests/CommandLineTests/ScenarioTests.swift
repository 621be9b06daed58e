// The whole of Docket on the sample matters: a scenario is built into a real archive, taken out as a bundle, and verified by an
// arbiter with his own agreement and annex. What he must find is in the scenario (background §6: SC-01 to SC-05, SC-08, SC-11, SC-12, SC-14, SC-15).

import Agreements
import BundleExport
import Cryptography
import EvidenceBundle
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// A scenario of `Evidence/`, or a mutant of it.
struct ScenarioCase: Sendable, CustomTestStringConvertible {
    let scenario: String
    let mutant: String?

    var testDescription: String { scenario + (mutant.map { ": " + $0 } ?? "") }

    /// Every description in `Evidence/` but the cast.
    static let names: [String] = {
        let folder = root.appending(path: "Evidence").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") && $0 != "cast.json" }
            .map { String($0.dropLast(5)) }.sorted()
    }()

    private static let root = URL(filePath: #filePath).appending(path: "../../..")
        .standardizedFileURL

    /// Every scenario, and every mutant of each.
    static let all: [ScenarioCase] = names.flatMap { name in
        let mutants = (try? parse(name))?.mutants ?? []
        return [ScenarioCase(scenario: name, mutant: nil)]
            + mutants.map { ScenarioCase(scenario: name, mutant: $0.name) }
    }

    /// A file of the package.
    static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// A scenario of `Evidence/` with its cast.
    static func parse(_ name: String, mutant: String? = nil) throws -> Scenario {
        try Scenario(parsing: try read("Evidence/\(name).json"), mutant: mutant) {
            try? read("Evidence/" + $0)
        }
    }

    /// Builds it in `folder`.
    func build(in folder: TestFolder) throws -> BuiltScenario {
        let parsed = try ScenarioCase.parse(scenario, mutant: mutant)
        let agreement = try ScenarioCase.read("Evidence/" + parsed.agreement)
        return try parsed.build(in: folder.path + "/built", agreement: agreement)
    }
}

@Suite struct `Scenarios, from filing to finding` {
    @Test func `there are twelve or more, with more than fifty mutants`() {
        #expect(ScenarioCase.names.count >= 12)
        #expect(ScenarioCase.all.count > 62)
    }

    /// What the page says was found in each is what each expects; whether that is found, the next test tells.
    @Test func `docs/scenarios.md tells of each`() throws {
        let page = String(decoding: try ScenarioCase.read("docs/scenarios.md"), as: UTF8.self)
        let rows = page.split(separator: "\n").map { row in
            row.split(separator: "|").prefix(5).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        for scenario in ScenarioCase.all {
            let parsed = try ScenarioCase.parse(scenario.scenario, mutant: scenario.mutant)
            for expected in parsed.expected {
                let found = rows.contains { cells in
                    cells.count == 5 && cells[0] == parsed.name
                        && cells[1] == scenario.mutant ?? ""
                        && cells[2].hasPrefix(expected.claim + ":")
                        && cells[3].hasPrefix(expected.value.rawValue)
                        && cells[4].hasPrefix(expected.value.rawValue)
                }
                #expect(found, "\(scenario.testDescription) \(expected.claim)")
            }
        }
    }

    @Test(arguments: ScenarioCase.all)
    func `the arbiter finds what is expected`(case scenario: ScenarioCase) throws {
        let folder = try TestFolder()
        let built = try scenario.build(in: folder)
        let verification = try built.verified(bundle: try built.exportedBundle(in: folder))
            .verification
        #expect(built.differences(in: verification) == [])
    }

    @Test func `two builds have the same keys, names and findings, whatever their signatures`()
        throws
    {
        let first = try TestFolder()
        let second = try TestFolder()
        let bananas = ScenarioCase(scenario: "bananas", mutant: nil)
        let (one, other) = (try bananas.build(in: first), try bananas.build(in: second))
        #expect(one.identities.mapValues(\.keyPEM) == other.identities.mapValues(\.keyPEM))
        #expect(one.objects.mapValues(\.file) == other.objects.mapValues(\.file))
        #expect(one.annex != other.annex)
    }

    /// What `make demo` does with the archive that is committed: git keeps neither empty folders nor permissions.
    @Test func `an archive that came through git can be gone on with`() throws {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: "bananas", mutant: nil).build(in: folder)
        let now = built.now
        try FileManager.default.removeItem(atPath: built.archiveFolder + "/blobs/incoming")
        let archive = try Archive.open(
            at: built.archiveFolder,
            surroundings: Surroundings(
                clock: { now }, random: { secureRandom($0) }, stateFolder: folder.path + "/state",
                reserveSize: 0))
        let size = try archive.checkpoint().checkpoint.size.value
        let content = Array("one more thing".utf8)
        let filing = try Filing(
            archive: archive.origin, matter: built.matter, kind: .document,
            mediaType: try #require(MediaType("text/plain")), name: try #require(FileName("a.txt")),
            content: Digest.sha256(content), size: UInt64(content.count), filer: .operator,
            nonce: secureRandom(32))
        _ = try archive.file([
            Submission(
                filing: filing, filingBytes: filing.bytes, filingSignature: nil,
                content: .bytes(content), idempotencyKey: nil, again: false)
        ])
        #expect(try archive.checkpoint().checkpoint.size.value == size + 1)
    }

    @Test func `openssl accepts what a scenario signs`() throws {
        let folder = try TestFolder()
        let built = try ScenarioCase(scenario: "bananas", mutant: nil).build(in: folder)
        let result = try CommandResult.run(
            "openssl",
            [
                "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in",
                "exhibits/contract.md.MARKT.p7s", "-content", "exhibits/contract.md", "-CAfile",
                "certificates/CA1-root.pem", "-purpose", "any", "-attime",
                String(built.now.milliseconds / 1000), "-out", "/dev/null",
            ], in: built.folder)
        #expect(result.status == 0, "\(result.output)")
    }
}
