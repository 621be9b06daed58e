// Exhibits and what they merely state, in German.

extension German {
    /// Exhibits and signatures.
    static let exhibits: Table = [
        """
        The bundle holds {0} of the matter. The archive numbers them without a gap, so what was \
        left out shows; what it would show does not.
        """:
            """
        Das Bündel enthält {0} der Sache. Das Archiv nummeriert sie lückenlos; daher ist zu \
        sehen, dass etwas weggelassen wurde, nicht aber, was es zeigen würde.
        """,
        "The exhibits known to the bundle": "Die Beweismittel, die das Bündel kennt",
        "the archive’s checkpoints and their time-stamps stand below them":
            "die Prüfpunkte des Archivs und ihre Zeitstempel stehen darunter",
        "Number": "Nummer",
        "Name": "Name",
        "Kind": "Art",
        "Validation": "Validierung",
        "Came into being": "Entstanden",
        "Filed by": "Eingereicht von",
        "Came into being {0}.": "Entstanden {0}.",
        "The archive’s own exhibits that are as they should be: {0}":
            "Eigene Beweismittel des Archivs, die in Ordnung sind: {0}",
        "Erased": "Gelöscht",
        """
        The archive erased these and keeps their places in its log. Who did it and on what ground \
        is the operator’s statement; what they showed is not known here.
        """:
            """
        Das Archiv hat diese Beweismittel gelöscht und hält ihre Plätze in seinem Protokoll \
        frei. Wer dies aus welchem Grund tat, ist eine Angabe des Betreibers; was sie \
        zeigten, ist hier nicht bekannt.
        """,
        "{0} was erased under {1} by {2} (entry {3})":
            "{0} wurde nach {1} gelöscht von {2} (Eintrag {3})",
        "the operator": "Betreiber",
        "(left out)": "(weggelassen)",
        "nothing to validate": "nichts zu validieren",
        "{0}, by its signature": "{0}, ausweislich der Signatur",
        "the operator of the archive; no party signed the filing":
            "Betreiber des Archivs; keine Partei hat die Einreichung unterzeichnet",
        "not known": "nicht bekannt",
        "Could have been made by": "Herstellen konnte es",
        "Its filing says": "Die Einreichung sagt",
        "File": "Datei",
        "Entry in the log": "Eintrag im Protokoll",
        "left out of the bundle ({0})": "im Bündel weggelassen ({0})",
        "a signer that could not be established":
            "einem Unterzeichner, der sich nicht feststellen ließ",
        "Signature of {0} over {1}": "Signatur von {0} über {1}",
        "Signature of {0}": "Signatur von {0}",
        "Certificate says": "Das Zertifikat nennt",
        "no certificate was found": "ein Zertifikat wurde nicht gefunden",
        "Path": "Zertifizierungspfad",
        "Form": "Form",
        "In short": "Kurz gesagt",
        "Proven to exist by": "Nachweislich vorhanden am",
        "{0} (best-signature-time)": "{0} (best-signature-time)",
        "All certificates were good at": "Alle Zertifikate waren gültig am",
        "{0} (control time)": "{0} (Kontrollzeit)",
        "Signer’s own time": "Zeitangabe des Unterzeichners",
        "{0} (a statement, not a proof)": "{0} (eine Angabe, kein Beweis)",
        "on {0}: revoked from {1}": "am {0}: widerrufen ab {1}",
        "on {0}: revoked": "am {0}: widerrufen",
        "none to an anchor of the annex": "keiner zu einem Vertrauensanker des Anhangs",
    ]
}
