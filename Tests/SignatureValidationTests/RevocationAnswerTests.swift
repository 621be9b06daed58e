// Which list counts for a certificate, and what it says: one certificate of a small PKI, one change a case.
import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// Bits of ReasonFlags.
private let compromise: Set<Int> = [1, 2]
private let rest: Set<Int> = [3, 4, 5, 6, 7, 8]

@Suite struct `Answers of revocation lists` {
    @Test func `a complete list tells both ways`() throws {
        let scene = try RevocationScene()
        #expect(try scene.statuses() == [])
        #expect(try scene.with { $0.lists = [try $0.list()] }.statuses() == [.good])
        let revoked = try scene.with { $0.lists = [try $0.list(revoking: true, reason: 1)] }
            .answers().answers
        let answer = try #require(revoked.first)
        #expect(answer.record.status == .revoked && answer.record.reason == "keyCompromise")
        #expect(answer.record.revocationDate == at("2026-02-20"))
        #expect(answer.signerIsIssuer && answer.signerPath.endEntity.commonName == "CA1")
        #expect(answer.signerPath.certificates.count == 2)
        #expect(answer.algorithmNames == ["sha-256", "ecdsa-p256"])
        #expect(answer.existence == scene.validationTime)
    }

    @Test func `an invalidity date and a proof of existence come along`() throws {
        let scene = try RevocationScene()
        let list = try RevocationList(
            pemOrDER: scene.ca.revocationList(
                number: 1, thisUpdate: at("2026-03-01"), nextUpdate: nil,
                revoked: [
                    Revocation(
                        serial: scene.party.serial, revocationDate: at("2026-02-20"),
                        invalidityDate: at("2026-02-10"))
                ]))
        let chain = try [scene.party.certificate, scene.ca.certificate].map {
            try ParsedCertificate(der: $0)
        }
        let relying = RelyingParty(
            material: ValidationMaterial(
                revocationLists: [list], existence: [list.digest: at("2026-03-02")]),
            anchor: chain[1], moment: scene.validationTime)
        let answer = try #require(relying.answers(on: chain[0])?.answers.first)
        #expect(answer.invalidityDate == at("2026-02-10"))
        #expect(answer.existence == at("2026-03-02"))
        #expect(answer.record.nextUpdate == nil)
    }

    @Test func `answers come by time, whatever the order of the lists`() throws {
        let scene = try RevocationScene().with {
            $0.lists = [
                try $0.list("2026-04-01", revoking: true), try $0.list("2026-02-01"),
                try $0.list("2026-03-01", revoking: true),
            ]
        }
        #expect(try scene.statuses() == [.good, .revoked, .revoked])
        let same = try scene.with { $0.lists += $0.lists }.statuses()
        #expect(same == [.good, .revoked, .revoked])
    }

    @Test func `a list that could not have named the certificate is no good news`() throws {
        let scene = try RevocationScene()
        for (day, extensions, expected) in [
            ("2025-12-01", [], []), ("2027-02-01", [], []), ("2026-12-01", [], [.good]),
            ("2027-02-01", [TestExtension.expiredCertificates(from: at("2026-01-01"))], [.good]),
            ("2027-02-01", [TestExtension.expiredCertificates(from: at("2027-01-02"))], []),
        ] as [(String, [DERTree], [RevocationRecord.Status])] {
            let found = try scene.with {
                $0.validationTime = at("2028-01-01")
                $0.lists = [try $0.list(day, with: extensions)]
            }.statuses()
            #expect(found == expected, "\(day)")
        }
        // But bad news is.
        let late = try scene.with {
            $0.validationTime = at("2028-01-01")
            $0.lists = [try $0.list("2027-02-01", revoking: true)]
        }
        #expect(try late.statuses() == [.revoked])
    }

