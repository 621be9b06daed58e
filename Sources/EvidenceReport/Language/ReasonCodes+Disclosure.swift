// What can be said of contents under seal (docs/formats/bundle.md) and of what was filed encrypted (docs/formats/encrypted.md).

extension ReasonCode {
    static let sealed: [String: Meaning] = [
        "RECIPIENTS": .init(
            "It is told by certificates to whom contents of the bundle are sealed.",
            settledBy: otherCopy),
        "MALFORMED": .init(
            "A content under seal is not in a form that its recipients can open.",
            settledBy: otherCopy),
        "OTHER_RECIPIENT": .init(
            "The contents under seal are for others than the holder of the key that was given.",
            settledBy: "Ask whoever handed the bundle in to seal it to your certificate."),
        "CONTENT": .init(
            "What is sealed to you does not open to what was filed.",
            settledBy:
                "Ask whoever handed the bundle in for the file as it was filed, or for a bundle that is put together anew."
        ),
        "OPENED": .init("Contents under seal open to exactly what was filed."),
        "TOO_LARGE": .init(
            "What is sealed is larger in all than what a verifier holds.",
            settledBy: "Ask whoever handed the bundle in for one with fewer or smaller files."),
    ]

    static let encrypted: [String: Meaning] = [
        "MALFORMED": .init(
            "What was filed as encrypted is nothing that anybody could open.",
            settledBy: "Ask whoever filed it for the plaintext; it has the time of its own filing."
        ),
        "NO_DIGEST": .init(
            "An encrypted exhibit does not say which plaintext it holds, so it dates none.",
            settledBy: "Ask whoever filed it for the plaintext; it has the time of its own filing."
        ),
        "NOT_OPENED": .init(
            "An encrypted exhibit does not open with the key that was given to the plaintext that it names.",
            settledBy: "Ask whoever filed it for the plaintext that has the digest it names."),
        "OPENED": .init("Encrypted exhibits open to the plaintexts that they name."),
    ]
}
