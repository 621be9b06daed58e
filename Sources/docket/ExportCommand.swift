// `docket export --tiles`: the public half of the archive, its entries and nothing else, as a tree of static files that any web server
// can serve and any program can check (docs/formats/tiles.md).

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import LogFiles
import TransparencyLog
import VerifyCommand

/// Publishes the log.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Publish the log as static files.",
        discussion: """
            Only entries are published; they commit to what was filed and name nobody. Run again, it writes only what is new.

            Example:
              docket export --tiles /srv/log
            """)

    @Option(help: "The folder of the tree of tiles; a new one is made.") var tiles: String
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, export) }

    private func export() throws {
        let archive = try options.openReadOnly()
        let checkpoint = try archive.checkpoint()
        let scan = try ArchiveScan(folder: archive.folder)
        let log = PublishedLog(
            keys: archive.keyHistory.periods.map(\.key), checkpoint: checkpoint,
            note: try archive.cosigned(checkpoint),
            root: { try archive.rootHash(at: $0) }, entries: { try scan.entryBytes(in: $0) })
        let total = Int(clamping: checkpoint.checkpoint.size.value)
        var progress = Progress("publishing entries")
        let done: TilePublication
        do {
            done = try TileTree(tiles).publish(log) { progress.step(Int(clamping: $0), of: total) }
        } catch let error as TileTreeError {
            progress.finish()
            throw Self.failure(error, tiles)
        }
        progress.finish()
        tell(done)
    }

    private func tell(_ done: TilePublication) {
        guard json else {
            return Console.line(
                "\(tiles): entries up to \(done.now), \(done.before) before; \(done.written) files "
                    + "written, \(done.removed) partial ones removed")
        }
        Console.json(
            "export",
            [
                "folder": .string(tiles),
                "tree_size": .integer(Int64(clamping: done.now.value)),
                "tree_size_before": .integer(Int64(clamping: done.before.value)),
                "files_written": .integer(Int64(done.written)),
                "files_removed": .integer(Int64(done.removed)),
            ])
    }

    private static func failure(_ error: TileTreeError, _ folder: String) -> Failure {
        let kept = "nothing in it was changed"
        switch error {
        case .notATree(let path):
            return Failure("\(path) holds something else", hint: "name a new or empty folder")
        case .otherLog(let error):
            return Failure(
                "\(folder) holds another log: \(Failure.note(error).message)", hint: kept)
        case .newer(let published, let size):
            return Failure(
                "\(folder) holds \(published) entries, the archive only \(size)",
                hint: "the archive is an older copy of itself; \(kept)", status: ExitStatus.failed)
        case .fork(let size):
            return Failure(
                "\(folder) holds another history: its root at size \(size) is not the archive's",
                hint: "keep its checkpoint, it is proof; \(kept)", status: ExitStatus.failed)
        case .damaged(let path):
            return Failure(
                "\(folder) is damaged: \(path)",
                hint: "name a new folder, the whole log is in the archive")
        case .wrongRoot(let size):
            return Failure(
                "the archive's entries do not lead to the root of its checkpoint of size \(size)",
                hint: "run docket audit; the tree's checkpoint was not changed",
                status: ExitStatus.damaged)
        }
    }
}
