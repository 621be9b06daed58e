// Members that are missing, too many, too large or not what bundle.txt and the evidence say; and findings that the party would like better.
// Everything is digested and sealed anew.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

extension HostileTrick {
    private static func members(
        _ title: String, _ verdict: HostileVerdict,
        _ change: @escaping @Sendable (inout HostileMembers, HostileWorld) throws -> Void
    ) -> HostileTrick { HostileTrick(.contents, title, .party, verdict, .members(change)) }

    /// A passage of bundle.txt replaced.
    private static func told(
        _ title: String, _ old: String, _ new: String, _ verdict: HostileVerdict
    ) -> HostileTrick {
        members(title, verdict) { members, _ in
            try members.replace(old, new, in: BundleNames.text)
        }
    }

    private static func malformed(_ title: String, _ old: String, _ new: String) -> HostileTrick {
        told(title, old, new, .refused("BUNDLE.MALFORMED"))
    }

    static var contents: [HostileTrick] { missing + more + telling + spelling + findings + large }

    private static let missing: [HostileTrick] = [
        members("without bundle.txt", .refused("BUNDLE.MEMBER_MISSING")) { members, _ in
            try members.remove(BundleNames.text)
        },
        members("without README.txt", .failed("BUNDLE.MEMBER_MISSING", also: ["BUNDLE.DIFFERS"])) {
            members, _ in try members.remove(BundleNames.readme)
        },
        members(
            "without the agreement",
            .failed("BUNDLE.MEMBER_MISSING", also: ["BUNDLE.DIFFERS", "AGREEMENT.MALFORMED"])
        ) { members, _ in try members.remove(BundleNames.agreement) },
        members(
            "without the annex",
            .failed(
                "BUNDLE.MEMBER_MISSING",
                also: [
                    "BUNDLE.DIFFERS", "ANNEX.MALFORMED", "BUNDLE.SIGNATURE",
                    "BUNDLE.UNEXPECTED_MEMBER", "LOG.ARCHIVE_NOT_LISTED", "LOG.INCLUSION",
                ])
        ) { members, _ in try members.remove(BundleNames.annex) },
        members(
            "without the claims",
            .failed("BUNDLE.MEMBER_MISSING", also: ["BUNDLE.DIFFERS", "CLAIMS.MALFORMED"])
        ) { members, _ in try members.remove(BundleNames.claims) },
        members(
            "without the checkpoint",
            .failed(
                "BUNDLE.MEMBER_MISSING",
                also: [
                    "LOG.CHECKPOINT_SIG", "LOG.INCLUSION", "BUNDLE.DIFFERS",
                    "BUNDLE.UNEXPECTED_MEMBER",
                ])
        ) { members, _ in try members.remove(BundleNames.checkpoint) },
        members("without the finding", .failed("BUNDLE.MEMBER_MISSING", also: ["FINDING.DIFFERS"]))
        { members, _ in try members.remove(BundleNames.finding) },
        members(
            "without a docketing",
            .failed("FILING.MALFORMED", also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])
        ) { members, _ in try members.remove("filings/2.docketing") },
        members(
            "without a proof",
            .failed("LOG.INCLUSION", also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])
        ) { members, _ in try members.remove("log/2.tlog-proof") },
        members(
            "without a filing",
            .failed(
                "BUNDLE.MEMBER_MISSING",
                also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS", "BUNDLE.UNEXPECTED_MEMBER"])
        ) { members, _ in try members.remove("filings/2.filing") },
        members(
            "without an entry whose other files are here",
            .failed("BUNDLE.UNEXPECTED_MEMBER", also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS"])
        ) { members, _ in try members.remove("log/2.entry") },
        members(
            "without a filing's signature",
            .failed("FILING.SIGNATURE", also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])
        ) { members, _ in try members.remove("filings/2.filing.p7s") },
    ]

    private static let more: [HostileTrick] = [
        members("a filing without entry", .failed("BUNDLE.UNEXPECTED_MEMBER")) { members, _ in
            members["filings/3.filing"] = try members.bytes("filings/2.filing")
        },
        members(
            "an entry with a leading zero in its name",
            .failed("BUNDLE.UNEXPECTED_MEMBER", also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS"])
        ) { members, _ in try members.rename("log/2.entry", "log/02.entry") },
        members("an entry with a sign in its name", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in members["log/-2.entry"] = try members.bytes("log/2.entry")
        },
        members("an entry whose index no number holds", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in
            members["log/99999999999999999999999.entry"] = try members.bytes("log/2.entry")
        },
        members("an entry under the greatest index", .failed("FILING.MALFORMED")) { members, _ in
            members["log/18446744073709551615.entry"] = try members.bytes("log/2.entry")
        },
        members("an entry twice under two indices", .failed("LOG.ENTRY_MISMATCH")) { members, _ in
            members["log/3.entry"] = try members.bytes("log/2.entry")
            members["log/3.tlog-proof"] = try members.bytes("log/2.tlog-proof")
            members["filings/3.filing"] = try members.bytes("filings/2.filing")
            members["filings/3.docketing"] = try members.bytes("filings/2.docketing")
            members["filings/3.filing.p7s"] = try members.bytes("filings/2.filing.p7s")
        },
        members("an exhibit under another number", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in
            try members.rename("exhibits/003-deed.BETA.p7s", "exhibits/033-deed.BETA.p7s")
        },
        members("an exhibit under a number with more zeros", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in
            try members.rename("exhibits/003-deed.BETA.p7s", "exhibits/0003-deed.BETA.p7s")
        },
        members("an exhibit under another name", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in try members.rename("exhibits/001-deed.md", "exhibits/001-contract.md")
        },
        members("an exhibit among the archive's", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in try members.rename("exhibits/001-deed.md", "archive/001-deed.md")
        },
        members("an exhibit twice, once as another file", .failed("BUNDLE.UNEXPECTED_MEMBER")) {
            members, _ in
            members["exhibits/001-deed.txt"] = try members.bytes("exhibits/001-deed.md")
        },
        members("a second agreement", .failed("BUNDLE.UNEXPECTED_MEMBER")) { members, _ in
            members["agreement/agreement.txt"] = try members.bytes(BundleNames.agreement)
        },
        members("a checkpoint more", .failed("BUNDLE.UNEXPECTED_MEMBER")) { members, _ in
            members["log/checkpoint2"] = try members.bytes(BundleNames.checkpoint)
        },
        members("a README of the party's own", .failed("BUNDLE.DIFFERS")) { members, _ in
            try members.replace(
                "Do not rely on anything in here before", "You may rely on everything in here, as",
                in: BundleNames.readme)
        },
        members("a README with a line more", .failed("BUNDLE.DIFFERS")) { members, _ in
            try members.edit(BundleNames.readme) { $0 + "BETA has paid.\n" }
        },
        members("other bytes of an exhibit", .failed("FILING.CONTENT")) { members, _ in
            try members.replace("ten tonnes", "two tonnes", in: "exhibits/001-deed.md")
        },
        members("a byte more of an exhibit", .failed("FILING.CONTENT")) { members, _ in
            try members.change("exhibits/001-deed.md") { $0.append(0x0A) }
        },
        members("an empty exhibit", .failed("FILING.CONTENT")) { members, _ in
            try members.change("exhibits/001-deed.md") { $0 = [] }
        },
        members("two exhibits that changed places", .failed("FILING.CONTENT")) { members, _ in
            let deed = try members.bytes("exhibits/001-deed.md")
            try members.change("exhibits/001-deed.md") {
                $0 = Array("The bananas are fine.\n".utf8)
            }
            try members.change("exhibits/005-letter.txt") { $0 = deed }
        },
        members("an exhibit with other line ends", .failed("FILING.CONTENT")) { members, _ in
            try members.edit("exhibits/001-deed.md") { $0.replacing("\n", with: "\r\n") }
        },
        members("a blank behind the deed", .failed("FILING.CONTENT")) { members, _ in
            try members.edit("exhibits/001-deed.md") { $0 + " " }
        },
        members("a time-stamp with a bit changed", .failed("FILING.CONTENT")) { members, _ in
            try members.change("archive/002-checkpoint-1.tsr") { $0[$0.count - 9] ^= 1 }
        },
    ]

    private static let telling: [HostileTrick] = [
        told(
            "an archive that the annex does not list", "archive archive.example/hostile",
            "archive archive.example/other",
            .failed(
                "LOG.ARCHIVE_NOT_LISTED",
                also: ["FILING.OTHER_ARCHIVE", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])),
        told(
            "another matter", "matter HOS-1", "matter HOS-2",
            .failed(
                "FILING.OTHER_MATTER",
                also: ["CLAIMS.OTHER_MATTER", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])),
        told(
            "the archive's matter", "matter HOS-1", "matter docket.archive",
            .failed(
                "FILING.OTHER_MATTER",
                also: ["CLAIMS.OTHER_MATTER", "BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])),
        told("an exhibit more than there is", "held 5", "held 6", .failed("BUNDLE.DIFFERS")),
        told("an exhibit fewer than there is", "held 5", "held 4", .failed("BUNDLE.DIFFERS")),
        told("no exhibits", "held 5", "held 0", .failed("BUNDLE.DIFFERS")),
        told(
            "a higher number than the highest", "highest 5", "highest 6", .failed("BUNDLE.DIFFERS")),
        told(
            "a lower number than the highest", "highest 5", "highest 4", .failed("BUNDLE.DIFFERS")),
        told(
            "the greatest number there can be", "highest 5", "highest 18446744073709551615",
            .failed("BUNDLE.DIFFERS")),
        told(
            "another agreement", "agreement sha-256:", "agreement sha-256:A",
            .refused("BUNDLE.MALFORMED")),
        differing("the digest of another agreement", "agreement"),
        differing("the digest of another annex", "annex"),
        differing("the digest of other claims", "claims"),
        told(
            "a finding of another day", "time 2026-06-01T00:00:00Z", "time 2026-06-02T00:00:00Z",
            .failed("FINDING.DIFFERS")),
        told(
            "a finding before the evidence could be weighed", "time 2026-06-01T00:00:00Z",
            "time 2026-03-01T10:30:00Z", .failed("FINDING.DIFFERS")),
        told(
            "a finding of the year 1", "time 2026-06-01T00:00:00Z", "time 0001-01-01T00:00:00Z",
            .failed("FINDING.DIFFERS")),
        told(
            "a finding of the last year there is", "time 2026-06-01T00:00:00Z",
            "time 9999-12-31T23:59:59Z", .failed("FINDING.DIFFERS")),
    ]

    private static func differing(_ title: String, _ field: String) -> HostileTrick {
        members(title, .failed("BUNDLE.DIFFERS")) { members, _ in
            try members.edit(BundleNames.text) { text in
                text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    $0.hasPrefix(field + " ") ? "\(field) \(Digest.sha256([1]))" : String($0)
                }.joined(separator: "\n")
            }
        }
    }

    private static let spelling: [HostileTrick] = [
        malformed("bundle.txt of another version", "docket-bundle/v1", "docket-bundle/v2"),
        malformed("bundle.txt in capitals", "docket-bundle/v1", "DOCKET-BUNDLE/v1"),
        malformed(
            "bundle.txt with a byte-order mark", "docket-bundle/v1", "\u{FEFF}docket-bundle/v1"),
        malformed("bundle.txt without a line", "held 5\n", ""),
        malformed("bundle.txt with a line twice", "held 5\n", "held 5\nheld 5\n"),
        malformed(
            "bundle.txt with lines in another order", "held 5\nhighest 5\n", "highest 5\nheld 5\n"),
        malformed("bundle.txt with an empty line", "held 5\n", "\nheld 5\n"),
        malformed("bundle.txt with a blank at the end of a line", "held 5\n", "held 5 \n"),
        malformed("bundle.txt with two blanks", "held 5", "held  5"),
        malformed("bundle.txt with a tab", "held 5", "held\t5"),
        malformed("bundle.txt with a leading zero", "held 5", "held 05"),
        malformed("bundle.txt with a plus", "held 5", "held +5"),
        malformed("bundle.txt with a minus", "held 5", "held -5"),
        malformed("bundle.txt with digits of another script", "held 5", "held \u{665}"),
        malformed(
            "bundle.txt with a number that is too large", "held 5", "held 18446744073709551616"),
        malformed("bundle.txt with a carriage return", "held 5\n", "held 5\r\n"),
        malformed("bundle.txt with a time of another zone", "T00:00:00Z", "T02:00:00+02:00"),
        malformed("bundle.txt with a time without seconds", "T00:00:00Z", "T00:00Z"),
        malformed("bundle.txt with a day that is none", "2026-06-01", "2026-06-31"),
        malformed("bundle.txt with a leap second", "T00:00:00Z", "T23:59:60Z"),
        malformed(
            "bundle.txt with a matter that turns the writing", "matter HOS-1",
            "matter HOS\u{202E}-1"),
        malformed(
            "bundle.txt with an origin in capitals", "archive archive.example",
            "archive Archive.example"),
        malformed(
            "bundle.txt with a digest of another algorithm", "agreement sha-256:",
            "agreement sha-512:"),
        members("bundle.txt without line feed at the end", .refused("BUNDLE.MALFORMED")) {
            members, _ in try members.edit(BundleNames.text) { String($0.dropLast()) }
        },
        members("bundle.txt with a line more", .refused("BUNDLE.MALFORMED")) { members, _ in
            try members.edit(BundleNames.text) { $0 + "paid yes\n" }
        },
        members("bundle.txt that is empty", .refused("BUNDLE.MALFORMED")) { members, _ in
            try members.edit(BundleNames.text) { _ in "" }
        },
        members("bundle.txt with a byte that is no UTF-8", .refused("BUNDLE.MALFORMED")) {
            members, _ in try members.change(BundleNames.text) { $0[30] = 0xFF }
        },
    ]

    private static let findings: [HostileTrick] = [
        finding("an empty finding") { _ in "" },
        finding("a finding of no claims") { _ in "{}\n" },
        finding("a finding with a blank more") { " " + $0 },
        finding("a finding without its last byte") { String($0.dropLast()) },
        finding("a finding with a line feed more") { $0 + "\n" },
        finding("a finding in another value") { $0.replacing("\"proven\"", with: "\"refuted\"") },
        finding("a finding for another party") { $0.replacing("BETA", with: "ALFA") },
        finding("a finding twice") { $0 + $0 },
        finding("a finding with a character as an escape") {
            $0.replacing("BETA", with: "\\u0042ETA", maxReplacements: 1)
        },
    ]

    private static func finding(
        _ title: String, _ change: @escaping @Sendable (String) -> String
    ) -> HostileTrick {
        members(title, .failed("FINDING.DIFFERS")) { members, _ in
            try members.edit(BundleNames.finding, change)
        }
    }

    private static func padded(_ name: String, to size: Int) -> HostileTrick {
        members("\(name) larger than it may be", .refused("BUNDLE.TOO_LARGE")) { members, _ in
            try members.change(name) {
                $0 += [UInt8](repeating: 0x20, count: size + 1 - $0.count)
            }
        }
    }

    private static let large: [HostileTrick] = [
        padded(BundleNames.text, to: BundleText.maximumSize),
        padded(BundleNames.claims, to: BundleLimits.text),
        padded(BundleNames.agreement, to: BundleLimits.text),
        padded(BundleNames.annexSignature, to: BundleLimits.signature),
        padded("filings/2.filing", to: BundleLimits.logText),
        padded("filings/2.filing.p7s", to: BundleLimits.signature),
        padded(BundleNames.checkpoint, to: BundleLimits.logText),
        members("more entries than a bundle may have", .refused("BUNDLE.TOO_MANY_ENTRIES")) {
            members, _ in
            for index in 100...100 + BundleLimits.entries { members["log/\(index).entry"] = [] }
        },
    ]
}
