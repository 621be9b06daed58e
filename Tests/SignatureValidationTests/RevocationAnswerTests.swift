// Which list or response counts for a certificate, and what it says: one certificate of a small PKI, one change a case.
import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// CA1 with a party FRUTA, another CA2 under the same root, and all that a case adds.
private struct Scene {
    let root: CertificateAuthority
    let ca: CertificateAuthority
    let other: CertificateAuthority
    let party: TestIdentity
    var certificates: [[UInt8]] = []
    var lists: [[UInt8]] = []
    var responses: [[UInt8]] = []
    var validationTime = at("2026-06-01")

    static let validity = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
    static let long = Validity(from: at("2025-01-01"), to: at("2035-01-01"))

    init(_ change: (inout CertificateOptions) -> Void = { _ in }) throws {
        root = try CertificateAuthority.root("ROOT", seed: "ROOT", validity: Self.long)
        ca = try root.intermediate("CA1", validity: Self.long)
        other = try root.intermediate("CA2", validity: Self.long)
        var options = CertificateOptions()
        change(&options)
        party = try ca.issue("FRUTA", validity: Self.validity, options: options)
    }

    /// A list by `authority`, by default CA1, of a day of 2026.
    func list(
        _ day: String = "2026-03-01", by authority: CertificateAuthority? = nil,
        revoking: Bool = false, number: UInt64 = 1, reason: UInt8? = nil,
        line: [DERTree] = [], with extensions: [DERTree] = []
    ) throws -> [UInt8] {
        try (authority ?? ca).revocationList(
            number: number, thisUpdate: at(day),
            nextUpdate: at(day).advanced(by: TimeSpan(seconds: 7 * 86_400)),
            revoked: revoking
                ? [
                    Revocation(
                        serial: party.serial, revocationDate: at("2026-02-20"), reason: reason,
                        extensions: line)
                ] : [], extensions: extensions)
    }

    func responder(
        _ options: CertificateOptions = .responding, under authority: CertificateAuthority? = nil
    ) throws -> TestIdentity {
        try (authority ?? ca).issue("OCSP", validity: Self.validity, options: options)
    }

    func response(
        by responder: TestIdentity, _ change: (inout OCSPOptions) -> Void = { _ in }
    ) throws -> [UInt8] {
        var options = OCSPOptions(thisUpdate: at("2026-03-01"), nextUpdate: at("2026-03-08"))
        change(&options)
        return try responder.response(on: party.serial, issuer: ca, options: options)
    }

    func material() throws -> ValidationMaterial {
        ValidationMaterial(
            certificates: try
                ([ca.certificate, other.certificate, party.certificate]
                + certificates).map { try ParsedCertificate(der: $0) },
            revocationLists: try lists.map { try RevocationList(pemOrDER: $0) },
            responses: try responses.map { try OCSPResponse(der: $0) })
    }

    func answers() throws -> RevocationAnswers {
        let chain = try [party.certificate, ca.certificate, root.certificate].map {
            try ParsedCertificate(der: $0)
        }
        let relying = RelyingParty(
            material: try material(), anchor: chain[2], moment: validationTime)
        return try #require(relying.answers(on: chain[0]))
    }

    /// What each answer says, in order.
    func statuses() throws -> [RevocationRecord.Status] {
        try answers().answers.map(\.record.status)
    }

    func with(_ change: (inout Scene) throws -> Void) rethrows -> Scene {
        var scene = self
        try change(&scene)
        return scene
    }
}

/// Bits of ReasonFlags.
private let compromise: Set<Int> = [1, 2]
private let rest: Set<Int> = [3, 4, 5, 6, 7, 8]

