// `docket restore --declare`: after a disaster an older copy may be all there is. That it was put back on purpose is said aloud, and
// becomes an entry; until then the archive does not work.

import ArgumentParser
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Declares a restore.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Declare that an older copy was put back on purpose.",
        discussion: """
            The record names what the archive had signed and what is left of it. It excuses nothing: whoever has a receipt \
            of what was lost can still prove it, and witnesses will not follow. A fork cannot be declared away.

            Example:
              docket restore --declare --by "Joe Bloggs, operations" \\
                --ground "Disk failed on 2026-04-02; newest backup was two hours old"
            """)

    @Flag(help: "Yes, the older copy is there on purpose.") var declare = false
    @OptionGroup var warrant: WarrantOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, restore) }

    private func restore() throws {
        guard declare else {
            throw Failure(
                "nothing was declared", hint: "a restore is declared with --declare",
                status: ExitStatus.usage)
        }
        let warrant = try warrant.warrant
        let filed = try Archive.declareRestore(
            at: try options.folder, warrant: warrant, surroundings: ArchiveOptions.surroundings())
        RecordLine.tell(filed, as: "restored", json: json)
    }
}
