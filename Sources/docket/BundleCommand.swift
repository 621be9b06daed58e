// `docket bundle`: takes a matter out of the archive as one file for an arbiter. What is written has been verified first, by the code
// that the arbiter runs.

import Agreements
import ArgumentParser
import BundleExport
import CommandParts
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues
import VerifyCommand

/// Writes the bundle of a matter.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Take a matter out of the archive as one file for an arbiter.",
        discussion: """
            Example:
              docket bundle --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt \\
                --key FRUTA.pem --cert FRUTA.crt -o BAN-1.asice
              docket bundle --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt --withhold 2 \\
                --seal 3 --seal-to arbiter.crt --key FRUTA.pem --cert FRUTA.crt -o BAN-1.asice
            """)

    @Option(help: "The matter.") var matter: String
    @Option(help: "The agreement's file.") var agreement: String
    @Option(help: "The annex's file; its signature is taken from ANNEX.p7s if that is there.")
    var annex: String
    @Option(help: "The claims' file.") var claims: String
    @Option(name: [.short, .long], help: "Where the bundle goes: NAME.asice.") var output: String
    @Option(help: "The time of the finding, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @OptionGroup var disclosure: DisclosureOptions
    @OptionGroup var identity: IdentityOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(BundleCommand.words, export) }

    private func export() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        var request = try request()
        request.disclosure = try disclosure.request()
        let archive = try options.open()
        let found = try exportBundle(
            request, from: archive, to: output, isDigested: json
        ) { renderHTML($0, $1) }
        let record = found.record
        if json {
            Console.json(
                "bundle",
                [
                    "file": .string(output), "matter": .string(record.matter.text),
                    "digest": .string(record.bundleDigest.text),
                    "size": .integer(Int64(record.bundleSize)),
                    "status": .string(record.status.rawValue),
                    "is_witnessed": .bool(record.witnessing.isMet),
                    "erased_count": .integer(Int64(record.erased.count)),
                    "withheld_count": .integer(
                        Int64(record.exhibits.count { $0.disclosure == .withheld })),
                    "sealed_count": .integer(
                        Int64(record.exhibits.count { $0.disclosure == .sealed })),
                    "exhibit_count": .integer(Int64(record.presentCount)),
                    "highest_number": .integer(Int64(clamping: record.highestNumber)),
                ])
        } else {
            Console.note(
                "\(output) holds \(record.presentCount) of \(record.highestNumber) exhibits of \(record.matter); "
                    + "verified with your agreement and annex it is \(record.status.rawValue)")
            Console.note(record.witnessing.sentence)
            DisclosureOptions.tell(record)
            Console.line(output)
        }
        if request.identity == nil {
            Console.note(
                "no --key and --cert: nobody signed the bundle, so it will not be authentic")
        }
    }

    private func request() throws -> BundleRequest {
        let agreementBytes = try DurableFile.read(agreement)
        let annexBytes = try DurableFile.read(annex)
        let claimsBytes = try DurableFile.read(claims)
        _ = try SignedText.agreement(agreementBytes, from: agreement)
        _ = try SignedText.annex(annexBytes, from: annex)
        _ = try SignedText.claims(claimsBytes, from: claims)
        let signature = annex + ".p7s"
        return BundleRequest(
            matter: try Given.matter(matter), agreement: agreementBytes, annex: annexBytes,
            annexSignature: DurableFile.exists(signature) ? try DurableFile.read(signature) : nil,
            claims: claimsBytes, identity: try identity.identity(), time: try Moment.given(at),
            tool: toolVersion)
    }

    /// The words for what may go wrong, also when a matter is judged.
    static func words(_ error: any Error) -> Failure? {
        if let failure = DisclosureOptions.words(error) { return failure }
        guard let error = error as? ExportError else { return Failure.any(error) }
        return switch error {
        case .noSuchMatter(let matter):
            Failure(
                "the archive has no exhibit of \(matter)", hint: "docket list shows the matters")
        case .tooManyExhibits(let count, let limit):
            Failure("\(count) exhibits are more than a bundle holds (\(limit))")
        case .unsound(let check):
            Failure(
                "no bundle: \(check.sentence) [\(check.code), \(check.subject)]",
                hint: "nothing was written; docket audit checks the archive")
        case .refused(let error):
            Failure("the bundle would not be readable: \(error)", hint: "nothing was written")
        }
    }
}
