// Whom the result trusts, the checks, and the glossary, in German.

extension German {
    /// Trust, revocation, checks, how to repeat it.
    static let trust: Table = [
        "Contradictions": "Widersprüche",
        "The evidence cannot all be true:": "Die Beweismittel können nicht alle zutreffen:",
        "Who was trusted, and why": "Wem vertraut wurde, und warum",
        """
        Nobody in this matter was trusted on his own word. The agreement says what follows from \
        evidence; its annex names the authorities whose certificates, time-stamps and checkpoints \
        count.
        """:
            """
        Niemandem in dieser Sache wurde auf sein bloßes Wort vertraut. Die Vereinbarung sagt, \
        was aus Beweismitteln folgt; ihr Anhang nennt die Stellen, deren Zertifikate, \
        Zeitstempel und Prüfpunkte gelten.
        """,
        "{0}: its log had {1} entries with the root {2}.":
            "{0}: sein Protokoll hatte {1} Einträge mit dem Wurzelhash {2}.",
        "No anchor, authority or archive was trusted.":
            "Keinem Vertrauensanker, keiner Stelle und keinem Archiv wurde vertraut.",
        "Nobody signed the bundle as a whole.": "Niemand hat das Bündel als Ganzes unterzeichnet.",
        "Revocation information": "Sperrinformationen",
        "A revocation that came after the newest list below is not known here.":
            "Ein Widerruf, der nach der neuesten Liste unten kam, ist hier nicht bekannt.",
        "No revocation list was seen.": "Eine Sperrliste lag nicht vor.",
        "Checks of the bundle": "Prüfschritte am Bündel",
        "None failed or stayed open.": "Keiner wurde nicht bestanden, keiner blieb offen.",
        "Not passed": "Nicht bestanden",
        "{0} passed": "{0} bestanden",
        "passed": "bestanden",
        "The checks of an exhibit and of its signatures stand with the exhibit.":
            "Die Prüfschritte zu einem Beweismittel und seinen Signaturen stehen bei ihm.",
        "Outcome": "Ergebnis",
        "What was found": "Was sich ergab",
        "Of what": "Woran",
        "Code": "Code",
        "1 check": "1 Prüfschritt",
        "{0} checks": "{0} Prüfschritte",
        """
        The same bundle, agreement, annex and time give the same report to the byte, on any \
        machine and without a network. First compare the bundle’s digest ({0}):
        """:
            """
        Dasselbe Bündel, dieselbe Vereinbarung, derselbe Anhang und derselbe Zeitpunkt \
        ergeben Byte für Byte denselben Bericht, auf jedem Rechner und ohne Netz. Vergleichen \
        Sie zuerst den Hashwert des Bündels ({0}):
        """,
        """
        Then, with digests of the agreement and annex that you got from somewhere else than this \
        bundle:
        """:
            """
        Dann, mit Hashwerten der Vereinbarung und des Anhangs, die Sie anderswoher haben als \
        aus diesem Bündel:
        """,
        """
        An exhibit: {0} the bundle and run {1} on the file; the digest stands with each exhibit \
        above. A signature: {2}. A time-stamp: {3}.
        """:
            """
        Ein Beweismittel: das Bündel mit {0} entpacken und {1} auf die Datei anwenden; der \
        Hashwert steht oben bei jedem Beweismittel. Eine Signatur: {2}. Ein Zeitstempel: {3}.
        """,
    ]

    /// The glossary.
    static let glossary: Table = [
        "Agreement": "Vereinbarung",
        """
        The text that the parties signed: what evidence proves what, article by article, and the \
        rules that carry it out.
        """:
            """
        Der Text, den die Parteien unterzeichnet haben: welches Beweismittel was beweist, \
        Artikel für Artikel, mit den Regeln, die dies ausführen.
        """,
        "Annex": "Anhang",
        """
        The list, signed by the agreement’s registry, of the authorities that count: CAs, TSAs, \
        archives, banks, carriers.
        """:
            """
        Das Verzeichnis der maßgeblichen Stellen, unterzeichnet vom Register der \
        Vereinbarung: Zertifizierungsstellen, Zeitstempeldienste, Archive, Banken, \
        Frachtführer.
        """,
        "Archive": "Archiv",
        """
        Keeps exhibits in a log of which each entry names the one before, so that nothing can be \
        changed or removed unnoticed.
        """:
            """
        Verwahrt Beweismittel in einem Protokoll, in dem jeder Eintrag den vorigen benennt, \
        sodass nichts unbemerkt geändert oder entfernt werden kann.
        """,
        "Burden of proof": "Beweislast",
        "Who loses if a thing stays unproven. Where it decided, the finding says so.":
            """
        Wer unterliegt, wenn etwas unbewiesen bleibt. Wo sie entschieden hat, sagt es die \
        Feststellung.
        """,
        "Checkpoint": "Prüfpunkt",
        """
        The archive’s signed statement of how many entries its log has and what their common root \
        hash is.
        """:
            """
        Die unterzeichnete Erklärung des Archivs, wie viele Einträge sein Protokoll hat und \
        welches ihr gemeinsamer Wurzelhash ist.
        """,
        "One item of evidence, numbered within its matter.":
            "Ein einzelnes Beweisstück, nummeriert innerhalb seiner Sache.",
        "Validation could say neither yes nor no (ETSI EN 319 102-1); the code tells why.":
            """
        Die Validierung konnte weder Ja noch Nein sagen (ETSI EN 319 102-1); der Code sagt, \
        warum.
        """,
        "Matter": "Sache",
        "One deal between parties, or one dispute.":
            "Ein Geschäft zwischen Parteien oder ein Streit.",
        "Not before, not after": "Nicht vor, nicht nach",
        """
        The bounds of the time at which a thing came into being, as far as trusted time-stamps \
        prove them.
        """:
            """
        Die Grenzen der Zeit, zu der etwas entstanden ist, soweit vertrauenswürdige \
        Zeitstempel sie beweisen.
        """,
        "Pinned": "Selbst beigebracht",
        "Brought by the arbiter, not taken from the bundle.":
            "Vom Schiedsrichter mitgebracht, nicht dem Bündel entnommen.",
        "It follows from validated evidence under the agreement.":
            "Es folgt nach der Vereinbarung aus validierten Beweismitteln.",
        "Its contrary follows, or no evidence that may still come could show it.":
            """
        Sein Gegenteil folgt, oder kein Beweismittel, das noch kommen kann, könnte es zeigen.
        """,
        "Neither: something is missing, and the report says what and who could produce it.":
            """
        Keines von beiden: etwas fehlt, und der Bericht sagt, was, und wer es beibringen \
        könnte.
        """,
    ]
}
