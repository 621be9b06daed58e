// The catalogue that counts where the annex lists no algorithms: ETSI's of 2024-10-13 (TS 119 312 in the form of TS 119 322, version
// 1.5.1) for what lives, and the dates of earlier editions, as DSS's default policy collects them, for what is dead, so that an old
// signature with an old proof of existence can still be judged. ETSI dates end with the last millisecond of 2028 in UTC+1. Ed25519 is
// in no edition and so not here: an annex that wants it names it. Nothing here ever lives longer than its source says; a test
// compares both.

import EvidenceValues

extension AlgorithmCatalogue {
    /// The standard catalogue.
    package static let standard = AlgorithmCatalogue(
        ended + untilEndOf2028.map { ApprovedAlgorithm(name: $0, until: endOf2028) }
            + open.map { ApprovedAlgorithm(name: $0, until: nil) })

    private static let endOf2028 = Instant(text: "2028-12-31T23:00:00Z")

    /// RSA with PKCS #1 v1.5 ends at any size.
    private static let untilEndOf2028 = [
        "sha-224", "rsa-1900", "rsa-3000", "rsa-pss-1900", "dsa-1900",
    ]

    private static let open = [
        "sha-256", "sha-384", "sha-512", "sha3-256", "sha3-384", "sha3-512", "rsa-pss-3000",
        "dsa-3000", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "ecdsa-brainpool-p256",
        "ecdsa-brainpool-p384", "ecdsa-brainpool-p512",
    ]

    private static let ended = [
        ("md5", "2004-08-01"), ("sha-1", "2012-08-01"), ("rsa-786", "2010-08-01"),
        ("rsa-1024", "2019-10-01"), ("rsa-1536", "2019-10-01"), ("rsa-pss-786", "2010-08-01"),
        ("rsa-pss-1024", "2019-10-01"), ("rsa-pss-1536", "2019-10-01"), ("dsa-1024", "2015-12-01"),
        ("ecdsa-p192", "2012-08-01"), ("ecdsa-p224", "2021-10-01"),
    ].compactMap { name, day in
        Instant(text: day + "T00:00:00Z").map { ApprovedAlgorithm(name: name, until: $0) }
    }
}
