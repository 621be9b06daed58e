// `docket backup`: one state of the archive into a folder of backups, while others file. What it cannot copy whole it says, with the exit
// status of a damaged archive; what it did copy was read again from the disk.

import ArchiveBackup
import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Backs up the archive.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up the archive while others file, or check a backup.",
        discussion: """
            FOLDER holds backups of one archive; each writes only what is new, and reads it again. The signing key goes in \
            only if a passphrase is on it: keep a plain one elsewhere. Nothing is encrypted: the folder must be as safe \
            as the archive, and on another disk. docket restore --from FOLDER takes an archive out of it. Exit status 4 if \
            the archive or the backup is damaged.

            Example:
              docket backup /backup/trade --archive /srv/docket/trade --keep 60
              docket backup /backup/trade --check
              docket backup /backup/trade --list
            """)

    @Argument(help: "The folder of backups; it is made if it is not there.") var folder: String
    @Option(help: "Forget all but so many of the newest snapshots.") var keep: Int?
    @Flag(help: "Also read all that is there, and write anew what is damaged.") var readData = false
    @Flag(help: "Make no backup; read all that is there.") var check = false
    @Flag(help: "Make no backup; say which there are.") var list = false
    @Option(help: "Back up docketd's database of who may what too: its access.sqlite.")
    var access: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        guard !(check && list) else {
            throw ValidationError("--check and --list exclude each other")
        }
        guard keep.map({ (1...BackupFolder.maximumSnapshots).contains($0) }) ?? true else {
            throw ValidationError("--keep must be 1 to \(BackupFolder.maximumSnapshots)")
        }
        guard !(check || list) || keep == nil && !readData && access == nil else {
            throw ValidationError("--keep, --read-data and --access are of a new backup")
        }
    }

    mutating func run() throws {
        try reporting(Failure.backup) {
            if list { return try tellList() }
            try check ? readAll() : make()
        }
    }

    private func make() throws {
        var plan = BackupPlan(archive: try options.folder)
        plan.access = access
        plan.readsAll = readData
        plan.keeps = keep
        var progress = Progress("backing up")
        let report = try backUp(
            plan, into: folder, surroundings: try ArchiveOptions.surroundings()
        ) { progress.step(Int(clamping: $0), of: Int(clamping: $1)) }
        progress.finish()
        if json { Console.json("backup", BackupLines.members(report)) } else { text(report) }
        if report.leavesKeyOut {
            Console.note(
                "the signing key has no passphrase and is not in the backup; keep it elsewhere")
        }
        guard report.snapshot.missing.isEmpty else {
            Console.fail(
                "the archive lacks \(report.snapshot.missing.count) contents, or they are damaged",
                hint:
                    "the snapshot was made without them; docket audit says which, docket repair --from mends"
            )
            throw ExitStatus.damaged
        }
        guard report.damaged.isEmpty else { throw BackupLines.damaged(report.damaged) }
    }

    private func text(_ report: BackupReport) {
        Console.line("snapshot \(BackupLines.line(report.snapshot))")
        Console.line("new \(report.newCount) pieces, \(report.newBytes) bytes")
        if report.healed > 0 { Console.line("healed \(report.healed) pieces") }
        for path in report.damaged { Console.line("damaged \(path)") }
        if !report.forgotten.isEmpty {
            Console.line("forgot \(report.forgotten.count) snapshots")
        }
    }

    private func readAll() throws {
        var progress = Progress("reading")
        let report = try ArchiveBackup.check(backup: folder) {
            progress.step(Int(clamping: $0), of: Int(clamping: $0))
        }
        progress.finish()
        if json {
            Console.json("backup_check", BackupLines.members(report))
        } else {
            for path in report.damaged { Console.line("damaged \(path)") }
            for number in report.broken { Console.line("broken snapshot \(number)") }
            Console.line(
                "read \(report.count) pieces, \(report.bytes) bytes; whole snapshots: "
                    + "\(report.whole.count) of \(report.whole.count + report.broken.count)")
        }
        guard report.isClean else { throw BackupLines.damaged(report.damaged) }
    }

    private func tellList() throws {
        let backup = try BackupFolder(folder)
        let snapshots = try backup.numbers().compactMap { number in
            do { return try backup.snapshot(number) } catch is BackupError {
                Console.note("snapshot \(number) cannot be read; docket backup --check says more")
                return nil
            }
        }
        guard !json else {
            return Console.json(
                "backup_list", ["snapshots": .array(snapshots.map(BackupLines.member))])
        }
        for snapshot in snapshots { Console.line(BackupLines.line(snapshot)) }
    }
}