    @Test func `a list from the future, or of another's key, is refused`() throws {
        let scene = try RevocationScene()
        let future = try scene.with { $0.lists = [try $0.list("2026-07-01", revoking: true)] }
        #expect(try future.answers().refused.map(\.code) == ["REV.FUTURE"])
        // The name of CA1, and a key that the root never saw.
        let impostor = try CertificateAuthority.root(
            "CA1", seed: "X", validity: RevocationScene.long)
        let forged = try scene.with {
            $0.certificates = [impostor.certificate]
            $0.lists = [try $0.list(by: impostor), try $0.list(by: impostor, revoking: true)]
        }
        #expect(try forged.answers().answers.isEmpty)
        #expect(
            try forged.answers().refused.map(\.code)
                == ["REV.SIGNER_UNTRUSTED", "REV.SIGNER_UNTRUSTED"])
        let broken = try scene.with {
            $0.lists = [
                try $0.ca.revocationList(
                    number: 1, thisUpdate: at("2026-03-01"), nextUpdate: nil,
                    signatureIsBroken: true)
            ]
        }
        #expect(try broken.answers().refused.map(\.code) == ["REV.SIGNER_UNTRUSTED"])
        let backwards = try scene.with {
            $0.lists = [
                try $0.ca.revocationList(
                    number: 1, thisUpdate: at("2026-03-01"), nextUpdate: at("2026-02-01"))
            ]
        }
        #expect(try backwards.answers().refused.map(\.code) == ["REV.MALFORMED"])
    }

    @Test func `a CA's other key signs its lists if the same anchor certified it`() throws {
        var options = CertificateOptions.authority
        let rolled = try RevocationScene().root.intermediate(
            "CA1", seed: "CA1 again", validity: RevocationScene.long, options: options)
        let scene = try RevocationScene().with {
            $0.certificates = [rolled.certificate]
            $0.lists = [try $0.list(by: rolled, revoking: true), try $0.list(by: rolled)]
        }
        let answers = try scene.answers().answers
        #expect(answers.count == 2 && answers.contains { $0.record.status == .revoked })
        #expect(answers.allSatisfy { !$0.signerIsIssuer })
        // Without the right to sign lists it signs none.
        options.keyUsage = [5]
        let idle = try scene.root.intermediate(
            "CA1", seed: "CA1 idle", validity: RevocationScene.long, options: options)
        let refused = try RevocationScene().with {
            $0.certificates = [idle.certificate]
            $0.lists = [try $0.list(by: idle)]
        }
        #expect(try refused.answers().refused.map(\.code) == ["REV.SIGNER_UNTRUSTED"])
    }

    @Test func `a thousand lists of one name do not crowd out the right one`() throws {
        let impostor = try CertificateAuthority.root(
            "CA1", seed: "X", validity: RevocationScene.long)
        let scene = try RevocationScene().with { scene in
            scene.certificates = [impostor.certificate]
            scene.lists = try (0..<999).map {
                try scene.list(by: impostor, revoking: true, number: UInt64($0))
            }
            scene.lists.append(try scene.list())
        }
        let answers = try scene.answers()
        #expect(answers.answers.map(\.record.status) == [.good])
        #expect(answers.refused.count == 999)
    }

    @Test func `a list is silent beyond its scope`() throws {
        let scene = try RevocationScene {
            $0.moreExtensions = [TestExtension.distributionPoint("http://a/1")]
        }
        for (extensions, isGood) in [
            ([TestExtension.scope("http://a/1")], true),
            ([TestExtension.scope("http://a/2")], false),
            ([TestExtension.scope("http://a/1", holders: .users)], true),
            ([TestExtension.scope(holders: .authorities)], false),
            ([TestExtension.scope(holders: .attributes)], false),
            ([TestExtension.scope(holders: .users)], true),
            ([TestExtension.scope(reasons: compromise)], false),
            ([TestExtension.scope(reasons: compromise.union(rest))], true),
            ([TestExtension.unknown(critical: false)], true),
            ([TestExtension.unknown(critical: true)], false),
            ([TestExtension.deltaIndicator(1)], false), ([], true),
        ] as [([DERTree], Bool)] {
            let found = try scene.with { $0.lists = [try $0.list(with: extensions)] }.statuses()
            #expect(found == (isGood ? [.good] : []), "\(extensions)")
        }
        // A line on the certificate can be about no other, unless it is on attribute certificates.
        for (item, isHeard) in [
            (TestExtension.scope("http://a/2"), true),
            (TestExtension.scope(holders: .attributes), false),
            (TestExtension.unknown(critical: true), false),
        ] {
            let found = try scene.with { $0.lists = [try $0.list(revoking: true, with: [item])] }
            #expect(try found.statuses() == (isHeard ? [.revoked] : []))
        }
        let odd = try scene.with {
            $0.lists = [try $0.list(revoking: true, line: [TestExtension.unknown(critical: true)])]
        }
        #expect(try odd.answers().refused.map(\.code) == ["REV.UNKNOWN_EXTENSION"])
    }

    @Test func `parts are good together, as of the oldest`() throws {
        let scene = try RevocationScene()
        let parts = try scene.with {
            $0.lists = [
                try $0.list("2026-03-01", with: [TestExtension.scope(reasons: compromise)]),
                try $0.list("2026-04-01", with: [TestExtension.scope(reasons: rest)]),
            ]
        }
        let answer = try #require(try parts.answers().answers.first)
        #expect(answer.record.status == .good && answer.record.thisUpdate == at("2026-03-01"))
        #expect(answer.record.nextUpdate == at("2026-03-08"))
        #expect(try parts.statuses() == [.good])
        let gap = try scene.with {
            $0.lists = [
                try $0.list(with: [TestExtension.scope(reasons: compromise)]),
                try $0.list(with: [TestExtension.scope(reasons: rest.subtracting([6]))]),
            ]
        }
        #expect(try gap.statuses() == [])
    }

    @Test func `a delta completes its base and no other`() throws {
        let scene = try RevocationScene()
        let delta = { (base: UInt64, extra: [DERTree]) in
            [TestExtension.deltaIndicator(base)] + extra
        }
        let scope = [TestExtension.scope(holders: .users)]
        for (name, base, second, expected) in [
            (
                "later news", try scene.list(number: 5),
                try scene.list("2026-03-02", revoking: true, number: 6, with: delta(5, [])),
                [.good, .revoked]
            ),
            (
                "no news", try scene.list(number: 5),
                try scene.list("2026-03-02", number: 6, with: delta(4, [])), [.good, .good]
            ),
            (
                "still revoked", try scene.list(revoking: true, number: 5),
                try scene.list("2026-03-02", number: 6, with: delta(5, [])), [.revoked, .revoked]
            ),
            (
                "taken off the list", try scene.list(revoking: true, number: 5, reason: 6),
                try scene.list(
                    "2026-03-02", revoking: true, number: 6, reason: 8, with: delta(5, [])),
                [.revoked, .good]
            ),
            (
                "the base is younger than the delta wants", try scene.list(number: 5),
                try scene.list("2026-03-02", number: 9, with: delta(6, [])), [.good]
            ),
            (
                "the delta is older", try scene.list(number: 5),
                try scene.list("2026-03-02", number: 5, with: delta(4, [])), [.good]
            ),
            (
                "another scope", try scene.list(number: 5),
                try scene.list("2026-03-02", number: 6, with: delta(5, scope)), [.good]
            ),
            (
                "no base, and bad news", try scene.list(number: 4),
                try scene.list("2026-03-02", revoking: true, number: 6, with: delta(5, [])),
                [.good, .revoked]
            ),
        ] as [(String, [UInt8], [UInt8], [RevocationRecord.Status])] {
            let found = try scene.with { $0.lists = [second, base] }.statuses()
            #expect(found == expected, "\(name)")
        }
    }

    @Test func `an indirect list speaks for whom its lines and the certificate name`() throws {
        let scene = try RevocationScene {
            $0.moreExtensions = [TestExtension.distributionPoint(issuer: "CA2")]
        }
        let indirect = [TestExtension.scope(isIndirect: true)]
        let mine = [TestExtension.certificateIssuer("CA1")]
        for (name, list, expected) in [
            ("silent", try scene.list(by: scene.other, with: indirect), [.good]),
            (
                "names it",
                try scene.list(by: scene.other, revoking: true, line: mine, with: indirect),
                [.revoked]
            ),
            (
                "names the serial number of CA2's own",
                try scene.list(by: scene.other, revoking: true, with: indirect), [.good]
            ),
            ("not indirect", try scene.list(by: scene.other), []),
            (
                "a line on others' in a list that is not indirect",
                try scene.list(by: scene.other, revoking: true, line: mine), []
            ),
        ] as [(String, [UInt8], [RevocationRecord.Status])] {
            let found = scene.with { $0.lists = [list] }
            #expect(try found.statuses() == expected, "\(name)")
            #expect(try found.answers().answers.allSatisfy { !$0.signerIsIssuer })
        }
        // CA2 may not speak for CA1's certificates unasked.
        let unasked = try RevocationScene().with {
            $0.lists = [try $0.list(by: $0.other, revoking: true, line: mine, with: indirect)]
        }
        #expect(try unasked.statuses() == [])
    }

    @Test func `lists of a key that itself rests on them come to an end`() throws {
        // CA2 issues the lists on CA1's certificates, CA1 those on CA2's.
        let root = try RevocationScene().root
        var options = CertificateOptions.authority
        options.moreExtensions = [TestExtension.distributionPoint(issuer: "CA2")]
        let one = try root.intermediate("CA1", validity: RevocationScene.long, options: options)
        options.moreExtensions = [TestExtension.distributionPoint(issuer: "CA1")]
        let two = try root.intermediate("CA2", validity: RevocationScene.long, options: options)
        let lists = try [one, two].map {
            try RevocationList(
                pemOrDER: $0.revocationList(
                    number: 1, thisUpdate: at("2026-03-01"), nextUpdate: at("2026-07-01"),
                    extensions: [TestExtension.scope(isIndirect: true)]))
        }
        let party = RelyingParty(
            material: ValidationMaterial(
                certificates: try [one, two].map { try ParsedCertificate(der: $0.certificate) },
                revocationLists: lists),
            anchor: try ParsedCertificate(der: root.certificate), moment: at("2026-06-01"))
        let answers = try #require(
            party.answers(on: try ParsedCertificate(der: one.certificate)))
        #expect(answers.answers.map { $0.signerPath.endEntity.commonName } == ["CA2"])
    }

    @Test func `many threads ask at once and get the same`() async throws {
        let scene = try RevocationScene().with { $0.lists = [try $0.list()] }
        let material = try scene.material()
        let chain = try [scene.party.certificate, scene.root.certificate].map {
            try ParsedCertificate(der: $0)
        }
        let party = RelyingParty(
            material: material, anchor: chain[1], moment: scene.validationTime)
        let found = await withTaskGroup(of: [RevocationRecord.Status]?.self) { group in
            for _ in 0..<32 {
                group.addTask { party.answers(on: chain[0])?.answers.map(\.record.status) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found == Array(repeating: [.good], count: 32))
    }
}
