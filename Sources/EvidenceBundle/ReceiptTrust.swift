// Whom a reader of a receipt trusts: the archive that his annex lists, or a key that he has from the archive. A receipt holds no annex, so
// here a digest is not enough.

internal import Agreements
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// A key of an archive that somebody has from elsewhere.
package struct ArchiveKey: Sendable, Hashable {
    let key: VerifierKey

    /// The key that `text` writes (C2SP signed-note); nil if it writes none.
    package init?(text: String) {
        guard let key = try? VerifierKey(text: text) else { return nil }
        self.key = key
    }
}

/// What counts for one receipt.
struct ReceiptTrust {
    /// The keys that may sign for the archive; nil where nobody is trusted to.
    private(set) var keys: KeyHistory?
    private(set) var trust = PinnedTrust()
    /// Nil where no agreement says how far clocks may differ.
    private(set) var skew: TimeSpan?
    private(set) var annex: Digest?
    private(set) var checks = CheckList()

    static let subject = "receipt"

    init(_ arbiter: ArbiterTrust, keys given: [ArchiveKey], archive: ArchiveOrigin) {
        guard given.isEmpty else {
            keys = KeyHistory(
                archive: archive, keys: given.map(\.key), recovery: [], rotations: [])
            return
        }
        read(arbiter, archive)
    }

    private mutating func read(_ arbiter: ArbiterTrust, _ archive: ArchiveOrigin) {
        guard let pin = arbiter.annex, case .copy(let bytes) = pin else {
            return checks.warn(
                "ANNEX.NOT_PINNED", ReceiptTrust.subject,
                "You gave neither the annex nor the archive's key, so nobody's signature was checked: "
                    + "anyone could have made this receipt.")
        }
        annex = pin.digest
        guard let text = String(validating: bytes, as: UTF8.self),
            let annex = try? Annex(parsing: text)
        else {
            return checks.fail(
                "ANNEX.MALFORMED", ReceiptTrust.subject, "Your annex cannot be read.",
                .formatFailure)
        }
        readAgreement(arbiter.agreement, of: annex)
        guard annex.trust.archives.contains(where: { $0.origin == archive }) else {
            return checks.fail(
                "LOG.ARCHIVE_NOT_LISTED", archive.text,
                "Your annex lists no archive of this name, so nothing that it signed is trusted.",
                .noCertificateChainFound)
        }
        trust = annex.trust
        keys = trust.keyHistory(of: archive, rotations: [])
    }

    private mutating func readAgreement(_ pin: Pin?, of annex: Annex) {
        guard let pin else { return }
        if annex.agreement != pin.digest {
            checks.fail(
                "ANNEX.OTHER_AGREEMENT", ReceiptTrust.subject,
                "Your annex belongs to the agreement \(annex.agreement), not to yours.")
        }
        guard case .copy(let bytes) = pin, let text = String(validating: bytes, as: UTF8.self)
        else { return }
        skew = (try? Agreement(parsing: text))?.skew
    }

    /// Whether the annex lets rotations, which a receipt does not hold, put another key in the place of the archive's.
    func mayRotate(_ archive: ArchiveOrigin) -> Bool {
        trust.recoveryKeys.contains { $0.origin == archive }
    }
}
