// What can be said of certificates, of their revocation and of algorithms (EN 319 102-1; docs/formats/validation.md).

extension ReasonCode {
    static let certificate: [String: Meaning] = [
        "PATH": .init("The certificate leads to an authority that the annex names."),
        "VALIDITY": .init("The certificate was valid when the signature is proven to exist."),
        "FORMAT": .init("A file that begins like a certificate is none.", settledBy: refile),
        "MALFORMED": .init("A file that says to be a certificate is none.", settledBy: refile),
        "TOO_MANY": .init(
            "A file holds more certificates than are looked at.", settledBy: refile),
        "NO_PATH": .init(
            "The certificate leads to no authority that the annex names.",
            settledBy:
                "Ask the signer for the certificates between his own and the authority, or the registry whether the annex should name that authority."
        ),
        "CONSTRAINT": .init(
            "The certificate is used for something that it, or its authority, does not permit.",
            settledBy: "Ask the signer for a certificate for this purpose that covers the same key."
        ),
        "ANCHOR_UNTRUSTED_AT_TIME": .init(
            "The authority's own certificate was not valid when the signature was perhaps made.",
            settledBy: olderProof),
        "EXPIRED_NOT_REVOKED": .init(
            "The certificate has expired, was not revoked until then, and nothing proves that the signature is older.",
            settledBy: olderProof),
        "EXPIRED_NO_POE": .init(
            "The certificate has expired, and nothing proves that the signature is older.",
            settledBy: olderProof),
        "NO_POE": .init(
            "An authority above the certificate cannot be relied on any more, and nothing proves that the certificate is older.",
            settledBy: olderProof),
    ]

    static let revocation: [String: Meaning] = [
        "GOOD": .init("The authority knew of no revocation after the signature existed."),
        "FRESH": .init("The revocation information speaks for the time that is asked about."),
        "EXEMPT": .init("The authority exempts the certificate from questions about revocation."),
        "SIGNER": .init("The revocation information is signed by whom the authority entitled."),
        "SIGNATURE": .init(
            "The revocation information must be signed by whom it names.", settledBy: newerAnswer),
        "FORMAT": .init(
            "A file that begins like revocation information is none.", settledBy: refile),
        "MALFORMED": .init(
            "A file that says to be revocation information is none.", settledBy: refile),
        "FUTURE": .init(
            "The revocation information says that it was issued after the time of validation.",
            settledBy: newerAnswer),
        "NONE_FOUND": .init(
            "Nothing in the evidence tells whether the certificate was revoked.",
            settledBy: newerAnswer),
        "NOT_FRESH": .init(
            "The newest revocation information is too old to speak for the time of the signature.",
            settledBy: newerAnswer),
        "ISSUED_BEFORE_POE": .init(
            "The newest revocation information is of shortly before the signature is proven to exist.",
            settledBy: newerAnswer),
        "NO_POE": .init(
            "Nothing proves that the revocation information existed while it could be relied on.",
            settledBy: newerAnswer),
        "REVOKED_NO_POE": .init(
            "The certificate was revoked, and nothing proves whether the signature was made before or after.",
            settledBy: olderProof),
        "CA_REVOKED_NO_POE": .init(
            "An authority's certificate was revoked, and nothing proves that the signature is older.",
            settledBy: olderProof),
        "SIGNER_OUT_OF_BOUNDS": .init(
            "The revocation information was signed when its signer's certificate was not valid.",
            settledBy: newerAnswer),
        "SIGNER_UNKNOWN": .init(
            "The certificate of whoever signed the revocation information is not at hand.",
            settledBy: newerAnswer),
        "SIGNER_UNTRUSTED": .init(
            "The revocation information is not signed by whom an authority of the annex entitled.",
            settledBy: newerAnswer),
        "UNKNOWN_EXTENSION": .init(
            "The revocation information means something that is not understood.",
            settledBy: newerAnswer),
    ]

    static let algorithms: [String: Meaning] = [
        "APPROVED": .init("The algorithms are approved for the time at which they were used."),
        "UNKNOWN_ALG": .init(
            "An algorithm is used that no catalogue in force lists, or that is broken.",
            settledBy: "Ask the signer to sign again with an algorithm that the annex approves."),
        "WEAK_AT_POE": .init(
            "It was made when its algorithm was no longer approved.",
            settledBy: "Ask the signer to sign again with an algorithm that the annex approves."),
        "WEAK_NO_POE": .init(
            "Its algorithm is no longer approved, and nothing proves that it is older.",
            settledBy: olderProof),
    ]

    private static let newerAnswer =
        "Ask the authority that issued the certificate for a revocation list or OCSP answer of after the signature, and have it filed."
}
