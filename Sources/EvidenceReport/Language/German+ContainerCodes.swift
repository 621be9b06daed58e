// What the codes of `ReasonCodes+Container.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let containerCodes: Table = [
        """
        Ask whoever handed the bundle in for another copy; if it is the same, for a bundle that \
        is put together anew.
        """:
            """
        Verlangen Sie von dem, der das Bündel vorgelegt hat, eine andere Kopie; ist sie \
        dieselbe, ein neu zusammengestelltes Bündel.
        """,
        "The file cannot be read.": "Die Datei lässt sich nicht lesen.",
        "Copy the file again from where it came, and look at its permissions.":
            """
        Kopieren Sie die Datei erneut von dort, woher sie kam, und sehen Sie ihre \
        Zugriffsrechte an.
        """,
        "The file is no ZIP file.": "Die Datei ist keine ZIP-Datei.",
        "The file ends too early.": "Die Datei endet zu früh.",
        "The container breaks the form of a ZIP file.":
            "Der Behälter verletzt die Form einer ZIP-Datei.",
        "The container says to be a part of several.":
            "Der Behälter gibt sich als einer von mehreren Teilen aus.",
        """
        The container writes sizes in a form for large files where it must not, or the other way \
        round.
        """:
            """
        Der Behälter schreibt Größen in einer Form für große Dateien, wo er es nicht darf, \
        oder umgekehrt.
        """,
        "The container has more files than a verifier reads.":
            "Der Behälter hat mehr Dateien, als ein Prüfer liest.",
        "The container would unfold to more than a verifier reads.":
            "Der Behälter würde sich zu mehr entfalten, als ein Prüfer liest.",
        "A name in the container could point outside it, or be read in two ways.":
            """
        Ein Name im Behälter könnte aus ihm hinaus zeigen oder auf zwei Arten gelesen werden.
        """,
        "Two files in the container have one name, so two readers could see two contents.":
            "Zwei Dateien im Behälter haben einen Namen; zwei Leser könnten zwei Inhalte sehen.",
        "A file in the container is encrypted.": "Eine Datei im Behälter ist verschlüsselt.",
        "The container writes sizes behind the data, where readers may disagree.":
            "Der Behälter schreibt Größen hinter die Daten, wo Leser uneins sein können.",
        "A file in the container has an extra field, which readers may obey or not.":
            "Eine Datei im Behälter hat ein Zusatzfeld, das Leser beachten können oder nicht.",
        "The container has a comment.": "Der Behälter hat einen Kommentar.",
        "A file in the container is compressed, or in a way that is not known.":
            """
        Eine Datei im Behälter ist komprimiert oder in einer Weise abgelegt, die nicht \
        bekannt ist.
        """,
        "Something in the container is a folder or link and no file.":
            "Etwas im Behälter ist ein Ordner oder eine Verknüpfung und keine Datei.",
        "The container says two things about one file.":
            "Der Behälter sagt zweierlei über eine Datei.",
        "There are bytes in the container that belong to no file.":
            "Im Behälter sind Bytes, die zu keiner Datei gehören.",
        "A file in the container is damaged: its checksum is another.":
            "Eine Datei im Behälter ist beschädigt: ihre Prüfsumme ist eine andere.",
        "Two readers of ZIP files see two contents in the container.":
            "Zwei Leser von ZIP-Dateien sehen zwei Inhalte im Behälter.",
        "The container does not say what it is.": "Der Behälter sagt nicht, was er ist.",
        "What the container says that it is does not stand first and plain in it.":
            "Was der Behälter zu sein angibt, steht nicht an erster Stelle und im Klartext darin.",
        "The container says to be something else than a bundle.":
            "Der Behälter gibt sich als etwas anderes als ein Bündel aus.",
        "The container is not the one that its files give, so bytes in it mean nothing.":
            """
        Der Behälter ist nicht der, den seine Dateien ergeben; Bytes in ihm bedeuten also \
        nichts.
        """,
        "The bundle has no manifest.": "Das Bündel hat kein Verzeichnis.",
        "The manifest is not in its form.": "Das Verzeichnis hat nicht seine Form.",
        "A file that the manifest lists is not in the bundle.":
            "Eine Datei, die das Verzeichnis aufführt, ist nicht im Bündel.",
        "A file in the bundle is not listed in the manifest, so nobody signed it.":
            """
        Eine Datei im Bündel ist im Verzeichnis nicht aufgeführt; niemand hat sie also \
        unterzeichnet.
        """,
        "The manifest gives a file another type than the one that it was filed with.":
            """
        Das Verzeichnis gibt einer Datei eine andere Art als die, mit der sie eingereicht \
        wurde.
        """,
        "A file in the bundle was changed since it was put together.":
            "Eine Datei im Bündel wurde geändert, seit es zusammengestellt wurde.",
        "Files of the bundle are compared with the digests in its manifest.":
            "Die Dateien des Bündels werden mit den Hashwerten in seinem Verzeichnis verglichen.",
    ]
}
