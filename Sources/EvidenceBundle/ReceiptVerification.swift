// Verifies a receipt by itself, with the file of which it is where that is at hand (docs/formats/receipt.md, receipt-5). What the archive's
// key proves is said; who filed, and when it came, stays a statement.

internal import Container
package import EvidenceValues
internal import TransparencyLog

/// Whether the file at `path` begins like a receipt. A bundle never does.
package func isReceipt(file path: String) -> Bool {
    let head = Array((Receipt.format + "\n").utf8)
    guard let file = try? OpenFile(path: path) else { return false }
    let source = ByteSource.file(file)
    guard source.count >= head.count else { return false }
    var read: [UInt8] = []
    try? source.forEachChunk(in: 0..<head.count) { read += $0 }
    return read == head
}

/// Verifies the receipt in `bytes` for a reader who trusts `trust`, or the archive's `keys`, and nothing else, as at `time`.
/// - Parameters:
///   - content: the file of which it is; nil where that is not at hand. It is read once, in pieces.
///   - keys: keys of the archive that the reader has from elsewhere; if there are any, the annex is not asked.
package func verifyReceipt(
    _ bytes: [UInt8], content: String?, trust: ArbiterTrust, keys: [ArchiveKey], at time: Instant,
    tool: String
) throws(BundleError) -> ReceiptRecord {
    let receipt: Receipt
    do { receipt = try Receipt(parsing: bytes) } catch {
        throw .refused(code: "LOG.RECEIPT_MALFORMED", member: nil, line: error.line)
    }
    let measured: Measured?
    do { measured = try content.map(Measured.init) } catch { throw BundleError(error) }
    var verification = ReceiptVerification(
        receipt, digest: Digest.sha256(bytes),
        trust: ReceiptTrust(trust, keys: keys, archive: receipt.filing.archive), at: time,
        tool: tool)
    verification.compare(measured)
    return verification.concluded()
}

/// The digest and size of a file.
private struct Measured {
    let digest: Digest
    let size: Int

    init(file path: String) throws(ContainerError) {
        let source = ByteSource.file(try OpenFile(path: path))
        var hasher = Hasher256()
        try source.forEachChunk(in: 0..<source.count) { hasher.update($0) }
        digest = hasher.finalize()
        size = source.count
    }
}

/// One verification, step by step.
private struct ReceiptVerification {
    private let receipt: Receipt
    private let trust: ReceiptTrust
    private var record: ReceiptRecord
    private var checks: CheckList

    init(
        _ receipt: Receipt, digest: Digest, trust: ReceiptTrust, at time: Instant, tool: String
    ) {
        let (entry, filing, docketing) = (receipt.entry, receipt.filing, receipt.docketing)
        self.receipt = receipt
        self.trust = trust
        checks = trust.checks
        record = ReceiptRecord(
            tool: tool, digest: digest, validationTime: time, archive: filing.archive,
            index: entry.index, matter: docketing.matter, number: docketing.number,
            name: filing.name, kind: filing.kind, mediaType: filing.mediaType,
            content: filing.content, size: filing.size, filer: filing.filer.text,
            links: filing.links, received: entry.received)
        record.annex = trust.annex
        verify(at: time)
    }

    private mutating func verify(at time: Instant) {
        guard let signed = opened(at: time) ?? stated else { return }
        record.treeSize = signed.size
        record.rootHash = signed.root
        do throws(ReceiptError) {
            try receipt.check(against: signed)
            checks.pass(
                "LOG.INCLUSION", ReceiptTrust.subject,
                "The filing is entry \(record.index) of the log of \(signed.size) entries.")
        } catch { checks.add(ReceiptVerification.check(error)) }
    }

    /// The checkpoint, where a key that the reader accepts signed it.
    private mutating func opened(at time: Instant) -> Checkpoint? {
        guard let keys = trust.keys else { return nil }
        guard let opened = try? keys.open(note: receipt.proof.checkpoint) else {
            tellSigner()
            return nil
        }
        record.isPinned = true
        checks.pass(
            "LOG.CHECKPOINT_SIG", ReceiptTrust.subject,
            "The checkpoint is signed with a key that you accept for the archive.")
        let witnesses = CheckpointWitnesses(
            opened.signed, trust: trust.trust, at: time,
            skew: trust.skew ?? TimeSpan(milliseconds: 0))
        for check in witnesses.checks.checks { checks.add(check.about(ReceiptTrust.subject)) }
        record.witnessing = witnesses.record
        record.bounds = Interval(hi: witnesses.provenTime)
        if trust.mayRotate(record.archive) {
            checks.warn(
                "ROTATION.UNSEEN", ReceiptTrust.subject,
                "A receipt does not show whether the archive took this key out of service before.")
        }
        doubt(opened, witnesses)
        return opened.signed.checkpoint
    }

