// `docket checkpoint`: the archive's newest signed checkpoint; filed, it becomes a bound in time for all that names it, and a time-stamp
// over it one for all that it includes.

import ArchiveDuties
import ArgumentParser
import CommandParts
import Cryptography
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Prints, and files, the newest checkpoint.
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest checkpoint; file it with a time-stamp.",
        discussion: """
            A time-stamp over a checkpoint proves that everything in the archive existed by then.

            Example:
              docket checkpoint > latest.checkpoint
              docket checkpoint --file --tsa http://tsa.example/tsr
            """)

    @Flag(help: "File the checkpoint in the matter docket.archive.") var file = false
    @Option(help: "Also file a time-stamp over it from this authority.") var tsa: String?
    @Option(help: "The annex: the authority must be one of it.") var annex: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, checkpoint) }

    private func checkpoint() throws {
        let authorities = try annex.map(AnnexFile.authorities)
        let archive = try options.open()
        let signed = try archive.checkpoint()
        if file || tsa != nil {
            let desk = FilingDesk(archive: archive, matter: .archive, identity: nil)
            try fileNote(signed, desk)
            if let tsa { try fileToken(from: tsa, over: signed, authorities, desk) }
        }
        guard json else { return Console.data(Array(signed.note.utf8)) }
        Console.json(
            "checkpoint",
            [
                "origin": .string(signed.checkpoint.origin.text),
                "tree_size": .integer(Int64(clamping: signed.checkpoint.size.value)),
                "root_hash": .string(signed.checkpoint.root.description),
                "note": .string(signed.note),
            ])
    }

    private func name(_ signed: SignedCheckpoint) -> String {
        "checkpoint-\(signed.checkpoint.size).txt"
    }

    private func fileNote(_ signed: SignedCheckpoint, _ desk: FilingDesk) throws {
        guard let name = FileName(name(signed)), let mediaType = MediaType("text/plain") else {
            preconditionFailure("a checkpoint's name is digits and letters")
        }
        let item = FilingDesk.Item(
            Array(signed.note.utf8), name: name, kind: .checkpoint, mediaType: mediaType)
        for filed in try desk.file([item]) {
            Console.note("the checkpoint is entry \(filed.receipt.entry.index)")
        }
    }

    private func fileToken(
        from url: String, over signed: SignedCheckpoint, _ authorities: [TrustedTSA]?,
        _ desk: FilingDesk
    ) throws {
        let digest = Digest.sha256(Array(signed.note.utf8))
        let token = try TimeStampExchange(over: digest).ask(url, trusting: authorities)
        for filed in try desk.file([try .token(token, over: digest, name: name(signed))]) {
            Console.note("the time-stamp of \(token.genTime) is entry \(filed.receipt.entry.index)")
        }
    }
}
