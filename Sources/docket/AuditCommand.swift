// `docket audit`: reads everything again and believes nothing, the archive's own columns and signatures included.

import ArchiveAudit
import ArgumentParser
import EvidenceValues
import VerifyCommand

/// Audits the archive.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read and check the whole archive.",
        discussion: """
            It only reads, beside whoever files. Exit status 4 if anything is damaged, an old copy was put back, or the \
            log was forked. Run it every night, and keep the root that it prints somewhere else.

            Example:
              docket audit
              docket audit --annex seca-1.0.annex.txt
            """)

    @Option(
        help: "Also validate the exhibits under this annex, as at now; what fails is a warning.")
    var annex: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, check) }

    private func check() throws {
        let trust = try annex.map(AnnexFile.trust)
        let archive = try options.openReadOnly()
        var progress = Progress("auditing")
        var report = audit(archive) { progress.step($0, of: $1) }
        progress.finish()
        if let trust {
            // An annex says nothing of clocks; without their agreement's tolerance they get none.
            report.checks += auditEvidence(
                of: archive, trust: trust, at: Moment.now(), skew: TimeSpan(milliseconds: 0))
        }
        if json { AuditCommand.json(report) } else { AuditCommand.text(report) }
        if !report.isClean {
            Console.fail(
                "the archive is damaged",
                hint:
                    "do not file; keep the folder as it is and compare it with receipts and copies")
            throw ExitStatus.damaged
        }
    }

    private static func text(_ report: AuditReport) {
        let told = report.checks.filter {
            $0.outcome != .passed || $0.code == "EVIDENCE.VALIDATED"
        }
        for check in told {
            Console.line(
                "\(check.outcome.rawValue)  \(check.code)  \(check.subject)  \(check.sentence)")
        }
        let verdict = report.isClean ? "clean" : "DAMAGED"
        Console.line(
            "\(report.origin): \(verdict); \(report.entries) entries in \(report.matters) matters, "
                + "\(report.blobs) contents of \(report.bytesRead) bytes, "
                + "\(report.checkpoints) checkpoints")
        Console.line("root \(report.root) at size \(report.size)")
    }

    private static func json(_ report: AuditReport) {
        Console.json(
            "audit",
            [
                "origin": .string(report.origin.text), "is_clean": .bool(report.isClean),
                "tree_size": .integer(Int64(clamping: report.size.value)),
                "root_hash": .string(report.root.description),
                "entries": .integer(Int64(report.entries)),
                "matters": .integer(Int64(report.matters)),
                "contents": .integer(Int64(report.blobs)),
                "bytes": .integer(Int64(clamping: report.bytesRead)),
                "checkpoints": .integer(Int64(report.checkpoints)),
                "checks": .array(
                    report.checks.map { check in
                        .object([
                            "code": .string(check.code), "outcome": .string(check.outcome.rawValue),
                            "subject": .string(check.subject), "sentence": .string(check.sentence),
                        ])
                    }),
            ])
    }
}
