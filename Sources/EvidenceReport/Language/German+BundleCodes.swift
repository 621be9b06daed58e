// What the codes of `ReasonCodes+Bundle.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let bundleCodes: Table = [
        "The text that says what is in the bundle is not in its form.":
            "Der Text, der sagt, was im Bündel ist, hat nicht seine Form.",
        "A file is missing that every bundle, or an entry in this one, must have.":
            "Es fehlt eine Datei, die jedes Bündel oder ein Eintrag in diesem haben muss.",
        "There is a file in the bundle for which nothing in it accounts.":
            "Im Bündel ist eine Datei, die durch nichts in ihm gerechtfertigt ist.",
        "The bundle has more entries than a verifier reads.":
            "Das Bündel hat mehr Einträge, als ein Prüfer liest.",
        "Ask whoever handed the bundle in for one with fewer exhibits.":
            """
        Verlangen Sie von dem, der das Bündel vorgelegt hat, eines mit weniger Beweismitteln.
        """,
        "The bundle has more to read than a verifier holds.":
            "Im Bündel ist mehr zu lesen, als ein Prüfer fasst.",
        "Ask whoever handed the bundle in for one with fewer or smaller files.":
            """
        Verlangen Sie von dem, der das Bündel vorgelegt hat, eines mit weniger oder kleineren \
        Dateien.
        """,
        "A file is not the one that the bundle says it is.":
            "Eine Datei ist nicht die, als die das Bündel sie ausgibt.",
        "Nobody signed the bundle, so nobody answers for what was put into it.":
            """
        Niemand hat das Bündel unterzeichnet; also steht niemand dafür ein, was hineingelegt \
        wurde.
        """,
        "Ask the party that hands it in to sign it.":
            "Verlangen Sie von der Partei, die es vorlegt, dass sie es unterzeichnet.",
        "The signature of whoever hands the bundle in is checked like every other.":
            "Die Signatur dessen, der das Bündel vorlegt, wird wie jede andere geprüft.",
        """
        Ask the party that hands it in to sign it again, with a certificate that the annex knows \
        and that is good today.
        """:
            """
        Verlangen Sie von der Partei, die es vorlegt, dass sie es neu unterzeichnet, mit \
        einem Zertifikat, das der Anhang kennt und das heute gültig ist.
        """,
        "Beside the signature over the bundle stands something that nobody signed.":
            "Neben der Signatur über das Bündel steht etwas, das niemand unterzeichnet hat.",
        "Ask the party that hands it in to sign it again with Docket.":
            """
        Verlangen Sie von der Partei, die es vorlegt, dass sie es mit Docket neu \
        unterzeichnet.
        """,
        "Exhibits were left out of the bundle, and nothing shows what they would have shown.":
            "Im Bündel wurden Beweismittel weggelassen, und nichts zeigt, was sie gezeigt hätten.",
        """
        Ask for the exhibits with the missing numbers: whoever put the bundle together, the other \
        party or the archive can produce them.
        """:
            """
        Verlangen Sie die Beweismittel mit den fehlenden Nummern: wer das Bündel \
        zusammengestellt hat, die andere Partei oder das Archiv kann sie beibringen.
        """,
        "The archive erased an exhibit; its place in the log and its number stay proven.":
            """
        Das Archiv hat ein Beweismittel gelöscht; sein Platz im Protokoll und seine Nummer \
        bleiben bewiesen.
        """,
        """
        Ask the archive's operator for the ground of the erasure, and whoever filed the exhibit \
        for his own copy and receipt.
        """:
            """
        Fragen Sie den Betreiber des Archivs nach dem Grund der Löschung, und den, der das \
        Beweismittel eingereicht hat, nach seiner eigenen Ausfertigung und Quittung.
        """,
        "The agreement in the bundle is the one that you pinned.":
            "Die Vereinbarung im Bündel ist die, die Sie selbst beigebracht haben.",
        """
        You did not say which agreement you accept, so everything is conditional on the one in \
        the bundle.
        """:
            """
        Sie haben nicht gesagt, welche Vereinbarung Sie anerkennen; alles steht daher unter \
        dem Vorbehalt der Vereinbarung im Bündel.
        """,
        """
        Compare the agreement's digest with that of your own copy, and verify again with \
        --agreement.
        """:
            """
        Vergleichen Sie den Hashwert der Vereinbarung mit dem Ihrer eigenen Ausfertigung, und \
        prüfen Sie erneut mit --agreement.
        """,
        "The agreement in the bundle is not the one that you pinned.":
            "Die Vereinbarung im Bündel ist nicht die, die Sie selbst beigebracht haben.",
        "The agreement in the bundle cannot be read.":
            "Die Vereinbarung im Bündel lässt sich nicht lesen.",
        "The annex in the bundle is the one that you pinned.":
            "Der Anhang im Bündel ist der, den Sie selbst beigebracht haben.",
        """
        You did not say which annex you accept, so everybody whom the one in the bundle names is \
        trusted conditionally.
        """:
            """
        Sie haben nicht gesagt, welchen Anhang Sie anerkennen; jedem, den der Anhang im \
        Bündel nennt, wird daher nur unter Vorbehalt vertraut.
        """,
        "Get the annex from the registry, compare its digest, and verify again with --annex.":
            """
        Besorgen Sie sich den Anhang vom Register, vergleichen Sie seinen Hashwert, und \
        prüfen Sie erneut mit --annex.
        """,
        "The annex in the bundle is not the one that you pinned.":
            "Der Anhang im Bündel ist nicht der, den Sie selbst beigebracht haben.",
        "The annex in the bundle cannot be read.": "Der Anhang im Bündel lässt sich nicht lesen.",
        "The annex belongs to another agreement than the one in the bundle.":
            "Der Anhang gehört zu einer anderen Vereinbarung als der im Bündel.",
        """
        The registry's signature over the annex is looked at; trust comes from your pin and not \
        from it.
        """:
            """
        Die Signatur des Registers über den Anhang wird angesehen; das Vertrauen kommt von \
        dem, was Sie selbst beigebracht haben, und nicht von ihr.
        """,
        "Ask the registry that the annex names whether it signed this annex.":
            """
        Fragen Sie das Register, das der Anhang nennt, ob es diesen Anhang unterzeichnet hat.
        """,
        "The claims cannot be read.": "Die Behauptungen lassen sich nicht lesen.",
        "Ask the claimant to state them again.":
            "Verlangen Sie vom Behauptenden, dass er sie neu aufstellt.",
        "The claims are of another matter than the bundle.":
            "Die Behauptungen betreffen eine andere Sache als das Bündel.",
        "Ask the claimant for the claims of this matter.":
            "Verlangen Sie vom Behauptenden die Behauptungen dieser Sache.",
        "The claims cannot be judged under this agreement.":
            "Über die Behauptungen lässt sich nach dieser Vereinbarung nicht urteilen.",
        "Ask the claimant to state them in the words of the agreement.":
            """
        Verlangen Sie vom Behauptenden, dass er sie in den Worten der Vereinbarung aufstellt.
        """,
        "Judging again gives the finding in the bundle.":
            "Erneutes Urteilen ergibt die Feststellung, die im Bündel steht.",
        "Judging again gives another finding than the one in the bundle.":
            "Erneutes Urteilen ergibt eine andere Feststellung als die im Bündel.",
        "Rely on what is found here. Ask whoever handed the bundle in how his finding came about.":
            """
        Stützen Sie sich auf das, was hier festgestellt ist. Fragen Sie den, der das Bündel \
        vorgelegt hat, wie seine Feststellung zustande kam.
        """,
        "The finding in the bundle was compared with nothing, because other claims were judged.":
            """
        Die Feststellung im Bündel wurde mit nichts verglichen, weil über andere Behauptungen \
        geurteilt wurde.
        """,
        "Verify the bundle with its own claims.":
            "Prüfen Sie das Bündel mit seinen eigenen Behauptungen.",
        "The claims were not judged, because nothing here may be relied on.":
            "Über die Behauptungen wurde nicht geurteilt, weil hier auf nichts Verlass ist.",
        "Settle the other checks that did not pass.":
            "Klären Sie die anderen Prüfschritte, die nicht bestanden sind.",
        """
        An exhibit does not hold, and no finding rests on it, so it does not count for the \
        outcome.
        """:
            """
        Ein Beweismittel hält nicht stand, und keine Feststellung beruht auf ihm; es zählt \
        daher nicht für das Ergebnis.
        """,
        "Its own checks say what would settle it.":
            "Seine eigenen Prüfschritte sagen, was es klären würde.",
        """
        Agree with the parties on which text governs, and ask for a bundle that is made under it.
        """:
            """
        Einigen Sie sich mit den Parteien, welcher Text gilt, und verlangen Sie ein Bündel, \
        das nach ihm erstellt ist.
        """,
    ]
}
