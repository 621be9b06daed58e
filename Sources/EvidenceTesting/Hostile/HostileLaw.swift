// Agreements, annexes and claims that are not the arbiter's, or that are, and cannot be read. Where the arbiter himself pinned a text that has
// no sure meaning, nothing is judged by it.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

extension HostileTrick {
    private static func agreement(
        _ title: String, _ old: String, _ new: String
    ) -> HostileTrick {
        HostileTrick(
            .texts, "an agreement \(title), pinned", .party, .failed("AGREEMENT.MALFORMED"),
            .arbiter { world in
                let text = world.agreement.replacing(old, with: new, maxReplacements: 1)
                guard !text.utf8.elementsEqual(world.agreement.utf8) else {
                    throw HostileError.unchanged(title)
                }
                world.agreement = text
            })
    }

    private static func annex(
        _ title: String, _ change: @escaping @Sendable (String) -> String
    ) -> HostileTrick {
        HostileTrick(
            .texts, "an annex \(title), pinned", .party,
            .failed("ANNEX.MALFORMED", also: unlisted), .arbiter { $0.rewriteAnnex = change })
    }

    private static func claims(
        _ title: String, _ code: String = "CLAIMS.MALFORMED",
        _ change: @escaping @Sendable (String) -> String
    ) -> HostileTrick {
        HostileTrick(
            .texts, "claims \(title)", .party, .failed(code), .world { $0.rewriteClaims = change })
    }

    private static func claims(
        _ title: String, _ old: String, _ new: String, _ code: String = "CLAIMS.MALFORMED"
    ) -> HostileTrick { claims(title, code) { $0.replacing(old, with: new, maxReplacements: 1) } }

    /// What follows where no archive is listed.
    private static let unlisted: Set<String> = [
        "LOG.ARCHIVE_NOT_LISTED", "LOG.INCLUSION", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER",
        "BUNDLE.SIGNATURE",
    ]

    static var law: [HostileTrick] { others + agreements + annexes + claimings }

