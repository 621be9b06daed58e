// What is the same for every file of one call: for whom it is verified, as at when, and how it is told.

import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues

/// How the files of one call are verified.
struct VerificationTask: Sendable {
    let trust: ArbiterTrust
    /// Keys of the archive, for receipts.
    let keys: [ArchiveKey]
    let time: Instant
    let isJSON: Bool
    /// Opens what is sealed to the reader; nil where he gave none.
    var key: OpeningKey?
    /// What was read for one file, for the next.
    let memory: VerificationMemory

    /// Bytes of a receipt at most, as a file; longer ones are refused by the verifier.
    private static let maximumReceipt = 4_194_304

    /// What was found of one file, whatever it is.
    enum Found: Sendable {
        case bundle(BundleVerification)
        case receipt(ReceiptRecord)

        /// What the exit status tells.
        var status: VerificationStatus {
            switch self {
            case .bundle(let found): found.record.status
            case .receipt(let receipt): receipt.status
            }
        }
    }

    /// Verifies one file.
    /// - Parameter content: the file of which it is the receipt, if it is one.
    func verification(of file: String, content: String? = nil) throws -> Found {
        try DurableFile.requireReadable(file)
        guard isReceipt(file: file) else {
            return .bundle(
                try verifyBundle(
                    file: file, trust: trust, at: time, tool: toolVersion, key: key,
                    memory: memory))
        }
        if keys.isEmpty, case .digest? = trust.annex {
            throw Failure(
                "\(file) is a receipt, which holds no annex: its digest is not enough",
                hint: "give the annex itself, or the archive's key with --key",
                status: ExitStatus.usage)
        }
        if let content { try DurableFile.requireReadable(content) }
        let bytes = try DurableFile.read(file, limit: VerificationTask.maximumReceipt)
        return .receipt(
            try verifyReceipt(
                bytes, content: content, trust: trust, keys: keys, at: time, tool: toolVersion))
    }

    /// What is printed of it.
    func rendered(_ found: Found) -> [UInt8] {
        switch found {
        case .bundle(let found):
            isJSON
                ? renderJSON(found.record, found.findings)
                : Array(renderText(found.record, found.findings).utf8)
        case .receipt(let receipt):
            isJSON ? renderJSON(receipt) : Array(renderText(receipt).utf8)
        }
    }
}

/// A file of which there is no report, and why.
struct Refusal: Sendable {
    let file: String
    let failure: Failure
    /// The code, and the member of the bundle, where the file is no sound bundle.
    let code: String?
    let member: String?

    init(file: String, error: any Error) {
        self.file = file
        failure = Failure(error) ?? Failure("it cannot be verified: \(error)")
        guard case .refused(let code, let member, _)? = error as? BundleError else {
            (self.code, self.member) = (nil, nil)
            return
        }
        (self.code, self.member) = (code, member)
    }

    /// One JSON document, so that with `--json` each file gives a line. Spec: report-24
    func printJSON() {
        Console.json(
            "verification_refusal",
            [
                "file": .string(file), "code": .optional(code), "member": .optional(member),
                "exit_status": .integer(Int64(failure.status.rawValue)),
                "sentence": .string(failure.message),
                "remedy": .optional(code.flatMap { ReasonCode($0)?.remedy } ?? failure.hint),
            ])
    }
}
