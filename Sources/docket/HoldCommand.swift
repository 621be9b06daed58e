// `docket hold` and `docket release`: what is on hold cannot be erased. Both are entries, with who and why.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Puts an exhibit or a matter on hold.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Forbid to erase an exhibit or a matter; list holds.",
        discussion: """
            A hold of a matter covers what will be filed in it too. The record's index is what docket release takes.

            Example:
              docket hold --matter BAN-1 --by "J. Roe, counsel" --ground "Case 7 O 12/26"
              docket hold --list
            """)

    @OptionGroup var exhibit: ExhibitOptions
    @Option(help: "Who has it done: a name and an office.") var by: String?
    @Option(help: "On what ground: the law or the order first.") var ground: String?
    @Flag(help: "List the holds that are not released, of --matter or all.") var list = false
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line.") var json = false

    mutating func run() throws { try reporting(Failure.any, list ? showHolds : hold) }

    private func hold() throws {
        let warrant = try WarrantOptions.warrant(by: by, ground: ground)
        let choice = try exhibit.choice()
        let archive = try options.open()
        let filed: FiledReceipt
        switch choice {
        case .entry(let entry): filed = try archive.hold(entry, warrant: warrant)
        case .number(let number, in: let matter):
            filed = try archive.hold(archive.index(of: number, in: matter), warrant: warrant)
        case .matter(let matter): filed = try archive.hold(matter, warrant: warrant)
        }
        RecordLine.tell(filed, as: "held", json: json)
    }

    private func showHolds() throws {
        let matter = try exhibit.matter.map(Given.matter)
        for active in try options.openReadOnly().holds(matter: matter) {
            let hold = active.hold
            guard json else {
                let what = hold.entry.map { "entry \($0.index)" } ?? "the whole matter"
                Console.line(
                    "\(hold.matter)  \(what)  by hold \(active.record)  \(hold.warrant.by)  "
                        + hold.warrant.ground)
                continue
            }
            Console.json(
                "hold",
                [
                    "index": .integer(Int64(clamping: active.record.value)),
                    "matter": .string(hold.matter.text),
                    "entry": hold.entry.map { .integer(Int64(clamping: $0.index.value)) } ?? .null,
                    "by": .string(hold.warrant.by), "ground": .string(hold.warrant.ground),
                ])
        }
    }
}

/// Ends a hold.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "End a hold.",
        discussion: """
            Example:
              docket release 17 --by "J. Roe, counsel" --ground "Judgment final since 2026-09-01"
            """)

    @Argument(help: "The index of the hold's record, as docket hold --list shows it.")
    var hold: String
    @OptionGroup var warrant: WarrantOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, release) }

    private func release() throws {
        let warrant = try warrant.warrant
        let index = try Given.index(hold)
        let archive = try options.open()
        RecordLine.tell(
            try archive.release(hold: index, warrant: warrant), as: "released", json: json)
    }
}

/// How the record of something done is told.
enum RecordLine {
    static func tell(_ filed: FiledReceipt, as type: String, json: Bool) {
        let receipt = filed.receipt
        guard json else {
            let before = filed.wasAlreadyFiled ? " (recorded before)" : ""
            return Console.line(
                "\(type): \(receipt.docketing.matter) no. \(receipt.docketing.number)  "
                    + "entry \(receipt.entry.index)\(before)")
        }
        var members = ExhibitLine.members(receipt.entry, receipt.filing, receipt.docketing)
        members["was_already_filed"] = .bool(filed.wasAlreadyFiled)
        Console.json(type, members)
    }
}
