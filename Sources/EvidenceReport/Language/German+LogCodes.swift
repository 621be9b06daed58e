// What the codes of `ReasonCodes+Log.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let logCodes: Table = [
        "The annex lists no archive of this name, so nothing that it signed is trusted.":
            """
        Der Anhang führt kein Archiv dieses Namens auf; nichts, was es unterzeichnet hat, \
        genießt daher Vertrauen.
        """,
        "Ask the registry for an annex that lists the archive, if the parties accepted it.":
            """
        Verlangen Sie vom Register einen Anhang, der das Archiv aufführt, falls die Parteien \
        es anerkannt haben.
        """,
        "A file that says to be a checkpoint is none.":
            "Eine Datei, die sich als Prüfpunkt ausgibt, ist keiner.",
        """
        The archive's signature on a checkpoint must be by a key that may sign a log of its size.
        """:
            """
        Die Signatur des Archivs auf einem Prüfpunkt muss von einem Schlüssel stammen, der \
        ein Protokoll seiner Größe unterzeichnen darf.
        """,
        """
        Ask the archive for a bundle under its present checkpoint, and the registry whether the \
        archive's key changed.
        """:
            """
        Verlangen Sie vom Archiv ein Bündel unter seinem jetzigen Prüfpunkt, und fragen Sie \
        das Register, ob der Schlüssel des Archivs gewechselt hat.
        """,
        "Others may have had the key that signed, and nothing proves that the signature is older.":
            """
        Andere können den Schlüssel gehabt haben, der unterzeichnet hat, und nichts beweist, \
        dass die Signatur älter ist.
        """,
        """
        Witnesses of the annex vouch for the order and completeness of the log, or it is the \
        operator's statement alone.
        """:
            """
        Zeugen des Anhangs stehen für Reihenfolge und Vollständigkeit des Protokolls ein, \
        oder diese sind eine bloße Angabe des Betreibers.
        """,
        """
        Ask the witnesses that the annex names for their cosignatures on the archive's \
        checkpoints.
        """:
            """
        Verlangen Sie von den Zeugen, die der Anhang nennt, ihre Mitzeichnungen der \
        Prüfpunkte des Archivs.
        """,
        "An entry is not in its form.": "Ein Eintrag hat nicht seine Form.",
        "An entry is for something else than what stands beside it.":
            "Ein Eintrag gilt etwas anderem als dem, was neben ihm steht.",
        "A proof leads from each entry to the checkpoint that the archive signed.":
            """
        Ein Beweis führt von jedem Eintrag zu dem Prüfpunkt, den das Archiv unterzeichnet \
        hat.
        """,
        """
        Ask the archive for the proof of the entry in its present log, or whoever filed it for \
        his receipt.
        """:
            """
        Verlangen Sie vom Archiv den Beweis des Eintrags in seinem jetzigen Protokoll, oder \
        von dem, der ihn eingereicht hat, seine Quittung.
        """,
        "Two entries of one matter have one docket number.":
            "Zwei Einträge einer Sache haben eine Nummer.",
        "Ask the archive's operator how both came about: an honest archive gives a number once.":
            """
        Fragen Sie den Betreiber des Archivs, wie es zu beiden kam: ein ehrliches Archiv \
        vergibt eine Nummer einmal.
        """,
        "An entry does not continue the one before it.":
            "Ein Eintrag setzt den vorigen nicht fort.",
        "Ask for an audit of the archive, and for the receipts of both entries.":
            "Verlangen Sie eine Prüfung des Archivs und die Quittungen beider Einträge.",
        "Every checkpoint of the archive must be an earlier state of the same log.":
            "Jeder Prüfpunkt des Archivs muss ein früherer Stand desselben Protokolls sein.",
        """
        Ask the archive for the consistency proof between both checkpoints; an honest archive can \
        always make it.
        """:
            """
        Verlangen Sie vom Archiv den Konsistenzbeweis zwischen beiden Prüfpunkten; ein \
        ehrliches Archiv kann ihn immer führen.
        """,
        "The archive signed two different logs.":
            "Das Archiv hat zwei verschiedene Protokolle unterzeichnet.",
        """
        Nothing mends this. Ask the witnesses which of both logs they saw, and whoever holds a \
        receipt under which log it is.
        """:
            """
        Nichts behebt dies. Fragen Sie die Zeugen, welches der beiden Protokolle sie gesehen \
        haben, und jeden, der eine Quittung hat, unter welchem Protokoll sie steht.
        """,
        "A file that says to be a receipt is none.":
            "Eine Datei, die sich als Quittung ausgibt, ist keine.",
        "A witness of the annex cosigned a checkpoint.":
            "Ein Zeuge des Anhangs hat einen Prüfpunkt mitgezeichnet.",
        "Ask the witness whether the cosignature is its own and of that time.":
            """
        Fragen Sie den Zeugen, ob die Mitzeichnung seine eigene und aus dieser Zeit ist.
        """,
        "A cosignature in the name of a witness was not made with its key.":
            """
        Eine Mitzeichnung im Namen eines Zeugen wurde nicht mit seinem Schlüssel \
        erstellt.
        """,
        "Ask the witness for its own cosignature on this checkpoint.":
            "Verlangen Sie vom Zeugen seine eigene Mitzeichnung dieses Prüfpunkts.",
        "A witness cosigned two different logs of one size.":
            "Ein Zeuge hat zwei verschiedene Protokolle einer Größe mitgezeichnet.",
        "Nothing mends this; what the witness cosigned vouches for nothing.":
            "Nichts behebt dies; was der Zeuge mitgezeichnet hat, bürgt für nichts.",
        "A file that says to rotate the archive's key is none.":
            "Eine Datei, die den Schlüssel des Archivs zu wechseln angibt, tut es nicht.",
        "The annex names no recovery key, so a rotation changes nothing.":
            """
        Der Anhang nennt keinen Wiederherstellungsschlüssel; ein Schlüsselwechsel ändert \
        daher nichts.
        """,
        "Ask the registry for an annex with the archive's recovery key.":
            """
        Verlangen Sie vom Register einen Anhang mit dem Wiederherstellungsschlüssel des \
        Archivs.
        """,
        "A receipt does not show whether the archive's key had been taken out of service.":
            "Eine Quittung zeigt nicht, ob der Schlüssel des Archivs außer Dienst gestellt war.",
        "Ask the archive for a bundle with the filing, which holds its rotations.":
            """
        Verlangen Sie vom Archiv ein Bündel mit der Einreichung; es enthält die \
        Schlüsselwechsel.
        """,
        "A rotation of the archive's key changes nothing.":
            "Ein Wechsel des Archivschlüssels ändert nichts.",
        "Ask the archive's operator for a rotation that the recovery key signed.":
            """
        Verlangen Sie vom Betreiber des Archivs einen Schlüsselwechsel, den der \
        Wiederherstellungsschlüssel unterzeichnet hat.
        """,
        "The recovery key of the annex signed that another key signs for the archive.":
            """
        Der Wiederherstellungsschlüssel des Anhangs hat unterzeichnet, dass ein anderer \
        Schlüssel für das Archiv unterzeichnet.
        """,
        "A filing or docketing is not in its form.":
            "Eine Einreichung oder ihre Aufnahme hat nicht ihre Form.",
        "A filing was made for another archive.":
            "Eine Einreichung war für ein anderes Archiv bestimmt.",
        "A filing belongs to another matter.": "Eine Einreichung gehört zu einer anderen Sache.",
        """
        The signature of a filing is not the one that was docketed, or not by the filer that it \
        names.
        """:
            """
        Die Signatur einer Einreichung ist nicht die aufgenommene oder nicht von dem \
        Einreicher, den sie nennt.
        """,
        "Ask the filer for his receipt, and the archive for the filing's signature.":
            """
        Verlangen Sie vom Einreicher seine Quittung und vom Archiv die Signatur der \
        Einreichung.
        """,
        "The content of an exhibit is compared with what was filed, and read for what it means.":
            """
        Der Inhalt eines Beweismittels wird mit dem verglichen, was eingereicht wurde, und \
        auf seine Bedeutung gelesen.
        """,
        "Ask whoever filed the exhibit for the file as it was filed.":
            """
        Verlangen Sie von dem, der das Beweismittel eingereicht hat, die Datei, wie sie \
        eingereicht wurde.
        """,
        "The content of an exhibit is not here; that it was filed, and when, is proven.":
            """
        Der Inhalt eines Beweismittels liegt hier nicht vor; dass und wann es eingereicht \
        wurde, ist bewiesen.
        """,
        """
        Ask whoever handed the bundle in, or whoever filed the exhibit, for the file: its digest \
        is proven, so any copy can be checked.
        """:
            """
        Verlangen Sie die Datei von dem, der das Bündel vorgelegt oder das Beweismittel \
        eingereicht hat: ihr Hashwert ist bewiesen, jede Kopie lässt sich also prüfen.
        """,
        """
        Ask whoever filed it for the file as it was meant, and have it filed again; it counts \
        from then.
        """:
            """
        Verlangen Sie von dem, der sie eingereicht hat, die Datei, wie sie gemeint war, und \
        lassen Sie sie neu einreichen; sie zählt von da an.
        """,
        """
        Ask for what proves that it existed earlier: a time-stamp over it, a checkpoint of the \
        archive that includes it, or a witness's cosignature.
        """:
            """
        Verlangen Sie, was beweist, dass es früher vorlag: einen Zeitstempel darüber, einen \
        Prüfpunkt des Archivs, der es einschließt, oder die Mitzeichnung eines Zeugen.
        """,
    ]
}
