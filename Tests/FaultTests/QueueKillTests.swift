// `docket --server … file --queue` killed at each call that changes files: what waits afterwards is whole, or nothing, and the same
// command again goes through.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Kills at each call of queueing` {
    private static let text = "# Contract\n\nTen tonnes of bananas.\n"

    private func world() throws -> World {
        let world = try World()
        let validity = Validity(
            from: try #require(Instant(text: "2020-01-01T00:00:00Z")),
            to: try #require(Instant(text: "2090-01-01T00:00:00Z")))
        let issued = try CertificateAuthority.root("CA", seed: "queue", validity: validity)
            .issue("FRUTA", validity: validity)
        try world.write("F.pem", issued.keyPEM)
        try world.write("F.crt", issued.certificatePEM)
        try world.write("contract.md", Self.text)
        return world
    }

    private func arguments() throws -> [String] {
        let key = try NoteSigner(name: World.origin, seed: [UInt8](repeating: 7, count: 32))
        return [
            "--server", "https://archive.example", "--archive-key", key.verifierKey.text, "file",
            "--queue", "--matter", World.matter, "--key", "F.pem", "--cert", "F.crt", "contract.md",
        ]
    }

    @Test func `leave filings that are whole, and no others`() throws {
        let template = try world()
        let arguments = try arguments()
        let rehearsal = try World(copying: template)
        // `docket` becomes `docket-remote`, and the faults are of one program.
        let run = try rehearsal.record(arguments, program: "docket-remote")
        try #require(run.isDone, "\(run.words)")
        let calls = try rehearsal.trace().calls
        var (kills, whole) = (0, 0)
        for (number, call) in calls.enumerated() {
            for act in [Fault.Act.killBefore, .killWithin, .killAfter]
            where act != .killWithin || call.kind == .write {
                let world = try World(copying: template)
                let fault = Fault(act: act, at: number + 1)
                let run = try world.record(arguments, fault: fault, program: "docket-remote")
                guard run.isKilled else { continue }
                kills += 1
                let waiting = try inspect(world)
                #expect(waiting <= 1, "\(act) at \(number)")
                whole += waiting
                let again = try world.docket(arguments)
                #expect(again.isDone, "\(act) at \(number): \(again.words)")
                #expect(try inspect(world) == waiting + 1, "\(act) at \(number)")
                #expect(try leftovers(world) == waiting + 1, "\(act) at \(number)")
            }
        }
        print("killed \(kills) times, \(whole) filings were whole")
        #expect(kills >= 10 && whole > 0 && whole < kills)
    }

    /// How many filings wait; each must be whole.
    private func inspect(_ world: World) throws -> Int {
        let listed = try world.docket(["queue", "list", "--json"])
        #expect(listed.isDone, "\(listed.words)")
        let lines = listed.output.split(separator: "\n")
        for line in lines {
            let digest = Digest.sha256(Array(Self.text.utf8)).text
            #expect(line.contains("\"digest\":\"\(digest)\""))
        }
        let folder = "state/docket/remote/queue"
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: world.root + "/" + folder)) ?? []
        for name in names where name.hasSuffix(".queued") {
            let content = name.replacing(".queued", with: ".content")
            #expect(world.read("\(folder)/\(content)") == Array(Self.text.utf8))
        }
        return lines.count
    }

    /// How many contents there are.
    private func leftovers(_ world: World) throws -> Int {
        try FileManager.default.contentsOfDirectory(
            atPath: world.root + "/state/docket/remote/queue"
        ).count { $0.hasSuffix(".content") }
    }
}
