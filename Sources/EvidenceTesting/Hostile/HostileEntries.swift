// Entries, docketings and filings that say something else than what was filed: changed after they were logged, which the tree tells, or logged so
// by an archive that means ill, which their own rules must tell.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

/// What follows when an entry of the middle falls away.
let gone: Set<String> = ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER", "LOG.CONSISTENCY"]

/// A change of a text by which it is no more what it was.
struct TextEdit: Sendable {
    let title: String
    let change: @Sendable (String) -> String
    init(_ title: String, _ change: @escaping @Sendable (String) -> String) {
        (self.title, self.change) = (title, change)
    }
    init(_ title: String, _ old: String, _ new: String) {
        self.init(title) { $0.replacing(old, with: new, maxReplacements: 1) }
    }
}

/// What breaks any text of one field a line whose first line is of this format.
func misspellings(_ format: String, field: String) -> [TextEdit] {
    [
        TextEdit("of another version", "\(format)/v1", "\(format)/v2"),
        TextEdit("that is empty") { _ in "" },
        TextEdit("with a byte-order mark") { "\u{FEFF}" + $0 },
        TextEdit("with carriage returns") { $0.replacing("\n", with: "\r\n") },
        TextEdit("without line feed at the end") { String($0.dropLast()) },
        TextEdit("with a line more") { $0 + "paid yes\n" },
        TextEdit("with an empty line") { $0 + "\n" },
        TextEdit("with two blanks", "\n\(field) ", "\n\(field)  "),
        TextEdit("with a tab", "\n\(field) ", "\n\(field)\t"),
        TextEdit("with a field in capitals", "\n\(field) ", "\n\(field.uppercased()) "),
        TextEdit("without a field") { text in
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix(field + " ") }.joined(separator: "\n")
        },
        TextEdit("with a field twice") { text in
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .flatMap { $0.hasPrefix(field + " ") ? [$0, $0] : [$0] }.joined(separator: "\n")
        },
    ]
}

extension HostileTrick {
    /// Logged so by the archive.
    static func logged(
        _ area: HostileArea, _ what: String, _ edit: TextEdit, _ verdict: HostileVerdict,
        of name: String = "deed.BETA.p7s",
        _ keyPath: any WritableKeyPath<PlannedFiling, PlannedFiling.Rewriting> & Sendable
    ) -> HostileTrick {
        HostileTrick(
            area, "\(what) \(edit.title)", .archive, verdict,
            .world { world in
                try world.edit(name) { $0[keyPath: keyPath] = edit.change }
            })
    }

    static var entries: [HostileTrick] { changedEntries + loggedEntries + chains }

    private static let changedEntries: [HostileTrick] =
        [
            (
                "a time of receipt that is earlier", "received 2026-03-01T10:02:00Z",
                "received 2026-01-01T10:02:00Z"
            ),
            (
                "a time of receipt that is later", "received 2026-03-01T10:02:00Z",
                "received 2026-03-01T10:02:30Z"
            ),
        ].map { title, old, new in
            HostileTrick(
                .entries, "an entry with \(title), changed after it was logged", .party,
                .failed("LOG.INCLUSION", also: gone),
                .members { members, _ in
                    try members.replace(old, new, in: "log/2.entry")
                })
        } + [
            HostileTrick(
                .entries, "an entry of another filing, changed after it was logged", .party,
                .failed("LOG.ENTRY_MISMATCH", also: gone),
                .members { members, _ in
                    members["log/2.entry"] = try members.bytes("log/1.entry")
                }),
            HostileTrick(
                .entries, "a filing changed after it was logged", .party,
                .failed("LOG.ENTRY_MISMATCH", also: gone),
                .members { members, _ in
                    try members.replace(
                        "name deed.BETA.p7s", "name deed.GAMMA.p7s", in: "filings/2.filing")
                    try members.rename("exhibits/003-deed.BETA.p7s", "exhibits/003-deed.GAMMA.p7s")
                }),
            HostileTrick(
                .entries, "a docketing changed after it was logged", .party,
                .failed("LOG.ENTRY_MISMATCH", also: gone),
                .members { members, _ in
                    try members.replace("number 3", "number 7", in: "filings/2.docketing")
                    try members.rename("exhibits/003-deed.BETA.p7s", "exhibits/007-deed.BETA.p7s")
                }),
            HostileTrick(
                .entries, "another exhibit filed and digested in the filing", .party,
                .failed("LOG.ENTRY_MISMATCH", also: gone),
                .members { members, _ in
                    let other = Array(
                        "# Deed\n\nALFA gives BETA ten tonnes of bananas for nothing.\n".utf8)
                    let name = "exhibits/001-deed.md"
                    let old = try members.bytes(name)
                    try members.replace(
                        Digest.sha256(old).text, Digest.sha256(other).text, in: "filings/0.filing")
                    try members.replace(
                        "size \(old.count)", "size \(other.count)", in: "filings/0.filing")
                    try members.change(name) { $0 = other }
                }),
        ]

    private static let malformedEntry = HostileVerdict.failed("LOG.ENTRY_MALFORMED", also: gone)

