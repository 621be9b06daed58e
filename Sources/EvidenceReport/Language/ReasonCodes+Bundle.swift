// What can be said of a bundle as a whole (docs/formats/bundle.md, Codes).

extension ReasonCode {
    private static let otherCopy =
        "Ask whoever handed the bundle in for another copy; if it is the same, for a bundle that is put together anew."

    static let bundle: [String: Meaning] = [
        "MALFORMED": .init(
            "The text that says what is in the bundle is not in its form.", settledBy: otherCopy),
        "MEMBER_MISSING": .init(
            "A file is missing that every bundle, or an entry in this one, must have.",
            settledBy: otherCopy),
        "UNEXPECTED_MEMBER": .init(
            "There is a file in the bundle for which nothing in it accounts.", settledBy: otherCopy),
        "TOO_MANY_ENTRIES": .init(
            "The bundle has more entries than a verifier reads.",
            settledBy: "Ask whoever handed the bundle in for one with fewer exhibits."),
        "TOO_LARGE": .init(
            "The bundle has more to read than a verifier holds.",
            settledBy: "Ask whoever handed the bundle in for one with fewer or smaller files."),
        "DIFFERS": .init(
            "A file is not the one that the bundle says it is.", settledBy: otherCopy),
        "UNSIGNED": .init(
            "Nobody signed the bundle, so nobody answers for what was put into it.",
            settledBy: "Ask the party that hands it in to sign it."),
        "SIGNATURE": .init(
            "This is the signature of whoever hands the bundle in.",
            settledBy:
                "Ask the party that hands it in to sign it again, with a certificate that the annex knows and that is good today."
        ),
        "SURPLUS": .init(
            "Beside the signature over the bundle stands something that nobody signed.",
            settledBy: "Ask whoever handed the bundle in for one that Docket signed."),
        "GAPS": .init(
            "Exhibits of the matter were left out of the bundle, and nothing shows what they would have shown.",
            settledBy:
                "Ask for the exhibits with the missing numbers: whoever put the bundle together, the other party or the archive can produce them."
        ),
        "ERASED": .init(
            "The archive erased an exhibit; its place in the log and its number stay proven.",
            settledBy:
                "Ask the archive's operator for the ground of the erasure, and whoever filed the exhibit for his own copy and receipt."
        ),
    ]
}
