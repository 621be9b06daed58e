// `docket erase`: deletes an exhibit's filing and bytes for good. Who did it and why becomes an entry of its own, and every proof of
// everything else stays whole.

import ArgumentParser
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Erases an exhibit.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase an exhibit, with who and why as an entry.",
        discussion: """
            The filing, its signature and the bytes are deleted and cannot be had back from this archive; entry, docketing \
            and all proofs stay. Copies that others have, and backups, are theirs to erase. What is on hold is refused.

            Example:
              docket erase --matter BAN-1 --number 2 --by "J. Roe, data protection officer" \\
                --ground "GDPR Art. 17(1)(d), request of 2026-03-01"
            """)

    @OptionGroup var exhibit: ExhibitOptions
    @OptionGroup var warrant: WarrantOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, erase) }

    private func erase() throws {
        let warrant = try warrant.warrant
        let choice = try exhibit.choice()
        let archive = try options.open()
        let index: LeafIndex
        switch choice {
        case .entry(let entry): index = entry
        case .number(let number, in: let matter):
            index = try archive.index(of: number, in: matter)
        case .matter(let matter):
            throw Failure(
                "a whole matter is not erased at once",
                hint: "nothing was erased; name each exhibit of \(matter) with --number",
                status: ExitStatus.usage)
        }
        let outcome = try archive.erase(index, warrant: warrant)
        if !outcome.isGone {
            Console.note(
                "another process is reading a state from before; when it has ended, docket reindex or any filing removes the last bytes"
            )
        }
        let record = outcome.record
        guard json else {
            return Console.line(
                "erased entry \(index); the record is \(record.docketing.matter) "
                    + "no. \(record.docketing.number)  entry \(record.entry.index)")
        }
        var members = ExhibitLine.members(record.entry, record.filing, record.docketing)
        members["erased_index"] = .integer(Int64(clamping: index.value))
        members["is_gone"] = .bool(outcome.isGone)
        Console.json("erased", members)
    }
}
