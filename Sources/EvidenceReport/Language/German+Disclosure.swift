// What not everybody sees, in German.

extension German {
    /// Contents that were left out, sealed, or opened.
    static let disclosure: Table = [
        "What not everybody sees": "Was nicht alle sehen",
        """
        Entry, filing and proof of each of these exhibits are in the bundle. Their contents are not open to everybody \
        who has it.
        """:
            """
        Eintrag, Einreichung und Nachweis jedes dieser Beweismittel sind im Bündel. Ihr Inhalt steht nicht jedem \
        offen, der es hat.
        """,
        "Left out": "Weggelassen",
        "Sealed, and not opened": "Versiegelt und nicht geöffnet",
        "Opened with your key": "Mit Ihrem Schlüssel geöffnet",
        "Sealed to": "Versiegelt für",
        "The bundle says so, by these certificates. Nobody checked here whose they are.":
            "Das sagt das Bündel durch diese Zertifikate. Wem sie gehören, hat hier niemand geprüft.",
        "What your key changes": "Was Ihr Schlüssel ändert",
        """
        All of this report is what you see with the key of {0}. For everybody else the evidence is {1}, and the finding in \
        the bundle is theirs.
        """:
            """
        Dieser ganze Bericht ist, was Sie mit dem Schlüssel von {0} sehen. Für alle anderen sind die Beweismittel {1}, und \
        die Feststellung im Bündel ist die ihre.
        """,
        "No claim is decided otherwise by what it opened.":
            "Keine Behauptung wird durch das Geöffnete anders entschieden.",
        "Claims that are decided otherwise with the key":
            "Behauptungen, die mit dem Schlüssel anders entschieden werden",
        "Without the key": "Ohne den Schlüssel",
        "With the key": "Mit dem Schlüssel",
        "proven up to {0}": "bewiesen bis {0}",
        "possible up to {0}": "möglich bis {0}",
        "sealed ({0})": "versiegelt ({0})",
        "{0}, sealed": "{0}, versiegelt",
        "opened": "geöffnet",
    ]
}
