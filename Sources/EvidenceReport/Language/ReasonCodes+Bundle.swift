// What can be said of a bundle as a whole, of the texts under which it is judged and of the finding in it (docs/formats/bundle.md).

extension ReasonCode {
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
            "The signature of whoever hands the bundle in is checked like every other.",
            settledBy:
                "Ask the party that hands it in to sign it again, with a certificate that the annex knows and that is good today."
        ),
        "SURPLUS": .init(
            "Beside the signature over the bundle stands something that nobody signed.",
            settledBy: "Ask the party that hands it in to sign it again with Docket."),
        "GAPS": .init(
            "Exhibits were left out of the bundle, and nothing shows what they would have shown.",
            settledBy:
                "Ask for the exhibits with the missing numbers: whoever put the bundle together, the other party or the archive can produce them."
        ),
        "ERASED": .init(
            "The archive erased an exhibit; its place in the log and its number stay proven.",
            settledBy:
                "Ask the archive's operator for the ground of the erasure, and whoever filed the exhibit for his own copy and receipt."
        ),
    ]

    static let agreement: [String: Meaning] = [
        "PINNED": .init("The agreement in the bundle is the one that you pinned."),
        "NOT_PINNED": .init(
            "You did not say which agreement you accept, so everything is conditional on the one in the bundle.",
            settledBy:
                "Compare the agreement's digest with that of your own copy, and verify again with --agreement."
        ),
        "NOT_PINNED_ONE": .init(
            "The agreement in the bundle is not the one that you pinned.",
            settledBy: otherText),
        "MALFORMED": .init(
            "The agreement in the bundle cannot be read.", settledBy: otherText),
    ]

    static let annex: [String: Meaning] = [
        "PINNED": .init("The annex in the bundle is the one that you pinned."),
        "NOT_PINNED": .init(
            "You did not say which annex you accept, so everybody whom the one in the bundle names is trusted conditionally.",
            settledBy:
                "Get the annex from the registry, compare its digest, and verify again with --annex."
        ),
        "NOT_PINNED_ONE": .init(
            "The annex in the bundle is not the one that you pinned.", settledBy: otherText),
        "MALFORMED": .init("The annex in the bundle cannot be read.", settledBy: otherText),
        "OTHER_AGREEMENT": .init(
            "The annex belongs to another agreement than the one in the bundle.",
            settledBy: otherText),
        "SIGNATURE": .init(
            "The registry's signature over the annex is looked at; trust comes from your pin and not from it.",
            settledBy: "Ask the registry that the annex names whether it signed this annex."),
    ]

    static let claims: [String: Meaning] = [
        "MALFORMED": .init(
            "The claims cannot be read.", settledBy: "Ask the claimant to state them again."),
        "OTHER_MATTER": .init(
            "The claims are of another matter than the bundle.",
            settledBy: "Ask the claimant for the claims of this matter."),
        "REFUSED": .init(
            "The claims cannot be judged under this agreement.",
            settledBy: "Ask the claimant to state them in the words of the agreement."),
    ]

    static let finding: [String: Meaning] = [
        "SAME": .init("Judging again gives the finding in the bundle."),
        "DIFFERS": .init(
            "Judging again gives another finding than the one in the bundle.",
            settledBy:
                "Rely on what is found here. Ask whoever handed the bundle in how his finding came about."
        ),
        "NOT_COMPARED": .init(
            "The finding in the bundle was compared with nothing, because other claims were judged.",
            settledBy: "Verify the bundle with its own claims."),
        "NOT_JUDGED": .init(
            "The claims were not judged, because nothing here may be relied on.",
            settledBy: "Settle the other checks that did not pass."),
    ]

    static let exhibit: [String: Meaning] = [
        "NOT_RELIED_ON": .init(
            "An exhibit does not hold, and no finding rests on it, so it does not count for the outcome.",
            settledBy: "Its own checks say what would settle it.")
    ]

    private static let otherText =
        "Agree with the parties on which text governs, and ask for a bundle that is made under it."
}
