// Time records (docs/formats/bundle.md, bundle-29): the sound world with its tokens filed as a service files them, in a matter of a day, each
// filing naming the checkpoint that its token is over; and what others file in such a matter, which does not belong into a bundle.

import EvidenceValues
import TransparencyLog

extension HostileTrick {
    private static let day = "docket.time.2026-03-01"

    /// Makes the tokens over exhibits of checkpoints time records.
    private static func timely(_ world: inout HostileWorld) throws {
        world.plans.removeAll { $0.kind == .checkpoint }
        for (old, new) in [("checkpoint-1.tsr", "TSA1-4.tst"), ("checkpoint-2.tsr", "TSA1-7.tst")] {
            try world.edit(old) { plan in
                let time = plan.received
                record(&plan, named: new) { log, note in
                    try log.keys.timeStamping.token(over: note, at: instant(time))
                }
            }
        }
    }

    private static func record(
        _ plan: inout PlannedFiling, named name: String,
        _ content: @escaping @Sendable (HostileLog, [UInt8]) throws -> [UInt8]
    ) {
        plan.name = name
        plan.matter = day
        plan.mediaType = "application/timestamp-token"
        plan.checkpoint = { try $0.note() }
        plan.content = { try content($0, Array(try $0.note().utf8)) }
        plan.links = { [Link(.timeStamps, .sha256(Array(try $0.note().utf8)))] }
    }

    /// The timely world with one thing more in the matter of times.
    private static func timely(
        with change: @escaping @Sendable (inout PlannedFiling) throws -> Void,
        leftOut: Set<String> = []
    ) -> Forgery {
        .world { world in
            try timely(&world)
            var more = PlannedFiling(
                "more", .timeStamp, by: nil, at: "2026-03-01T11:02:00Z", content: { _ in [] })
            record(&more, named: "TSA1-5.tst") { log, note in
                try log.keys.timeStamping.token(over: note, at: instant("2026-03-01T11:02:00Z"))
            }
            try change(&more)
            try world.add(more, behind: "TSA1-4.tst")
            world.leftOut = leftOut
        }
    }

    /// Sound bundles with time records.
    static let timelyControls: [(title: String, forgery: Forgery)] = [
        ("with time records", .world { try timely(&$0) }),
        ("with a time record more", timely(with: { _ in })),
        ("with a time record left out", timely(with: { _ in }, leftOut: ["TSA1-5.tst"])),
        (
            "with a time record by a stranger",
            timely(with: { plan in
                plan.content = { log in
                    try log.keys.strangeTimeStamping.token(
                        over: Array(try log.note().utf8), at: instant("2026-03-01T11:02:00Z"))
                }
            })
        ),
        (
            "with a time record that is no token",
            timely(with: { $0.content = { _ in Array("noon\n".utf8) } })
        ),
    ]

    private static func stranger(
        _ title: String, _ attacker: Attacker,
        _ change: @escaping @Sendable (inout PlannedFiling) throws -> Void
    ) -> HostileTrick {
        HostileTrick(
            .filings, title, attacker, .failed("FILING.OTHER_MATTER", also: gone),
            timely(with: change))
    }

    static let times: [HostileTrick] = [
        stranger("a time record that a party filed", .party) { $0.filer = "ALFA" },
        stranger("a document among time records", .archive) { plan in
            plan.kind = .document
            plan.links = { _ in [] }
        },
        stranger("a checkpoint among time records", .archive) { plan in
            plan.kind = .checkpoint
            plan.content = { Array(try $0.note().utf8) }
            plan.links = { _ in [] }
        },
        stranger("an audit among time records", .archive) { $0.kind = .audit },
        stranger("a time record of a day that is none", .archive) {
            $0.matter = "docket.time.2026-02-30"
        },
        stranger("a time record of no day", .archive) { $0.matter = "docket.time.today" },
        HostileTrick(
            .filings, "a time record in another folder", .outsider,
            .failed("BUNDLE.UNEXPECTED_MEMBER"),
            forgery(moving: "archive/time/2026-03-01/001-TSA1-4.tst", to: "archive/001-TSA1-4.tst")),
    ]

    private static func forgery(moving old: String, to new: String) -> Forgery {
        var forgery = Forgery.world { try timely(&$0) }
        forgery.members = { members, _ in
            let bytes = try members.bytes(old)
            members[old] = nil
            members.put(bytes, at: new, as: "application/timestamp-token")
        }
        return forgery
    }
}
