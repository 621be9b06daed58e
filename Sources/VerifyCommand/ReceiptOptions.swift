// What a reader of a receipt brings: the file of which it is, and the archive's key where he has no annex.

import ArgumentParser
import DurableFiles
import EvidenceBundle

/// `--content`, `--key`: for a FILE that is a receipt.
package struct ReceiptOptions: ParsableArguments {
    @Option(
        help: "The file of which FILE is the receipt: checks that it is the one that was filed.")
    var content: String?
    @Option(
        help:
            "The archive's verifier key, or a file with it, in place of the annex; once for each key."
    ) var key: [String] = []

    package init() {}

    /// Whether anything was given that only a receipt needs.
    var isGiven: Bool { content != nil || !key.isEmpty }

    /// Bytes of a file with a key at most; a key is one line.
    private static let maximumKeyFile = 4096

    /// The keys that were given.
    func keys() throws -> [ArchiveKey] {
        try key.map { given in
            if let key = ArchiveKey(text: given) { return key }
            guard DurableFile.exists(given) else { throw ReceiptOptions.noKey(given) }
            let bytes = try DurableFile.read(given, limit: ReceiptOptions.maximumKeyFile)
            let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
            guard let key = ArchiveKey(text: String(line)) else {
                throw ReceiptOptions.noKey(given)
            }
            return key
        }
    }

    private static func noKey(_ text: String) -> Failure {
        Failure(
            "\(text) is neither a verifier key nor a file with one",
            hint: "docket init printed it: NAME+8 hex digits+base64", status: ExitStatus.usage)
    }
}
