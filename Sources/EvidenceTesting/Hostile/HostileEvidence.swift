// Evidence that does not show what it is filed for, in bundles in which everything else holds; and arbiters who accept something else than the
// bundle comes with. Here the answer may be that the claim is not proven, or that all hangs on what the arbiter did not pin.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

extension HostileTrick {
    /// BETA's signature over the deed made otherwise.
    private static func signature(
        _ title: String, _ attacker: Attacker, _ code: String, also: Set<String> = [],
        by key: String = "BETA",
        _ change: @escaping @Sendable (inout SignedDataOptions) throws -> Void = { _ in }
    ) -> HostileTrick {
        HostileTrick(
            .evidence, title, attacker, .unproven(code, also: also),
            .world { world in
                try world.edit("deed.BETA.p7s") {
                    $0.content = HostileTexts.signature(by: key, change)
                }
            })
    }

    private static func content(
        _ title: String, _ code: String, also: Set<String> = [], of name: String = "deed.BETA.p7s",
        _ content: @escaping @Sendable (HostileLog) throws -> [UInt8]
    ) -> HostileTrick {
        HostileTrick(
            .evidence, title, .party, .unproven(code, also: also),
            .world { world in
                try world.edit(name) { $0.content = content }
            })
    }

    static var evidence: [HostileTrick] { signing + tokens }

    private static let signing: [HostileTrick] = [
        signature("a signature with a false value", .party, "SIG.VALUE") {
            $0.signatureIsBroken = true
        },
        signature("a signature over another digest", .party, "SIG.DIGEST") {
            $0.messageDigestIsWrong = true
        },
        signature(
            "a signature by a stranger in BETA's name", .outsider, "CERT.NO_PATH", by: "false BETA"),
        signature(
            "a signature by a key that a party certified", .party, "CERT.NO_PATH", by: "below ALFA"),
        signature("a signature that names no certificate", .party, "SIG.ESS_MISSING") {
            $0.signingCertificate = .absent
        },
        signature("a signature that names another certificate", .party, "SIG.ESS_MISMATCH") {
            $0.signingCertificate = .other([1])
        },
        signature("a signature with SHA-1", .party, "CRYPTO.UNKNOWN_ALG") {
            $0.digestAlgorithm = .sha1
        },
        content("a signature over another deed", "SIG.DIGEST") {
            try SignedDataWriter.sign(HostileTexts.deed + [0x0A], by: $0.keys.identity("BETA"))
        },
        content("a signature that is a text", "SIG.FORMAT") { _ in Array("BETA\n".utf8) },
        content("a signature that is empty", "SIG.FORMAT") { _ in [] },
        content("a signature that is BETA's for its filing", "SIG.DIGEST") {
            try SignedDataWriter.sign(try $0.filed("deed.md").filing, by: $0.keys.identity("BETA"))
        },
        content("a signature that is a time-stamp", "SIG.FORMAT", also: ["CERT.CONSTRAINT"]) {
            try $0.keys.timeStamping.token(
                over: HostileTexts.deed, at: instant("2026-03-01T10:00:00Z"))
        },
        HostileTrick(
            .evidence, "BETA's key revoked before it signed", .party,
            .unproven("REV.REVOKED_NO_POE"),
            .world { world in
                try world.edit("list.crl") { plan in
                    plan.content = { log in
                        let beta = try log.keys.identity("BETA")
                        return try log.keys.authority.revocationList(
                            number: 2, thisUpdate: instant("2026-03-02T00:00:00Z"),
                            nextUpdate: instant("2026-07-01T00:00:00Z"),
                            revoked: [
                                Revocation(
                                    serial: beta.serial,
                                    revocationDate: instant("2026-02-01T00:00:00Z"), reason: 1)
                            ])
                    }
                }
            }),
    ]

