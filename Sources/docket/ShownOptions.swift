// What `docket exchange show` and `docket liability show` are asked about: a bundle, files, or a matter of the archive; by whose trust, and
// as of when. They are for reading, and share all but what they read.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceBundle
import EvidenceValues
import VerifyCommand

/// The options of a command that shows what evidence holds.
struct ShownOptions: ParsableArguments {
    @Argument(help: "One bundle, NAME.asice, or files; none with --matter.") var files: [String] =
        []
    @Option(help: "Show what the archive holds of this matter.") var matter: String?
    @OptionGroup var pins: PinOptions
    @Option(help: "The time as of which, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(
        help:
            "How much trusted clocks may differ, and times be in disorder, such as 2s or 1min; of a bundle, what its agreement says."
    )
    var skew = "1min"
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    /// Refuses what cannot be shown.
    func check() throws {
        guard TimeSpan(text: skew) != nil else {
            throw ValidationError("\(skew) is no span of time; write it as 2s or 1min")
        }
        guard files.isEmpty != (matter == nil) else {
            throw ValidationError(
                files.isEmpty
                    ? "what is to be shown? Give a bundle, files, or --matter"
                    : "--matter shows what the archive holds; give no files beside it")
        }
    }

    /// `--skew`, which `check` has read before.
    var permitted: TimeSpan { TimeSpan(text: skew) ?? TimeSpan(seconds: 0) }

    /// The bundle among the files, if one was given.
    func bundle() throws -> String? { try Given.bundle(among: files) }

    /// What the files, or the archive, give.
    func supplied() throws -> SuppliedEvidence {
        let (trust, time) = (try pins.trustIfGiven(), try Moment.given(at))
        guard let matter else {
            return try SuppliedEvidence(files: files, trust: trust, at: time, skew: permitted)
        }
        return try SuppliedEvidence(
            try Given.matter(matter), in: try options.openReadOnly(), trust: trust, at: time,
            skew: permitted)
    }

    /// Shows what a bundle holds, and ends with its status.
    func show(_ bundle: String, _ tell: (VerificationRecord) -> Void) throws {
        try DurableFile.requireReadable(bundle)
        let record = try verifyBundle(
            file: bundle, trust: try pins.arbiterTrust(), at: try Moment.given(at),
            tool: toolVersion
        ).record
        if !json { Console.line("\(record.status.rawValue.uppercased()): \(record.sentence)") }
        tell(record)
        if record.status != .authentic { throw ExitCode(record.status.exitStatus) }
    }

    /// Prints a listing as text, or as one JSON document of this type.
    func tell(
        _ type: String, text: (_ isColoured: Bool) -> String, _ members: [String: JSONValue]
    ) {
        if json { return Console.json(type, members) }
        Console.data(Array(text(Console.isColoured).utf8))
    }
}
