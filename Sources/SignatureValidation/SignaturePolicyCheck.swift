// Signatures under an explicit signature policy (CAdES-EPES, EN 319 122-1 §5.2.9) name a document of rules by its digest. Docket reads no
// rules out of such documents; it says whether the document at hand is the one that the signer meant.

import Cryptography
import EvidenceValues

/// Judges the signature policy that a signer names; nil if it names none.
func signaturePolicyCheck(
    _ signer: CMSSigner, _ policy: ValidationPolicy, subject: String
) -> Check? {
    guard let named = signer.signaturePolicy else { return nil }
    let name = named.identifier ?? "an implied policy"
    let isNamedByDigest = named.digest?.contains { $0 != 0 } ?? false
    guard isNamedByDigest, let identifier = named.identifier,
        let document = policy.signaturePolicies[identifier]
    else {
        return Check(
            "SIG.POLICY_NOT_AVAILABLE",
            policy.requiresSignaturePolicies ? .indeterminate : .warning,
            policy.requiresSignaturePolicies ? .signaturePolicyNotAvailable : nil, subject: subject,
            "The signature was made under the signature policy \(name), whose text is not at hand.")
    }
    guard let algorithm = named.algorithm,
        SignedContent.bytes(document).hash(algorithm) == named.digest
    else {
        return Check(
            "SIG.POLICY_HASH_MISMATCH", .indeterminate, .policyProcessingError, subject: subject,
            "The text at hand of the signature policy \(name) is not the one that the signer meant."
        )
    }
    return Check(
        "SIG.POLICY", .passed, subject: subject,
        "The text at hand of the signature policy \(name) is the one that the signer meant.")
}
