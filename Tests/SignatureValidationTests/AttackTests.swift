// What somebody tries who holds a certificate, a sub-CA or a stolen key under the anchor, and adds to the material what he likes: to have
// what is revoked accepted, or what is honest refused.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

extension RevocationScene {
    /// The certificate of the party, or another, for something that exists at the validation time.
    fileprivate func validation(of certificate: [UInt8]? = nil) throws -> CertificateValidation {
        let policy = ValidationPolicy(
            trust: PinnedTrust(
                anchors: [
                    TrustAnchor(party: try #require(PartyID("CA")), derBytes: root.certificate)
                ]), validationTime: validationTime, skew: TimeSpan(seconds: 60))
        return CertificateValidation(
            of: try ParsedCertificate(der: certificate ?? party.certificate), bounds: .unbounded,
            material: try material(), policy: policy)
    }

    fileprivate func conclusion(of certificate: [UInt8]? = nil) throws -> Conclusion {
        Conclusion(try validation(of: certificate).checks)
    }

    /// A list of the day of validation that names nobody.
    fileprivate func silence(of authority: CertificateAuthority) throws -> [UInt8] {
        try authority.revocationList(
            number: 9, thisUpdate: validationTime.advanced(by: TimeSpan(seconds: -3600)),
            nextUpdate: validationTime.advanced(by: TimeSpan(seconds: 86_400)))
    }
}

@Suite struct `Attacks on revocation` {
    @Test func `nobody speaks for himself under his issuer's name`() throws {
        // CA1, which was revoked, certifies a key of its own by the root's name, and that says that CA1 is good.
        let scene = try RevocationScene()
        let honest = try scene.with {
            $0.lists = [try $0.silence(of: $0.ca), try $0.silence(of: $0.root)]
        }
        #expect(try honest.conclusion().indication == .totalPassed)
        let double = try scene.ca.intermediate(
            "ROOT", seed: "double", validity: RevocationScene.long)
        let forged = try scene.with {
            $0.certificates = [double.certificate]
            $0.lists = [try $0.silence(of: $0.ca), try $0.silence(of: double)]
        }
        #expect(try forged.conclusion().indication == .indeterminate)
    }

    @Test func `a responder does not answer for his own certificate`() throws {
        let scene = try RevocationScene()
        let responder = try scene.responder()
        var options = OCSPOptions(
            thisUpdate: at("2026-05-31T23:00:00Z"), nextUpdate: at("2026-06-07"))
        let own = try responder.response(on: responder.serial, issuer: scene.ca, options: options)
        let found = try scene.with {
            $0.certificates = [responder.certificate]
            $0.lists = [try $0.silence(of: $0.root)]
            $0.responses = [own]
        }
        #expect(try found.conclusion(of: responder.certificate).indication == .indeterminate)
        // Nor by another certificate of the same key.
        let again = try scene.ca.issue(
            "OCSP", validity: RevocationScene.long, options: .responding)
        options.thisUpdate = at("2026-05-31T23:30:00Z")
        let other = try again.response(on: responder.serial, issuer: scene.ca, options: options)
        let turned = try found.with {
            $0.certificates.append(again.certificate)
            $0.responses.append(other)
            $0.responses.append(
                try again.response(on: again.serial, issuer: scene.ca, options: options))
        }
        #expect(try turned.conclusion(of: responder.certificate).indication == .indeterminate)
    }

    @Test(arguments: [true, false])
    func `another authority's namesake says nothing of an authority's certificates`(
        isRevoking: Bool
    ) throws {
        // CA2 under the same root certifies a key by the name of CA1; so does an authority under CA1.
        let scene = try RevocationScene()
        let below = try scene.ca.intermediate("CA3", validity: RevocationScene.long)
        for authority in [scene.other, below] {
            let namesake = try authority.intermediate(
                "CA1", seed: "namesake", validity: RevocationScene.long)
            let found = try scene.with {
                $0.certificates = [namesake.certificate, below.certificate]
                $0.lists = [
                    try $0.list("2026-05-31", by: namesake, revoking: isRevoking),
                    try $0.silence(of: $0.root), try $0.silence(of: authority),
                ]
                if isRevoking { $0.lists.append(try $0.silence(of: $0.ca)) }
            }
            let expected: Indication = isRevoking ? .totalPassed : .indeterminate
            #expect(try found.conclusion().indication == expected)
        }
    }

