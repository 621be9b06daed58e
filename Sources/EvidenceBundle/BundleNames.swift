// Where things stand in a bundle (docs/formats/bundle.md, bundle-10 to bundle-13): one function for exporter and verifier, so that a
// member is either exactly where its entry puts it or is refused.

package import Container
internal import Cryptography
package import EvidenceValues
package import TransparencyLog

/// The names of a bundle's members.
package enum BundleNames {
    package static let readme = "README.txt"
    package static let text = "bundle.txt"
    package static let agreement = "agreement/agreement.md"
    package static let annex = "agreement/annex.txt"
    package static let annexSignature = "agreement/annex.txt.p7s"
    package static let claims = "claims.txt"
    package static let finding = "finding.json"
    package static let report = "unverified/report.html"
    package static let checkpoint = "log/checkpoint"

    package static func entry(_ index: LeafIndex) -> String { "log/\(index).entry" }
    package static func proof(_ index: LeafIndex) -> String { "log/\(index).tlog-proof" }
    package static func filing(_ index: LeafIndex) -> String { "filings/\(index).filing" }
    package static func docketing(_ index: LeafIndex) -> String { "filings/\(index).docketing" }
    package static func filingSignature(_ index: LeafIndex) -> String {
        "filings/\(index).filing.p7s"
    }
    package static func consistency(_ size: TreeSize) -> String { "log/consistency/\(size)" }

    /// Where an exhibit's content stands. Spec: bundle-11, bundle-29
    package static func content(_ filing: Filing, _ docketing: Docketing) -> String {
        let folder =
            filing.matter.timeDay.map { "archive/time/\($0)" }
            ?? (filing.matter == .archive ? "archive" : "exhibits")
        let digits = String(docketing.number.value)
        let number = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        return "\(folder)/\(number)-\(MemberName.plainSegment(filing.name.text))"
    }

    /// Whether it is the place of an exhibit's content.
    static func isContent(_ name: String) -> Bool {
        name.hasPrefix("exhibits/") || name.hasPrefix("archive/")
    }

    /// The index in the name of an entry's member, or nil if it is none.
    static func index(ofEntry name: MemberName) -> LeafIndex? {
        guard name.text.hasPrefix("log/"), name.text.hasSuffix(".entry") else { return nil }
        return Decimal64.parse(name.text.dropFirst(4).dropLast(6)).map { LeafIndex($0) }
    }

    /// The MIME type of a member that is no exhibit's content. Spec: bundle-12
    package static func mediaType(_ name: MemberName) -> MediaType? {
        let types = [
            (".md", "text/markdown"), (".html", "text/html"), (".json", "application/json"),
            (".p7s", "application/pkcs7-signature"), (".p7m", "application/pkcs7-mime"),
        ]
        return MediaType(types.first { name.text.hasSuffix($0.0) }?.1 ?? "text/plain")
    }
}

/// What a bundle may hold at most; each names why.
package enum BundleLimits {
    /// Six members each, and the container's limit is 20,000.
    package static let entries = 3000
    /// Agreement, annex and claims are texts that people sign; a book has one megabyte.
    package static let text = 4 << 20
    /// A CMS with its certificates and revocation lists.
    package static let signature = 1 << 20
    /// A text of the log; notes of checkpoints have this limit of their own, all others less.
    package static let logText = 2 << 20
    /// A derivation names each step once; three thousand exhibits give some megabytes.
    package static let finding = 64 << 20
    /// A content above this is digested piece by piece and not read for its meaning.
    package static let content = 64 << 20
    /// All members that are held in memory at once.
    package static let kept = 1 << 30

    /// What a member that is no exhibit's content may hold; nil for a content. Spec: bundle-13b
    package static func member(_ name: String) -> Int? {
        if BundleNames.isContent(name) { return nil }
        if BundleNames.isSealed(name) { return EnvelopedData.maximumSize }
        if name.hasSuffix(".p7s") { return signature }
        switch name {
        case BundleNames.recipients: return SealRecipients.maximumSize
        case BundleNames.text: return BundleText.maximumSize
        case BundleNames.agreement, BundleNames.annex, BundleNames.claims, BundleNames.readme:
            return text
        case BundleNames.finding: return finding
        case BundleNames.report: return content
        default: return logText
        }
    }
}
