// Sends filings and takes receipts: a receipt is believed, and written, only if it proves with the archive's key that this was filed.

import CommandParts
import DurableFiles
import EvidenceValues
import RemoteClient
import ServiceInterface
import TransparencyLog
import VerifyCommand

/// Where receipts are handed out.
struct ReceiptDesk {
    let session: RemoteSession
    let keys: [VerifierKey]

    /// A receipt that was checked.
    struct Filed {
        let receipt: Receipt
        let wasFiledBefore: Bool

        func tell(_ path: String, json: Bool) {
            if json {
                var members = ExhibitLine.members(
                    receipt.entry, receipt.filing, receipt.docketing)
                members["receipt"] = .string(path)
                members["was_already_filed"] = .bool(wasFiledBefore)
                return Console.json("filed", members)
            }
            let before = wasFiledBefore ? " (filed before; this is the first receipt)" : ""
            Console.line(
                "\(receipt.docketing.matter) no. \(receipt.docketing.number)  \(receipt.filing.name)  "
                    + "entry \(receipt.entry.index)  \(path)\(before)")
        }
    }

    /// Files `content`, as often as it takes.
    func file(_ filing: PreparedFiling, _ content: RangedFile) throws -> Filed {
        let answer = try session.send(
            filing.request(content: .file(content, type: filing.filing.mediaType.text)))
        let before = answer.head.field(HeaderName.alreadyFiled) == "?1"
        return Filed(
            receipt: try filing.receipt(answer.body, keys: keys, wasFiledBefore: before),
            wasFiledBefore: before)
    }

    /// Refuses before anything is filed if the receipt's name is taken by something else.
    static func requireFree(_ path: String, for filing: Filing) throws {
        guard DurableFile.exists(path) else { return }
        let receipt = (try? DurableFile.read(path, limit: Receipt.maximumSize)).flatMap {
            try? Receipt(parsing: $0)
        }
        guard let other = receipt?.filing, other.content == filing.content,
            other.matter == filing.matter, other.archive == filing.archive,
            other.kind == filing.kind, other.filer == filing.filer, other.links == filing.links
        else {
            throw Failure(
                "\(path) exists and is not the receipt of this filing",
                hint: "nothing was filed; move \(path) away and file again")
        }
    }

    /// Writes a receipt where it shall be; one that is there already is left.
    static func write(_ receipt: Receipt, to path: String) throws {
        if let there = try? DurableFile.read(path, limit: Receipt.maximumSize),
            there == receipt.bytes
        {
            return
        }
        do { try DurableFile.write(receipt.bytes, to: path) } catch let failure as FileFailure {
            let words = Failure(failure)?.message ?? "cannot write \(path)"
            throw Failure(
                "\(words); it was filed all the same, as \(receipt.docketing.matter) no. \(receipt.docketing.number)",
                hint:
                    "docket receipt --matter \(receipt.docketing.matter) \(receipt.docketing.number) "
                    + "--output FILE writes it elsewhere")
        }
    }
}
