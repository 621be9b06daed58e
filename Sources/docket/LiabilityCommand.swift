// `docket liability show`: what a limit's ledger says is open, accepted, released and claimed, what remains, and what is wrong with it. A ledger by itself
// is read in pieces, however large it is; one among other evidence also in the light of the certificates and agreements beside it.

import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceModules
import EvidenceReport
import EvidenceValues
import Foundation
import VerifyCommand

/// `docket liability COMMAND`.
struct LiabilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liability", abstract: "Show ledgers of liability limits.",
        discussion: """
            Example:
              docket liability show ledger.txt
            """,
        subcommands: [LiabilityShowCommand.self])
}

/// `docket liability show FILE…`.
struct LiabilityShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what is open under a limit, and what remains.",
        discussion: """
            Of each ledger: the maximum in force, what is open, accepted and claimed, what was released, paid or lapsed, \
            what remains, the open certificates, and every entry that breaks an invariant (docs/formats/ledger.md). Beside \
            certificates, limit agreements and signatures it also shows where these contradict it, and two signed \
            ledgers that contradict each other. Whose word the ledger is, its signature shows.

            Example:
              docket liability show ledger.txt
              docket liability show ledger.txt ledger.txt.p7s certificate.md --annex seca-1.0.annex.txt
              docket liability show --matter IBM-7 --archive trade --annex seca-1.0.annex.txt
              docket liability show IBM-7.asice --agreement seca-1.0.md --annex seca-1.0.annex.txt

            Exit status, the first that applies: 1 could not do it, 2 a ledger breaks an invariant, 0 none does; of a \
            bundle as of docket verify; 64 wrong usage.
            """)

    @Argument(help: "One bundle, NAME.asice, or files; none with --matter.") var files: [String] =
        []
    @Option(help: "Show the ledgers of this matter as the archive holds them.")
    var matter: String?
    @OptionGroup var pins: PinOptions
    @Option(help: "The time as of which, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(
        help:
            "How much earlier than one before it an entry may be, such as 2s or 1min; of a bundle, what its agreement says."
    )
    var skew = "1min"
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func validate() throws {
        guard TimeSpan(text: skew) != nil else {
            throw ValidationError("\(skew) is no span of time; write it as 2s or 1min")
        }
        guard files.isEmpty != (matter == nil) else {
            throw ValidationError(
                files.isEmpty
                    ? "what is to be shown? Give a ledger, a bundle, or --matter"
                    : "--matter shows what the archive holds; give no files beside it")
        }
    }

    mutating func run() throws { try reporting(CaseOptions.words, show) }

    private func show() throws {
        if let bundle = try Given.bundle(among: files) { return try showBundle(bundle) }
        let listing = files.count == 1 ? try ledger(files[0]) : try supplied()
        guard !listing.isEmpty else {
            throw Failure(
                "no ledger of a limit is among what was given",
                hint: "a ledger begins with the line docket-ledger/v1")
        }
        tell(listing)
        if !listing.refused.isEmpty { throw ExitStatus.notDone }
        if !listing.isSound { throw ExitStatus.failed }
    }

    private var permitted: TimeSpan { TimeSpan(text: skew) ?? TimeSpan(seconds: 0) }

    private static let piece = 1 << 20

    /// A ledger by itself, read in pieces.
    private func ledger(_ path: String) throws -> LedgerListing {
        try DurableFile.requireReadable(path)
        var file = LedgerFile(skew: permitted)
        let name = URL(filePath: path).lastPathComponent
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                try file.read([UInt8](piece).span)
            }
            guard let record = LedgerRecord(try file.finished()) else {
                throw Failure("\(name) is no ledger")
            }
            return LedgerListing(record, name: name)
        } catch let error as LedgerError {
            throw Failure(
                "\(name) is \(error.words)", hint: "docs/formats/ledger.md says what a ledger is")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw DurableFile.unreadable(path, error)
        }
    }

    /// Ledgers with what else was given, or with what the archive holds of the matter.
    private func supplied() throws -> LedgerListing {
        let (trust, time) = (try pins.trustIfGiven(), try Moment.given(at))
        let evidence =
            if let matter {
                try SuppliedEvidence(
                    try Given.matter(matter), in: try options.openReadOnly(), trust: trust,
                    at: time, skew: permitted)
            } else {
                try SuppliedEvidence(files: files, trust: trust, at: time, skew: permitted)
            }
        return LedgerListing(evidence.assessment.exhibits, of: evidence.matter)
    }

    private func showBundle(_ path: String) throws {
        try DurableFile.requireReadable(path)
        let found = try verifyBundle(
            file: path, trust: try pins.arbiterTrust(), at: try Moment.given(at),
            tool: toolVersion)
        let record = found.record
        if !json { Console.line("\(record.status.rawValue.uppercased()): \(record.sentence)") }
        tell(LedgerListing(record.exhibits, of: record.matter))
        if record.status != .authentic { throw ExitCode(record.status.exitStatus) }
    }

    private func tell(_ listing: LedgerListing) {
        guard json else {
            return Console.data(Array(listing.text(isColoured: Console.isColoured).utf8))
        }
        Console.json("liability", listing.members)
    }
}
