// What a page says in the place of a bundle's digest. The page inside a bundle is made before the bundle is, so it cannot name it.

internal import EvidenceValues

extension VerificationRecord {
    /// The digest of the bundle's file, or why it is not told.
    func digestText(in words: Words) -> String {
        isDraft
            ? words("not known yet: this page was made before the bundle was written")
            : bundleDigest.hex
    }
}
