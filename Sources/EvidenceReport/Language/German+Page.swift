// The frame of the page, its answers and what values are called, in German.

extension German {
    /// Title, summary, contents and footer.
    static let page: Table = [
        "Skip to the findings": "Zu den Feststellungen",
        "{0}: verification of matter {1}": "{0}: Prüfung der Sache {1}",
        "Verification of matter {0}": "Prüfung der Sache {0}",
        "Evidence filed with the archive {0}, verified as of {1}.":
            "Beweismittel, eingereicht beim Archiv {0}, geprüft zum Stand {1}.",
        "Status": "Ergebnis der Prüfung",
        "{0} of {1} exhibits": "{0} von {1} Beweismitteln",
        "{0} of this matter are in the bundle": "{0} dieser Sache liegen in diesem Bündel vor",
        "{0} left out": "{0} weggelassen",
        "{0}, and what they show is not known here": "{0}; was sie zeigen, ist hier nicht bekannt",
        "{0} erased": "{0} gelöscht",
        "Handed in by": "Vorgelegt von",
        "nobody: the bundle is not signed": "niemandem: das Bündel ist nicht unterzeichnet",
        "an unknown signer": "einem unbekannten Unterzeichner",
        "pinned by you": "von Ihnen selbst beigebracht",
        "not pinned: taken from the bundle, so its content is its maker’s word":
            """
        nicht von Ihnen beigebracht, sondern dem Bündel entnommen: der Inhalt ist nur das \
        Wort dessen, der es erstellt hat
        """,
        "Contents": "Inhalt",
        "Findings": "Feststellungen",
        "Timeline": "Zeitleiste",
        "Exchanges": "Austausche",
        "Exhibits": "Beweismittel",
        "Mere statements": "Bloße Angaben",
        "Trust": "Vertrauen",
        "Revocation": "Widerruf",
        "Checks": "Prüfschritte",
        "How to repeat this": "So lässt sich dies wiederholen",
        "Glossary": "Glossar",
        "This is not legal advice.": "Dies ist keine Rechtsberatung.",
        """
        It tells what the evidence in one file shows under one agreement and annex, not what a \
        court will decide. Mandatory law may say otherwise.
        """:
            """
        Der Bericht sagt, was die Beweismittel in einer Datei nach einer Vereinbarung und \
        ihrem Anhang zeigen, nicht, was ein Gericht entscheiden wird. Zwingendes Recht kann \
        anderes bestimmen.
        """,
        """
        Made by {0} from the bundle {1} (SHA-256). The machine-readable form of this report is \
        {2}; nothing stands here that does not stand there.
        """:
            """
        Erstellt von {0} aus dem Bündel {1} (SHA-256). Die maschinenlesbare Fassung dieses \
        Berichts ist {2}; hier steht nichts, was nicht auch dort steht.
        """,
    ]

