// `docket restore`: an archive out of a backup, and the declaration that an older state was put back on purpose. After a disaster an
// older copy may be all there is. That it was put back is said aloud, and becomes an entry; until then the archive does not work.

import ArchiveBackup
import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Restores an archive, or declares a restore.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore an archive from a backup; declare that an older copy was put back.",
        discussion: """
            Everything is compared with its digest, the log with its signed checkpoint and this machine's mark, before the \
            archive gets its name. An older state than is known is refused; --declare, --by and --ground put it \
            back on purpose. The record names what the archive had signed and what is left of it. It excuses nothing: \
            whoever has a receipt of what was lost can still prove it, and witnesses will not follow. A fork cannot \
            be declared away. Name what you know from elsewhere with --checkpoint and --key.

            Example:
              docket restore --from /backup/trade --archive /srv/docket/trade
              docket restore --declare --by "Joe Bloggs, operations" \\
                --ground "Disk failed on 2026-04-02; newest backup was two hours old"
            """)

    @Option(help: "The folder of backups; without it, only the declaration.") var from: String?
    @Option(help: "The number of the snapshot; the newest if not given.") var snapshot: UInt64?
    @Option(help: "The key that the archive began with, or a file with it.") var key: String?
    @Option(help: "The newest checkpoint that you know of, from a witness or a receipt: a file.")
    var checkpoint: String?
    @Option(help: "Where docketd's access.sqlite goes, if the backup has it.") var access: String?
    @Flag(help: "Yes, the older state is there on purpose.") var declare = false
    @Option(help: "Who has it declared: a name and an office.") var by: String?
    @Option(help: "On what ground: what happened first.") var ground: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        guard from != nil || snapshot == nil && key == nil && checkpoint == nil && access == nil
        else { throw ValidationError("--snapshot, --key, --checkpoint and --access need --from") }
        guard declare || by == nil && ground == nil else {
            throw ValidationError("--by and --ground are of a declaration: --declare")
        }
    }

    mutating func run() throws {
        try reporting(Failure.backup) { try from.map(bring) ?? declareOnly() }
    }

    /// Takes the archive out of the backup.
    private func bring(from path: String) throws {
        // What is said is needed at the end of hours; whether it can be said is asked now.
        let warrant = declare ? try WarrantOptions.warrant(by: by, ground: ground) : nil
        var plan = RestorePlan(archive: try options.folder)
        plan.snapshot = snapshot
        plan.key = try key.map(KeyFile.verifierKey)
        plan.checkpoint = try checkpoint.map { try CheckpointFile($0, keys: []).note }
        plan.access = access
        plan.isDeclared = declare
        var progress = Progress("restoring")
        let restored = try restore(
            plan, from: path, surroundings: try ArchiveOptions.surroundings(options.unlocker())
        ) { progress.step(Int(clamping: $0), of: Int(clamping: $1)) }
        progress.finish()
        tell(restored, of: plan)
        guard let warrant, restored.isBehind else { return }
        RecordLine.tell(try declare(warrant, in: plan.archive), as: "restored", json: json)
    }

    private func tell(_ restored: Restored, of plan: RestorePlan) {
        if json {
            Console.json("restore", ["snapshot": BackupLines.member(restored.snapshot)])
        } else {
            Console.line("snapshot \(BackupLines.line(restored.snapshot))")
        }
        for content in restored.snapshot.missing {
            Console.note("the snapshot lacks the content \(content.digest.text)")
        }
        if restored.snapshot.file(.key) == nil {
            Console.note(
                "the backup has no signing key; put it at \(plan.archive)/signing-key, mode 0600")
        }
        if access == nil, restored.snapshot.file(.access) != nil {
            Console.note("the backup has docketd's access.sqlite; --access FILE takes it out")
        }
        Console.note("docket audit --full reads all of it; do that before anything is filed")
    }

    private func declareOnly() throws {
        guard declare else {
            throw Failure(
                "nothing was declared and nothing restored",
                hint: "name a backup with --from, or declare a restore with --declare",
                status: ExitStatus.usage)
        }
        let warrant = try WarrantOptions.warrant(by: by, ground: ground)
        RecordLine.tell(
            try declare(warrant, in: try options.folder), as: "restored", json: json)
    }

    private func declare(_ warrant: Warrant, in folder: String) throws -> FiledReceipt {
        try Archive.declareRestore(
            at: folder, warrant: warrant,
            surroundings: try ArchiveOptions.surroundings(options.unlocker()))
    }
}
