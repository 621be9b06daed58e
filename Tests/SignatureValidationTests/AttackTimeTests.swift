// What somebody tries with stolen keys that were revoked since, and with what an earlier question left behind in memory.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite struct `Attacks with keys that were revoked` {
    @Test func `an authority's list from after its revocation breaks no time-stamp for certain`()
        throws
    {
        let long = Validity(from: at("2020-01-01"), to: at("2050-01-01"))
        let pki = try FilePKI()
        let upper = try pki.root.intermediate("CLOCKS", validity: long)
        let clock = try TimeStampingAuthority("CLOCK7", under: upper, validity: long)
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        writer.add(certificates: [upper.certificate])
        try writer.addSignatureTimeStamp(by: clock, at: at("2026-02-02"))
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-02-10"))
        let honest = [
            try pki.list("2026-02-03"),
            try pki.list("2026-04-01", revoking: upper.identity, from: "2026-03-01"),
        ]
        let forged = try upper.revocationList(
            number: 7, thisUpdate: at("2026-02-01"), nextUpdate: at("2026-02-08"),
            revoked: [
                Revocation(
                    serial: clock.identity.serial, revocationDate: at("2026-01-15"), reason: 1)
            ])
        let tokens = try [honest, honest + [forged]].map { lists in
            let record = try pki.validate(writer.bytes, at: "2026-06-01", lists: lists)
            return try #require(record.signatures.first?.timeStamps.first { $0.use == .signature })
        }
        #expect(tokens[0].indication == .totalPassed)
        #expect(tokens[1].indication == .indeterminate)
        // The same list, proven to be older than the revocation, says what it says.
        writer.add(lists: [forged])
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-02-11"))
        let record = try pki.validate(writer.bytes, at: "2026-06-01", lists: honest)
        let broken = record.signatures.first?.timeStamps.first { $0.use == .signature }
        #expect(broken?.indication == .totalFailed)
    }

    @Test func `a revoked responder's word is listed if it is older than that`() throws {
        let scene = try RevocationScene()
        let responder = try scene.responder()
        let word = try scene.response(by: responder) {
            $0.status = .revoked(at: at("2026-01-10"), reason: 1)
            $0.thisUpdate = at("2026-01-15")
            $0.nextUpdate = at("2026-01-16")
        }
        let revoking = try scene.ca.revocationList(
            number: 3, thisUpdate: at("2026-03-01"), nextUpdate: at("2026-03-08"),
            revoked: [
                Revocation(serial: responder.serial, revocationDate: at("2026-02-20"), reason: 1)
            ])
        let digest = try OCSPResponse(der: word).digest
        for (lists, existence, count) in [
            ([], nil, 1), ([revoking], nil, 0), ([revoking], at("2026-02-01"), 1),
            ([revoking], at("2026-02-21"), 0),
        ] as [([[UInt8]], Instant?, Int)] {
            let found = scene.with {
                $0.responses = [word]
                $0.lists = lists
            }
            let material = ValidationMaterial(
                try found.material(),
                existence: existence.map { [digest: $0] } ?? [:])
            let status = RevocationStatus(
                of: try ParsedCertificate(der: scene.party.certificate),
                issuer: try ParsedCertificate(der: scene.ca.certificate), material: material,
                policy: policy(trusting: [scene.root.certificate], at: scene.validationTime))
            #expect(status.listings.count == count)
        }
    }
}

@Suite struct `What was found for another question` {
    /// Everything that a question may differ in, asked in turn with one memory and one material.
    @Test func `changes no answer`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
        writer.add(lists: [try pki.list("2026-02-03")])
        let file = writer.bytes
        let stranger = try CertificateAuthority.root(
            "CA9", seed: "CA9", validity: RevocationScene.long)
        let basic = policy(trusting: [pki.root.certificate], at: at("2026-06-01"))
        var policies = [basic]
        func vary(_ change: (inout ValidationPolicy) -> Void) {
            var other = basic
            change(&other)
            policies.append(other)
        }
        vary { $0.validationTime = at("2029-01-01") }
        vary { $0.validationTime = at("2026-02-01") }
        vary { $0.trust.authorities = [] }
        vary { $0.trust.anchors = [] }
        vary { $0 = policy(trusting: [stranger.certificate], at: at("2026-06-01")) }
        vary { $0.trust.algorithms = [ApprovedAlgorithm(name: "sha-256", until: nil)] }
        vary { $0.freshness = .maximumAge(TimeSpan(seconds: 1)) }
        vary { $0.freshness = .after(TimeSpan(seconds: 30 * 86_400)) }
        vary { $0.requiresRevocation = false }
        vary { $0.skew = TimeSpan(seconds: 400 * 86_400) }
        vary { $0.pathInputs = PathInputs(requireExplicitPolicy: true) }
        vary { $0.pathInputs = PathInputs(initialPolicies: ["2.25.7"]) }
        let (others, memory) = (GivenMaterial(), ObjectMemory())
        func ask(_ policy: ValidationPolicy, _ others: GivenMaterial, _ memory: ObjectMemory)
            -> FileRecord
        {
            FileValidation(
                name: "a", bytes: file, content: .bytes(FilePKI.content), others: others,
                policy: policy, memory: memory
            ).record
        }
        let fresh = policies.map { ask($0, GivenMaterial(), ObjectMemory()) }
        #expect(Set(fresh.map(\.indication)) == [.totalPassed, .indeterminate])
        for _ in 0..<2 {
            let again = policies.map { ask($0, others, memory) }
            #expect(again == fresh)
        }
        #expect(policies.reversed().map { ask($0, others, memory) } == fresh.reversed())
        // What is given besides is part of the question too.
        var more = others
        let revoking = try pki.list("2026-04-01", revoking: pki.fruta, from: "2026-01-20")
        #expect(more.add(revoking, memory: memory) == 1)
        #expect(ask(basic, more, memory).subIndication == .revokedNoPOE)
        #expect(ask(basic, others, memory) == fresh[0])
    }
}
