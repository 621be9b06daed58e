// `list` and `search`: what the matters hold, as far as the caller is a member. What the server lists proves nothing; a receipt does.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import RemoteClient
import TransparencyLog
import VerifyCommand

/// An exhibit as a server tells it.
enum RemoteExhibit {
    static func tell(_ exhibit: JSONValue, json: Bool) {
        let isErased = exhibit["state"]?.text == "erased"
        guard !json else {
            return Console.json(
                isErased ? "erased_exhibit" : "exhibit", exhibit.members ?? [:])
        }
        let text = { (name: String) in exhibit[name]?.text ?? "" }
        let number = { (name: String) in exhibit[name]?.number.map(String.init) ?? "" }
        Console.line(
            isErased
                ? ExhibitLine.text(
                    matter: text("matter"), number: number("number"), index: number("index"),
                    received: text("received"), erasedUnder: text("ground"),
                    by: number("erased_by_entry"))
                : ExhibitLine.text(
                    matter: text("matter"), number: number("number"), index: number("index"),
                    received: text("received"), kind: text("kind"),
                    isSigned: text("filer") != "operator", name: text("name")))
    }
}

/// Where an exhibit is.
struct ExhibitPlace {
    let matter: MatterID
    let number: DocketNumber

    /// `NUMBER` in `--matter`.
    init(matter: String, number: String) throws {
        self.matter = try Given.matter(matter)
        guard let value = UInt64(number), String(value) == number, let number = DocketNumber(value)
        else {
            throw Failure(
                "\(number) is no docket number",
                hint: "docket list shows the number of each exhibit",
                status: ExitStatus.usage)
        }
        self.number = number
    }

    var path: String { "/v1/matters/\(URLText.escape(matter.text))/exhibits/\(number)" }
}

/// `docket --server URL list`.
struct ListVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the exhibits of a matter, or of all that are yours.",
        discussion: """
            Example:
              docket --server URL list --matter BAN-1
            """)

    @Option(help: "Only this matter.") var matter: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    mutating func run() throws { try reporting(Failure.remote, list) }

    private func list() throws {
        let matter = try matter.map(Given.matter)
        try options.withSession { session in
            for matter in try matter.map({ [$0.text] }) ?? session.matters() {
                _ = try session.pages(
                    "/v1/matters/\(URLText.escape(matter))/exhibits", [], member: "exhibits"
                ) { RemoteExhibit.tell($0, json: json) }
            }
        }
    }
}

extension RemoteSession {
    /// The names of the caller's matters.
    func matters() throws -> [String] {
        var names: [String] = []
        _ = try pages("/v1/matters", [], member: "matters") { matter in
            if let name = matter["id"]?.text { names.append(name) }
        }
        return names
    }
}

/// `docket --server URL search`.
struct SearchVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find exhibits by kind, name, filer, digest, time.",
        discussion: """
            Found is what meets all that is asked, in the order in which it was filed, matter by matter.

            Example:
              docket --server URL search --matter BAN-1 --kind document --name-contains contract
            """)

    @Option(help: "Only in this matter; in all that are yours if not given.") var matter: String?
    @Option(help: "The kind of exhibit.") var kind: String?
    @Option(help: "What is somewhere in the name.") var nameContains: String?
    @Option(help: "Who filed: FILE.crt, its sha-256:…, or operator.") var filer: String?
    @Option(help: "sha-256:… of the content.") var digest: String?
    @Option(help: "Received at this time or later: 2026-02-01T00:00:00Z.") var since: String?
    @Option(help: "Received before this time.") var until: String?
    @Option(help: "Show so many at most.") var limit: Int = 1000
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    /// A certificate with its chain is far smaller.
    private static let certificateLimit = 1_048_576

    mutating func run() throws { try reporting(Failure.remote, search) }

    private func search() throws {
        guard limit > 0 else {
            throw Failure("--limit is a number from 1", status: ExitStatus.usage)
        }
        let query = try query()
        let matter = try matter.map(Given.matter)
        try options.withSession { session in
            var (found, hasMore) = (0, false)
            for matter in try matter.map({ [$0.text] }) ?? session.matters() where found < limit {
                hasMore =
                    try session.pages(
                        "/v1/matters/\(URLText.escape(matter))/exhibits", query,
                        member: "exhibits", limit: limit - found
                    ) {
                        found += 1
                        RemoteExhibit.tell($0, json: json)
                    } || hasMore
            }
            if found == 0 { Console.note("nothing was found") }
            if hasMore || found == limit {
                Console.note("there may be more; --limit shows more than \(limit)")
            }
        }
    }

    private func query() throws -> [(name: String, value: String?)] {
        [
            ("kind", try kind.map { try Given.anyKind($0).rawValue }), ("name", nameContains),
            ("filer", try filer.map(SearchVerb.filer)),
            ("digest", try digest.map(SearchVerb.digest)),
            ("since", try since.map { try Moment.given($0).text }),
            ("until", try until.map { try Moment.given($0).text }),
        ]
    }

    private static func filer(_ text: String) throws -> String {
        if let filer = Filer(text: text) { return filer.text }
        let bytes = try DurableFile.read(text, limit: certificateLimit)
        guard let certificate = try? ParsedCertificate.readAll(pemOrDER: bytes).first else {
            throw Failure(
                "\(text) is no certificate", hint: "PEM or DER, as openssl x509 writes it")
        }
        return certificate.digest.text
    }

    private static func digest(_ text: String) throws -> String {
        guard let digest = Digest(text: text) ?? Digest(hex: text) else {
            throw Failure(
                "\(text) is no digest", hint: "sha-256:… as docket shows it, or as sha256sum does",
                status: ExitStatus.usage)
        }
        return digest.text
    }
}
