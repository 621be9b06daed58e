// `show`, `receipt` and `ladder`: one exhibit. Its content is written only when it is what its receipt says, and its receipt only when it
// holds under the archive's key.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceValues
import RemoteClient
import TransparencyLog
import VerifyCommand

extension RemoteSession {
    /// The receipt of an exhibit, checked.
    func receipt(of place: ExhibitPlace) throws -> Receipt {
        var request = RemoteRequest("GET", place.path + "/receipt")
        request.limit = Receipt.maximumSize
        let receipt = try Receipt.proven(try send(request).body, keys: try keys())
        guard receipt.docketing.matter == place.matter, receipt.docketing.number == place.number
        else { throw RemoteError.receipt(.otherExhibit) }
        return receipt
    }
}

/// `docket --server URL show`.
struct ShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an exhibit's texts, or write its bytes or receipt.",
        discussion: """
            Example:
              docket --server URL show --matter BAN-1 3
              docket --server URL show --matter BAN-1 3 --output contract.md
            """)

    @Argument(help: "The exhibit's number in the matter, as docket list shows it.")
    var number: String
    @Option(help: "The matter.") var matter: String
    @Option(name: [.short, .long], help: "Write the exhibit's bytes to this file.")
    var output: String?
    @Option(help: "Write its receipt to this file.") var receipt: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, show) }

    private func show() throws {
        let place = try ExhibitPlace(matter: matter, number: number)
        for path in [output, receipt].compactMap({ $0 }) where DurableFile.exists(path) {
            throw FileFailure.exists(path: path)
        }
        try options.withSession { session in
            let proven = try session.receipt(of: place)
            if let receipt {
                try DurableFile.write(proven.bytes, to: receipt)
                Console.note("the receipt is in \(receipt)")
            }
            if let output {
                let filing = proven.filing
                try Download(session: session, path: place.path + "/content")
                    .write(to: output, size: filing.size, digest: filing.content)
                return Console.note("the exhibit is in \(output), as it was filed")
            }
            tell(proven)
        }
    }

    private func tell(_ receipt: Receipt) {
        let texts = [receipt.entry.bytes, receipt.filing.bytes, receipt.docketing.bytes]
        if json {
            var members = ExhibitLine.members(receipt.entry, receipt.filing, receipt.docketing)
            for (name, text) in zip(["entry", "filing", "docketing"], texts) {
                members[name] = .string(String(decoding: text, as: UTF8.self))
            }
            return Console.json("exhibit", members)
        }
        for text in texts {
            for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
                Console.line(String(line))
            }
            Console.line("")
        }
    }
}

/// `docket --server URL receipt`.
struct ReceiptVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Fetch an exhibit's receipt, and check it.",
        discussion: """
            Example:
              docket --server URL receipt --matter BAN-1 3 --output contract.md.receipt
            """)

    @Argument(help: "The exhibit's number in the matter.") var number: String
    @Option(help: "The matter.") var matter: String
    @Option(name: [.short, .long], help: "Write it to this file; printed if not given.")
    var output: String?
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions

    mutating func run() throws { try reporting(Failure.remote, fetch) }

    private func fetch() throws {
        let place = try ExhibitPlace(matter: matter, number: number)
        try options.withSession { session in
            let receipt = try session.receipt(of: place)
            guard let output else { return Console.data(receipt.bytes) }
            try DurableFile.write(receipt.bytes, to: output)
            Console.note("the receipt is in \(output)")
        }
    }
}

/// `docket --server URL ladder`.
struct LadderVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ladder",
        abstract: "Show how well an exhibit's time is proven: logged, witnessed, time-stamped.",
        discussion: """
            Example:
              docket --server URL ladder --matter BAN-1 3
            """)

    @Argument(help: "The exhibit's number in the matter.") var number: String
    @Option(help: "The matter.") var matter: String
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, show) }

    private func show() throws {
        let place = try ExhibitPlace(matter: matter, number: number)
        try options.withSession { session in
            let ladder = try session.json(RemoteRequest("GET", place.path + "/ladder"))
            if json { return Console.json("ladder", ladder.members ?? [:]) }
            let size = ladder["logged"]?["tree_size"]?.number.map(String.init) ?? "?"
            Console.line(
                "logged         received \(ladder["received"]?.text ?? "?"), in the log of size \(size)"
            )
            for (name, member) in [("witnessed", "witnessed"), ("time-stamped", "time_stamped")] {
                for rung in ladder[member]?.list ?? [] {
                    Console.line(
                        "\(name)  \(rung["time"]?.text ?? "?")  \(rung["name"]?.text ?? "?")")
                }
            }
            Console.note("this is what the server says; a bundle proves it")
        }
    }
}
