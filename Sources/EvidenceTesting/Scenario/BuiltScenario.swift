// A built scenario on disk: the archive, the keys and certificates, agreement, annex and claims, the exhibits as plain files, and what
// is expected. Everything that `docket` needs to go on from there.

import Agreements
import Cryptography
import EvidenceStore
package import EvidenceValues
import Foundation
import TransparencyLog

/// What `Scenario.build` made.
package struct BuiltScenario: Sendable {
    package let scenario: Scenario
    /// The folder with everything; the archive is in `archiveFolder`.
    package let folder: String
    package let agreement: [UInt8]
    package let annex: [UInt8]
    /// The registry's detached signature over the annex.
    package let annexSignature: [UInt8]
    package let claims: [UInt8]
    /// Keys and certificates by name.
    package let identities: [String: TestIdentity]
    /// Everything that was written, signed and issued, by id, filed or not.
    package let objects: [String: ScenarioObject]

    package var archiveFolder: String { folder + "/archive" }
    /// The time of deliberation.
    package var now: Instant { scenario.now }
    package var expected: [ExpectedFinding] { scenario.expected }
    package var matter: MatterID { scenario.matter }
}

extension Scenario {
    /// Carries the scenario out in `folder`, which must not exist or be empty. `agreement` is the agreement's text, which the
    /// caller reads from where `Scenario.agreement` says.
    package func build(in folder: String, agreement: [UInt8]) throws -> BuiltScenario {
        let files = FileManager.default
        let present = try? files.contentsOfDirectory(atPath: folder)
        guard present?.isEmpty ?? true else {
            throw ScenarioError("", .failed("\(folder) is not empty"))
        }
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The mark against restored copies stays where the archive is made; whoever takes the copy starts his own.
        let state = try TestFolder()
        let digest = Digest.sha256(agreement)
        let builder = try ScenarioBuilder(
            self, agreement: digest, folder: folder + "/archive", stateFolder: state.path)
        try builder.run()
        let annex = Array(builder.people.annex(of: self, agreement: digest).text.utf8)
        let filled = try builder.objects.fill(
            claims.map { $0 + "\n" }.joined(), path: "/claims")
        let built = BuiltScenario(
            scenario: self, folder: folder, agreement: agreement, annex: annex,
            annexSignature: try signature(of: annex, by: builder.people),
            claims: Array(filled.utf8), identities: builder.people.identities,
            objects: builder.objects.objects)
        try built.write()
        return built
    }

    private func signature(of annex: [UInt8], by people: ScenarioPeople) throws -> [UInt8] {
        guard let registry = people.identities[registry.text] else {
            throw ScenarioError("/registry", .unknownName(registry.text))
        }
        let identity = try SigningIdentity(
            keyPEM: Array(registry.keyPEM.utf8), certificate: Array(registry.certificatePEM.utf8))
        return try signCMS(
            .bytes(annex), detached: true, identity: identity, signingTime: starts,
            checkpointNote: nil)
    }
}

extension BuiltScenario {
    fileprivate func write() throws {
        try write("agreement.md", agreement)
        try write("annex.txt", annex)
        try write("annex.txt.p7s", annexSignature)
        try write("claims.txt", claims)
        try write("expected.json", expectedJSON)
        try write("README.txt", Array(instructions.utf8))
        for (name, identity) in identities {
            let file = name.replacing(" ", with: "-") + ".pem"
            try write("keys/" + file, Array(identity.keyPEM.utf8))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: folder + "/keys/" + file)
            try write("certificates/" + file, Array(identity.certificatePEM.utf8))
        }
        for object in objects.values { try write("exhibits/\(object.file)", object.bytes) }
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Who makes the first claim, and so hands in the bundle; the registry where there are no readable claims.
    package var claimant: PartyID {
        let parsed = try? Claims(parsing: String(decoding: claims, as: UTF8.self))
        return parsed?.claims.first?.claimant ?? scenario.registry
    }

    private var instructions: String {
        """
        \(scenario.title)

        Made by docket-scenario from the description "\(scenario.name)". The keys are public test keys: they are
        computed from their owners' names, and nothing signed with them proves anything in the world.

          archive/        the archive, with the matter \(matter)
          agreement.md    the agreement that the parties acceded to
          annex.txt       whom an arbiter trusts under it, signed by \(scenario.registry) in annex.txt.p7s
          claims.txt      what the arbiter is asked
          expected.json   what he must find at \(now)
          exhibits/       everything that was written, signed and issued, filed or not
          keys/, certificates/

        docket list --archive archive --matter \(matter)
        docket audit --archive archive
        docket bundle --archive archive --matter \(matter) --agreement agreement.md \\
            --annex annex.txt --claims claims.txt -o \(matter).asice \\
            --key keys/\(claimant).pem --cert certificates/\(claimant).pem
        docket-verify \(matter).asice --agreement agreement.md --annex annex.txt --at \(now) --report report.html

        """
    }

    /// The expectations as JSON, one member a line; every value is a text without characters that need escaping.
    private var expectedJSON: [UInt8] {
        var lines: [String] = []
        for finding in expected {
            var members = [
                "\"claim\": \"\(finding.claim)\"", "\"value\": \"\(finding.value.rawValue)\"",
            ]
            if let money = finding.provenSupremum { members.append("\"proven\": \"\(money)\"") }
            if let money = finding.possibleSupremum {
                members.append("\"possible\": \"\(money)\"")
            }
            lines.append("    {" + members.joined(separator: ", ") + "}")
        }
        let text = """
            {
              "now": "\(now)",
              "expected": [
            \(lines.joined(separator: ",\n"))
              ]
            }

            """
        return Array(text.utf8)
    }
}
