// `docket validate`: what files prove by themselves, under the user's own trust. Files are independent of each other: they are read and
// validated on several threads, their results printed in the order of the command line as soon as they are there, and one that cannot
// be read or is no evidence at all stops none of the others.

import ArchiveAudit
import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceReport
import EvidenceValues
import SignatureValidation
import VerifyCommand

/// Validates files.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Validate signatures, time-stamps, certificates and lists, each by itself.",
        discussion: """
            Reads CMS and CAdES signatures, RFC 3161 time-stamps, certificates, revocation lists and OCSP answers, as DER, \
            BER or PEM, offline: what a file does not bring and you do not give is missing. - is standard input.

            The content of a detached signature is what --content names, for each FILE. Without it, the content of \
            NAME.p7s (.p7m .cms .sig .tst .tsr) is the file NAME beside it.

            Example:
              docket validate contract.md.p7s --trust anchors/
              docket validate *.p7s --trust anchors/ --with crls/ --at 2026-04-10T12:00:00Z --json

            Exit status, the first that applies: 2 something failed, 1 a file could not be read, 3 something is \
            indeterminate, 0 all are total-passed; 64 wrong usage. docs/formats/validation.md lists the reason codes.
            """)

    @Argument(help: "The files; no folders.") var files: [String]
    @Option(help: "What detached signatures and time-stamps are over.") var content: String?
    @OptionGroup var trust: TrustOptions
    @Option(
        help: ArgumentHelp(
            "A file or folder of certificates, revocation lists and OCSP answers that help and are not trusted. May be repeated.",
            valueName: "file"))
    var with: [String] = []
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(help: "How much trusted clocks may differ, such as 2s or 1min.") var skew = "1min"
    @Option(help: "Threads.") var jobs = 2
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each file.") var json = false

    mutating func validate() throws {
        guard (1...64).contains(jobs) else {
            throw ValidationError("--jobs must be from 1 to 64")
        }
        guard TimeSpan(text: skew) != nil else {
            throw ValidationError("\(skew) is no span of time; write it as 2s or 1min")
        }
        guard (files + [content].compactMap(\.self)).count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("- can be read once only")
        }
    }

    mutating func run() throws { try reporting(Failure.any, validateFiles) }

    private func validateFiles() throws {
        let time = try Moment.given(at)
        let memory = ObjectMemory()
        var objects = GivenObjects()
        let policy = ValidationPolicy(
            trust: try trust.pinned(), validationTime: time,
            skew: TimeSpan(text: skew) ?? TimeSpan(seconds: 0))
        for file in try (trust.trust + trust.trustTsa).flatMap(GivenFiles.of) {
            objects.add(try DurableFile.read(file), name: file, memory: memory)
        }
        let others = try GivenMaterial(files: with, objects: &objects, memory: memory)
        let content = content.map { DetachedContent($0) }
        var status = ValidateStatus()
        let work: @Sendable (UInt64) -> ValidateOutcome = { [files, objects] unit in
            ValidatedFile(files[Int(unit)], content: content)
                .outcome(others: others, objects: objects, policy: policy, memory: memory)
        }
        let take: (UInt64, ValidateOutcome) -> Void = { _, outcome in
            status.add(outcome)
            tell(outcome)
        }
        _ = try inParallel(
            0..<UInt64(files.count), workers: jobs, isOver: { false }, makeWorker: { work },
            take: take)
        if let code = status.exitCode { throw code }
    }

    private func tell(_ outcome: ValidateOutcome) {
        switch outcome {
        case .validated(let record):
            if json {
                Console.json(
                    ValidationJSON.report, ValidationJSON.members(record, tool: toolVersion))
            } else {
                Console.data(Array(renderText(record).utf8))
            }
        case .unread(let name, let failure):
            if json {
                Console.json(
                    ValidationJSON.failure,
                    ValidationJSON.members(unreadable: name, reason: failure.message))
            }
            Console.fail(failure.message, hint: failure.hint)
        }
    }
}

/// What became of one file.
enum ValidateOutcome: Sendable {
    case validated(FileRecord)
    /// It could not be read, or its content could not.
    case unread(name: String, Failure)
}

/// What all files amount to.
struct ValidateStatus {
    private var hasFailed = false
    private var hasUnread = false
    private var hasOpen = false

    mutating func add(_ outcome: ValidateOutcome) {
        switch outcome {
        case .unread: hasUnread = true
        case .validated(let record):
            switch record.indication {
            case .totalPassed: break
            case .totalFailed: hasFailed = true
            case .indeterminate: hasOpen = true
            }
        }
    }

    /// Proof that something is wrong outweighs what nobody looked at, and that what nobody could decide; nil if all passed.
    var exitCode: ExitCode? {
        if hasFailed { return ExitStatus.failed }
        if hasUnread { return ExitStatus.notDone }
        return hasOpen ? ExitStatus.conditional : nil
    }
}
