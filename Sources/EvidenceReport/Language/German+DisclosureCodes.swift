// What the codes of `ReasonCodes+Disclosure.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let disclosureCodes: Table = [
        "It is told by certificates to whom contents of the bundle are sealed.":
            "Für wen Inhalte des Bündels versiegelt sind, sagen Zertifikate.",
        "A content under seal is not in a form that its recipients can open.":
            "Ein versiegelter Inhalt hat nicht die Form, in der seine Empfänger ihn öffnen können.",
        "The contents under seal are for others than the holder of the key that was given.":
            "Die versiegelten Inhalte sind für andere als den Inhaber des angegebenen Schlüssels.",
        "Ask whoever handed the bundle in to seal it to your certificate.":
            "Verlangen Sie von dem, der das Bündel vorgelegt hat, dass er es für Ihr Zertifikat versiegelt.",
        "What is sealed to you does not open to what was filed.":
            "Was für Sie versiegelt ist, ergibt geöffnet nicht das Eingereichte.",
        """
        Ask whoever handed the bundle in for the file as it was filed, or for a bundle that is put together anew.
        """:
            """
        Verlangen Sie von dem, der das Bündel vorgelegt hat, die Datei, wie sie eingereicht wurde, oder ein neu \
        zusammengestelltes Bündel.
        """,
        "Contents under seal open to exactly what was filed.":
            "Versiegelte Inhalte ergeben geöffnet genau das Eingereichte.",
        "What is sealed is larger in all than what a verifier holds.":
            "Das Versiegelte ist insgesamt größer, als ein Prüfer fasst.",
        "What was filed as encrypted is nothing that anybody could open.":
            "Was als verschlüsselt eingereicht wurde, könnte niemand öffnen.",
        "Ask whoever filed it for the plaintext; it has the time of its own filing.":
            "Verlangen Sie vom Einreicher den Klartext; er hat die Zeit seiner eigenen Einreichung.",
        "An encrypted exhibit does not say which plaintext it holds, so it dates none.":
            "Ein verschlüsseltes Beweismittel sagt nicht, welchen Klartext es enthält; es datiert daher keinen.",
        """
        An encrypted exhibit does not open with the key that was given to the plaintext that it names.
        """:
            """
        Ein verschlüsseltes Beweismittel ergibt mit dem angegebenen Schlüssel nicht den Klartext, den es nennt.
        """,
        "Ask whoever filed it for the plaintext that has the digest it names.":
            "Verlangen Sie vom Einreicher den Klartext mit dem Hashwert, den es nennt.",
        "Encrypted exhibits open to the plaintexts that they name.":
            "Verschlüsselte Beweisstücke ergeben geöffnet die Klartexte, die sie nennen.",
        "The content of an exhibit is sealed; that it was filed, and when, is proven.":
            "Der Inhalt eines Beweisstücks ist versiegelt; dass und wann es eingereicht wurde, ist bewiesen.",
        "Those to whom it is sealed can open it; whoever filed it can show the file.":
            "Öffnen können es die, für die es versiegelt ist; der Einreicher kann die Datei zeigen.",
    ]
}