    private static func other(
        _ title: String, _ code: String,
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> HostileTrick {
        HostileTrick(
            .texts, title, .party,
            .failed(
                code, also: unlisted.union(["AGREEMENT.NOT_PINNED_ONE", "ANNEX.NOT_PINNED_ONE"])),
            .world(change))
    }

    private static let others: [HostileTrick] = [
        other("an agreement with a blank more", "AGREEMENT.NOT_PINNED_ONE") {
            $0.agreement += " \n"
        },
        other("an agreement with a rule more", "AGREEMENT.NOT_PINNED_ONE") {
            $0.agreement = $0.agreement.replacing(
                "and admitted(D).",
                with: "and admitted(D).\nbound(P, D) if admitted(D) and certified(_, P).")
        },
        other("an agreement with a condition fewer", "AGREEMENT.NOT_PINNED_ONE") {
            $0.agreement = $0.agreement.replacing(" and certified(K, P)", with: " and party(P)")
        },
        other("an agreement with other line ends", "AGREEMENT.NOT_PINNED_ONE") {
            $0.agreement = $0.agreement.replacing("\n", with: "\r\n")
        },
        other("an annex of a later version", "ANNEX.NOT_PINNED_ONE") {
            $0.rewriteAnnex = { $0.replacing("version 1", with: "version 2") }
        },
        other("an annex with an authority more", "ANNEX.NOT_PINNED_ONE") { world in
            world.trust.anchors.append(
                TrustAnchor(
                    party: try present(PartyID("CAX")), derBytes: world.keys.stranger.certificate))
        },
        other("an annex with the attacker's archive", "ANNEX.NOT_PINNED_ONE") { world in
            world.trust.archives = [
                TrustedArchive(
                    party: try present(PartyID("ARCH")), origin: world.keys.origin,
                    verifierKey: world.keys.double.verifierKey.text)
            ]
            world.checkpoint = { try $0.note(by: $0.keys.double) }
        },
        other("an annex with an algorithm more", "ANNEX.NOT_PINNED_ONE") {
            $0.trust.algorithms.append(ApprovedAlgorithm(name: "sha-1", until: nil))
        },
        other("an annex that makes a party the arbiter", "ANNEX.NOT_PINNED_ONE") {
            $0.rewriteAnnex = { $0 + "role arbiter ALFA\n" }
        },
        HostileTrick(
            .texts, "an annex of another agreement, pinned", .party,
            .failed("ANNEX.OTHER_AGREEMENT", also: unlisted),
            .arbiter { world in
                world.rewriteAnnex = {
                    $0.replacing(/agreement sha-256:.*/, with: "agreement \(Digest.sha256([1]))")
                }
            }),
        HostileTrick(
            .texts, "the attacker's own agreement, annex, archive and CA", .outsider,
            .failed("AGREEMENT.NOT_PINNED_ONE", also: unlisted.union(["ANNEX.NOT_PINNED_ONE"])),
            .world { world in
                world.agreement += "\n"
                world.trust.anchors = [
                    TrustAnchor(
                        party: try present(PartyID("CA1")),
                        derBytes: world.keys.stranger.certificate)
                ]
                world.trust.archives = [
                    TrustedArchive(
                        party: try present(PartyID("ARCH")), origin: world.keys.origin,
                        verifierKey: world.keys.double.verifierKey.text)
                ]
                world.checkpoint = { try $0.note(by: $0.keys.double) }
            }),
    ]

    private static let agreements: [HostileTrick] = [
        agreement("with a byte-order mark", "# Agreement", "\u{FEFF}# Agreement"),
        agreement("without title", "# Agreement", "Agreement"),
        agreement("without version", "Version: hostile-1\n", ""),
        agreement("with a carriage return", "Being bound\n", "Being bound\r\n"),
        agreement("with characters that turn the writing", "Being bound", "Being \u{202E}bound"),
        agreement("with an invisible character", "Being bound", "Being\u{200B} bound"),
        agreement("with a tab", "Being bound", "Being\tbound"),
        agreement("with a comment that hides a rule", "```rules", "<!--\n```rules"),
        agreement("with HTML", "Whoever signed", "<div hidden>Whoever signed"),
        agreement("with a block of another kind", "```parameters", "```swift"),
        agreement("with an indented fence", "```rules", " ```rules"),
        agreement("with a block that does not end", "T_skew = 1min\n```", "T_skew = 1min\n"),
        agreement(
            "with rules outside an article", "```parameters\nT_skew",
            "```rules\nbound(P, D) if admitted(D) and party(P).\n```\n\n```parameters\nT_skew"),
        agreement(
            "with a predicate twice", "evidence closed admitted(",
            "evidence closed admitted(document D) \"{D}\".\nevidence closed admitted("),
        agreement("with a predicate that nothing declares", "and admitted(D)", "and notarised(D)"),
        agreement("with an argument too many", "and admitted(D)", "and admitted(D, P)"),
        agreement("with a variable of another type", "and admitted(D)", "and admitted(T)"),
        agreement("with a variable that nothing binds", "bound(P, D) if", "bound(Q, D) if"),
        agreement("with a party in a rule", "certified(K, P)", "certified(K, BETA)"),
        agreement("with a rule that denies itself", "and admitted(D).", "and not bound(P, D)."),
        agreement(
            "that calls evidence what the judge concludes", "derived closed bound",
            "evidence closed bound"),
        agreement(
            "that declares misconduct otherwise", "derived closed bound",
            "derived open misconduct(party P) \"{P}\".\nderived closed bound"),
        agreement("with a parameter twice", "T_skew = 1min", "T_skew = 1min\nT_skew = 2min"),
        agreement("with a tolerance that is no span", "T_skew = 1min", "T_skew = EUR 1.00"),
        HostileTrick(
            .texts, "an agreement with a byte that is no UTF-8, pinned", .party,
            .failed("AGREEMENT.MALFORMED", also: unlisted.union(["ANNEX.OTHER_AGREEMENT"])),
            Forgery.members { members, _ in
                try members.change(BundleNames.agreement) { $0.append(0xFF) }
                try members.retell()
            }.reading { $0.trust.agreement = nil }),
    ]

    private static let annexes: [HostileTrick] = [
        annex("of another version of the format") {
            $0.replacing("docket-annex/v1", with: "docket-annex/v2")
        },
        annex("with carriage returns") { $0.replacing("\n", with: "\r\n") },
        annex("without line feed at the end") { String($0.dropLast()) },
        annex("with a byte-order mark") { "\u{FEFF}" + $0 },
        annex("of version 0") { $0.replacing("version 1", with: "version 0") },
        annex("with lines in another order") { text in
            var lines = text.split(separator: "\n").map(String.init)
            lines.swapAt(4, 5)
            return lines.joined(separator: "\n") + "\n"
        },
        annex("with a line twice") { text in
            let lines = text.split(separator: "\n").map(String.init)
            return (lines + [lines[lines.count - 1]]).joined(separator: "\n") + "\n"
        },
        annex("with a line that nobody knows") { $0 + "witchcraft ALFA\n" },
        annex("with an anchor that is no base64") {
            $0.replacing("anchor CA1 ", with: "anchor CA1 !")
        },
        annex("with two blanks") { $0.replacing("anchor CA1 ", with: "anchor  CA1 ") },
        annex("with a party in small letters") { $0.replacing("anchor CA1 ", with: "anchor ca1 ") },
        annex("with a key whose ID is another's") { text in
            text.replacing(/hostile\+[0-9a-f]{8}\+/, with: "hostile+00000000+")
        },
        annex("with a key in another archive's name") {
            $0.replacing("hostile archive.example/hostile+", with: "hostile archive.example/other+")
        },
        annex("with a time of another zone") {
            $0.replacing(
                "until 2036-01-01T00:00:00Z", with: "until 2036-01-01T02:00:00+02:00",
                maxReplacements: 1)
        },
        annex("with a letter that turns the writing") {
            $0.replacing("registry REGIS", with: "registry \u{202E}REGIS")
        },
        annex("that is empty") { _ in "" },
    ]

    private static let claimings: [HostileTrick] = [
        claims("that are empty") { _ in "" },
        claims("that are prose") { _ in "Pay me.\n" },
        claims("with a byte-order mark") { "\u{FEFF}" + $0 },
        claims("with carriage returns") { $0.replacing("\n", with: "\r\n") },
        claims("without line feed at the end") { String($0.dropLast()) },
        claims("with a blank more", "claims bound", "claims  bound"),
        claims("with a tab", "  C1", "\tC1"),
        claims("with a comment", "  C1", "  // C1 is proven\n  C1"),
        claims(
            "with a claim twice", "  C1: ALFA claims bound(BETA, DEED) against BETA;\n",
            "  C1: ALFA claims bound(BETA, DEED) against BETA;\n  C1: ALFA claims bound(BETA, DEED) against BETA;\n"
        ),
        claims("with a document twice", "  C1", "  document DEED = \(Digest.sha256([1]));\n  C1"),
        claims("with characters that turn the writing", "BETA", "\u{202E}BETA"),
        claims("with an invisible character", "BETA", "BE\u{200B}TA"),
        claims("with a letter that looks like another", "BETA", "\u{392}ETA"),
        claims("with needless parentheses", "bound(BETA, DEED)", "(bound(BETA, DEED))"),
        claims(
            "with a hundred parentheses", "bound(BETA, DEED)",
            String(repeating: "not (", count: 100) + "bound(BETA, DEED)"
                + String(repeating: ")", count: 100)),
        claims("with a digest in another spelling", "sha-256:", "SHA-256:"),
        claims("with an amount that is no amount", "against BETA", "against BETA demands EUR 1e9"),
        claims("with a byte of NUL", "C1", "C1\0"),
        claims("of another matter", "claims HOS-1", "claims HOS-2", "CLAIMS.OTHER_MATTER"),
        claims("under another version", "under hostile-1", "under hostile-2", "CLAIMS.REFUSED"),
        claims(
            "of a predicate that the agreement does not have", "bound(", "owed(", "CLAIMS.REFUSED"),
        claims("with an argument too few", "bound(BETA, DEED)", "bound(BETA)", "CLAIMS.REFUSED"),
        claims(
            "with an argument of another type", "bound(BETA, DEED)", "bound(DEED, BETA)",
            "CLAIMS.REFUSED"),
        HostileTrick(
            .texts, "claims with a byte that is no UTF-8", .party, .failed("CLAIMS.MALFORMED"),
            .members { members, _ in
                try members.change(BundleNames.claims) { $0[20] = 0xFF }
                try members.retell()
            }),
    ]
}

extension Forgery {
    /// The same before a reader who pins something else.
    func reading(_ change: @escaping @Sendable (inout HostileBundle) throws -> Void) -> Forgery {
        var forgery = self
        forgery.reader = change
        return forgery
    }
}
