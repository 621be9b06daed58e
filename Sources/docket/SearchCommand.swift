// `docket search`: finds exhibits by what their filings say. It reads beside whoever files, needs little memory whatever it finds, and
// finds the same without its index, only later.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Finds exhibits.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find exhibits by matter, filer, kind, digest, name, time.",
        discussion: """
            Found is what meets all that is asked, in the order in which it was filed.

            Example:
              docket search --matter-begins BAN- --kind document --name-contains contract
              docket search --digest sha-256:Gi/CbcfqWipHSLfLKx7xk9lqssmfkwkvaeYwdbKNEng=
              docket search --filer F.crt --since 2026-02-01T00:00:00Z --limit 20
            """)

    @OptionGroup var criteria: SearchCriteria
    @Option(help: "Show so many at most.") var limit: Int = 1000
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    mutating func run() throws { try reporting(Failure.any, search) }

    private func search() throws {
        guard limit > 0 else {
            throw Failure("--limit is a number from 1", status: ExitStatus.usage)
        }
        let query = try criteria.query()
        let outcome = try options.openReadOnly().search(query, limit: limit) { exhibit in
            if json {
                Console.json(
                    "exhibit",
                    ExhibitLine.members(exhibit.entry, exhibit.filing, exhibit.docketing))
            } else {
                Console.line(ExhibitLine.text(exhibit.entry, exhibit.filing, exhibit.docketing))
            }
        }
        if outcome.found == 0 { Console.note("nothing was found") }
        if outcome.hasMore { Console.note("there is more; --limit shows more than \(limit)") }
        if outcome.unindexedSegments > 0 {
            Console.note("part of the index is missing: docket reindex makes searching fast again")
        }
    }
}

/// What is looked for.
struct SearchCriteria: ParsableArguments {
    @Option(help: "The matter.") var matter: String?
    @Option(help: "How the matter begins.") var matterBegins: String?
    @Option(help: "The docket number within the matter.") var number: UInt64?
    @Option(help: "Who filed: FILE.crt, its sha-256:…, or operator.") var filer: String?
    @Option(help: "The kind of exhibit.") var kind: String?
    @Option(help: "sha-256:… or hex: of content, filing, or entry's leaf.") var digest: String?
    @Option(help: "The name of the exhibit.") var name: String?
    @Option(help: "How the name begins.") var nameBegins: String?
    @Option(help: "What is somewhere in the name, capital or small.") var nameContains: String?
    @Option(help: "Received at this time or later: 2026-02-01T00:00:00Z.") var since: String?
    @Option(help: "Received before this time.") var until: String?

    /// A certificate with its chain is far smaller.
    private static let limit = 1_048_576

    /// The criteria as the archive takes them.
    func query() throws -> SearchQuery {
        var query = SearchQuery()
        query.matter = try oneOf(
            "matter", matter.map { .exactly(try Given.matter($0).text) },
            matterBegins.map { .beginning($0) })
        query.number = try number.map {
            guard let number = DocketNumber($0) else {
                throw Failure(
                    "0 is no docket number", hint: "they begin with 1", status: ExitStatus.usage)
            }
            return number
        }
        query.filer = try filer.map(Self.filer)
        query.kind = try kind.map(Given.anyKind)
        query.digest = try digest.map(Self.digest)
        query.name = try oneOf(
            "name", name.map { .exactly($0) }, nameBegins.map { .beginning($0) },
            nameContains.map { .containing($0) })
        query.since = try since.map { try Moment.given($0) }
        query.until = try until.map { try Moment.given($0) }
        return query
    }

    private func oneOf(_ what: String, _ words: SearchQuery.Words?...) throws -> SearchQuery.Words?
    {
        let given = words.compactMap { $0 }
        guard given.count <= 1 else {
            throw Failure(
                "the \(what) is asked for in two ways", hint: "give one of the options --\(what)…",
                status: ExitStatus.usage)
        }
        return given.first
    }

    private static func filer(_ text: String) throws -> Filer {
        if let filer = Filer(text: text) { return filer }
        let bytes = try DurableFile.read(text, limit: limit)
        guard let certificate = try? ParsedCertificate.readAll(pemOrDER: bytes).first else {
            throw Failure(
                "\(text) is no certificate", hint: "PEM or DER, as openssl x509 writes it")
        }
        return .certificate(certificate.digest)
    }

    private static func digest(_ text: String) throws -> Digest {
        guard let digest = Digest(text: text) ?? Digest(hex: text) else {
            throw Failure(
                "\(text) is no digest", hint: "sha-256:… as docket shows it, or as sha256sum does",
                status: ExitStatus.usage)
        }
        return digest
    }
}
