// Policies of witnesses: what they demand, when it was reached, and what is refused.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Policies of witnesses` {
    /// The key of a witness in these tests.
    static func cosigner(_ number: UInt8) throws -> Cosigner {
        try Cosigner(name: "w\(number).example", seed: [UInt8](repeating: number, count: 32))
    }

    static func instant(_ seconds: Int64) -> Instant { required(Instant(seconds: seconds)) }

    static func signer(_ number: UInt8, at seconds: Int64) throws -> VerifiedSigner {
        let text = "a\n1\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n"
        let cosigner = try cosigner(number)
        let line = try cosigner.cosign(text, at: instant(seconds))
        return try #require(
            UnopenedNote(parsing: text + "\n" + line).open(with: [cosigner.verifierKey])
                .signers.first)
    }

    /// Two of three, and one of two.
    static func policy() throws -> WitnessPolicy {
        var text = ""
        for number in 1...5 as ClosedRange<UInt8> {
            text += "witness w\(number) \(try cosigner(number).verifierKey.text)\n"
        }
        text += "group x 2 w1 w2 w3\ngroup y any w4 w5\ngroup both all x y\nquorum both\n"
        return try WitnessPolicy(parsing: Array(text.utf8))
    }

    @Test func `a quorum is met when its last necessary member signed`() throws {
        let policy = try Self.policy()
        #expect(!policy.evaluate([]).isMet)
        let some = try [Self.signer(1, at: 30), Self.signer(3, at: 10)]
        #expect(!policy.evaluate(some).isMet)
        let enough = policy.evaluate(try some + [Self.signer(5, at: 20)])
        #expect(enough.isMet && enough.metAt == Self.instant(30))
        #expect(enough.cosigned[PolicyName("w5")] == Self.instant(20))
        #expect(enough.cosigned.count == 3)
        let more = policy.evaluate(try some + [Self.signer(5, at: 20), Self.signer(2, at: 15)])
        #expect(more.metAt == Self.instant(20))
    }

    @Test func `a witness counts once, and a log's key never`() throws {
        let policy = try Self.policy()
        let twice = try [Self.signer(1, at: 1), Self.signer(1, at: 2), Self.signer(4, at: 1)]
        #expect(!policy.evaluate(twice).isMet)
        #expect(policy.evaluate(twice).cosigned[PolicyName("w1")] == Self.instant(1))
        let key = try NoteSigner(name: "w2.example", seed: [UInt8](repeating: 2, count: 32))
        let note = try UnopenedNote(parsing: key.sign("text\n")).open(with: [key.verifierKey])
        #expect(!policy.evaluate(twice + note.signers).isMet)
    }

    @Test func `none needs nobody`() throws {
        let evaluation = try WitnessPolicy(parsing: Array("quorum none\n".utf8)).evaluate([])
        #expect(evaluation.isMet && evaluation.metAt == nil)
    }

    @Test func `a policy of values is that of its text`() throws {
        let members = try (1...2 as ClosedRange<UInt8>).map {
            WitnessPolicy.Member(
                name: PolicyName("w\($0)"), key: try Self.cosigner($0).verifierKey)
        }
        let group = WitnessPolicy.Group(
            name: PolicyName("g"), threshold: 2, members: members.map(\.name))
        let policy = try WitnessPolicy(witnesses: members, groups: [group], quorum: group.name)
        #expect(try WitnessPolicy(parsing: policy.bytes) == policy)
        #expect(throws: PolicyError.unknownName(line: 3)) {
            try WitnessPolicy(witnesses: members, quorum: PolicyName("x"))
        }
        #expect(throws: PolicyError.badThreshold(line: 3)) {
            try WitnessPolicy(
                witnesses: members,
                groups: [.init(name: group.name, threshold: 3, members: group.members)],
                quorum: nil)
        }
    }

    // Spec: policy-3, policy-6
    @Test func `names are octets`() throws {
        let key = try Self.cosigner(1).verifierKey.text
        let other = try Self.cosigner(2).verifierKey.text
        let kelvin =
            "witness K \(key)\nwitness \u{212A} \(other)\ngroup g all K \u{212A}\nquorum g\n"
        #expect(try WitnessPolicy(parsing: Array(kelvin.utf8)).witnesses.count == 2)
        var raw = Array("witness ".utf8) + [0xFF, 0x80] + Array(" \(key)\nquorum ".utf8)
        raw += [0xFF, 0x80]
        #expect(try WitnessPolicy(parsing: raw).quorum == PolicyName(octets: [0xFF, 0x80]))
        for octet in [0x00, 0x08, 0x0B, 0x0D, 0x1F, 0x7F] as [UInt8] {
            #expect(throws: PolicyError.badOctet(line: 1)) {
                try WitnessPolicy(parsing: [0x23, octet] + Array("\nquorum none\n".utf8))
            }
        }
    }

    @Test func `thirty-two of each are read, and there is an end`() throws {
        var text = ""
        for number in 1...32 as ClosedRange<UInt8> {
            let log = try NoteSigner(
                name: "l\(number)", seed: [UInt8](repeating: number, count: 32))
            text += "log \(log.verifierKey.text)\n"
            text += "witness w\(number) \(try Self.cosigner(number).verifierKey.text)\n"
            text += "group g\(number) 1 w\(number)\n"
        }
        #expect(try WitnessPolicy(parsing: Array((text + "quorum g32").utf8)).groups.count == 32)
        let huge = [UInt8](repeating: 0x0A, count: WitnessPolicy.maximumSize + 1)
        #expect(throws: PolicyError.tooLarge) { try WitnessPolicy(parsing: huge) }
    }

    @Test func `a changed policy is refused, or means something else, or is written the same`()
        throws
    {
        let policy = try Self.policy()
        for changed in Mutations.lines(policy.bytes) + Mutations.cuts(policy.bytes) {
            guard let other = try? WitnessPolicy(parsing: changed) else { continue }
            #expect(try WitnessPolicy(parsing: other.bytes) == other)
        }
    }
}