    @Test func `many who answer for one another end soon`() throws {
        let scene = try RevocationScene()
        let names = (0..<40).map { "OCSP\($0)" }
        let responders = try names.map {
            try scene.ca.issue($0, validity: RevocationScene.validity, options: .responding)
        }
        let options = OCSPOptions(
            thisUpdate: at("2026-05-31T23:00:00Z"), nextUpdate: at("2026-06-07"))
        let found = try scene.with { scene in
            scene.certificates = responders.map(\.certificate)
            scene.lists = [try scene.silence(of: scene.root)]
            scene.responses = try responders.flatMap { responder in
                try (responders.map(\.serial) + [scene.party.serial]).map {
                    try responder.response(on: $0, issuer: scene.ca, options: options)
                }
            }
        }
        let started = ContinuousClock.now
        #expect(try found.conclusion().indication == .indeterminate)
        // Forty ask forty about forty: without a limit it takes ten times as long.
        #expect(ContinuousClock.now - started < .seconds(25))
    }
}

@Suite struct `Attacks on proofs of existence` {
    @Test func `a countersignature that is added later is not as old as one that was there`()
        throws
    {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        try writer.countersign(by: pki.gator)
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-02-02"))
        try writer.countersign(by: pki.fruta)
        let record = try pki.validate(
            writer.bytes, at: "2026-06-01", lists: [try pki.list("2026-02-03")])
        let signature = try #require(record.signatures.first)
        let proven = signature.countersignatures.filter { $0.bounds.hi != nil }
        #expect(signature.countersignatures.count == 2)
        #expect(proven.map { $0.signer?.text } == ["GATOR"])
    }
}

extension `Attacks on proofs of existence` {
    @Test func `an authority that is restricted to other uses makes no clocks`() throws {
        let long = Validity(from: at("2020-01-01"), to: at("2050-01-01"))
        let pki = try FilePKI()
        let (mail, time, any) = ("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8", "2.5.29.37.0")
        for (usages, expected) in [
            ([mail], .indeterminate), ([mail, time], .totalPassed), ([any], .totalPassed),
            ([], .totalPassed),
        ] as [([String], Indication)] {
            var options = CertificateOptions.authority
            options.extendedKeyUsages = usages
            options.extendedKeyUsageIsCritical = false
            let authority = try pki.root.intermediate("CA5", validity: long, options: options)
            let clock = try TimeStampingAuthority("CLOCK5", under: authority, validity: long)
            var writer = LongTermWriter(content: FilePKI.content)
            try writer.sign(by: pki.fruta)
            writer.add(certificates: [authority.certificate])
            try writer.addSignatureTimeStamp(by: clock, at: at("2026-02-02"))
            let record = try pki.validate(writer.bytes, at: "2026-06-01")
            #expect(record.signatures.first?.timeStamps.first?.indication == expected)
        }
    }
}

@Suite struct `Attacks on issued files` {
    @Test func `a responder's answer on another authority's certificates proves nothing`() throws {
        let scene = try RevocationScene()
        let responder = try scene.responder(under: scene.other)
        let bytes = try scene.response(by: responder) {
            $0.thisUpdate = at("2026-05-31T23:00:00Z")
            $0.nextUpdate = at("2026-06-07")
        }
        let own = try scene.response(by: try scene.responder()) {
            $0.thisUpdate = at("2026-05-31T23:00:00Z")
            $0.nextUpdate = at("2026-06-07")
        }
        let policy = policy(trusting: [scene.root.certificate], at: scene.validationTime)
        var others = GivenMaterial()
        let memory = ObjectMemory()
        let given = [
            scene.ca.certificate, scene.other.certificate, try scene.silence(of: scene.root),
            try scene.silence(of: scene.ca), try scene.silence(of: scene.other),
        ]
        for object in given { #expect(others.add(object, memory: memory) == 1) }
        let found = [own, bytes].map {
            FileValidation(
                name: "answer", bytes: $0, others: others, policy: policy, memory: memory
            ).record.indication
        }
        #expect(found == [.totalPassed, .indeterminate])
    }
}
