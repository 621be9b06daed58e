// `docket audit`: reads again and believes nothing, the archive's own columns and signatures included. What it found is filed as an
// entry, so that an audit that was left out shows.

import ArchiveAudit
import ArchiveDuties
import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceStore
import EvidenceValues
import VerifyCommand

/// Audits the archive.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read and check the archive, and file what was found.",
        discussion: """
            Exit status 4 if anything is damaged, an old copy was put back, or the log was forked; with --annex 2 if \
            misconduct of third parties was found that was not filed before. Everything new since \
            the last audit is always read. A slice reads a part of the rest; next/30 takes the next of 30 in turn, so \
            after 30 nights every byte was read. Packaging/ has a timer.

            Example:
              docket audit
              docket audit --slice next/30 --budget 3600 --metrics docket.prom
              docket audit --status
            """)

    @Flag(help: "Read everything; so it is without --slice and --incremental.") var full = false
    @Option(help: "Read what is new, and slice N of T: N/T, or next/T.") var slice: String?
    @Flag(help: "Read what is new only.") var incremental = false
    @Option(help: "Stop after so many seconds; the next run goes on from there.") var budget: Int?
    @Option(help: "Warn if the last report is older than so many hours.") var maxAge = 36
    @Flag(help: "Only say whether the log has a fresh report of a clean archive.") var status =
        false
    @Flag(help: "Do not file the report; for archives that may only be read.") var noFile = false
    @Option(help: "Write figures for Prometheus into this file.") var metrics: String?
    @Option(
        help:
            "Also validate the exhibits under this annex, as at now; what fails is a warning, but a checkpoint by no key of the annex."
    )
    var annex: String?
    @Option(
        help: "The agreement that the annex belongs to: its times are what third parties must keep."
    )
    var agreement: String?
    @Option(help: "With an annex, tell deadlines that are so many days away.") var ahead = 7
    @Option(help: "Threads.") var jobs = 2
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        guard [full, slice != nil, incremental, status].count(where: { $0 }) <= 1 else {
            throw ValidationError("--full, --slice, --incremental and --status exclude each other")
        }
        guard maxAge > 0, maxAge <= 87_600, (1...64).contains(jobs), budget ?? 1 > 0 else {
            throw ValidationError("--max-age, --jobs and --budget must be above 0")
        }
        guard agreement == nil || annex != nil else {
            throw ValidationError("--agreement needs --annex, which says whom it trusts")
        }
        guard (0...36_500).contains(ahead) else {
            throw ValidationError("--ahead must be a number of days")
        }
    }

    mutating func run() throws {
        try reporting(Failure.any) { try status ? tellStatus() : check() }
    }

    private var maximumAge: TimeSpan { TimeSpan(seconds: Int64(maxAge) * 3600) }

    private func check() throws {
        let parties = try annex.map {
            try AuditParties(annex: $0, agreement: agreement, days: ahead)
        }
        let memory = try AuditMemory(options)
        let start = ContinuousClock.now
        var progress = Progress("auditing")
        var report = audit(
            folder: try options.folder, surroundings: memory.surroundings,
            try plan(memory.state, since: start)
        ) { progress.step(Int(clamping: $0), of: Int(clamping: $1)) }
        progress.finish()
        parties?.audit(
            opening: { try options.openReadOnly() }, memory.register(), into: &report)
        let isFiled = noFile ? nil : try AuditFiling.file(&report, options)
        memory.write(report)
        let duration = ContinuousClock.now - start
        let seconds =
            Double(duration.components.seconds)
            + Double(duration.components.attoseconds) / 1e18
        if let metrics {
            let folder = DurableFile.folder(of: metrics)
            if !DurableFile.exists(folder) { try DurableFile.makeFolder(folder) }
            try DurableFile.replace(
                report.metrics(seconds: seconds, isFiled: isFiled), at: metrics)
        }
        if json { Console.json("audit", report.json) } else { AuditLines.text(report) }
        try tellOutcome(report)
    }

    /// The exit status: of damage first, then of what would not count under the annex, then of what is new.
    private func tellOutcome(_ report: AuditReport) throws {
        if !report.isClean { throw AuditCommand.damaged(report) }
        if report.evidence.contains(where: { $0.outcome == .failed }) {
            Console.fail(
                "the annex trusts no key that signed the newest checkpoint",
                hint:
                    "nothing that is filed now would count under it: is it the annex in force, and is "
                    + "docket key show what its lines archive and recovery say?")
            throw ExitStatus.damaged
        }
        guard let parties = report.parties else { return }
        let fresh = noFile ? parties.misconduct : parties.filed
        guard !fresh.isEmpty else { return }
        Console.fail(
            "misconduct of third parties was found",
            hint: "the archive is sound; each finding says which entries prove it")
        throw ExitStatus.failed
    }

    private func plan(_ state: AuditState?, since start: ContinuousClock.Instant) throws
        -> AuditPlan
    {
        var isOver: (@Sendable () -> Bool)?
        if let budget {
            let end = start + .seconds(budget)
            isOver = { ContinuousClock.now >= end }
        }
        return AuditPlan(
            try reach(state), state: state, time: Moment.now(), maximumAge: maximumAge,
            workers: jobs, isOver: isOver)
    }

    private func reach(_ state: AuditState?) throws -> AuditReach {
        if incremental { return .incremental }
        guard let slice else { return .full }
        let count = slice.hasPrefix("next/") ? UInt64(slice.dropFirst(5)) : nil
        let next = count.flatMap { $0 > 0 ? AuditState.nextSlice(of: $0, after: state) : nil }
        guard let reach = next ?? AuditReach(slice: slice) else {
            throw Failure(
                "\(slice) names no slice", hint: "give 3/30 or next/30", status: ExitStatus.usage)
        }
        return reach
    }

    private func tellStatus() throws {
        let scan = try ArchiveScan(folder: try options.folder)
        let now = Moment.now()
        let last = try LastReport.read(scan)
        let isFresh = last.map { $0.received.advanced(by: maximumAge) >= now } ?? false
        if json {
            Console.json(
                "audit-status",
                [
                    "is_fresh": .bool(isFresh), "is_clean": last.map { .bool($0.isClean) } ?? .null,
                    "index": last.map { .integer(Int64(clamping: $0.index.value)) } ?? .null,
                    "received": .optional(last?.received.text),
                ])
        } else if let last {
            let verdict = last.isClean ? "clean" : "DAMAGED"
            Console.line("\(verdict) at \(last.received), entry \(last.index)")
        }
        guard let last, isFresh else {
            Console.fail(
                last == nil ? "no audit was ever filed" : "the last audit is too old",
                hint: "run docket audit, and see why the timer did not")
            throw ExitStatus.damaged
        }
        if !last.isClean {
            Console.fail("the last audit found damage", hint: "docket audit says what and where")
            throw ExitStatus.damaged
        }
    }

    private static func damaged(_ report: AuditReport) -> ExitCode {
        let canRepair = report.faults.contains { $0.repair == .copy || $0.repair == .derived }
        Console.fail(
            "the archive is damaged",
            hint: "do not file; keep the folder as it is and compare it with receipts and copies"
                + (canRepair ? "; docket repair --from COPY mends what matches its digest" : ""))
        return ExitStatus.damaged
    }
}
