// `docket cosign`: asks a witness to cosign the archive's own checkpoint, and takes in what he answers. How request and answer travel is
// the user's affair; the request is the body of C2SP tlog-witness's `add-checkpoint`, so `curl --data-binary @request` will do.

import ArchiveDuties
import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Gets the archive's checkpoints cosigned.
struct CosignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cosign", abstract: "Have witnesses cosign this archive's checkpoints.",
        discussion: """
            The annex says whose cosignatures count. A witness that answers with a size wants a request --from there.

            Example:
              docket cosign --witness-request > request.txt
              curl --data-binary @request.txt https://witness.example/add-checkpoint > answer.txt
              docket cosign --accept answer.txt --request request.txt --annex annex.txt
            """)

    @Flag(help: "Print a request for the newest checkpoint.") var witnessRequest = false
    @Option(
        help:
            "The size that the witness has cosigned last; the archive's newest cosigned one if not given."
    )
    var from: UInt64?
    @Option(help: "Take in a witness's answer; - is standard input.") var accept: String?
    @Option(help: "The request that he answered; the newest checkpoint if not given.")
    var request: String?
    @Option(help: "The annex that names the witnesses.") var annex: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        guard witnessRequest != (accept != nil) else {
            throw ValidationError("give --witness-request or --accept")
        }
        guard accept == nil || annex != nil else {
            throw ValidationError("--accept needs --annex, which names the witnesses")
        }
    }

    mutating func run() throws {
        try reporting(Failure.any) {
            if let accept, let annex { try take(accept, annex) } else { try ask() }
        }
    }

    private func ask() throws {
        let archive = try options.openReadOnly()
        let known = try from.map { TreeSize($0) } ?? archive.newestCosignedSize()
        do {
            let exchange = try CosignExchange(archive, from: known ?? TreeSize(0))
            Console.data(Array(exchange.request.text.utf8))
        } catch let CosignRefusal.ahead(old, new) {
            throw Failure(
                "the archive has \(new) entries, fewer than \(old)",
                hint: "has the witness seen a newer copy of the archive?", status: ExitStatus.failed
            )
        }
    }

    private func take(_ answer: String, _ annex: String) throws {
        let trust = try AnnexFile.trust(annex)
        let bytes = try DurableFile.read(answer, limit: CosignExchange.maximumAnswer)
        let archive = try options.open()
        let keys = try trust.witnesses(of: archive.origin)
            .map { try VerifierKey(text: $0.verifierKey) }
        let signed = try signedCheckpoint(archive)
        let cosigned: CosignedCheckpoint
        do {
            cosigned = try CosignedCheckpoint.verify(
                String(decoding: bytes, as: UTF8.self), over: signed, by: keys)
        } catch {
            throw Failure(
                "\(answer) holds no cosignature of the checkpoint of size \(signed.checkpoint.size) by "
                    + "a witness of the annex",
                hint: "give the --request that was answered; \(Failure.note(error).message)",
                status: ExitStatus.failed)
        }
        let filed = try archive.accept(cosigned, recordedBy: record(cosigned, archive, trust))
        for signer in cosigned.signers { tell(signer, signed.checkpoint.size) }
        for one in filed { Console.note("the cosignature is entry \(one.receipt.entry.index)") }
    }

    /// The checkpoint that was to be cosigned: that of the request, or the newest.
    private func signedCheckpoint(_ archive: Archive) throws -> SignedCheckpoint {
        guard let request else { return try archive.checkpoint() }
        let bytes = try DurableFile.read(request, limit: AddCheckpointRequest.maximumSize)
        do {
            let note = try AddCheckpointRequest(parsing: bytes).note
            return try archive.keyHistory.open(note: note).signed
        } catch let error as FormatError {
            throw Failure.format(error, in: request)
        }
    }

    /// The exhibit that keeps the cosigned checkpoint, under the name of a party whose witness cosigned it.
    private func record(
        _ cosigned: CosignedCheckpoint, _ archive: Archive, _ trust: PinnedTrust
    ) throws -> Submission {
        let keys = cosigned.signers.map(\.key.text)
        let witnesses = trust.witnesses(of: archive.origin)
        guard let party = witnesses.first(where: { keys.contains($0.verifierKey) })?.party else {
            preconditionFailure("the annex gave the keys that verified it")
        }
        return try TimeRecordFiling(archive.origin, at: Moment.now(), nonce: secureRandom(32))
            .cosigned(cosigned, by: party)
    }

    private func tell(_ signer: VerifiedSigner, _ size: TreeSize) {
        let time = signer.time?.text ?? "no time"
        guard json else {
            return Console.line("\(signer.key.name) cosigned size \(size) at \(time)")
        }
        Console.json(
            "cosignature",
            [
                "witness": .string(signer.key.name), "time": .string(time),
                "tree_size": .integer(Int64(clamping: size.value)),
            ])
    }
}