@Suite struct `Answers of revocation lists` {
    @Test func `a complete list tells both ways`() throws {
        let scene = try Scene()
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

    @Test func `answers come by time, whatever the order of the lists`() throws {
        let scene = try Scene().with {
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
        let scene = try Scene()
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
        let scene = try Scene()
        let future = try scene.with { $0.lists = [try $0.list("2026-07-01", revoking: true)] }
        #expect(try future.answers().refused.map(\.code) == ["REV.FUTURE"])
        // The name of CA1, and a key that the root never saw.
        let impostor = try CertificateAuthority.root("CA1", seed: "X", validity: Scene.long)
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
        let rolled = try Scene().root.intermediate(
            "CA1", seed: "CA1 again", validity: Scene.long, options: options)
        let scene = try Scene().with {
            $0.certificates = [rolled.certificate]
            $0.lists = [try $0.list(by: rolled, revoking: true), try $0.list(by: rolled)]
        }
        let answers = try scene.answers().answers
        #expect(answers.count == 2 && answers.contains { $0.record.status == .revoked })
        #expect(answers.allSatisfy { !$0.signerIsIssuer })
        // Without the right to sign lists it signs none.
        options.keyUsage = [5]
        let idle = try scene.root.intermediate(
            "CA1", seed: "CA1 idle", validity: Scene.long, options: options)
        let refused = try Scene().with {
            $0.certificates = [idle.certificate]
            $0.lists = [try $0.list(by: idle)]
        }
        #expect(try refused.answers().refused.map(\.code) == ["REV.SIGNER_UNTRUSTED"])
    }

    @Test func `a thousand lists of one name do not crowd out the right one`() throws {
        let impostor = try CertificateAuthority.root("CA1", seed: "X", validity: Scene.long)
        let scene = try Scene().with { scene in
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
        let scene = try Scene { $0.moreExtensions = [TestExtension.distributionPoint("http://a/1")] }
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
        let scene = try Scene()
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
        let scene = try Scene()
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
        let scene = try Scene {
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
        let unasked = try Scene().with {
            $0.lists = [try $0.list(by: $0.other, revoking: true, line: mine, with: indirect)]
        }
        #expect(try unasked.statuses() == [])
    }

    @Test func `lists of a key that itself rests on them come to an end`() throws {
        // CA2 issues the lists on CA1's certificates, CA1 those on CA2's.
        let root = try Scene().root
        var options = CertificateOptions.authority
        options.moreExtensions = [TestExtension.distributionPoint(issuer: "CA2")]
        let one = try root.intermediate("CA1", validity: Scene.long, options: options)
        options.moreExtensions = [TestExtension.distributionPoint(issuer: "CA1")]
        let two = try root.intermediate("CA2", validity: Scene.long, options: options)
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
        let scene = try Scene().with { $0.lists = [try $0.list()] }
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

@Suite struct `Answers of OCSP responders` {
    @Test func `the issuer and whom it certified for it may answer`() throws {
        let scene = try Scene()
        let delegate = try scene.responder()
        let responses =
            [
                ("issuer", try scene.response(by: scene.ca.identity)),
                ("delegate", try scene.response(by: delegate)),
                ("by key", try scene.response(by: delegate) { $0.isNamedByKey = true }),
                ("bare", try scene.response(by: delegate, { $0.isBare = true })),
            ]
            + (try TestDigestAlgorithm.allCases.map { algorithm in
                ("\(algorithm)", try scene.response(by: delegate) { $0.namedBy = algorithm })
            })
        for (name, response) in responses {
            let answers = try scene.with { $0.responses = [response] }.answers()
            #expect(answers.answers.map(\.record.status) == [.good], "\(name)")
            let answer = try #require(answers.answers.first)
            #expect(answer.signerIsIssuer == (name == "issuer"))
            #expect(answer.signerPath.anchor.commonName == "ROOT")
            #expect(answer.record.form == .response)
        }
        let apart = try scene.with {
            $0.certificates = [delegate.certificate]
            $0.responses = [try $0.response(by: delegate) { $0.omitsCertificate = true }]
        }
        #expect(try apart.statuses() == [.good])
        let revoked = try scene.with {
            $0.responses = [
                try $0.response(by: delegate) {
                    $0.status = .revoked(at: at("2026-02-01"), reason: 4)
                }, try $0.response(by: $0.ca.identity) { $0.status = .unknown },
            ]
        }.answers().answers.map(\.record)
        #expect(revoked.count == 2 && revoked.contains { $0.status == .unknown })
        #expect(revoked.compactMap(\.revocationDate) == [at("2026-02-01")])
        #expect(revoked.compactMap(\.reason) == ["superseded"])
    }

    @Test func `nobody else may`() throws {
        let scene = try Scene()
        var plain = CertificateOptions.responding
        plain.extendedKeyUsages = []
        var idle = CertificateOptions.responding
        idle.keyUsage = [2]
        var odd = CertificateOptions.responding
        odd.hasUnknownCriticalExtension = true
        let impostor = try CertificateAuthority.root("CA1", seed: "X", validity: Scene.long)
        // Certified by CA1, but not directly.
        let below = try scene.ca.intermediate("CA1-SUB", validity: Scene.long)
        let old = try scene.ca.issue(
            "OCSP", validity: Validity(from: at("2026-01-01"), to: at("2026-02-01")),
            options: .responding)
        for (name, responder) in [
            ("without the purpose", try scene.responder(plain)),
            ("without the key usage", try scene.responder(idle)),
            ("with an unknown critical extension", try scene.responder(odd)),
            ("of another CA", try scene.responder(under: scene.other)),
            ("of another CA of that name", try scene.responder(under: impostor)),
            ("of a CA below", try scene.responder(under: below)),
            ("of the CA above", try scene.responder(under: scene.root)), ("expired", old),
            ("the root", scene.root.identity), ("the holder", scene.party),
        ] {
            let answers = try scene.with {
                $0.certificates = [below.certificate, impostor.certificate]
                $0.responses = [try $0.response(by: responder)]
            }.answers()
            #expect(answers.answers.isEmpty, "\(name)")
            #expect(answers.refused.map(\.code) == ["REV.SIGNER_UNTRUSTED"], "\(name)")
        }
    }

    @Test func `an answer that is odd or on another certificate does not count`() throws {
        let scene = try Scene()
        let delegate = try scene.responder()
        for (name, codes, change) in [
            ("broken", ["REV.SIGNER_UNTRUSTED"], { $0.signatureIsBroken = true }),
            (
                "future", ["REV.FUTURE"],
                {
                    $0.thisUpdate = at("2026-07-01")
                    $0.nextUpdate = nil
                }
            ),
            ("produced in the future", ["REV.FUTURE"], { $0.producedAt = at("2026-07-01") }),
            ("backwards", ["REV.MALFORMED"], { $0.nextUpdate = at("2026-02-01") }),
            (
                "unknown critical", ["REV.UNKNOWN_EXTENSION"],
                { $0.singleExtensions = [TestExtension.unknown(critical: true)] }
            ),
            (
                "unknown critical as a whole", ["REV.SIGNER_UNTRUSTED"],
                { $0.extensions = [TestExtension.unknown(critical: true)] }
            ),
            (
                "before the certificate", [],
                { $0.thisUpdate = at("2026-01-01").advanced(by: TimeSpan(seconds: -1)) }
            ),
        ] as [(String, [String], (inout OCSPOptions) -> Void)] {
            let answers = try scene.with {
                $0.responses = [try $0.response(by: $0.ca.identity, change)]
            }.answers()
            #expect(answers.answers.isEmpty, "\(name)")
            #expect(answers.refused.map(\.code) == codes, "\(name)")
        }
        // The same serial number of another issuer.
        let other = try scene.with {
            let options = OCSPOptions(thisUpdate: at("2026-03-01"))
            $0.responses = [
                try $0.other.identity.response(
                    on: $0.party.serial, issuer: $0.other, options: options),
                try delegate.response(on: [1, 2, 3], issuer: $0.ca, options: options),
            ]
        }
        #expect(try other.answers().answers.isEmpty && other.answers().refused.isEmpty)
    }

    @Test func `after expiry only a responder that keeps archives has good news`() throws {
        let scene = try Scene()
        for (cutoff, expected) in [
            (nil, []), (at("2026-06-01"), [.good]), (at("2027-01-02"), []),
        ] as [(Instant?, [RevocationRecord.Status])] {
            let found = try scene.with {
                $0.validationTime = at("2028-01-01")
                $0.responses = [
                    try $0.response(by: $0.ca.identity) {
                        $0.thisUpdate = at("2027-06-01")
                        $0.nextUpdate = nil
                        $0.singleExtensions =
                            cutoff.map {
                                [
                                    TestExtension.make(
                                        "1.3.6.1.5.5.7.48.1.6", critical: false,
                                        .generalizedTime($0))
                                ]
                            } ?? []
                    }
                ]
            }.statuses()
            #expect(found == expected)
        }
    }

    @Test func `no byte of a list or response can change under its answer`() throws {
        let scene = try Scene()
        let list = try scene.list()
        let response = try scene.response(by: scene.responder()) { $0.isBare = true }
        var counts = (flipped: 0, heard: 0)
        var places: [Int] = []
        for (bytes, isList) in [(list, true), (response, false)] {
            let signed = try scene.signedPart(of: bytes)
            for position in bytes.indices {
                var changed = bytes
                changed[position] ^= 1 << UInt8(position % 8)
                counts.flipped += 1
                let found = scene.with {
                    if isList { $0.lists = [changed] } else { $0.responses = [changed] }
                }
                // What does not read is no answer.
                guard let answers = try? found.answers(), !answers.answers.isEmpty else {
                    continue
                }
                counts.heard += 1
                // Only what comes along unsigned may change.
                #expect(try scene.signedPart(of: changed) == signed, "byte \(position)")
                places.append(position)
            }
        }
        print(
            "revocation: \(counts.flipped) bytes flipped, \(counts.heard) answers still heard: \(places) of \(list.count) \(response.count)"
        )
        #expect(counts.flipped > 800)
    }
}

extension Scene {
    /// A list or bare response up to the end of what is signed.
    func signedPart(of bytes: [UInt8]) throws -> [UInt8] {
        // SEQUENCE { SEQUENCE signed, SEQUENCE algorithm, BIT STRING }: the first with a length of one byte.
        let start = bytes[1] == 0x82 ? 4 : 3
        #expect(bytes[start + 1] == 0x81)
        return Array(bytes.prefix(start + 3 + Int(bytes[start + 2])))
    }
}