    private static let loggedEntries: [HostileTrick] =
        (misspellings("docket-entry", field: "received") + [
            TextEdit("with a fraction of a second", "10:02:00Z", "10:02:00.5Z"),
            TextEdit("with a time of another zone", "10:02:00Z", "12:02:00+02:00"),
            TextEdit("with a day that is none", "2026-03-01", "2026-02-30"),
            TextEdit("with a digest in hexadecimal") { text in
                text.replacing(
                    /filing sha-256:.*/,
                    with: "filing sha-256:" + String(repeating: "ab", count: 32))
            },
            TextEdit("with a digest of another algorithm", "filing sha-256:", "filing sha-512:"),
            TextEdit("with a leading zero in the index", "index 2", "index 02"),
            TextEdit("with an index no number holds", "index 2", "index 99999999999999999999"),
            TextEdit("that names none before it") { text in
                text.replacing(/previous sha-256:.*/, with: "previous none")
            },
        ]).map { logged(.entries, "an entry", $0, malformedEntry, \.rewriteEntry) } + [
            logged(
                .entries, "an entry", TextEdit("of another index", "index 2", "index 3"),
                .failed("LOG.ENTRY_MISMATCH", also: gone), \.rewriteEntry),
            logged(
                .entries, "an entry",
                TextEdit("of the greatest index", "index 2", "index 18446744073709551615"),
                .failed("LOG.ENTRY_MISMATCH", also: gone), \.rewriteEntry),
            logged(
                .entries, "an entry",
                TextEdit("of another filing") {
                    $0.replacing(/filing sha-256:.*/, with: "filing \(Digest.sha256([1]))")
                }, .failed("LOG.ENTRY_MISMATCH", also: gone), \.rewriteEntry),
            logged(
                .entries, "an entry",
                TextEdit("of another docketing") {
                    $0.replacing(/docketing sha-256:.*/, with: "docketing \(Digest.sha256([1]))")
                }, .failed("LOG.ENTRY_MISMATCH", also: gone), \.rewriteEntry),
        ]

    private static let chains: [HostileTrick] = [
        logged(
            .entries, "an entry",
            TextEdit("that continues another log") {
                $0.replacing(/previous sha-256:.*/, with: "previous \(Digest.sha256([1]))")
            }, .failed("LOG.CHAIN"), \.rewriteEntry),
        logged(
            .entries, "an entry",
            TextEdit("received before the one before it", "10:02:00Z", "10:00:30Z"),
            .failed("LOG.CHAIN"), \.rewriteEntry),
        logged(
            .entries, "an entry", TextEdit("received a year before", "2026-03-01", "2025-03-01"),
            .failed("LOG.CHAIN"), \.rewriteEntry),
        logged(
            .entries, "a docketing",
            TextEdit("that continues another matter") {
                $0.replacing(/previous sha-256:.*/, with: "previous \(Digest.sha256([1]))")
            }, .failed("LOG.CHAIN"), \.rewriteDocketing),
        HostileTrick(
            .entries, "two exhibits of one number", .archive,
            .failed(
                "LOG.DUPLICATE_NUMBER",
                also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER", "LOG.CHAIN"]),
            .world { world in
                try world.edit("letter.txt") { $0.number = 4 }
            }),
        HostileTrick(
            .entries, "a number passed over", .archive, .indeterminate("BUNDLE.GAPS"),
            .world { world in
                try world.edit("letter.txt") { $0.number = 6 }
            }),
        HostileTrick(
            .entries, "the greatest number there can be", .archive, .indeterminate("BUNDLE.GAPS"),
            .world { world in
                try world.edit("letter.txt") { $0.number = .max }
            }),
        HostileTrick(
            .entries, "numbers in another order than the log's", .archive, .failed("LOG.CHAIN"),
            .world { world in
                try world.edit("list.crl") { $0.number = 5 }
                try world.edit("letter.txt") { $0.number = 4 }
            }),
        HostileTrick(
            .entries, "a second beginning of the matter", .archive,
            .failed(
                "LOG.DUPLICATE_NUMBER",
                also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER", "LOG.CHAIN"]),
            .world { world in
                try world.edit("letter.txt") { $0.number = 1 }
            }),
        leaving(
            "the other party's signature left out", ["deed.BETA.p7s"], .indeterminate("BUNDLE.GAPS")
        ),
        leaving(
            "the revocation list left out", ["list.crl"],
            .indeterminate("BUNDLE.GAPS", also: ["REV.NONE_FOUND"])),
        leaving("the first exhibit left out", ["deed.md"], .indeterminate("BUNDLE.GAPS")),
        leaving(
            "a checkpoint of the archive left out", ["checkpoint-1.txt"],
            .indeterminate("BUNDLE.GAPS")),
        leaving(
            "everything left out", Set(HostileTexts.plans.map(\.name)),
            .indeterminate("BUNDLE.GAPS")),
    ]

    private static func leaving(
        _ title: String, _ names: Set<String>, _ verdict: HostileVerdict
    ) -> HostileTrick {
        HostileTrick(.entries, title, .party, verdict, .world { $0.leftOut = names })
    }
}