    /// Answers, and the sentences that belong to a value.
    static let answers: Table = [
        "Authentic": "Authentisch",
        "Conditional": "Unter Vorbehalt",
        "Indeterminate": "Unbestimmt",
        "Passed": "Bestanden",
        "Failed": "Nicht bestanden",
        "Warning": "Warnung",
        "Proven": "Bewiesen",
        "Refuted": "Widerlegt",
        "Undetermined": "Offen",
        "Total-passed": "Gültig",
        "Total-failed": "Ungültig",
        "certain": "sicher",
        "contrary": "Gegenteil",
        "possible": "möglich",
        """
        The bundle is whole and its evidence was checked under the agreement and annex that you \
        pinned. That says nothing about who is right: read the findings.
        """:
            """
        Das Bündel ist vollständig, und seine Beweismittel wurden nach der Vereinbarung und \
        dem Anhang geprüft, die Sie selbst beigebracht haben. Wer recht hat, ist damit nicht \
        gesagt: lesen Sie die Feststellungen.
        """,
        """
        Something in this bundle is provably wrong. Do not rely on it, nor on any finding below, \
        before every failed check is explained.
        """:
            """
        In diesem Bündel ist etwas nachweislich falsch. Verlassen Sie sich weder auf das \
        Bündel noch auf eine der Feststellungen, solange nicht jeder nicht bestandene \
        Prüfschritt erklärt ist.
        """,
        """
        Something could not be decided from what is here. Read the checks that are marked \
        indeterminate before you rely on any finding below.
        """:
            """
        Aus dem, was vorliegt, ließ sich nicht alles entscheiden. Lesen Sie die Prüfschritte, \
        die als unbestimmt bezeichnet sind, bevor Sie sich auf eine der Feststellungen \
        verlassen.
        """,
        """
        You did not pin the agreement and the annex. Anyone can make a bundle that holds under an \
        agreement and an annex of his own. Compare both digests with your own copies; until then \
        nothing here is proven.
        """:
            """
        Sie haben Vereinbarung und Anhang nicht selbst beigebracht. Jeder kann ein Bündel \
        erstellen, das nach einer eigenen Vereinbarung und einem eigenen Anhang stimmig ist. \
        Vergleichen Sie beide Hashwerte mit Ihren eigenen Ausfertigungen; bis dahin ist hier \
        nichts bewiesen.
        """,
        "FAILED: something in this bundle is provably wrong":
            "NICHT BESTANDEN: in diesem Bündel ist etwas nachweislich falsch",
        "INDETERMINATE: not everything could be decided":
            "UNBESTIMMT: nicht alles ließ sich entscheiden",
        "CONDITIONAL: the agreement and annex were not pinned; nothing here is proven":
            """
        UNTER VORBEHALT: Vereinbarung und Anhang wurden nicht selbst beigebracht; hier ist \
        nichts bewiesen
        """,
        "by rule": "nach einer Regel",
        "presumed": "vermutet",
        "shown by evidence": "durch Beweismittel gezeigt",
        "stated in a document": "in einem Dokument angegeben",
        "listed in the annex": "im Anhang aufgeführt",
        "decided by the burden of proof": "nach der Beweislast entschieden",
        "decided by the burden of proof, which was on {0}":
            "nach der Beweislast entschieden; beweisbelastet war {0}",
        "nothing on file shows it": "nichts in den Akten zeigt es",
        "calculated": "berechnet",
        "no time is proven": "keine Zeit ist bewiesen",
        "not before {0}; no latest time is proven":
            "nicht vor {0}; ein spätester Zeitpunkt ist nicht bewiesen",
        "not after {0}; no earliest time is proven":
            "nicht nach {0}; ein frühester Zeitpunkt ist nicht bewiesen",
        "not before {0} and not after {1}": "nicht vor {0} und nicht nach {1}",
        "contradiction: not before {0}, yet not after {1}":
            "Widerspruch: nicht vor {0}, und doch nicht nach {1}",
        "presented as a signature over": "vorgelegt als Signatur über",
        "presented as a time-stamp over": "vorgelegt als Zeitstempel über",
        "replaces": "ersetzt",
        "answers": "antwortet auf",
        "endorses": "bekräftigt",
        "serves to validate": "dient der Validierung von",
        "1 byte": "1 Byte",
        "{0} bytes": "{0} Byte",
        "There may be other ways; not all were looked for.":
            "Es kann weitere Wege geben; es wurde nicht nach allen gesucht.",
        "These are open; whether they would settle the claim is not said:":
            "Dies ist offen; ob es die Behauptung entscheiden würde, ist nicht gesagt:",
        "nobody known": "niemand Bekanntes",
        "{0} or {1}": "{0} oder {1}",
        "none": "keine",
        "no amount": "kein Betrag",
    ]

    /// What exhibits and digests are called.
    static let names: Table = [
        "the agreement": "die Vereinbarung",
        "the annex": "der Anhang",
        "the signature of {0} in {1}": "die Signatur von {0} in {1}",
        "the certified key of {0}": "der zertifizierte Schlüssel von {0}",
        "supposed": "angenommen",
        "no. {0}": "Nr. {0}",
        "archive no. {0}": "Archiv Nr. {0}",
        "{0} no. {1}": "{0} Nr. {1}",
        "entry {0} (not in this bundle)": "Eintrag {0} (nicht in diesem Bündel)",
        "not among the exhibits": "nicht unter den Beweismitteln",
        "{0}, left out of the bundle": "{0}, im Bündel weggelassen",
    ]
}
