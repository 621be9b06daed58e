// The level of a CAdES signature (EN 319 122-1 §6) as far as it is there: an attribute that does not hold makes no level. B names its
// certificate; T has a signature-time-stamp over this very signature; LT holds in itself the certificates of its path and an answer
// on the revocation of each but the anchor's; LTA has an archive-time-stamp over all of it besides.

import EvidenceValues

/// The level of a signature.
enum SignatureLevel {
    /// `CMS`, `B`, `T`, `LT` or `LTA`. `inside` is what the file itself holds.
    static func of(
        _ record: SignatureRecord, stamps: [ValidatedToken], inside: Set<Digest>
    ) -> String {
        guard record.level != "CMS" else { return "CMS" }
        let sound = stamps.filter {
            $0.record.indication != .totalFailed && !$0.record.subject.isEmpty
        }
        guard sound.contains(where: { [.signature, .archive].contains($0.record.use) }) else {
            return "B"
        }
        let (path, answers) = (record.pathCertificates, record.revocation)
        guard holds(path, answers, inside) else { return "T" }
        let archived = sound.filter { $0.record.use == .archive }
        let covered = archived.reduce(into: Set()) { $0.formUnion($1.placed.covered) }
        return holds(path, answers, inside.intersection(covered)) ? "LTA" : "LT"
    }

    private static func holds(
        _ path: [Digest], _ revocation: [RevocationRecord], _ inside: Set<Digest>
    ) -> Bool {
        guard !path.isEmpty else { return false }
        let answered = Set(
            revocation.filter { inside.contains($0.source) }.map(\.certificate))
        return path.dropLast().allSatisfy { inside.contains($0) && answered.contains($0) }
    }
}
