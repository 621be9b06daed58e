// What the codes of `ReasonCodes+Diff.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let diffCodes: Table = [
        "The two bundles are of different matters.":
            "Die beiden Bündel betreffen verschiedene Sachen.",
        "Ask each side for its bundle of the matter in dispute.":
            "Verlangen Sie von jeder Seite ihr Bündel der streitigen Sache.",
        "The two bundles are of different archives.":
            "Die beiden Bündel stammen aus verschiedenen Archiven.",
        "Ask the parties with which archive they agreed to file.":
            "Fragen Sie die Parteien, bei welchem Archiv sie einzureichen vereinbart haben.",
        "The two bundles hold different agreements.":
            "Die beiden Bündel enthalten verschiedene Vereinbarungen.",
        "Ask the parties which agreement governs, and pin that one.":
            "Fragen Sie die Parteien, welche Vereinbarung gilt, und bringen Sie diese selbst bei.",
        "The two bundles hold different annexes.":
            "Die beiden Bündel enthalten verschiedene Anhänge.",
        "Ask the registry which annex is in force, and pin that one.":
            "Fragen Sie das Register, welcher Anhang gilt, und bringen Sie diesen selbst bei.",
        "The two bundles put different claims.":
            "Die beiden Bündel stellen verschiedene Behauptungen auf.",
        "Ask the claimant which claims he maintains.":
            "Fragen Sie den Behauptenden, welche Behauptungen er aufrechterhält.",
        "The evidence of the two bundles gives different answers.":
            "Die Beweismittel der beiden Bündel ergeben verschiedene Antworten.",
        """
        Ask each side for the exhibits that only the other has; on all of them there is one \
        answer.
        """:
            """
        Verlangen Sie von jeder Seite die Beweismittel, die nur die andere hat; auf alle \
        zusammen gibt es nur eine Antwort.
        """,
        "One docket number is two different entries.":
            "Eine Nummer bezeichnet zwei verschiedene Einträge.",
        """
        Nothing mends this. Ask the archive's operator to explain it, and the witnesses which log \
        they saw.
        """:
            """
        Nichts behebt dies. Verlangen Sie vom Betreiber des Archivs eine Erklärung, und \
        fragen Sie die Zeugen, welches Protokoll sie gesehen haben.
        """,
        "The archive signed two different logs, one for each side.":
            "Das Archiv hat zwei verschiedene Protokolle unterzeichnet, für jede Seite eines.",
    ]
}
