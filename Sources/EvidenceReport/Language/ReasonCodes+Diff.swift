// What can be said of two bundles that are held against each other (docs/formats/diff.md).

extension ReasonCode {
    static let diff: [String: Meaning] = [
        "MATTER": .init(
            "The two bundles are of different matters.",
            settledBy: "Ask each side for its bundle of the matter in dispute."),
        "ARCHIVE": .init(
            "The two bundles are of different archives.",
            settledBy: "Ask the parties with which archive they agreed to file."),
        "AGREEMENT": .init(
            "The two bundles hold different agreements.",
            settledBy: "Ask the parties which agreement governs, and pin that one."),
        "ANNEX": .init(
            "The two bundles hold different annexes.",
            settledBy: "Ask the registry which annex is in force, and pin that one."),
        "CLAIMS": .init(
            "The two bundles put different claims.",
            settledBy: "Ask the claimant which claims he maintains."),
        "FINDING": .init(
            "The evidence of the two bundles gives different answers.",
            settledBy:
                "Ask each side for the exhibits that only the other has; on all of them there is one answer."
        ),
        "NUMBER": .init(
            "One docket number is two different entries.",
            settledBy:
                "Nothing mends this. Ask the archive's operator to explain it, and the witnesses which log they saw."
        ),
        "FORKED": .init(
            "The archive signed two different logs, one for each side.",
            settledBy:
                "Nothing mends this. Ask the archive's operator to explain it, and the witnesses which log they saw."
        ),
    ]
}
