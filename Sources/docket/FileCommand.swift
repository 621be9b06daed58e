// `docket file`: the main verb of a party. The same file again gives the first receipt again, so whoever is not sure that a filing
// went through simply files again.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Files exhibits and writes a receipt beside each.
struct FileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "File exhibits and write FILE.receipt beside each.",
        discussion: """
            With --key and --cert the filing is signed, and proves who filed. Without, the archive's operator files, \
            which carries less weight. To file the same file again is harmless: it gives the first receipt.

            Example:
              docket file --matter BAN-1 --key F.pem --cert F.crt contract.md
              docket file --matter BAN-1 --regarding signs:contract.md \\
                contract.md.p7s
            """)

    @Option(help: "The matter, one deal or dispute: BAN-1.") var matter: String
    @Option(help: "The kind of exhibit, if it is not to be recognised: \(kinds).") var kind: String?
    @Option(help: "RELATION:FILE or RELATION:sha-256:…; relations: \(relations).")
    var regarding: [String] = []
    @OptionGroup var identity: IdentityOptions
    @OptionGroup var options: ArchiveOptions
    @Flag(help: "File what was filed before a second time.") var again = false
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each file.") var json = false
    @Argument(help: "The files.") var files: [String]

    private static let kinds = ExhibitKind.unreserved.map(\.rawValue).joined(separator: ", ")
    private static let relations = LinkRelation.allCases.map(\.rawValue).joined(separator: ", ")

    mutating func run() throws { try reporting(Failure.any, file) }

    private func file() throws {
        let matter = try Given.matter(matter)
        let kind = try kind.map(Given.kind)
        let links = try regarding.map(Given.link)
        let identity = try identity.identity()
        guard files.count <= Archive.maximumBatch else {
            throw StoreError.batchTooLarge(files.count)
        }
        // Whoever else files need not wait while large files are read.
        let intake = try Intake(
            folder: try options.folder, surroundings: try ArchiveOptions.surroundings())
        var staged: [StagedContent] = []
        // What was filed is there no more; what was refused leaves nothing.
        defer { for content in staged { intake.discard(content) } }
        let items = try files.map { file in
            let read = try stage(file, into: intake)
            staged.append(read.content)
            return try FilingDesk.Item(read, kind: kind, links: links)
        }
        let archive = try options.open()
        for (file, item) in zip(files, items) {
            try requireFree(file + ".receipt", for: item, in: matter, of: archive)
        }
        if identity == nil {
            Console.note(
                "no --key and --cert: filed by the operator, which does not prove who filed")
        }
        let desk = FilingDesk(archive: archive, matter: matter, identity: identity, again: again)
        for (file, filed) in zip(files, try desk.file(items)) {
            let receipt = file + ".receipt"
            if (try? DurableFile.read(receipt)) != filed.receipt.bytes {
                try write(filed.receipt, to: receipt)
            }
            tell(filed, receipt: receipt)
        }
    }

    private func stage(_ file: String, into intake: Intake) throws -> StagedFile {
        var progress = Progress("reading \(Console.shown(file)), MiB")
        defer { progress.finish() }
        return try StagedFile(file, into: intake) { done, size in
            progress.step(Int(clamping: done >> 20), of: Int(clamping: size >> 20))
        }
    }

    /// Whoever reads that the receipt cannot be written must not believe that nothing was filed.
    private func write(_ receipt: Receipt, to path: String) throws {
        do { try DurableFile.write(receipt.bytes, to: path) } catch let failure as FileFailure {
            let words = Failure(failure)?.message ?? "cannot write \(path)"
            throw Failure(
                "\(words); it was filed all the same, as entry \(receipt.entry.index)",
                hint: "file the same again where it can be written: that gives this receipt; "
                    + "or docket show \(receipt.entry.index) --receipt FILE")
        }
    }

    /// Refuses before anything is filed if the receipt's name is taken by something else.
    private func requireFree(
        _ path: String, for item: FilingDesk.Item, in matter: MatterID, of archive: Archive
    ) throws {
        guard DurableFile.exists(path) else { return }
        let receipt = (try? DurableFile.read(path)).flatMap { try? Receipt(parsing: $0) }
        guard !again, let filing = receipt?.filing, filing.content == item.exhibit.digest,
            filing.matter == matter, filing.archive == archive.origin
        else {
            throw Failure(
                "\(path) exists and is not the receipt of this filing",
                hint: "nothing was filed; move \(path) away and file again")
        }
    }

    private func tell(_ filed: FiledReceipt, receipt path: String) {
        let receipt = filed.receipt
        if json {
            var members = ExhibitLine.members(receipt.entry, receipt.filing, receipt.docketing)
            members["receipt"] = .string(path)
            members["was_already_filed"] = .bool(filed.wasAlreadyFiled)
            return Console.json("filed", members)
        }
        let before = filed.wasAlreadyFiled ? " (filed before; this is the first receipt)" : ""
        Console.line(
            "\(receipt.docketing.matter) no. \(receipt.docketing.number)  \(receipt.filing.name)  "
                + "entry \(receipt.entry.index)  \(path)\(before)")
    }
}
