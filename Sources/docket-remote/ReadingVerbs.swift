// `audit`, `access`, `status`, `session`, `missing`: what the server says of itself, of the caller, and of a claim.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceBundle
import EvidenceValues
import RemoteClient
import VerifyCommand

extension JSONValue {
    /// What stands under a name, in one word for people.
    func word(_ name: String) -> String {
        switch self[name] {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .bool(let flag)?: flag ? "yes" : "no"
        case .array(let values)?: values.compactMap(\.text).joined(separator: ",")
        default: "-"
        }
    }

    /// A line of the words under these names.
    func line(_ names: [String]) -> String { names.map { word($0) }.joined(separator: "  ") }
}

/// `docket --server URL audit`.
struct AuditVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read the newest audit report, or list all.",
        discussion: """
            The exit status is 4 if the audit found damage.

            Example:
              docket --server URL audit
            """)

    @Flag(help: "List the audits that were filed, the newest first.") var list = false
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document; with --list one a line.") var json = false

    mutating func run() throws { try reporting(Failure.remote, read) }

    private func read() throws {
        try options.withSession { session in
            guard !list else {
                _ = try session.pages("/v1/audits", [], member: "audits") { audit in
                    if json { return Console.json("audit", audit.members ?? [:]) }
                    Console.line(AuditVerb.words(audit))
                }
                return
            }
            let report = try session.json(RemoteRequest("GET", "/v1/audits/latest"))
            if json {
                Console.json("audit", report.members ?? [:])
            } else {
                Console.line(AuditVerb.words(report))
                for fault in report["faults"]?.list ?? [] {
                    Console.line(String(decoding: CanonicalJSON.encode(fault), as: UTF8.self))
                }
            }
            if report["is_clean"]?.flag != true { throw ExitStatus.damaged }
        }
    }

    private static func words(_ audit: JSONValue) -> String {
        let faults = audit["fault_count"]?.number ?? Int64(audit["faults"]?.list?.count ?? 0)
        let verdict = audit["is_clean"]?.flag == true ? "clean" : "\(faults) faults"
        let whole = audit["is_complete"]?.flag == true ? "" : ", not complete"
        return
            "\(audit.line(["time", "reach"]))  \(audit.word("tree_size")) entries  \(verdict)\(whole)"
    }
}

/// `docket --server URL access`.
struct AccessVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Read the access records, as they were filed.")

    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each record.") var json = false

    mutating func run() throws { try reporting(Failure.remote, read) }

    private func read() throws {
        try options.withSession { session in
            _ = try session.pages("/v1/access-records", [], member: "records") { record in
                if json { return Console.json("access_record", record.members ?? [:]) }
                Console.line("entry \(record.line(["index", "received", "digest"]))")
                for line in (record["text"]?.text ?? "").split(separator: "\n") {
                    Console.line("  " + line)
                }
            }
        }
    }
}

/// `docket --server URL status`.
struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the archive stands.")

    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, show) }

    private func show() throws {
        try options.withSession { session in
            let status = try session.json(RemoteRequest("GET", "/v1/status"))
            if json { return Console.json("status", status.members ?? [:]) }
            Console.line(
                "\(status.word("origin"))  \(status["checkpoint"]?.word("tree_size") ?? "0") entries"
            )
            Console.line("key  \(status.word("verifier_key"))")
            for (name, member) in [("witness", "witnesses"), ("time-stamps", "time_stamps")] {
                for outside in status[member]?.list ?? [] {
                    Console.line("\(name)  \(outside.line(["name", "state", "last_time"]))")
                }
            }
            if let audit = status["audit"], audit != .null {
                Console.line("audit  \(audit.line(["time", "is_clean"]))")
            }
        }
    }
}

/// `docket --server URL session`.
struct SessionVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Show who you are to the server, and your roles.")

    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, show) }

    private func show() throws {
        try options.withSession { session in
            let found = try session.json(RemoteRequest("GET", "/v1/session"))
            if json { return Console.json("session", found.members ?? [:]) }
            Console.line(found.line(["principal", "name", "authenticated_by", "expires"]))
            for role in found["roles"]?.list ?? [] { Console.line(role.line(["matter", "role"])) }
        }
    }
}

/// `docket --server URL missing`.
struct MissingVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "missing", abstract: "Show what is missing for a claim on what is filed.",
        discussion: """
            Agreement and annex must be filed in the matter, or known to the service.

            Example:
              docket --server URL missing --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt
            """)

    @Option(help: "The matter.") var matter: String
    @OptionGroup var pins: PinOptions
    @Option(help: "The claims' file.") var claims: String
    @Option(help: "The time of judgement; now if not given.") var at: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, judge) }

    private func judge() throws {
        let trust = try pins.arbiterTrust()
        guard let agreement = trust.agreement, let annex = trust.annex else {
            throw Failure(
                "by what is it judged?", hint: "give --agreement and --annex",
                status: ExitStatus.usage)
        }
        let bytes = try DurableFile.read(claims)
        _ = try SignedText.claims(bytes, from: claims)
        let query = URLText.query([
            ("agreement", agreement.digest.text), ("annex", annex.digest.text),
            ("at", try at.map { try Moment.given($0).text }),
        ])
        var request = RemoteRequest(
            "POST", "/v1/matters/\(URLText.escape(try Given.matter(matter).text))/missing\(query)",
            isRepeatable: true)
        request.body = .bytes(bytes, type: "text/plain; charset=utf-8")
        try options.withSession { session in
            let found = try session.json(request)
            guard !json else { return Console.json("judgement", found.members ?? [:]) }
            for finding in found["findings"]?["findings"]?.list ?? [] {
                Console.line("\(finding.word("claim")): \(finding.word("value"))")
            }
            for claim in found["missing"]?.list ?? [] { tell(claim) }
        }
    }

    private func tell(_ claim: JSONValue) {
        for way in claim["settling"]?.list ?? [] {
            Console.line("\(claim.word("claim")) would be \(way.word("settles")) with:")
            for piece in way["evidence"]?.list ?? [] {
                Console.line("  \(piece.word("sentence"))")
            }
        }
    }
}
