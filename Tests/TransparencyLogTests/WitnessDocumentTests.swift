// The examples of docs/formats/witness.md and policy.md are true.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Documents of witnesses` {
    @Test func `the request is answered as shown, and leaves the state that is shown`() throws {
        let request = try AddCheckpointRequest(
            parsing: Array(`Documents of the formats`.example("witness", first: "old 1").utf8))
        let shown = try WitnessedLog(
            parsing: Array(
                `Documents of the formats`.example("witness", first: WitnessedLog.format).utf8))
        let key = try VerifierKey(
            text: "archive.example/trade+013d3a68+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs")
        // The receipt's filing holds the checkpoint of size 1.
        let first = try #require(`Documents of the formats`.receipt().filing.checkpoint)
        let witness = Witness(
            try Cosigner(name: "witness.example/w1", seed: [UInt8](repeating: 9, count: 32)))
        let before = required(Instant(text: "2026-02-02T11:00:00Z"))
        let start = AddCheckpointRequest(old: TreeSize(0), hashes: [], note: first)
        let log = try #require(WitnessedLog(keys: [key]))
        let known = try witness.decide(start, about: log, at: before).next
        let time = required(Instant(text: "2026-02-02T11:04:12Z"))
        #expect(try witness.decide(request, about: known, at: time).next == shown)
    }

    @Test func `the policy reads`() throws {
        let text = try `Documents of the formats`.example(
            "policy",
            first:
                "log archive.example/trade+013d3a68+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs")
        let policy = try WitnessPolicy(parsing: Array(text.utf8))
        #expect(policy.witnesses.count == 4 && policy.groups.count == 2)
        #expect(policy.quorum == PolicyName("both"))
    }
}
