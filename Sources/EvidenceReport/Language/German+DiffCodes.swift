// What can be said of two bundles that are held against each other, and of receipts by themselves, in German.

extension German {
    /// `ReasonCodes+Diff.swift`, and what only a receipt leaves open.
    static let diffCodes: Table = [
        "The two bundles are of different matters.":
            "Die beiden Bündel betreffen verschiedene Sachen.",
        "Ask each side for its bundle of the matter in dispute.":
            "Verlangen Sie von jeder Seite ihr Bündel zu der streitigen Sache.",
        "The two bundles are of different archives.":
            "Die beiden Bündel stammen aus verschiedenen Archiven.",
        "Ask the parties with which archive they agreed to file.":
            "Fragen Sie die Parteien, bei welchem Archiv sie einzureichen vereinbart haben.",
        "The two bundles hold different agreements.":
            "Die beiden Bündel enthalten verschiedene Vereinbarungen.",
        "Ask the parties which agreement governs, and pin that one.":
            "Fragen Sie die Parteien, welche Vereinbarung gilt, und legen Sie diese zugrunde.",
        "The two bundles hold different annexes.":
            "Die beiden Bündel enthalten verschiedene Anhänge.",
        "Ask the registry which annex is in force, and pin that one.":
            "Fragen Sie die Registerstelle, welcher Anhang gilt, und legen Sie diesen zugrunde.",
        "The two bundles put different claims.":
            "Die beiden Bündel machen verschiedene Ansprüche geltend.",
        "Ask the claimant which claims he maintains.":
            "Fragen Sie den Anspruchsteller, welche Ansprüche er aufrechterhält.",
        "The evidence of the two bundles gives different answers.":
            "Die Beweismittel der beiden Bündel ergeben verschiedene Antworten.",
        "Ask each side for the exhibits that only the other has; on all of them there is one answer.":
            "Verlangen Sie von jeder Seite die Beweismittel, die nur die andere hat; auf alle zusammen gibt es eine Antwort.",
        "One docket number is two different entries.":
            "Eine Aktennummer bezeichnet zwei verschiedene Einträge.",
        "The archive signed two different logs, one for each side.":
            "Das Archiv hat zwei verschiedene Protokolle unterzeichnet, für jede Seite eines.",
        "Nothing mends this. Ask the archive's operator to explain it, and the witnesses which log they saw.":
            "Das ist nicht heilbar. Verlangen Sie vom Betreiber des Archivs eine Erklärung, und fragen Sie die Zeugen, welches Protokoll sie gesehen haben.",
        "A receipt does not show whether the archive's key had been taken out of service.":
            "Eine Quittung zeigt nicht, ob der Schlüssel des Archivs schon außer Dienst gestellt war.",
        "Ask the archive for a bundle with the filing, which holds its rotations.":
            "Verlangen Sie vom Archiv ein Bündel mit der Einreichung; es enthält die Schlüsselwechsel.",
    ]
}