    private mutating func tellSigner() {
        if trust.mayRotate(record.archive) {
            checks.doubt(
                "LOG.CHECKPOINT_SIG", ReceiptTrust.subject,
                "No key that your annex gives the archive signed the checkpoint. The annex lets a "
                    + "rotation bring in another, which a receipt does not show.",
                .noSigningCertificateFound)
        } else {
            checks.fail(
                "LOG.CHECKPOINT_SIG", ReceiptTrust.subject,
                "No key that you accept for the archive signed the checkpoint.", .sigCryptoFailure)
        }
    }

    // Spec: bundle-16. Without the agreement nothing says how far a witness's clock may be wrong, so nothing is proven to be older.
    private mutating func doubt(_ opened: DatedCheckpoint, _ witnesses: CheckpointWitnesses) {
        guard let since = opened.mustBeOlderThan else { return }
        if let skew = trust.skew,
            Interval(hi: witnesses.provenTime).isBefore(since, skew: skew) == .certain
        {
            return
        }
        checks.doubt(
            "LOG.COMPROMISED", ReceiptTrust.subject,
            "Since \(since) others may have had the key that signed the checkpoint, and no witness "
                + "proves that it is older.", .revokedNoPOE)
    }

    /// What the checkpoint says, whoever signed it.
    private var stated: Checkpoint? {
        guard let note = try? UnopenedNote(parsing: receipt.proof.checkpoint) else { return nil }
        return try? Checkpoint(noteText: note.text)
    }

    private static func check(_ error: ReceiptError) -> Check {
        let (code, words) =
            switch error {
            case .checkpoint: ("LOG.CHECKPOINT_SIG", "It holds no checkpoint.")
            case .inclusion: ("LOG.INCLUSION", "Its proof does not lead to the checkpoint.")
            case .wrongFiling: ("LOG.ENTRY_MISMATCH", "Its entry is of another filing.")
            case .wrongDocketing: ("LOG.ENTRY_MISMATCH", "Its entry is of another docketing.")
            case .wrongMatter:
                ("LOG.ENTRY_MISMATCH", "Its filing and docketing are of different matters.")
            case .wrongIndex: ("LOG.ENTRY_MISMATCH", "Its proof is for another entry.")
            case .wrongArchive:
                ("FILING.OTHER_ARCHIVE", "Its filing was made for another archive.")
            }
        return Check(code, .failed, .hashFailure, subject: ReceiptTrust.subject, words)
    }

    /// Spec: receipt-7
    mutating func compare(_ file: Measured?) {
        guard let file else {
            return checks.warn(
                "FILING.WITHHELD", record.name.text,
                "The file was not given, so it was compared with nothing.")
        }
        record.isContentCompared = true
        if file.digest == record.content, UInt64(file.size) == record.size {
            checks.pass("FILING.CONTENT", record.name.text, "The file is the one that was filed.")
        } else {
            checks.fail(
                "FILING.CONTENT", record.name.text,
                "The file is not the one that was filed: it has \(file.digest), the filing names "
                    + "\(record.content).", .hashFailure)
        }
    }

    /// The record with its conclusion.
    func concluded() -> ReceiptRecord {
        var record = record
        record.checks = checks.checks
        let failed = record.checks.first { $0.outcome == .failed }
        let open = record.checks.first { $0.outcome == .indeterminate }
        let what =
            record.isContentCompared ? "this very file" : "a file with the digest \(record.content)"
        let proven =
            "the archive \(record.archive) received \(what) as number \(record.number) of the matter "
            + "\(record.matter)"
        if let check = failed {
            record.status = .failed
            record.sentence = "The receipt does not hold: \(check.sentence) (\(check.code))"
        } else if let check = open {
            record.status = .indeterminate
            record.sentence = "What the receipt proves is open: \(check.sentence) (\(check.code))"
        } else if !record.isPinned {
            record.status = .conditional
            record.sentence = "If the archive signed this checkpoint, \(proven)."
        } else {
            record.status = .authentic
            record.sentence = proven.prefix(1).uppercased() + proven.dropFirst() + "."
        }
        return record
    }
}

extension Receipt {
    /// Checks that the parts belong together and are in the log of `checkpoint`, whose signature is for the caller to check.
    /// Spec: receipt-5
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

extension Check {
    /// The same of something else.
    fileprivate func about(_ subject: String) -> Check {
        Check(code, outcome, subIndication, subject: subject, sentence)
    }
}
