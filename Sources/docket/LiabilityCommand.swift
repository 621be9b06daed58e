// `docket liability show`: what a limit's ledger says is open, accepted, released and claimed, what remains, and what is wrong with it. A ledger by itself
// is read in pieces, however large it is; one among other evidence also in the light of the certificates and agreements beside it.

import ArgumentParser
import DurableFiles
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

    @OptionGroup var shown: ShownOptions

    mutating func validate() throws { try shown.check() }

    mutating func run() throws { try reporting(CaseOptions.words, show) }

    private func show() throws {
        if let bundle = try shown.bundle() {
            return try shown.show(bundle) { tell(LedgerListing($0.exhibits, of: $0.matter)) }
        }
        let listing = shown.files.count == 1 ? try ledger(shown.files[0]) : try supplied()
        guard !listing.isEmpty else {
            throw Failure(
                "no ledger of a limit is among what was given",
                hint: "a ledger begins with the line docket-ledger/v1")
        }
        tell(listing)
        if !listing.refused.isEmpty { throw ExitStatus.notDone }
        if !listing.isSound { throw ExitStatus.failed }
    }

    private static let piece = 1 << 20

    /// A ledger by itself, read in pieces.
    private func ledger(_ path: String) throws -> LedgerListing {
        try DurableFile.requireReadable(path)
        var file = LedgerFile(skew: shown.permitted)
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
        let evidence = try shown.supplied()
        return LedgerListing(evidence.assessment.exhibits, of: evidence.matter)
    }

    private func tell(_ listing: LedgerListing) {
        shown.tell("liability", text: listing.text(isColoured:), listing.members)
    }
}
