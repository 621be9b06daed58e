// Differences of findings, and what would settle what did not pass, in German.

extension German {
    /// Differences and remedies.
    static let verification: Table = [
        "The finding in the bundle is another": "Die Feststellung im Bündel ist eine andere",
        """
        The bundle holds a finding that judging its evidence does not give. What was found here \
        counts.
        """:
            """
        Das Bündel enthält eine Feststellung, die sich aus seinen Beweismitteln nicht ergibt. \
        Es zählt, was hier festgestellt ist.
        """,
        "Differences": "Abweichungen",
        "Where": "Wo",
        "In the bundle": "Im Bündel",
        "Found here": "Hier festgestellt",
        "What would settle what did not pass": "Was das klären würde, was nicht bestanden ist",
        "and {0} more": "und {0} weitere",
    ]
}