/// How snapshots are shown.
enum BackupLines {
    /// One line.
    static func line(_ snapshot: Snapshot) -> String {
        "\(snapshot.number)  \(snapshot.time.text)  \(snapshot.head.size) entries  "
            + "root \(snapshot.head.root)"
    }

    static func member(_ snapshot: Snapshot) -> JSONValue {
        .object([
            "number": .integer(Int64(clamping: snapshot.number)),
            "time": .string(snapshot.time.text),
            "tree_size": .string(snapshot.head.size.description),
            "root_hash": .string(snapshot.head.root.description),
            "missing": .strings(snapshot.missing.map { $0.digest.text }),
        ])
    }

    static func members(_ report: BackupReport) -> [String: JSONValue] {
        [
            "snapshot": member(report.snapshot), "new_pieces": .integer(Int64(report.newCount)),
            "new_bytes": .integer(Int64(clamping: report.newBytes)),
            "healed": .integer(Int64(report.healed)), "damaged": .strings(report.damaged),
            "forgotten": numbers(report.forgotten),
            "key_left_out": .bool(report.leavesKeyOut),
        ]
    }

    static func members(_ report: BackupCheck) -> [String: JSONValue] {
        [
            "whole": numbers(report.whole), "broken": numbers(report.broken),
            "damaged": .strings(report.damaged), "pieces": .integer(Int64(report.count)),
            "bytes": .integer(Int64(clamping: report.bytes)),
        ]
    }

    static func damaged(_ paths: [String]) -> Failure {
        Failure(
            "\(paths.count) files of the backup are damaged or missing",
            hint: "docket backup FOLDER --read-data writes anew what the archive still has",
            status: ExitStatus.damaged)
    }

    private static func numbers(_ numbers: [UInt64]) -> JSONValue {
        .array(numbers.map { .integer(Int64(clamping: $0)) })
    }
}

extension Failure {
    /// The words for an error of a backup; those of any other error else.
    static func backup(_ error: any Error) -> Failure? {
        guard let error = error as? BackupError else { return any(error) }
        switch error {
        case .notABackup(let path):
            return Failure(
                "there are no backups in \(path)",
                hint: "name the folder that docket backup wrote; a new one must be empty")
        case .otherArchive(let found, let expected):
            return Failure(
                "the backups are of another archive: its key is \(found), not \(expected)",
                hint: "each archive has a folder of its own")
        case .noSnapshot(let number, let path):
            return Failure(
                number.map { "\(path) has no snapshot \($0)" } ?? "\(path) has no snapshot",
                hint: "docket backup \(path) --list shows what it has")
        case .damaged(let path):
            return Failure(
                "\(path) is damaged or missing",
                hint:
                    "nothing was put in the archive's place; docket backup FOLDER --check says which snapshots are whole",
                status: ExitStatus.damaged)
        case .behindNewest(let archive, let newest):
            return Failure(
                "the archive has \(archive) entries, the newest backup \(newest): an old copy was put in its place",
                hint: "after a declared restore, back up into a new folder and keep this one",
                status: ExitStatus.damaged)
        case .forked(let size):
            return Failure(
                "the archive's first \(size) entries are not those of the newest backup",
                hint: "after a declared restore, back up into a new folder and keep this one",
                status: ExitStatus.damaged)
        case .tooMany(let limit):
            return Failure(
                "the folder holds \(limit) snapshots, and no more",
                hint: "docket backup --keep forgets the oldest, or begin a new folder")
        case .notCopied(let path, let code, let message):
            return Failure(
                "\(path) cannot be copied: \(message) (\(code))",
                hint: "nothing was added to the backup; docket audit says what is wrong",
                status: [11, 26].contains(code & 0xFF) ? ExitStatus.damaged : ExitStatus.notDone)
        }
    }
}
