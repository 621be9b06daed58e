// `verify`: has the server verify a bundle. Its word is worth what the server is worth; docket verify, without a server, needs nobody.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceBundle
import EvidenceValues
import RemoteClient
import VerifyCommand

/// `docket --server URL verify`.
struct VerifyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Have the server verify a bundle. No account is needed.",
        discussion: """
            docket verify, without --server, does the same on your own machine, and you need not believe anybody.

            Example:
              docket --server URL verify BAN-1.asice --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --report report.html
            """)

    @Argument(help: "The bundle, NAME.asice.") var file: String
    @OptionGroup var pins: PinOptions
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(help: "Write the report as a page to this file.") var report: String?
    @Option(help: "The page's language: en or de.") var language: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print the report as JSON.") var json = false

    /// A report of a large bundle.
    private static let reportLimit = 256 * 1_048_576

    mutating func run() throws { try reporting(Failure.remote, verify) }

    private func verify() throws {
        if let report, DurableFile.exists(report) { throw FileFailure.exists(path: report) }
        let open = try FileToSend(file)
        // Both answers must be as at one moment.
        let time = try Moment.given(at)
        let trust = try pins.arbiterTrust()
        try options.withSession { session in
            let bytes = try ask(session, open, trust, time, accept: "application/json")
            guard let found = JSONValue(answer: bytes),
                let status = found["exit_status"]?.number
            else { throw RemoteError.strange(what: "a verification without status") }
            if let report {
                try DurableFile.write(
                    try ask(session, open, trust, time, accept: "text/html"), to: report)
            }
            if json {
                Console.data(bytes + (bytes.last == 0x0A ? [] : [0x0A]))
            } else {
                tell(found)
            }
            Console.note("\(session.address) says so; docket verify needs nobody's word")
            guard let status = Int32(exactly: status), [0, 2, 3].contains(status) else {
                throw RemoteError.strange(what: "an unknown exit status")
            }
            if status != 0 { throw ExitCode(status) }
        }
    }

    private func ask(
        _ session: RemoteSession, _ file: FileToSend, _ trust: ArbiterTrust, _ time: Instant,
        accept: String
    ) throws -> [UInt8] {
        var request = RemoteRequest(
            "POST",
            "/v1/verifications"
                + URLText.query([
                    ("agreement", trust.agreement?.digest.text),
                    ("annex", trust.annex?.digest.text),
                    ("at", time.text), ("language", language),
                ]), isRepeatable: true)
        request.headers = [("Accept", accept)]
        request.limit = Self.reportLimit
        request.body = .file(file.file, type: "application/vnd.etsi.asic-e+zip")
        return try session.send(request).body
    }

    private func tell(_ found: JSONValue) {
        Console.line(
            "\(found["status"]?.text?.uppercased() ?? "?"): \(found["sentence"]?.text ?? "")")
        for finding in found["findings"]?["findings"]?.list ?? [] {
            Console.line(
                "\(finding["claim"]?.text ?? "?"): \(finding["value"]?.text ?? "?")")
        }
    }
}
