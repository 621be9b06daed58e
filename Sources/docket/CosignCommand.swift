// `docket cosign`: asks a witness to cosign the archive's own checkpoint, and takes in what he answers. How request and answer travel is
// the user's affair; the request is the body of C2SP tlog-witness's `add-checkpoint`, so `curl --data-binary @request` will do.

import ArgumentParser
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

    /// Bytes of an answer at most: a line for each key of a witness.
    private static let maximumAnswer = 65_536

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
        let signed = try archive.checkpoint()
        let known = try from.map { TreeSize($0) } ?? archive.newestCosignedSize()
        let old = known ?? TreeSize(0)
        let new = signed.checkpoint.size
        guard old <= new else {
            throw Failure(
                "the archive has \(new) entries, fewer than \(old)",
                hint: "has the witness seen a newer copy of the archive?", status: ExitStatus.failed
            )
        }
        let proof = try old.value == 0 ? nil : archive.consistencyProof(from: old, to: new)
        let request = AddCheckpointRequest(
            old: old, hashes: proof?.hashes ?? [], note: signed.note)
        Console.data(Array(request.text.utf8))
    }

    private func take(_ answer: String, _ annex: String) throws {
        let trust = try AnnexFile.trust(annex)
        let bytes = try DurableFile.read(answer, limit: Self.maximumAnswer)
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
        let filed = try archive.accept(cosigned, recordedBy: record(cosigned, archive))
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

    /// The exhibit that keeps the cosigned checkpoint in the archive's own matter.
    private func record(_ cosigned: CosignedCheckpoint, _ archive: Archive) throws -> Submission {
        let bytes = Array(cosigned.note.utf8)
        let size = cosigned.signed.checkpoint.size
        guard let name = FileName("cosigned-\(size).txt"), let type = MediaType("text/plain") else {
            preconditionFailure("a name of digits and letters")
        }
        let newest = try archive.checkpoint()
        let filing = try Filing(
            archive: archive.origin, matter: .archive, kind: .cosignature, mediaType: type,
            name: name, content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            links: [], nonce: secureRandom(32), checkpoint: newest.note)
        return Submission(filing: filing, content: .bytes(bytes))
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
