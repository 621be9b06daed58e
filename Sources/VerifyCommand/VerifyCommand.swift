// `docket verify` and `docket-verify`: the arbiter's command. It verifies a bundle offline, under the agreement and annex that he
// brings, and reports. Whatever the bundle itself says of trust counts for nothing.

package import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport
package import EvidenceValues
import Foundation

/// The name and version that reports carry.
package let toolVersion = "docket 0.1.0"

/// Verifies a bundle and prints the findings.
package struct VerifyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a bundle offline and print the findings.",
        discussion: """
            Give your own copies of the agreement and the annex, or their digests. Without both, anything the bundle \
            shows is conditional on texts that its maker chose.

            Example:
              docket-verify BAN-1.asice --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --report report.html

            A report never replaces a file: if REPORT exists, nothing is done.
            Exit status: 0 authentic under the pinned trust, 1 could not do it (a file cannot be read or written, \
            your own agreement or annex is malformed), 2 failed (something is provably wrong, or FILE is no sound \
            bundle), 3 indeterminate or conditional, 64 wrong usage. It speaks of the evidence, never of who wins.
            """)

    @Argument(help: "The bundle, NAME.asice.") package var file: String
    @Option(help: "The agreement that you accept: a file, or sha-256:… .")
    package var agreement: String?
    @Option(help: "The annex that you accept: a file, or sha-256:… .") package var annex: String?
    @Option(help: "A folder with your own agreement.md and annex.txt.") package var trust: String?
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    package var at: String?
    @Option(help: "Write the report as one HTML file, which must not exist yet.") package
        var report: String?
    @OptionGroup package var talk: TalkOptions
    @Flag(help: "Print the report as JSON.") package var json = false

    package init() {}

    package mutating func run() throws {
        try reporting { try verify() }
    }

    private func verify() throws {
        let trust = try arbiterTrust()
        let time = try Moment.given(at)
        if let report, DurableFile.exists(report) { throw FileFailure.exists(path: report) }
        try DurableFile.requireReadable(file)
        let found = try verifyBundle(file: file, trust: trust, at: time, tool: toolVersion)
        if let report {
            try DurableFile.write(renderHTML(found.record, found.findings), to: report)
            Console.note("the report is in \(report)")
        }
        if json {
            Console.data(renderJSON(found.record, found.findings))
        } else {
            Console.data(Array(renderText(found.record, found.findings).utf8))
        }
        let status = found.record.status.exitStatus
        if status != 0 { throw ExitCode(status) }
    }

    private func arbiterTrust() throws -> ArbiterTrust {
        guard let trust else {
            return ArbiterTrust(
                agreement: try agreement.map(VerifyCommand.agreementPin),
                annex: try annex.map(VerifyCommand.annexPin))
        }
        guard agreement == nil, annex == nil else {
            throw Failure(
                "--trust says what to accept, and so does --agreement or --annex",
                hint: "give either --trust DIR, or --agreement and --annex",
                status: ExitStatus.usage)
        }
        return ArbiterTrust(
            agreement: try VerifyCommand.agreementPin(trust + "/agreement.md"),
            annex: try VerifyCommand.annexPin(trust + "/annex.txt"))
    }

    private static func agreementPin(_ text: String) throws -> Pin {
        try pin(text) { _ = try SignedText.agreement($0, from: text) }
    }

    private static func annexPin(_ text: String) throws -> Pin {
        try pin(text) { _ = try SignedText.annex($0, from: text) }
    }

    /// A digest, or a file's bytes. A copy that cannot be read is the arbiter's trouble and not the bundle's, so it is said first.
    private static func pin(_ text: String, _ check: ([UInt8]) throws -> Void) throws -> Pin {
        guard text.hasPrefix(Digest.prefix) else {
            let bytes = try DurableFile.read(text)
            try check(bytes)
            return .copy(bytes)
        }
        guard let digest = Digest(text: text) else {
            throw Failure(
                "\(text) is no digest", hint: "a digest is sha-256: and 44 characters of base64",
                status: ExitStatus.usage)
        }
        return .digest(digest)
    }
}

/// The moment for which something is asked.
package enum Moment {
    /// The moment that `text` writes, or now where there is none. Only the commands read the clock.
    package static func given(_ text: String?) throws -> Instant {
        guard let text else { return now() }
        guard let instant = Instant(text: text) else {
            throw Failure(
                "\(text) is no time", hint: "write it as 2026-04-10T12:00:00Z",
                status: ExitStatus.usage)
        }
        return instant
    }

    /// What the system's clock says, cut to the second.
    package static func now() -> Instant {
        let milliseconds = Int64(Date().timeIntervalSince1970 * 1000)
        guard let instant = Instant(milliseconds: milliseconds) else {
            preconditionFailure("the system clock is outside the years 1 to 9999")
        }
        return instant.wholeSecond
    }
}
