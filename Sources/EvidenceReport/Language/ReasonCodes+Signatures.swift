// What can be said of signatures and time-stamps (EN 319 102-1, RFC 3161; docs/formats/validation.md).

extension ReasonCode {
    static let signature: [String: Meaning] = [
        "VALUE": .init(
            "The signature must have been made with the key of the certificate, over these bytes.",
            settledBy: "Ask the signer for the signature as he made it."),
        "DIGEST": .init(
            "The document is not the one that was signed.",
            settledBy:
                "Ask both parties for the document as it was signed; its digest is in the signature."
        ),
        "PAST_VALIDATION": .init(
            "The certificate was revoked later, and it is proven that the signature is older."),
        "BEFORE_NOTBEFORE": .init(
            "The signature existed before its certificate became valid.", settledBy: signAgain),
        "AFTER_EXPIRY": .init(
            "It is proven that the signature was made after the certificate had expired.",
            settledBy: signAgain),
        "AFTER_REVOCATION": .init(
            "It is proven that the signature was made after the certificate had been revoked.",
            settledBy: signAgain),
        "FORMAT": .init("The signature is not in its form.", settledBy: signAgain),
        "ATTRIBUTE_UNREADABLE": .init(
            "A part of the signature is not in its form and is not used.", settledBy: signAgain),
        "CONTENT_NEEDED": .init(
            "The signed document is not at hand.",
            settledBy: "Ask either party for the document; its digest is in the signature."),
        "NO_SIGNER_CERT": .init(
            "The signer's certificate is not at hand.",
            settledBy: "Ask the signer, or the authority that certified him, for the certificate."),
        "ESS_MISSING": .init(
            "The signature does not say under which certificate it was made.", settledBy: signAgain),
        "ESS_MISMATCH": .init(
            "The signature names another certificate than the one at hand.",
            settledBy: "Ask the signer, or the authority that certified him, for the certificate."),
        "ESS_WEAK": .init(
            "The signature names its certificate by a digest that is no longer approved.",
            settledBy: signAgain),
        "KEY_SHARED": .init(
            "Others could have made the signature with the same key.",
            settledBy:
                "Ask the authority how the key came to be certified twice, and for what else shows who signed."
        ),
        "POLICY": .init("The text of the signature policy is the one that the signer meant."),
        "POLICY_NOT_AVAILABLE": .init(
            "The text of the signature policy is not at hand.", settledBy: policyText),
        "POLICY_HASH_MISMATCH": .init(
            "The text of the signature policy at hand is not the one that the signer meant.",
            settledBy: policyText),
    ]

    static let timeStamp: [String: Meaning] = [
        "SIGNATURE": .init(
            "The time-stamp must be signed by an authority that the annex names.",
            settledBy: otherToken),
        "AFTER_REVOCATION": .init(
            "The authority's certificate was revoked before the time that the time-stamp states.",
            settledBy: otherToken),
        "CONTENT_NEEDED": .init(
            "The bytes that the time-stamp is over are not at hand.",
            settledBy: "Ask whoever filed the time-stamp for the file that it is over."),
        "CONTENT_TYPE": .init("The time-stamp holds something else.", settledBy: otherToken),
        "COVERED_MISSING": .init(
            "The time-stamp was also over objects that are not at hand any more.",
            settledBy: "Ask whoever filed the signature for the file as it was time-stamped."),
        "EKU": .init(
            "The authority's certificate is not restricted to time-stamping.",
            settledBy: otherToken),
        "ESS": .init(
            "The time-stamp does not name the certificate under which it was signed, or that is not at hand.",
            settledBy: "Ask the time-stamping authority for its certificate."),
        "ESS_WEAK": .init(
            "The time-stamp names its certificate by a digest that is no longer approved.",
            settledBy: otherToken),
        "FUTURE": .init(
            "The time-stamp states a time after the validation.", settledBy: otherToken),
        "IMPRINT": .init(
            "The time-stamp must be over the bytes that it stands with.",
            settledBy: "Ask whoever filed the time-stamp for the file that it is over."),
        "MALFORMED": .init("The time-stamp is not in its form.", settledBy: otherToken),
        "NO_POE": .init(
            "The time-stamp could have been forged later, and nothing proves that it is older.",
            settledBy: olderProof),
        "ORDER": .init(
            "Trusted clocks contradict each other.",
            settledBy:
                "Ask the time-stamping authorities for their records of the hour; one of the clocks was wrong."
        ),
        "OUTSIDE_CERT_VALIDITY": .init(
            "The time-stamp states a time outside the validity of its signer's certificate.",
            settledBy: otherToken),
        "REJECTED": .init(
            "The time-stamping authority refused the request.", settledBy: otherToken),
        "SIGNER_COUNT": .init("The time-stamp has not exactly one signer.", settledBy: otherToken),
        "UNTRUSTED": .init(
            "The time-stamp is by an authority that the annex does not name, so it proves no time.",
            settledBy:
                "Ask for a time-stamp by an authority of the annex, or the registry whether the annex should name this one."
        ),
    ]

    static let file: [String: Meaning] = [
        "UNKNOWN": .init("The file is nothing that is validated.", settledBy: refile),
        "UNREADABLE_OBJECT": .init(
            "Something in the file cannot be read and is passed over.", settledBy: refile),
    ]

    static let limit: [String: Meaning] = [
        "SIZE": .init("There is more in the file than is looked at.", settledBy: refile)
    ]

    static let text: [String: Meaning] = [
        "MALFORMED": .init("A file that says to be a text is none.", settledBy: refile)
    ]

    private static let signAgain =
        "Ask the signer to sign again, in the form of the agreement and with a certificate that is good; it counts from then."
    private static let policyText =
        "Ask the signer, or whoever published the signature policy, for its text."
    private static let otherToken =
        "Ask for another proof of the time: a time-stamp by an authority of the annex, or a checkpoint of the archive that includes the file."
}
