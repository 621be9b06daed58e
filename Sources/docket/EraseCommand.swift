// `docket erase`: deletes exhibits' filings and bytes for good. Who did it and why becomes an entry of its own, and every proof of
// everything else stays whole.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Erases exhibits.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase exhibits, with who and why as an entry each.",
        discussion: """
            The filing, its signature and the bytes are deleted and cannot be had back from this archive; entry, docketing \
            and all proofs stay. Copies that others have, and backups, are theirs to erase. What is on hold is refused. The database is written anew each time, so name \
            all that is to go in one command.

            Example:
              docket erase --matter BAN-1 --number 2 --number 5 --by "J. Roe, data protection officer" \\
                --ground "GDPR Art. 17(1)(d), request of 2026-03-01"
            """)

    @OptionGroup var exhibits: ExhibitsOptions
    @OptionGroup var warrant: WarrantOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    mutating func run() throws { try reporting(Failure.any, erase) }

    private func erase() throws {
        let warrant = try warrant.warrant
        let archive = try options.open()
        let indexes = try exhibits.indexes(in: archive)
        let outcome = try archive.erase(indexes, warrant: warrant)
        if !outcome.isGone {
            Console.note(
                "some bytes are unreachable and not gone yet: another process reads a state from before, or the disk has no room "
                    + "to write the database anew; the next command that files removes them"
            )
        }
        for (index, record) in zip(indexes, outcome.records) {
            tell(index, record, isGone: outcome.isGone)
        }
    }

    private func tell(_ index: LeafIndex, _ record: Receipt, isGone: Bool) {
        guard json else {
            return Console.line(
                "erased entry \(index); the record is \(record.docketing.matter) "
                    + "no. \(record.docketing.number)  entry \(record.entry.index)")
        }
        var members = ExhibitLine.members(record.entry, record.filing, record.docketing)
        members["erased_index"] = .integer(Int64(clamping: index.value))
        members["is_gone"] = .bool(isGone)
        Console.json("erased", members)
    }
}