    private static func token(
        _ title: String, _ code: String, also: Set<String> = [], isOpen: Bool = false,
        _ make: @escaping @Sendable (HostileLog, [UInt8]) throws -> [UInt8]
    ) -> HostileTrick {
        let stale = also.union(["REV.NOT_FRESH"])
        let verdict =
            isOpen ? HostileVerdict.indeterminate(code, also: stale) : .failed(code, also: stale)
        return HostileTrick(
            .evidence, title, .archive, verdict,
            .world { world in
                for name in ["checkpoint-1", "checkpoint-2"] {
                    try world.edit(name + ".tsr") { plan in
                        plan.content = { try make($0, try $0.filed(name + ".txt").content) }
                    }
                }
            })
    }

    private static let stamped = "2026-03-01T11:01:00Z"

    private static let tokens: [HostileTrick] = [
        token("time-stamps by a stranger", "TST.UNTRUSTED", isOpen: true) {
            try $0.keys.strangeTimeStamping.token(over: $1, at: instant(stamped))
        },
        token("time-stamps over another checkpoint", "TST.IMPRINT") {
            try $0.keys.timeStamping.token(over: $1 + [0], at: instant(stamped))
        },
        token("time-stamps with a false value", "TST.SIGNATURE") { log, note in
            var options = TimeStampOptions()
            options.signature.signatureIsBroken = true
            return try log.keys.timeStamping.token(
                over: note, at: instant(stamped), options: options)
        },
        token("time-stamps with a false digest", "TST.SIGNATURE") { log, note in
            var options = TimeStampOptions()
            options.signature.messageDigestIsWrong = true
            return try log.keys.timeStamping.token(
                over: note, at: instant(stamped), options: options)
        },
        token("time-stamps that are signatures", "TST.MALFORMED") {
            try SignedDataWriter.sign($1, by: $0.keys.identity("ALFA"))
        },
        token("time-stamps that are texts", "TST.MALFORMED") { _, _ in Array("2026-03-01\n".utf8) },
        token("time-stamps that are empty", "TST.MALFORMED") { _, _ in [] },
        token("time-stamps of a year to come", "TST.FUTURE") {
            try $0.keys.timeStamping.token(over: $1, at: instant("2027-03-01T11:00:00Z"))
        },
        token("time-stamps with an imprint by SHA-1", "TST.IMPRINT", also: ["CRYPTO.UNKNOWN_ALG"]) {
            log, note in
            var options = TimeStampOptions()
            options.imprintAlgorithm = .sha1
            return try log.keys.timeStamping.token(
                over: note, at: instant(stamped), options: options)
        },
        token("time-stamps by a party's key", "TST.EKU", isOpen: true) { log, note in
            try TimeStampingAuthority(identity: log.keys.identity("ALFA")).token(
                over: note, at: instant(stamped))
        },
        HostileTrick(
            .evidence, "time-stamps from before what they are over", .archive,
            .indeterminate("TST.ORDER"),
            .world { world in
                try world.edit("checkpoint-2.tsr") { plan in
                    plan.content = {
                        try $0.keys.timeStamping.token(
                            over: try $0.filed("checkpoint-2.txt").content,
                            at: instant("2026-01-01T00:00:00Z"))
                    }
                }
            }),
        HostileTrick(
            .evidence, "a checkpoint of the archive that is no checkpoint", .archive,
            .failed("LOG.CHECKPOINT_MALFORMED", also: ["TST.COVERED_MISSING"]),
            .world { world in
                try world.edit("checkpoint-2.txt") {
                    $0.content = { _ in Array("ten entries\n".utf8) }
                }
            }),
        HostileTrick(
            .evidence, "a checkpoint of the archive by another key", .archive,
            .indeterminate("LOG.CHECKPOINT_SIG"),
            .world { world in
                try world.edit("checkpoint-2.txt") {
                    $0.content = { Array(try $0.note(by: $0.keys.double).utf8) }
                }
            }),
    ]

