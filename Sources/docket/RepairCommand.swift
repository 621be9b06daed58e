// `docket repair`: an archive made whole again from what is sound in it and in a copy.

import ArchiveAudit
import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import VerifyCommand

/// Repairs the archive.
struct RepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Repair a damaged archive from itself and a copy.",
        discussion: """
            It takes a row or a file only if it has the digest that the log says it has, makes the tree and all indexes \
            anew, and puts the new database in place only if a full audit finds it clean. The old files are kept under \
            other names. Entries that only the copy has count as far as a checkpoint covers them that the archive's key \
            signed; those behind it are refused. Exit status 4 if something is still missing; then the database is as it was.

            Example:
              docket repair --from /backup/trade --dry-run
              docket repair --from /backup/trade
            """)

    @Option(help: "A copy of the archive's folder; it is only read.") var from: String?
    @Flag(help: "Only say what could be restored.") var dryRun = false
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, mend) }

    private func mend() throws {
        let report: RepairReport
        do {
            report = try repair(
                folder: try options.folder, from: from,
                surroundings: try ArchiveOptions.surroundings(), at: Moment.now(),
                isRehearsal: dryRun)
        } catch RepairError.otherArchive(let found, let expected) {
            throw Failure(
                "the copy is of another archive: its key is \(found), not \(expected)",
                hint: "nothing was changed; name a copy of this archive")
        } catch RepairError.nameless {
            throw Failure(
                "neither the archive nor the copy says which archive it is",
                hint: "nothing was changed; name another copy with --from")
        } catch RepairError.unknownKey(let key) {
            throw Failure(
                "the archive does not say any more which key is its own, and nothing that is left of it knows the copy's: \(key)",
                hint:
                    "nothing was changed; name a copy of this archive, or put its signing-key back. "
                    + "Whoever knows from elsewhere that the key is right puts the copy in the archive's place"
            )
        }
        if report.oldSuffix != nil {
            // The search index is not part of a repair. Nothing is signed here, so no key is needed.
            let archive = try options.open(options.unlocker(), withoutKey: true)
            _ = try archive.reindex()
            try archive.close()
        }
        if json { Console.json("repair", members(report)) } else { text(report) }
        guard report.isClean else {
            let isReplaced = report.oldSuffix != nil
            Console.fail(
                isReplaced
                    ? "the database is whole again, but not all that belongs to it"
                    : "the archive cannot be made whole from this; the database is as it was",
                hint: isReplaced && report.missing.isEmpty
                    ? "docket audit says what is left to do by hand"
                    : "docket repair --from another copy takes what is still missing")
            throw ExitStatus.damaged
        }
    }

    private func text(_ report: RepairReport) {
        for item in report.restored {
            let source = item.isFromCopy ? "from the copy" : "computed"
            Console.line("restored  \(RepairCommand.name(item.place))  \(source)")
        }
        for place in report.missing { Console.line("missing  \(RepairCommand.name(place))") }
        if let refused = report.refused {
            Console.line(
                "refused  entries \(refused.lowerBound) to \(refused.upperBound - 1) of the copy: "
                    + "no checkpoint covers them that a key of this archive signed")
        }
        for fault in report.audit?.faults ?? [] where fault.outcome == .failed {
            Console.line(
                "failed  \(fault.code.rawValue)  \(fault.place.subject)  \(fault.sentence)")
        }
        if let suffix = report.oldSuffix {
            Console.line("The old database is kept as docket.sqlite\(suffix).")
        } else if report.isClean {
            Console.line("Nothing was changed; without --dry-run the archive would be whole again.")
        }
        if let audit = report.audit { Console.line("root \(audit.root) at size \(audit.size)") }
    }

    private static func name(_ place: Place) -> String {
        guard let table = place.table else { return place.subject }
        return table == "entry" ? place.subject : "\(table) of \(place.subject)"
    }

    private func members(_ report: RepairReport) -> [String: JSONValue] {
        [
            "is_clean": .bool(report.isClean), "is_replaced": .bool(report.oldSuffix != nil),
            "old_suffix": .optional(report.oldSuffix),
            "restored": .array(
                report.restored.map {
                    .object([
                        "place": .string(RepairCommand.name($0.place)),
                        "is_from_copy": .bool($0.isFromCopy),
                    ])
                }),
            "missing": .strings(report.missing.map(RepairCommand.name)),
            "refused": report.refused.map { range in
                .object([
                    "first": .integer(Int64(clamping: range.lowerBound)),
                    "end": .integer(Int64(clamping: range.upperBound)),
                ])
            } ?? .null,
            "tree_size": .optional(report.audit.map { $0.size.description }),
            "root_hash": .optional(report.audit.map { $0.root.description }),
        ]
    }
}
