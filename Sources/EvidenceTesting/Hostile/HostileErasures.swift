// Erasures that no record of the archive accounts for, and what is left of what was erased.

import EvidenceValues
import TransparencyLog

/// Has the archive erase the letter, with a record of these words.
func erase(
    _ world: inout HostileWorld, kind: ExhibitKind = .erasure, filer: String? = nil,
    matter: String = HostileKeys.matter, entry: UInt64 = 7, number: UInt64 = 5,
    of record: String = HostileKeys.matter, leafOf other: String = "letter.txt",
    _ rewrite: @escaping @Sendable (String) -> String = { $0 }
) throws {
    world.erased = ["letter.txt"]
    var plan = PlannedFiling("erasure.txt", kind, by: filer, at: "2026-03-06T00:00:00Z") { log in
        let erasure = Erasure(
            entry: LeafIndex(entry), leaf: try log.filed(other).leaf,
            matter: try present(MatterID(record)), number: try present(DocketNumber(number)),
            warrant: try present(Warrant(by: "Jane Roe", ground: "GDPR Art. 17(1)(d)")))
        return Array(rewrite(String(decoding: erasure.bytes, as: UTF8.self)).utf8)
    }
    plan.matter = matter
    try world.add(plan)
}

extension HostileTrick {
    private static let unaccounted = HostileVerdict.failed(
        "BUNDLE.MEMBER_MISSING", also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS"])

    private static func erasing(
        _ title: String, _ attacker: Attacker = .archive, _ verdict: HostileVerdict = unaccounted,
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> HostileTrick { HostileTrick(.erasure, title, attacker, verdict, .world(change)) }

    static let erasures: [HostileTrick] = [
        erasing("a filing that is missing, with no record", .party) { $0.erased = ["letter.txt"] },
        erasing("a record of another entry") { try erase(&$0, entry: 6) },
        erasing("a record of another leaf") { try erase(&$0, leafOf: "deed.md") },
        erasing("a record of another number") { try erase(&$0, number: 4) },
        erasing("a record of another matter") { try erase(&$0, of: "OTHER") },
        erasing("a record filed in another matter") { try erase(&$0, matter: "docket.archive") },
        erasing("a record filed as a document") { try erase(&$0, kind: .document) },
        erasing("a record filed by a party") { try erase(&$0, filer: "ALFA") },
        erasing("a record with a line more") { try erase(&$0) { $0 + "more 1\n" } },
        erasing("a record with carriage returns") {
            try erase(&$0) { $0.replacing("\n", with: "\r\n") }
        },
        erasing("a record without ground") {
            try erase(&$0) { $0.replacing(/ground .*\n/, with: "") }
        },
        erasing("a record that is withheld", .party) {
            try erase(&$0)
            $0.withheld = ["erasure.txt"]
        },
        erasing("a record that is left out", .party) {
            try erase(&$0)
            $0.leftOut = ["erasure.txt"]
        },
        erasing("an erased entry that is left out", .party, .indeterminate("BUNDLE.GAPS")) {
            try erase(&$0)
            $0.leftOut = ["letter.txt"]
            $0.erased = []
        },
        HostileTrick(
            .erasure, "a record whose bytes are others", .party,
            .failed(
                "FILING.CONTENT", also: ["BUNDLE.MEMBER_MISSING", "BUNDLE.DIFFERS", "BUNDLE.GAPS"]),
            Forgery.world { try erase(&$0) }.members { members, _ in
                try members.change("exhibits/006-erasure.txt") { $0 = [] }
            }),
        HostileTrick(
            .erasure, "what was erased, still there", .party, .failed("BUNDLE.UNEXPECTED_MEMBER"),
            Forgery.world { try erase(&$0) }.members { members, _ in
                members["exhibits/005-letter.txt"] = Array("The bananas are fine.\n".utf8)
            }),
        HostileTrick(
            .erasure, "the filer's signature of what was erased", .party,
            .failed("BUNDLE.UNEXPECTED_MEMBER"),
            Forgery.world { try erase(&$0) }.members { members, _ in
                members["filings/7.filing.p7s"] = try members.bytes("filings/2.filing.p7s")
            }),
        HostileTrick(
            .erasure, "another docketing beside an erased entry", .party,
            .failed("LOG.ENTRY_MISMATCH", also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS"]),
            Forgery.world { try erase(&$0) }.members { members, _ in
                members["filings/7.docketing"] = try members.bytes("filings/6.docketing")
            }),
        HostileTrick(
            .erasure, "another proof beside an erased entry", .party,
            .failed("LOG.INCLUSION", also: ["BUNDLE.DIFFERS", "BUNDLE.GAPS"]),
            Forgery.world { try erase(&$0) }.members { members, _ in
                members["log/7.tlog-proof"] = try members.bytes("log/6.tlog-proof")
            }),
    ]
}
