// What makes a signature LT: the certificates of the signer and of the time-stamping authority up to their anchors, and a list or an OCSP
// answer on each of them but the anchors. What is embedded is tried out before anything is written: each link must have an answer, and
// validation of the finished file, by itself, must pass.

import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import SignatureValidation
import VerifyCommand

/// Material for LT, and whom it must lead to.
struct LongTermMaterial {
    let embedded: EmbeddedMaterial
    private let trust: PinnedTrust

    /// Reads the files and folders given with `--with`; one that holds nothing of use is told.
    init(files: [String], trust: PinnedTrust) throws {
        guard !trust.anchors.isEmpty else {
            throw Failure(
                "LT needs to know where certification paths end",
                hint: "give --trust DIR with the roots' certificates, or --annex FILE",
                status: ExitStatus.usage)
        }
        var material = EmbeddedMaterial()
        for file in try files.flatMap(GivenFiles.of) {
            if let found = EmbeddedMaterial(file: try DurableFile.read(file)) {
                material = material.adding(found)
            } else {
                Console.note(
                    "\(file) holds no certificate, revocation list or OCSP answer and was left out")
            }
        }
        embedded = material
        self.trust = trust
    }

    /// Refuses a signature that does not hold by itself for as long as its algorithms do, and says what is missing.
    func check(_ signature: [UInt8], content: SignedContent?, at now: Instant) throws {
        let policy = ValidationPolicy(
            trust: trust, validationTime: now, skew: TimeSpan(seconds: 300))
        let missing = try missing(for: CMSSignedData(der: signature), policy)
        guard missing.isEmpty else {
            throw Failure(
                "for LT there is missing: \(missing.joined(separator: "; "))",
                hint: "nothing was written; give the files with --with")
        }
        let record = FileValidation(
            name: "signature", bytes: signature, content: content, policy: policy
        ).record
        guard record.indication == .totalPassed else {
            let checks =
                (record.checks + record.signatures.flatMap(\.checks)
                + record.signatures.flatMap(\.timeStamps).flatMap(\.checks))
                .filter { $0.outcome == .failed || $0.outcome == .indeterminate }
            let words = checks.first.map { "\($0.code): \($0.sentence)" } ?? record.sentence
            throw Failure(
                "the signature would not pass validation: \(words)",
                hint: "nothing was written", status: ExitStatus.failed)
        }
    }

    // Each certificate below an anchor, the signer's and the authority's, without an answer of its issuer.
    private func missing(for cms: CMSSignedData, _ policy: ValidationPolicy) throws -> [String] {
        let tokens = cms.signers.flatMap(\.timeStampTokens).compactMap {
            try? TimeStampToken(der: $0)
        }
        let certificates = (cms.certificates + tokens.flatMap(\.cms.certificates)).compactMap {
            try? ParsedCertificate(der: $0.derBytes)
        }
        let material = ValidationMaterial(
            certificates: certificates,
            revocationLists: cms.crls.compactMap { try? RevocationList(pemOrDER: $0) },
            responses: cms.ocspResponses.compactMap { try? OCSPResponse(der: $0) })
        var missing: [String] = []
        for signer in cms.signers.compactMap(\.certificate) {
            missing += self.missing(
                buildPath(
                    of: signer, anchors: policy.trust.anchors, candidates: material.candidates,
                    at: policy.validationTime, purpose: .signing), signer, material, policy)
        }
        for token in tokens {
            guard let signer = token.certificate(among: certificates) else {
                missing.append("the certificate of the time-stamping authority")
                continue
            }
            missing += self.missing(
                buildPath(
                    of: signer, authorities: policy.trust.authorities,
                    candidates: material.candidates, at: token.genTime), signer, material, policy)
        }
        var seen: Set<String> = []
        return missing.filter { seen.insert($0).inserted }
    }

    private func missing(
        _ result: PathResult, _ end: ParsedCertificate, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> [String] {
        guard case .path(let path) = result else {
            return ["a path from \(end.displayName) to a trusted root (\(result.words))"]
        }
        return zip(path.certificates, path.certificates.dropFirst()).compactMap { link in
            let status = RevocationStatus(
                of: link.0, issuer: link.1, path: path, material: material, policy: policy)
            guard status.good.isEmpty, status.listings.isEmpty else { return nil }
            return "a list or OCSP answer of \(link.1.displayName) on \(link.0.displayName)"
        }
    }
}

extension ParsedCertificate {
    /// As people name its holder.
    fileprivate var displayName: String { commonName ?? subject }
}

extension PathResult {
    /// Why there is no path.
    fileprivate var words: String {
        switch self {
        case .path: ""
        case .failure(.noChain, _): "its issuer's certificate is missing"
        case .failure(let failure, _): "\(failure)"
        }
    }
}
