// `checkpoint`, `consistency`, `export`: the log behind the server, checked here with the archive's key and nothing else. Whatever newest
// checkpoint the server shows must continue the one that was seen before; then it takes its place.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceValues
import LogFiles
import RemoteClient
import TransparencyLog
import VerifyCommand

/// `docket --server URL checkpoint`.
struct CheckpointVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest checkpoint, which continues the one seen before.",
        discussion: """
            Example:
              docket --server URL checkpoint > latest.checkpoint
            """)

    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, show) }

    private func show() throws {
        try options.withSession { session in
            let signed = try session.newest(try session.keys())
            guard json else { return Console.data(Array(signed.note.utf8)) }
            Console.json(
                "checkpoint",
                [
                    "origin": .string(signed.checkpoint.origin.text),
                    "tree_size": .integer(Int64(clamping: signed.checkpoint.size.value)),
                    "root_hash": .string(signed.checkpoint.root.description),
                    "note": .string(signed.note),
                ])
        }
    }
}

/// `docket --server URL consistency`.
struct ConsistencyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Prove that the newest checkpoint continues an older one.",
        discussion: """
            OLD and NEW are files with checkpoints; NEW is the server's newest if not given. The proof is made here, from \
            the tiles of the log.

            Example:
              docket --server URL consistency old.checkpoint -o growth.proof
            """)

    @Argument(help: "The older checkpoint's file.") var old: String
    @Argument(help: "The newer one's file.") var new: String?
    @Option(name: .shortAndLong, help: "Write the proof to this file.") var output: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, prove) }

    private func prove() throws {
        try options.withSession { session in
            let keys = try session.keys()
            let older = try CheckpointFile(old, keys: keys)
            let newer = try new.map { try CheckpointFile($0, keys: keys) }
            let signed = try newer.map { ($0.checkpoint, $0.note) } ?? newest(session, keys)
            let archive = session.archive
            let (from, to) = (older.checkpoint, signed.0)
            let proof = try waiting { try await archive.consistency(from: from, to: to) }
            if let output {
                guard let proof else {
                    throw Failure("there is nothing to prove between the two")
                }
                try DurableFile.write(Array(proof.text(checkpoint: signed.1).utf8), to: output)
                Console.note("the proof is in \(output)")
            }
            tell(from, to)
        }
    }

    private func newest(
        _ session: RemoteSession, _ keys: [VerifierKey]
    ) throws -> (Checkpoint, String) {
        let signed = try session.newest(keys)
        return (signed.checkpoint, signed.note)
    }

    private func tell(_ older: Checkpoint, _ newer: Checkpoint) {
        guard json else {
            return Console.line(
                "\(newer.origin): the log of size \(older.size) is the beginning of that of size "
                    + "\(newer.size)")
        }
        Console.json(
            "consistency",
            [
                "origin": .string(newer.origin.text), "key_is_pinned": .bool(true),
                "old_size": .integer(Int64(clamping: older.size.value)),
                "old_root_hash": .string(older.root.description),
                "new_size": .integer(Int64(clamping: newer.size.value)),
                "new_root_hash": .string(newer.root.description),
            ])
    }
}

/// `docket --server URL export`.
struct ExportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Mirror the public log as static files.",
        discussion: """
            Every entry is hashed again and must lead to the checkpoint. Run again, it fetches only what is new.

            Example:
              docket --server URL export --tiles /srv/log
            """)

    @Option(help: "The folder of the tree of tiles; a new one is made.") var tiles: String
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, export) }

    private func export() throws {
        try options.withSession { session in
            let keys = try session.keys()
            let signed = try session.newest(keys)
            let archive = session.archive
            let newest = signed.checkpoint
            let log = PublishedLog(
                keys: keys, checkpoint: signed, note: signed.note,
                root: { size in try waiting { try await archive.root(at: size, in: newest) } },
                entries: { range in
                    try waiting { try await archive.entries(range, of: newest.size) }
                })
            var progress = Progress("mirroring entries")
            let total = Int(clamping: newest.size.value)
            let done: TilePublication
            do {
                done = try TileTree(tiles).publish(log) {
                    progress.step(Int(clamping: $0), of: total)
                }
            } catch let error as TileTreeError {
                progress.finish()
                throw Self.failure(error, tiles)
            }
            progress.finish()
            tell(done)
        }
    }

    private func tell(_ done: TilePublication) {
        guard json else {
            return Console.line(
                "\(tiles): entries up to \(done.now), \(done.before) before; \(done.written) files written"
            )
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
        switch error {
        case .notATree, .otherLog:
            Failure(
                "\(folder) holds something else than this log", hint: "name a new or empty folder")
        case .newer(let published, let size):
            Failure(
                "\(folder) holds \(published) entries, the server shows only \(size)",
                hint: "the server may show an old copy", status: ExitStatus.failed)
        case .fork(let size):
            Failure(
                "\(folder) holds another history: its root at size \(size) is not the server's",
                hint: "keep its checkpoint, it is proof", status: ExitStatus.failed)
        case .damaged(let path):
            Failure("\(folder) is damaged: \(path)", hint: "name a new folder")
        case .wrongRoot(let size):
            Failure(
                "the entries that the server gave do not lead to its checkpoint of size \(size)",
                hint: "the tree's checkpoint was not changed", status: ExitStatus.failed)
        }
    }
}
