// What the verifier says in English of this bundle, read back by patterns, in German.

extension German {
    /// Sentences of the verifier.
    static let verifier: Table = [
        "refuted": "widerlegt",
        "All evidence in the bundle holds under the agreement and the annex that you pinned.":
            """
        Alle Beweismittel im Bündel halten der Prüfung nach der Vereinbarung und dem Anhang \
        stand, die Sie selbst beigebracht haben.
        """,
        "Order and completeness of the log are the operator's statement: {0}":
            "Reihenfolge und Vollständigkeit des Protokolls sind eine Angabe des Betreibers: {0}",
        "the annex demands no witnesses.": "der Anhang verlangt keine Zeugen.",
        "the annex demands no witnesses; {0} cosigned it.":
            "der Anhang verlangt keine Zeugen; mitgezeichnet hat {0}.",
        "the quorum {0} of the annex is not met, {1}.":
            "das Quorum {0} des Anhangs ist nicht erreicht; {1}.",
        "no witness of the annex cosigned it": "kein Zeuge des Anhangs hat mitgezeichnet",
        "only {0} cosigned it": "mitgezeichnet hat nur {0}",
        "The log is witnessed by {0}; the quorum {1} of the annex is met.":
            "Das Protokoll ist bezeugt von {0}; das Quorum {1} des Anhangs ist erreicht.",
        "anyone": "jedermann",
        "{0} (by certifying another key)": "{0} (durch Zertifizierung eines anderen Schlüssels)",
        "{0} (a certificate gives it the same key)":
            "{0} (ein Zertifikat weist den gleichen Schlüssel aus)",
        "Something in the bundle is provably wrong.":
            "In dem Bündel ist etwas nachweislich falsch.",
        "Something in the bundle could not be decided.":
            "In dem Bündel ließ sich etwas nicht entscheiden.",
        "Its algorithms ({0}) are approved for {1}.":
            "Seine Algorithmen ({0}) sind für {1} zugelassen.",
        "The certificate of {0} leads to {1}, which the arbiter trusts.":
            "Das Zertifikat von {0} führt zu {1}; dieser Stelle vertraut der Schiedsrichter.",
        "The signature fits the signed bytes and the key of {0}, and names that certificate.":
            """
        Die Signatur passt zu den unterzeichneten Bytes und zum Schlüssel von {0} und nennt \
        dieses Zertifikat.
        """,
        "The certificate of {0} was valid ({1} to {2}) when the signature is proven to exist.":
            """
        Das Zertifikat von {0} war gültig ({1} bis {2}), als die Signatur nachweislich \
        vorlag.
        """,
        """
        A revocation list of {0}, issued after the signature existed, does not name the \
        certificate of {1}.
        """:
            """
        Eine Sperrliste vom {0}, ausgestellt nachdem die Signatur vorlag, nennt das \
        Zertifikat von {1} nicht.
        """,
        """
        The newest revocation list that speaks for the certificate of {0} is of {1}, shortly \
        before the signature is proven to exist.
        """:
            """
        Die neueste Sperrliste, die für das Zertifikat von {0} gilt, ist vom {1}, kurz vor \
        der Zeit, zu der die Signatur nachweislich vorlag.
        """,
        """
        The newest revocation list on the certificate of {0} is of {1}, which does not speak for \
        {2}; a later one would settle it.
        """:
            """
        Die neueste Sperrliste zum Zertifikat von {0} ist vom {1} und gilt nicht für {2}; \
        eine spätere würde es klären.
        """,
        """
        The certificate of {0} was revoked at {1}, and it is proven that the signature existed \
        before.
        """:
            """
        Das Zertifikat von {0} wurde am {1} widerrufen, und es ist bewiesen, dass die \
        Signatur vorher vorlag.
        """,
        "It is not decided whether the signature in the name of {0} stands: {1}":
            "Es ist nicht entschieden, ob die Signatur im Namen von {0} Bestand hat: {1}",
        "Signature of {0} ({1}).": "Signatur von {0} ({1}).",
        "total-passed": "gültig",
        "total-failed": "ungültig",
        "indeterminate": "unbestimmt",
        "Checkpoint of {0} at size {1}.": "Prüfpunkt von {0} bei Größe {1}.",
        "Time-stamp of {0}, {1}.": "Zeitstempel von {0}, {1}.",
        "Certificate of {0}.": "Zertifikat von {0}.",
        "Terms of a document that calls itself {0}: {1} statements.":
            "Bedingungen eines Dokuments, das sich als „{0}“ bezeichnet: {1} Angaben.",
        "Terms of a document: {0} statements.": "Bedingungen eines Dokuments: {0} Angaben.",
        "Revocation list of {0}, {1}, next by {2}: {3} certificates.":
            "Sperrliste von {0}, {1}, die nächste bis {2}: {3} Zertifikate.",
        "The revocation list of {0} is signed by {1}.":
            "Die Sperrliste vom {0} ist von {1} unterzeichnet.",
        "{0}, issued by {1}, valid {2} to {3}, serial {4}":
            "{0}, ausgestellt von {1}, gültig {2} bis {3}, Seriennummer {4}",
        "{0}: list of {1}, next due by {2}": "{0}: Liste vom {1}, die nächste fällig bis {2}",
        "All {0} files have the digests that the manifest lists.":
            "Alle {0} Dateien haben die Hashwerte, die das Verzeichnis aufführt.",
        "It is the one that you pinned, {0}.": "Sie haben den Text selbst beigebracht: {0}.",
        "The checkpoint is signed with the key that the annex gives for the archive.":
            """
        Der Prüfpunkt ist mit dem Schlüssel unterzeichnet, den der Anhang für das Archiv \
        angibt.
        """,
        "All {0} entries are in the log that the checkpoint signs.":
            "Alle {0} Einträge sind in dem Protokoll, das der Prüfpunkt unterzeichnet.",
        "{0} embedded checkpoints are earlier states of the same log.":
            "{0} eingebettete Prüfpunkte sind frühere Stände desselben Protokolls.",
        "A key certified for the registry {0} signed the annex.":
            """
        Ein Schlüssel, der für das Register {0} zertifiziert ist, hat den Anhang \
        unterzeichnet.
        """,
        "Judging again as at {0} gives the finding in the bundle.":
            "Erneutes Urteilen zum Stand {0} ergibt die Feststellung im Bündel.",
        "{0} signed the bundle; whether the certificate was still good then is not proven ({1}).":
            """
        {0} hat das Bündel unterzeichnet; ob das Zertifikat da noch gültig war, ist nicht \
        bewiesen ({1}).
        """,
    ]
}
