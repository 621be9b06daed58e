// Whom the user of `docket validate` trusts, as he says it: certificates in a file or folder of his own, or an annex. Nothing else is
// trusted, whatever comes with the evidence or is installed on the machine; without anchors nothing can be total-passed, and that is said.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import SignatureValidation
import VerifyCommand

/// The options that say whom to trust.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trust the certificates of this folder or file, PEM or DER, to end paths. May be repeated.",
            valueName: "dir"))
    var trust: [String] = []
    @Option(
        help: ArgumentHelp(
            "Trust these to end paths of time-stamping authorities, and those of --trust no longer.",
            valueName: "dir"))
    var trustTsa: [String] = []
    @Option(help: "Trust whom this annex names: CAs, time-stamping authorities, algorithms.")
    var annex: String?
    @Option(
        help: ArgumentHelp(
            "Approve the algorithms of this file instead (docs/formats/algorithms.md).",
            valueName: "file"))
    var algorithms: String?

    /// Whom the options name; the user is told how many there are.
    func pinned() throws -> PinnedTrust {
        var trust = try annex.map(AnnexFile.trust) ?? PinnedTrust()
        if let annex {
            Console.note(
                "\(TrustOptions.count(trust.anchors.count, "trust anchor")) and "
                    + "\(TrustOptions.count(trust.authorities.count, "time-stamping authority")) "
                    + "from \(annex)")
        }
        // Whoever may certify signers need not be believed about time: a CA below could make itself an authority.
        for path in self.trust {
            try TrustOptions.read(path, into: &trust, as: trustTsa.isEmpty ? .both : .anchors)
        }
        for path in trustTsa { try TrustOptions.read(path, into: &trust, as: .authorities) }
        if let algorithms { trust.algorithms = try AlgorithmFile.read(algorithms) }
        if trust.anchors.isEmpty && trust.authorities.isEmpty {
            Console.note(
                "no trust anchors: nothing can be total-passed; name those whom you trust with "
                    + "--trust DIR (certificates of CAs) or --annex FILE")
        }
        return trust
    }

    /// What certificates are trusted for.
    private enum Role {
        case anchors, authorities, both
    }

    private static func read(_ path: String, into trust: inout PinnedTrust, as role: Role) throws {
        var anchors = Set(trust.anchors.map(\.derBytes))
        var authorities = Set(trust.authorities.map(\.derBytes))
        let before = (anchors.count, authorities.count)
        var files = 0
        for file in try GivenFiles.of(path) {
            guard let certificates = try certificates(in: file) else { continue }
            files += 1
            for certificate in certificates {
                let (party, bytes) = (party(of: certificate), certificate.derBytes)
                if role != .authorities, anchors.insert(bytes).inserted {
                    trust.anchors.append(TrustAnchor(party: party, derBytes: bytes))
                }
                if role != .anchors, authorities.insert(bytes).inserted {
                    trust.authorities.append(TrustedTSA(party: party, derBytes: bytes))
                }
            }
        }
        let added =
            role == .authorities
            ? count(authorities.count - before.1, "time-stamping authority")
            : count(anchors.count - before.0, "trust anchor")
        Console.note("\(added) from \(path) (\(count(files, "file")))")
    }

    // A file that is no certificate makes nobody trusted; so it may lie there, and is told.
    private static func certificates(in file: String) throws -> [ParsedCertificate]? {
        let bytes = try DurableFile.read(file)
        guard let certificates = try? ParsedCertificate.readAll(pemOrDER: bytes) else {
            Console.note("\(file) is no certificate and was left out")
            return nil
        }
        return certificates
    }

    /// Annexes name their parties; a certificate by itself has only the names in it.
    private static func party(of certificate: ParsedCertificate) -> PartyID {
        if let party = certificate.commonName.flatMap({ PartyID($0) }) { return party }
        let digits = certificate.digest.hex.prefix(16).uppercased()
        guard let party = PartyID("ANCHOR-" + digits) else {
            preconditionFailure("hexadecimal digits are no party")
        }
        return party
    }

    private static func count(_ count: Int, _ what: String) -> String {
        if count == 1 { return "1 \(what)" }
        return "\(count) " + (what.hasSuffix("y") ? what.dropLast() + "ies" : what + "s")
    }
}