    private static func reader(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable (inout HostileBundle) throws -> Void
    ) -> HostileTrick { HostileTrick(.trust, title, .party, verdict, .reader(change)) }

    private static let nobody: Set<String> = [
        "LOG.ARCHIVE_NOT_LISTED", "LOG.INCLUSION", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER",
        "BUNDLE.SIGNATURE",
    ]

    /// The annex that an arbiter pins has one thing other; the bundle comes with that annex.
    private static func listing(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> HostileTrick { HostileTrick(.trust, title, .party, verdict, .arbiter(change)) }

    static var trust: [HostileTrick] {
        [
            reader(
                "an arbiter of another agreement", .failed("AGREEMENT.NOT_PINNED_ONE", also: nobody)
            ) { $0.trust.agreement = .digest(.sha256([1])) },
            reader("an arbiter of another annex", .failed("ANNEX.NOT_PINNED_ONE", also: nobody)) {
                $0.trust.annex = .digest(.sha256([1]))
            },
            reader(
                "an arbiter whose annex is this agreement",
                .failed("ANNEX.NOT_PINNED_ONE", also: nobody)
            ) { $0.trust.annex = $0.trust.agreement },
            reader(
                "an arbiter before the evidence was made",
                .failed(
                    "TST.FUTURE", also: ["REV.FUTURE", "REV.NONE_FOUND", "REV.SIGNER_UNTRUSTED"])
            ) { $0.time = try instant("2026-02-01T00:00:00Z") },
            listing(
                "an annex with another archive", .failed("LOG.ARCHIVE_NOT_LISTED", also: nobody)
            ) { world in
                let other = try present(ArchiveOrigin("archive.example/other"))
                world.trust.archives = [
                    TrustedArchive(
                        party: try present(PartyID("ARCH")), origin: other,
                        verifierKey: try NoteSigner.testKey(of: other, "x").verifierKey.text)
                ]
            },
            listing(
                "an annex with another key of the archive",
                .failed("LOG.CHECKPOINT_SIG", also: nobody)
            ) { world in
                world.trust.archives = [
                    TrustedArchive(
                        party: try present(PartyID("ARCH")), origin: world.keys.origin,
                        verifierKey: world.keys.double.verifierKey.text)
                ]
            },
            listing(
                "an annex with another authority of the same name",
                .indeterminate("BUNDLE.SIGNATURE", also: ["CERT.NO_PATH", "REV.SIGNER_UNTRUSTED"])
            ) { world in
                world.trust.anchors = [
                    TrustAnchor(
                        party: try present(PartyID("CA1")),
                        derBytes: world.keys.stranger.certificate)
                ]
            },
            listing(
                "an annex with no authority",
                .indeterminate("BUNDLE.SIGNATURE", also: ["CERT.NO_PATH", "REV.SIGNER_UNTRUSTED"])
            ) { $0.trust.anchors = [] },
            listing(
                "an annex with no time-stamping authority",
                .indeterminate("TST.UNTRUSTED", also: ["REV.NOT_FRESH"])
            ) { $0.trust.authorities = [] },
            listing(
                "an annex with another time-stamping authority",
                .indeterminate("TST.UNTRUSTED", also: ["REV.NOT_FRESH"])
            ) { world in
                world.trust.authorities = [
                    TrustedTSA(
                        party: try present(PartyID("TSA1")),
                        derBytes: world.keys.strangeTimeStamping.identity.certificate)
                ]
            },
            listing(
                "an annex whose algorithms ended",
                .indeterminate(
                    "BUNDLE.SIGNATURE",
                    also: ["CRYPTO.WEAK_AT_POE", "TST.NO_POE", "CRYPTO.WEAK_NO_POE"])
            ) { world in
                let end = try instant("2026-01-01T00:00:00Z")
                world.trust.algorithms = world.trust.algorithms.map {
                    ApprovedAlgorithm(name: $0.name, until: end)
                }
            },
        ]
    }
}
