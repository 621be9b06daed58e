// Laws of past validation, over evidence drawn at random: four certificates in a row, lists and answers about each at many times, good and
// bad, each proven to exist at some time or not. More proof never makes the answer worse, a later question never makes up for missing
// proof, and the order in which things were found does not matter.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// A row of certificates with everything that was ever said of them.
private struct World {
    let root: CertificateAuthority
    let certificates: [ParsedCertificate]
    let signer: ParsedCertificate
    let lists: [RevocationList]
    let responses: [OCSPResponse]
    let memory = ObjectMemory()

    static func day(_ number: Int) -> Instant {
        at("2026-01-01").advanced(by: TimeSpan(seconds: Int64(number) * 86_400))
    }

    init() throws {
        let long = Validity(from: at("2025-01-01"), to: at("2035-01-01"))
        root = try CertificateAuthority.root("CA1", seed: "CA1", validity: long)
        let upper = try root.intermediate("UPPER", validity: long)
        let lower = try upper.intermediate(
            "LOWER", validity: Validity(from: at("2025-01-01"), to: World.day(50)))
        let last = try lower.issue("FRUTA", validity: long)
        var answerer = CertificateOptions()
        answerer.extendedKeyUsages = ["1.3.6.1.5.5.7.3.9"]
        let responder = try lower.issue("OCSP1", validity: long, options: answerer)
        var lists: [RevocationList] = []
        let links = [
            (root, upper.identity.serial), (upper, lower.identity.serial), (lower, last.serial),
            (lower, responder.serial),
        ]
        for (place, link) in links.enumerated() {
            for number in 0..<6 {
                let made = 5 + number * 9 + place
                let revokes = number == 4 && place < 3
                let list = try link.0.revocationList(
                    number: UInt64(number), thisUpdate: World.day(made),
                    nextUpdate: World.day(made + 6),
                    revoked: revokes
                        ? [Revocation(serial: link.1, revocationDate: World.day(made - 6))] : [])
                lists.append(try RevocationList(pemOrDER: list))
            }
        }
        self.lists = lists
        responses = try (0..<6).map { number in
            try OCSPResponse(
                der: responder.response(
                    on: last.serial, issuer: lower,
                    options: OCSPOptions(
                        thisUpdate: World.day(6 + number * 8),
                        nextUpdate: World.day(8 + number * 8))))
        }
        certificates = try [upper.certificate, lower.certificate, responder.certificate].map {
            try ParsedCertificate(der: $0)
        }
        signer = try ParsedCertificate(der: last.certificate)
    }
}

/// Some of it, with some proofs.
private struct Draw {
    var lists: [RevocationList]
    var responses: [OCSPResponse]
    var certificates: [ParsedCertificate]
    var existence: [Digest: Instant] = [:]
    var signed: Instant?
    var validationTime: Instant
    var ended: Instant?
    var isNamed: Bool

    init(_ world: World, _ random: inout SplitMix64) {
        let keeps = Int.random(in: 3...9, using: &random)
        lists = world.lists.filter { _ in Int.random(in: 0..<10, using: &random) < keeps }
        responses = world.responses.filter { _ in Int.random(in: 0..<10, using: &random) < keeps }
        certificates = world.certificates
        validationTime = World.day(Int.random(in: 30...90, using: &random))
        signed =
            Bool.random(using: &random) ? World.day(Int.random(in: 3...60, using: &random)) : nil
        ended =
            Int.random(in: 0..<4, using: &random) == 0
            ? World.day(Int.random(in: 20...80, using: &random)) : nil
        isNamed = Bool.random(using: &random)
        for object in objects where Int.random(in: 0..<3, using: &random) == 0 {
            existence[object] = World.day(Int.random(in: 1...80, using: &random))
        }
    }

    var objects: [Digest] {
        lists.map(\.digest) + responses.map(\.digest) + certificates.map(\.digest)
    }

    /// With more, and earlier, proofs.
    func proven(_ random: inout SplitMix64, signer: Digest) -> Draw {
        var draw = self
        for object in objects + [signer] where Int.random(in: 0..<3, using: &random) == 0 {
            let day = World.day(Int.random(in: 1...60, using: &random))
            draw.existence[object] = min(day, existence[object] ?? day)
        }
        if Bool.random(using: &random) {
            let day = World.day(Int.random(in: 1...60, using: &random))
            draw.signed = min(day, signed ?? day)
        }
        return draw
    }

