// What the verifier says in English of this bundle, read back by patterns, in German.

extension German {
    /// Sentences of the verifier.
    static let verifier: Table = [
        "All evidence in the bundle holds under the agreement and the annex that you pinned.":
            """
        Alle Beweismittel im Bündel halten der Prüfung nach der Vereinbarung und dem Anhang \
        stand, die Sie selbst beigebracht haben.
        """,
        "Order and completeness of the log are the operator's statement: {0}":
            "Reihenfolge und Vollständigkeit des Protokolls sind eine Angabe des Betreibers: {0}",
        "the annex demands no witnesses.": "der Anhang verlangt keine Zeugen.",
        "the annex demands no witnesses; {0} cosigned it.":
            "der Anhang verlangt keine Zeugen; mitunterzeichnet hat {0}.",
        "the quorum {0} of the annex is not met, {1}.":
            "das Quorum {0} des Anhangs ist nicht erreicht; {1}.",
        "no witness of the annex cosigned it": "kein Zeuge des Anhangs hat mitunterzeichnet",
        "only {0} cosigned it": "mitunterzeichnet hat nur {0}",
        "The log is witnessed by {0}; the quorum {1} of the annex is met.":
            "Das Protokoll ist bezeugt von {0}; das Quorum {1} des Anhangs ist erreicht.",
        "refuted": "widerlegt",
        "anyone": "jedermann",
        "{0} (by certifying another key)": "{0} (durch Zertifizierung eines anderen Schlüssels)",
        "{0} (a certificate gives it the same key)":
            "{0} (ein Zertifikat weist den gleichen Schlüssel aus)",
    ]
}
