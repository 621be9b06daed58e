// `docket --server URL file`: files one exhibit after the other. Each filing is signed here, with a key that never leaves; a receipt is
// written when it was checked. Whoever is not sure that a filing went through files again: that gives the first receipt.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceValues
import Foundation
import RemoteClient
import TransparencyLog
import VerifyCommand

/// Files exhibits and writes a receipt beside each.
struct FileVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "File exhibits and write FILE.receipt beside each.",
        discussion: """
            With --queue the filings are made and signed now and sent later, by docket queue send: for that the archive \
            must have been met before, or its key be given.

            Example:
              docket --server URL file --matter BAN-1 --key F.pem --cert F.crt contract.md
              docket --server URL file --queue --matter BAN-1 --key F.pem --cert F.crt contract.md
            """)

    @Option(help: "The matter, one deal or dispute: BAN-1.") var matter: String
    @Option(help: "The kind of exhibit, if it is not to be recognised.") var kind: String?
    @Option(help: "RELATION:FILE or RELATION:sha-256:…, as of docket file.")
    var regarding: [String] = []
    @OptionGroup var identity: IdentityOptions
    @OptionGroup var options: RemoteOptions
    @Flag(help: "Put the filings into the queue; nothing is sent.") var queue = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each file.") var json = false
    @Argument(help: "The files.") var files: [String]

    mutating func run() throws { try reporting(Failure.remote, file) }

    private func file() throws {
        let request = FilingRequest(
            matter: try Given.matter(matter), kind: try kind.map(Given.kind),
            links: try regarding.map(Given.link))
        guard let identity = try identity.identity() else {
            throw Failure(
                "who files?", hint: "give --key and --cert: a server takes only signed filings",
                status: ExitStatus.usage)
        }
        try options.withSession { session in
            let keys = try queue ? session.knownKeys() : session.keys()
            guard let origin = keys.origin else {
                throw RemoteError.unknownArchive(session.address)
            }
            let maker = FilingMaker(archive: origin, matter: request.matter, identity: identity)
            if queue { return try enqueue(request, maker, keys, session) }
            try send(request, maker, keys, session)
        }
    }

    private func send(
        _ request: FilingRequest, _ maker: FilingMaker, _ keys: [VerifierKey],
        _ session: RemoteSession
    ) throws {
        let newest = try session.newest(keys)
        let desk = ReceiptDesk(session: session, keys: keys)
        for file in files {
            let open = try FileToSend(file)
            let measured = try MeasuredFile(file)
            let item = try request.item(file, measured)
            let filing = try PreparedFiling(
                maker, item, checkpoint: newest.checkpoint.size.value > 0 ? newest.note : nil)
            let receipt = file + ".receipt"
            try ReceiptDesk.requireFree(receipt, for: filing.filing)
            let filed = try desk.file(filing, open.file)
            try ReceiptDesk.write(filed.receipt, to: receipt)
            filed.tell(receipt, json: json)
        }
    }

    private func enqueue(
        _ request: FilingRequest, _ maker: FilingMaker, _ keys: [VerifierKey],
        _ session: RemoteSession
    ) throws {
        // The newest checkpoint that was ever seen dates the filing; there may be none, or one of a key that is not known any more.
        let seen = try keys.origin.flatMap {
            try session.known.signedCheckpoint(of: $0, keys: keys)
        }
        let checkpoint = seen.flatMap { $0.checkpoint.size.value > 0 ? $0.note : nil }
        let queue = try RemoteOptions.queue()
        for file in files {
            let open = try FileToSend(file)
            var beginning = FileBeginning(of: UInt64(open.file.count))
            let waiting = try queue.add(
                open.file, for: session.address, receiptPath: open.wholePath + ".receipt",
                at: Moment.now(), observe: { beginning.add($0) },
                prepare: { digest, size in
                    let item = try FilingItem(
                        path: file, name: open.name, beginning: beginning.bytes, digest: digest,
                        size: size, kind: request.kind, links: request.links)
                    return try PreparedFiling(maker, item, checkpoint: checkpoint)
                })
            QueueVerb.tell(waiting, json: json)
        }
        Console.note("nothing was sent; docket --server \(session.address) queue send sends it")
    }
}

/// What is to be filed how.
struct FilingRequest {
    let matter: MatterID
    let kind: ExhibitKind?
    let links: [Link]

    func item(_ path: String, _ file: MeasuredFile) throws -> FilingItem {
        try FilingItem(
            path: path, name: URL(filePath: path).lastPathComponent, beginning: file.beginning,
            digest: file.digest, size: file.size, kind: kind, links: links)
    }
}

/// A file that is sent: it is read more than once, so it must not be a pipe.
struct FileToSend {
    let file: RangedFile
    let name: String
    /// From the root on.
    let wholePath: String

    init(_ path: String) throws {
        guard let file = try RangedFile(path) else {
            throw Failure(
                "\(path) is no regular file", hint: "save what it gives in a file, and file that")
        }
        let url = URL(filePath: path)
        self.file = file
        name = url.lastPathComponent
        wholePath = url.absoluteURL.path(percentEncoded: false)
    }
}

extension PreparedFiling {
    /// The filing of `item`, signed.
    init(_ maker: FilingMaker, _ item: FilingItem, checkpoint: String?) throws {
        let (filing, signature) = try maker.make(item, checkpoint: checkpoint)
        guard let signature else { preconditionFailure("made without an identity") }
        guard filing.bytes.count <= PreparedFiling.maximumFiling else {
            throw Failure(
                "the filing is longer than \(PreparedFiling.maximumFiling) bytes",
                hint: "nothing was filed; give fewer --regarding")
        }
        guard signature.count <= PreparedFiling.maximumSignature else {
            throw Failure(
                "the signature is longer than \(PreparedFiling.maximumSignature) bytes",
                hint: "nothing was filed; leave issuers out of --cert that the annex names")
        }
        self.init(filing: filing, signature: signature)
    }
}
