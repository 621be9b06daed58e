// Differences of findings, and what would settle what did not pass, in German.

extension German {
    /// Differences and remedies.
    static let verification: Table = [
        "The finding in the bundle is another": "Der Befund im Bündel ist ein anderer",
        "The bundle holds a finding that judging its evidence does not give. What was found here counts.":
            "Das Bündel enthält einen Befund, den die Beurteilung seiner Beweismittel nicht ergibt. Es gilt, was hier gefunden wurde.",
        "Differences": "Unterschiede",
        "Where": "Wo",
        "In the bundle": "Im Bündel",
        "Found here": "Hier gefunden",
        "What would settle what did not pass": "Was klären würde, was nicht bestanden wurde",
        "and {0} more": "und {0} weitere",
    ]
}
