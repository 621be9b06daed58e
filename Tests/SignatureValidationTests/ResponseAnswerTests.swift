// Which OCSP response counts for a certificate, and what it says: one certificate of a small PKI, one change a case.
import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite struct `Answers of OCSP responders` {
    @Test func `the issuer and whom it certified for it may answer`() throws {
        let scene = try RevocationScene()
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
        let scene = try RevocationScene()
        var plain = CertificateOptions.responding
        plain.extendedKeyUsages = []
        var idle = CertificateOptions.responding
        idle.keyUsage = [2]
        var odd = CertificateOptions.responding
        odd.hasUnknownCriticalExtension = true
        let impostor = try CertificateAuthority.root(
            "CA1", seed: "X", validity: RevocationScene.long)
        // Certified by CA1, but not directly.
        let below = try scene.ca.intermediate("CA1-SUB", validity: RevocationScene.long)
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
        let scene = try RevocationScene()
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
                "unknown critical as a whole", ["REV.UNKNOWN_EXTENSION"],
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

    @Test func `a responder may be younger than what it repeats, not than its signature`() throws {
        let scene = try RevocationScene()
        let young = try scene.ca.issue(
            "OCSP", validity: Validity(from: at("2026-03-02"), to: at("2026-04-01")),
            options: .responding)
        for (produced, expected) in [("2026-03-03", [.good]), ("2026-03-01", [])]
            as [(String, [RevocationRecord.Status])]
        {
            let found = try scene.with {
                $0.responses = [try $0.response(by: young) { $0.producedAt = at(produced) }]
            }
            #expect(try found.statuses() == expected)
        }
    }

    @Test func `after expiry only a responder that keeps archives has good news`() throws {
        let scene = try RevocationScene()
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
        let scene = try RevocationScene()
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
