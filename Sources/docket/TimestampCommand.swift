// `docket timestamp`: asks for time-stamps, and accepts the answers of authorities that were asked in another way.

import ArchiveDuties
import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Requests and accepts time-stamps.
struct TimestampCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timestamp", abstract: "Request a time-stamp, or accept one.",
        subcommands: [RequestCommand.self, AcceptCommand.self])
}

/// `docket timestamp request`.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Write a request for a time-stamp, or ask an authority at once.",
        discussion: """
            Example:
              docket timestamp request contract.md -o contract.md.tsq
              docket timestamp request contract.md -o contract.md.tst \\
                --tsa http://tsa.example/tsr
            """)

    @Argument(help: "The file to be time-stamped.") var file: String
    @Option(help: "Ask this authority at once, through the system's curl.") var tsa: String?
    @Option(help: "The annex: the authority must be one of it.") var annex: String?
    @Option(name: [.short, .long], help: "Where the request, or with --tsa the token, goes.")
    var output: String
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, request) }

    private func request() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        let authorities = try annex.map(AnnexFile.authorities)
        let exchange = TimeStampExchange(over: try MeasuredFile(file).digest)
        var members: [String: JSONValue] = [
            "file": .string(file), "digest": .string(exchange.query.digest.text),
            "output": .string(output),
        ]
        if let tsa {
            let token = try exchange.ask(tsa, trusting: authorities)
            try DurableFile.write(token.tokenBytes, to: output)
            members["time"] = .string(token.genTime.text)
            Console.note("\(file) existed by \(token.genTime); the token is in \(output)")
        } else {
            try DurableFile.write(exchange.query.derBytes, to: output)
            Console.note(
                "send \(output) to an authority, then: docket timestamp accept RESPONSE \(file)")
        }
        if json { Console.json(tsa == nil ? "time_stamp_request" : "time_stamp", members) }
    }
}

/// `docket timestamp accept`.
struct AcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Check an authority's answer, and file it or write its token.",
        discussion: """
            Example:
              docket timestamp accept contract.md.tsr contract.md --query contract.md.tsq \\
                --annex seca-1.0.annex.txt --matter BAN-1
            """)

    @Argument(help: "What the authority answered: a response or a token.") var response: String
    @Argument(help: "The file that was time-stamped.") var file: String
    @Option(help: "The request: the answer must be one to it.") var query: String?
    @Option(help: "The annex: the authority must be one of it.") var annex: String?
    @Option(help: "File the token in this matter.") var matter: String?
    @Option(name: [.short, .long], help: "Write the token to this file.") var output: String?
    @OptionGroup var identity: IdentityOptions
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, accept) }

    private func accept() throws {
        guard matter != nil || output != nil else {
            throw Failure(
                "nowhere to put the token", hint: "give --matter M to file it, or --output FILE",
                status: ExitStatus.usage)
        }
        let authorities = try annex.map(AnnexFile.authorities)
        let digest = try MeasuredFile(file).digest
        let token = try readToken()
        try requireAnswer(token, over: digest)
        try TimeStampExchange.require(token, over: digest, trusting: authorities)
        Console.note("\(file) existed by \(token.genTime)")
        if let output { try DurableFile.write(token.tokenBytes, to: output) }
        if let matter { try fileToken(token, over: digest, in: try Given.matter(matter)) }
        if json {
            Console.json(
                "time_stamp",
                [
                    "file": .string(file), "digest": .string(digest.text),
                    "time": .string(token.genTime.text), "output": .optional(output),
                ])
        }
    }

    private func readToken() throws -> TimeStampToken {
        let bytes = try DurableFile.read(response, limit: TimeStampExchange.responseLimit)
        do { return try TimeStampToken(der: bytes) } catch {
            throw Failure("\(response) is no time-stamp: \(error)", status: ExitStatus.failed)
        }
    }

    /// A query has one encoding, so the one that the token answers can be made again and compared.
    private func requireAnswer(_ token: TimeStampToken, over digest: Digest) throws {
        guard let query else { return }
        let asked = try DurableFile.read(query, limit: TimeStampExchange.responseLimit)
        guard let nonce = token.nonce, (8...32).contains(nonce.count),
            TimeStampQuery(digest: digest, nonce: nonce).derBytes == asked
        else {
            throw Failure(
                "\(response) does not answer \(query)", hint: "it is the answer to another request",
                status: ExitStatus.failed)
        }
    }

    private func fileToken(_ token: TimeStampToken, over digest: Digest, in matter: MatterID) throws
    {
        let archive = try options.open()
        let desk = FilingDesk(archive: archive, matter: matter, identity: try identity.identity())
        let filed = try desk.file([try .token(token, over: digest, name: file)])
        for receipt in filed {
            Console.note("filed as \(matter) no. \(receipt.receipt.docketing.number)")
        }
    }
}

extension FilingDesk.Item {
    /// A token as an exhibit that regards what it stamps.
    static func token(
        _ token: TimeStampToken, over digest: Digest, name: String
    ) throws -> FilingDesk.Item {
        let last = name.split(separator: "/").last.map(String.init) ?? "content"
        guard let name = FileName(last + ".tst"),
            let mediaType = MediaType("application/timestamp-token")
        else { throw Failure("\(last).tst cannot be an exhibit's name", hint: "rename the file") }
        return FilingDesk.Item(
            token.tokenBytes, name: name, kind: .timeStamp, mediaType: mediaType,
            links: [Link(.timeStamps, digest)])
    }
}
