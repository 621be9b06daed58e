// `docket reindex`: makes anew what is derived from the log. Nothing is lost without it: entries, filings and proofs need no index.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import VerifyCommand

/// Rebuilds the indexes.
struct ReindexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex", abstract: "Drop the archive's indexes and build them anew.",
        discussion: """
            Filing and searching use indexes, which can always be made again from the log. If the process dies, the old \
            ones are still there.

            Example:
              docket reindex
            """)

    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, reindex) }

    private func reindex() throws {
        let archive = try options.open()
        var progress = Progress("indexing")
        let outcome = try archive.reindex {
            progress.step(Int(clamping: $0), of: Int(clamping: $1))
        }
        progress.finish()
        guard json else {
            return Console.line(
                "indexed \(outcome.entries) entries in \(outcome.matters) matters, "
                    + "\(outcome.segments) full segments for search")
        }
        Console.json(
            "reindexed",
            [
                "entries": .integer(Int64(clamping: outcome.entries)),
                "matters": .integer(Int64(clamping: outcome.matters)),
                "segments": .integer(Int64(clamping: outcome.segments)),
            ])
    }
}
