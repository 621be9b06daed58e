// `docket --server URL queue`: filings that wait for the server. Each was made and signed when it was queued, so sending it twice files
// it once; it leaves the queue when its receipt is written.

import ArgumentParser
import CommandParts
import EvidenceValues
import RemoteClient
import TransparencyLog
import VerifyCommand

/// `docket queue`.
struct QueueVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "List, send or drop filings that wait for the server.",
        subcommands: [QueueListVerb.self, QueueSendVerb.self, QueueDropVerb.self])

    /// Says what waits.
    static func tell(_ waiting: QueuedFiling, json: Bool) {
        let filing = waiting.filing.filing
        guard json else {
            return Console.line(
                "\(waiting.number)  \(waiting.queued)  \(waiting.server)  \(filing.matter)  "
                    + "\(filing.name)  \(filing.size) bytes  \(waiting.receiptPath)")
        }
        Console.json(
            "queued",
            [
                "number": .integer(Int64(clamping: waiting.number)),
                "queued": .string(waiting.queued.text), "server": .string(waiting.server.text),
                "archive": .string(filing.archive.text), "matter": .string(filing.matter.text),
                "name": .string(filing.name.text), "digest": .string(filing.content.text),
                "size": .integer(Int64(clamping: filing.size)),
                "filing": .string(filing.digest.text), "receipt": .string(waiting.receiptPath),
            ])
    }
}

/// `docket queue list`.
struct QueueListVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what waits, for all servers.")

    // The server is taken and not needed, so that it may stand there as with every other verb.
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each filing.") var json = false

    mutating func run() throws { try reporting(Failure.remote, list) }

    private func list() throws {
        let waiting = try RemoteOptions.queue().waiting()
        for one in waiting { QueueVerb.tell(one, json: json) }
        if waiting.isEmpty { Console.note("nothing waits") }
    }
}

/// `docket queue send`.
struct QueueSendVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send what waits for this server, and write the receipts.",
        discussion: """
            What the server refuses stays in the queue, and the rest is sent all the same; the exit status is then 1.

            Example:
              docket --server https://archive.example queue send
            """)

    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each file.") var json = false

    mutating func run() throws { try reporting(Failure.remote, send) }

    private func send() throws {
        let queue = try RemoteOptions.queue()
        let address = try options.address()
        let waiting = try queue.waiting().filter { $0.server == address }
        guard !waiting.isEmpty else { return Console.note("nothing waits for \(address)") }
        try options.withSession { session in
            let desk = ReceiptDesk(session: session, keys: try session.keys())
            var failures = 0
            for one in waiting {
                do { try send(one, from: queue, to: desk) } catch {
                    guard let failure = Failure.remote(error) else { throw error }
                    failures += 1
                    Console.fail("\(one.number), \(one.filing.filing.name): \(failure.message)")
                    // Where nothing is heard of the server, the others need not wait for it, too.
                    if case .unreachable? = error as? RemoteError { break }
                }
            }
            guard failures > 0 else { return }
            throw Failure(
                "not everything was sent; it still waits",
                hint: "docket queue list shows it, docket queue drop NUMBER gives it up")
        }
    }

    private func send(_ one: QueuedFiling, from queue: FilingQueue, to desk: ReceiptDesk) throws {
        try ReceiptDesk.requireFree(one.receiptPath, for: one.filing.filing)
        let filed = try desk.file(one.filing, try queue.content(of: one))
        try ReceiptDesk.write(filed.receipt, to: one.receiptPath)
        try queue.remove(one)
        filed.tell(one.receiptPath, json: json)
    }
}

/// `docket queue drop`.
struct QueueDropVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Give up a filing that waits. Its copy is deleted.")

    @Argument(help: "Its number, as docket queue list shows it.") var number: UInt64
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions

    mutating func run() throws { try reporting(Failure.remote, drop) }

    private func drop() throws {
        let queue = try RemoteOptions.queue()
        let filing = try queue.filing(number)
        try queue.remove(filing)
        Console.note("\(filing.filing.filing.name) waits no more; your own file was not touched")
    }
}
