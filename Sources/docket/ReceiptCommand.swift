// `docket receipt`: checks a receipt offline, without any archive. What it proves rests on the archive's key: without a key that the
// reader has from elsewhere, all that can be said is that the receipt agrees with itself.

import ArgumentParser
import CommandParts
import DurableFiles
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Checks a receipt offline.
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Check a receipt offline.",
        discussion: """
            Give the archive's verifier key as docket init printed it; without it the answer is conditional (exit 3). A proof of
            docket consistency shows that the receipt holds in the log of a newer checkpoint too.

            Example:
              docket receipt contract.md.receipt --content contract.md \\
                --key verifier-key.txt
            """)

    @Argument(help: "The receipt.") var file: String
    @Option(help: "The exhibit's file: checks that it is the one that was filed.")
    var content: String?
    @Option(help: "The archive's verifier key or a file with it; once for each key.")
    var key: [String] = []
    @Option(help: "A newer checkpoint, which --proof proves to continue the receipt's.")
    var checkpoint: String?
    @Option(help: "The proof from the receipt's checkpoint to a newer one.") var proof: String?
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, check) }

    private func check() throws {
        let bytes = try DurableFile.read(file, limit: Receipt.maximumSize + 1)
        let keys = try key.map(KeyFile.verifierKey)
        let receipt: Receipt
        do { receipt = try Receipt(parsing: bytes) } catch {
            let failure = Failure.format(error, in: file)
            throw Failure(failure.message, hint: failure.hint, status: ExitStatus.failed)
        }
        let checkpoint: Checkpoint
        do { checkpoint = try ReceiptCommand.proven(receipt, by: keys) } catch {
            throw Failure(
                "\(file) proves nothing: \(ReceiptCommand.words(error))",
                hint: "the receipt was changed, or the key is not the archive's",
                status: ExitStatus.failed)
        }
        try checkContent(receipt)
        let newer = try continuation(of: checkpoint, keys)
        tell(receipt, checkpoint, newer, isPinned: !keys.isEmpty)
        if keys.isEmpty { throw ExitStatus.conditional }
    }

    private func checkContent(_ receipt: Receipt) throws {
        guard let content else { return }
        let digest = try MeasuredFile(content).digest
        guard digest == receipt.filing.content else {
            throw Failure(
                "\(content) is not the file that was filed: it has \(digest), the filing says "
                    + "\(receipt.filing.content)",
                hint: "find the file as it was when it was filed", status: ExitStatus.failed)
        }
    }

    /// The newer checkpoint that is proven to continue the receipt's; nil if none was asked for.
    private func continuation(of older: Checkpoint, _ keys: [VerifierKey]) throws -> Checkpoint? {
        let newer = try self.checkpoint.map { try CheckpointFile($0, keys: keys) }
        if let proof {
            let file = try ConsistencyProofFile(proof, keys: keys)
            try file.check(from: older, sameAs: newer)
            return file.newer.checkpoint
        }
        guard let newer else { return nil }
        guard newer.checkpoint == older else {
            throw Failure(
                "the receipt's checkpoint is another, of size \(older.size)",
                hint: "docket consistency \(older.size) \(newer.checkpoint.size) -o FILE makes the "
                    + "proof for --proof",
                status: ExitStatus.failed)
        }
        return newer.checkpoint
    }

    /// The checkpoint whose tree holds the entry: signed with one of `keys`, or, without any, merely stated.
    private static func proven(
        _ receipt: Receipt, by keys: [VerifierKey]
    ) throws(ReceiptError) -> Checkpoint {
        var reason: ReceiptError?
        for key in keys {
            do throws(ReceiptError) { return try receipt.check(with: key).checkpoint } catch {
                // What is wrong with the receipt itself says more than that another key signed it.
                if reason == nil || error != .checkpoint(.noKnownSignature) { reason = error }
            }
        }
        if let reason { throw reason }
        let checkpoint: Checkpoint
        do throws(NoteError) {
            checkpoint = try Checkpoint(
                noteText: UnopenedNote(parsing: receipt.proof.checkpoint).text)
        } catch {
            throw .checkpoint(error)
        }
        try receipt.check(against: checkpoint)
        return checkpoint
    }

    private func tell(
        _ receipt: Receipt, _ checkpoint: Checkpoint, _ newer: Checkpoint?, isPinned: Bool
    ) {
        if json {
            var members = ExhibitLine.members(receipt.entry, receipt.filing, receipt.docketing)
            members["archive"] = .string(receipt.filing.archive.text)
            members["tree_size"] = .integer(Int64(clamping: checkpoint.size.value))
            members["key_is_pinned"] = .bool(isPinned)
            members["content_was_checked"] = .bool(content != nil)
            if let newer {
                members["newer_tree_size"] = .integer(Int64(clamping: newer.size.value))
            }
            Console.json("receipt", members)
        } else {
            Console.line(
                "\(receipt.filing.archive): \(receipt.docketing.matter) no. \(receipt.docketing.number), "
                    + "“\(receipt.filing.name)”, is entry \(receipt.entry.index) of \(checkpoint.size)"
            )
            Console.line("received \(receipt.entry.received), as the archive states")
            if content != nil { Console.line("the file is the one that was filed") }
            if let newer {
                Console.line("and entry \(receipt.entry.index) of \(newer.size) in the same log")
            }
        }
        if !isPinned {
            Console.note(
                "conditional: without --key nobody's signature was checked; anyone could have made this receipt"
            )
        }
    }

    private static func words(_ error: ReceiptError) -> String {
        switch error {
        case .checkpoint(let error): Failure.note(error).message
        case .inclusion: "its proof does not lead to the checkpoint"
        case .wrongFiling: "the entry is of another filing"
        case .wrongDocketing: "the entry is of another docketing"
        case .wrongMatter: "filing and docketing are of different matters"
        case .wrongIndex: "its proof is for another entry"
        case .wrongArchive: "the filing was made for another archive"
        }
    }
}

extension Receipt {
    /// The same checks as `check(with:)` but for the signature on the checkpoint.
    fileprivate func check(against checkpoint: Checkpoint) throws(ReceiptError) {
        guard entry.filing == filing.digest else { throw .wrongFiling }
        guard entry.docketing == docketing.digest else { throw .wrongDocketing }
        guard filing.matter == docketing.matter else { throw .wrongMatter }
        guard proof.index == entry.index else { throw .wrongIndex }
        let path = InclusionProof(index: proof.index, size: checkpoint.size, hashes: proof.hashes)
        do throws(ProofError) { try path.check(entry.leafHash, in: checkpoint.root) } catch {
            throw .inclusion(error)
        }
        guard filing.archive == checkpoint.origin else { throw .wrongArchive }
    }
}
