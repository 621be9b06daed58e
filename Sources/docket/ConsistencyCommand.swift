// `docket consistency`: proves that the log of an older checkpoint is the beginning of the log of a newer one, from the archive, and
// checks such a proof without it. That is how an old receipt stays good: its checkpoint is continued by every newer one.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Proves that one checkpoint continues another.
struct ConsistencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Prove that a newer checkpoint continues an older one.",
        discussion: """
            OLD and NEW are files with checkpoints, or sizes of the archive. With --proof nothing but the files is needed.

            Example:
              docket consistency old.checkpoint new.checkpoint -o growth.proof
              docket consistency old.checkpoint --proof growth.proof --key VERIFIER-KEY
            """)

    @Argument(help: "The older checkpoint's file, or a size.") var old: String
    @Argument(help: "The newer one; the proof carries it too.") var new: String?
    @Option(name: .shortAndLong, help: "Write the proof to this file.") var output: String?
    @Option(help: "Check this proof, without an archive.") var proof: String?
    @Option(help: "The archive's verifier key or a file with it; more than one after a rotation.")
    var key: [String] = []
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, decide) }

    private func decide() throws {
        if let proof {
            guard output == nil else {
                throw Failure(
                    "--proof checks a proof, --output writes one", hint: "give one of them",
                    status: ExitStatus.usage)
            }
            return try check(proof)
        }
        try prove()
    }

    private func check(_ proof: String) throws {
        let keys = try key.map(KeyFile.verifierKey)
        let older = try CheckpointFile(old, keys: keys)
        let other = try new.map { try CheckpointFile($0, keys: keys) }
        let file = try ConsistencyProofFile(proof, keys: keys)
        try file.check(from: older.checkpoint, sameAs: other)
        tell(older.checkpoint, file.newer.checkpoint, isPinned: !keys.isEmpty)
        guard keys.isEmpty else { return }
        Console.note("conditional: without --key nobody's signature was checked")
        throw ExitStatus.conditional
    }

    private func prove() throws {
        guard let new else {
            throw Failure(
                "which is the newer checkpoint?", hint: "give OLD and NEW, or --proof",
                status: ExitStatus.usage)
        }
        let archive = try options.openReadOnly()
        let older = try ArchiveCheckpoint(old, in: archive)
        let newer = try ArchiveCheckpoint(new, in: archive)
        guard older.checkpoint.size <= newer.checkpoint.size else {
            throw Failure(
                "\(old) is newer than \(new)", hint: "give the older checkpoint first",
                status: ExitStatus.usage)
        }
        if older.checkpoint.size.value > 0 {
            let proof = try archive.consistencyProof(
                from: older.checkpoint.size, to: newer.checkpoint.size)
            try proof.check(from: older.checkpoint.root, to: newer.checkpoint.root)
            if let output { try write(proof, newer, to: output) }
        } else if output != nil {
            throw Failure(
                "there is no proof from the empty log: every log begins with it",
                hint: "nothing was written")
        }
        tell(older.checkpoint, newer.checkpoint, isPinned: true)
    }

    private func write(
        _ proof: ConsistencyProof, _ newer: ArchiveCheckpoint, to path: String
    ) throws {
        guard let note = newer.note else {
            throw Failure(
                "the archive never signed a checkpoint of size \(newer.checkpoint.size)",
                hint: "give a checkpoint's file or the size of one")
        }
        try DurableFile.write(Array(proof.text(checkpoint: note).utf8), to: path)
        Console.note("the proof is in \(path)")
    }

    private func tell(_ older: Checkpoint, _ newer: Checkpoint, isPinned: Bool) {
        guard json else {
            return Console.line(
                "\(newer.origin): the log of size \(older.size) is the beginning of that of size "
                    + "\(newer.size)")
        }
        Console.json(
            "consistency",
            [
                "origin": .string(newer.origin.text), "key_is_pinned": .bool(isPinned),
                "old_size": .integer(Int64(clamping: older.size.value)),
                "old_root_hash": .string(older.root.description),
                "new_size": .integer(Int64(clamping: newer.size.value)),
                "new_root_hash": .string(newer.root.description),
            ])
    }
}

/// A checkpoint that the user names by file or size, compared with the archive.
private struct ArchiveCheckpoint {
    let checkpoint: Checkpoint
    /// Nil where the archive never signed this size.
    let note: String?

    init(_ name: String, in archive: Archive) throws {
        if let size = UInt64(name) {
            let size = TreeSize(size)
            checkpoint = Checkpoint(
                origin: archive.origin, size: size, root: try archive.rootHash(at: size))
            note = try archive.note(at: size)
            return
        }
        let file = try CheckpointFile(name, keys: archive.keyHistory.periods.map(\.key))
        checkpoint = file.checkpoint
        note = file.note
        let size = checkpoint.size
        guard try size <= archive.head().size else {
            throw Failure(
                "\(name) is of size \(size), and the archive has \(try archive.head().size) entries",
                hint: "the archive has lost entries, or this is an older copy of it",
                status: ExitStatus.failed)
        }
        guard try archive.rootHash(at: size) == checkpoint.root else {
            throw Failure(
                "\(name) is of another history: the archive had another root at size \(size)",
                hint: "keep this checkpoint: it proves that two logs were signed with one key",
                status: ExitStatus.failed)
        }
    }
}