    func validate(_ world: World) throws -> CertificateValidation {
        let material = ValidationMaterial(
            certificates: certificates, revocationLists: lists, responses: responses,
            existence: existence, memory: world.memory)
        let policy = ValidationPolicy(
            trust: PinnedTrust(
                anchors: [
                    TrustAnchor(
                        party: try #require(PartyID("CA1")), derBytes: world.root.certificate)
                ],
                algorithms: [
                    ApprovedAlgorithm(name: "sha-256", until: nil),
                    ApprovedAlgorithm(name: "ecdsa-p256", until: ended),
                ]), validationTime: validationTime, skew: TimeSpan(seconds: 60))
        return CertificateValidation(
            of: world.signer, bounds: Interval(hi: signed), material: material, policy: policy,
            isNamed: isNamed)
    }
}

private let lackOfProof: Set<SubIndication> = [
    .noPOE, .revokedNoPOE, .revokedCANoPOE, .outOfBoundsNoPOE, .outOfBoundsNotRevoked,
    .revocationOutOfBoundsNoPOE, .cryptoConstraintsFailureNoPOE, .noCertificateChainFoundNoPOE,
]

@Suite struct `Proofs of existence` {
    private static let draws = 600

    @Test func `never make the answer worse, and nothing makes up for them`() throws {
        let world = try World()
        var random = SplitMix64(seed: 4)
        var counts = (passed: 0, gained: 0, lacking: 0, reasons: Set<SubIndication>())
        for number in 0..<Self.draws {
            let draw = Draw(world, &random)
            let before = Conclusion(try draw.validate(world).checks)
            let proven = draw.proven(&random, signer: world.signer.digest)
            let after = Conclusion(try proven.validate(world).checks)
            if before.indication == .totalPassed {
                counts.passed += 1
                #expect(after.indication == .totalPassed, "\(number) \(after)")
            } else if after.indication == .totalPassed {
                counts.gained += 1
            }
            guard let reason = before.subIndication else { continue }
            counts.reasons.insert(reason)
            guard lackOfProof.contains(reason) else { continue }
            counts.lacking += 1
            var later = draw
            later.validationTime = later.validationTime.advanced(
                by: TimeSpan(seconds: Int64.random(in: 1...30, using: &random) * 86_400))
            let then = Conclusion(try later.validate(world).checks)
            #expect(then.indication != .totalPassed, "\(number) \(before) \(then)")
        }
        print("proofs of existence:", Self.draws, counts)
        #expect(counts.passed > 30 && counts.gained > 15 && counts.lacking > 200)
        #expect(counts.reasons.count >= 5)
    }

    @Test func `are found in any order`() throws {
        let world = try World()
        var random = SplitMix64(seed: 5)
        for _ in 0..<120 {
            let draw = Draw(world, &random)
            var shuffled = draw
            shuffled.lists.shuffle(using: &random)
            shuffled.responses.shuffle(using: &random)
            shuffled.certificates.shuffle(using: &random)
            #expect(try draw.validate(world) == shuffled.validate(world))
        }
    }

    /// Every list, answer and certificate with a byte changed, cut, or longer: the answer never becomes better.
    @Test func `and what they prove cannot be forged`() throws {
        let world = try World()
        var random = SplitMix64(seed: 6)
        var passing: Draw?
        var failing: Draw?
        while passing == nil || failing == nil {
            let draw = Draw(world, &random)
            let conclusion = Conclusion(try draw.validate(world).checks)
            if conclusion.indication == .totalPassed { passing = draw }
            if conclusion.subIndication == .revokedNoPOE { failing = draw }
        }
        var changed = 0
        for draw in [passing, failing].compactMap(\.self) {
            let expected = Conclusion(try draw.validate(world).checks).indication
            for position in draw.lists.indices {
                for mutant in mutants(of: draw.lists[position].derBytes) {
                    var other = draw
                    other.lists.remove(at: position)
                    let without = Conclusion(try other.validate(world).checks).indication
                    guard let list = try? RevocationList(pemOrDER: mutant) else { continue }
                    changed += 1
                    other.lists.append(list)
                    let found = Conclusion(try other.validate(world).checks).indication
                    #expect(found == expected || found == without)
                }
            }
        }
        print("forged lists:", changed)
        #expect(changed > 60)
    }

    private func mutants(of bytes: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: 23).map { position in
            var copy = bytes
            copy[position] ^= 0x01
            return copy
        } + [Array(bytes.dropLast()), bytes + [0], bytes + bytes]
    }
}
