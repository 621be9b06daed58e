// What the codes of `ReasonCodes+Documents.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let documentsCodes: Table = [
        "The terms of a document break the rules, so it states nothing formally.":
            """
        Die Bedingungen eines Dokuments verletzen die Regeln; es gibt daher formal nichts an.
        """,
        """
        What its prose means is for you to weigh. The signers can sign the document again with \
        terms in form; it counts from then.
        """:
            """
        Was sein Fließtext bedeutet, haben Sie abzuwägen. Die Unterzeichner können das \
        Dokument mit Bedingungen in rechter Form neu unterzeichnen; es zählt von da an.
        """,
        "A file that says to describe a protocol does not.":
            "Eine Datei, die ein Nachrichtenprotokoll zu beschreiben angibt, tut es nicht.",
        "The annex names the description of a protocol under another name than its own.":
            """
        Der Anhang nennt die Beschreibung eines Nachrichtenprotokolls unter einem anderen \
        Namen als ihrem eigenen.
        """,
        "Ask the registry for an annex that names it as it is.":
            "Verlangen Sie vom Register einen Anhang, der sie so nennt, wie sie heißt.",
        "A file that says to be a record of a connection is none.":
            "Eine Datei, die sich als Aufzeichnung einer Verbindung ausgibt, ist keine.",
        "One side alone could have made the record, so it proves nothing against the other.":
            """
        Eine Seite allein hätte die Aufzeichnung herstellen können; sie beweist daher nichts \
        gegen die andere.
        """,
        "Ask for what the other side signed: a contract, a receipt, a message of an exchange.":
            """
        Verlangen Sie, was die andere Seite unterzeichnet hat: einen Vertrag, eine Quittung, \
        eine Nachricht eines Austauschs.
        """,
        "The file holds secrets that open other records.":
            "Die Datei enthält Geheimnisse, die andere Aufzeichnungen öffnen.",
        "Tell whoever filed it: passwords and keys in it should be changed.":
            """
        Sagen Sie es dem, der sie eingereicht hat: Passwörter und Schlüssel darin sollten \
        geändert werden.
        """,
        "A file that says to be a ledger is none.":
            "Eine Datei, die sich als Kontobuch ausgibt, ist keines.",
        "Ask the commitment service for its signed ledger of this limit.":
            "Verlangen Sie vom Verpflichtungsdienst sein unterzeichnetes Kontobuch dieses Limits.",
        "A document of a liability limit breaks its form, so it states nothing formally.":
            """
        Ein Dokument eines Haftungslimits verletzt seine Form; es gibt daher formal nichts \
        an.
        """,
        "Ask its signer to sign it again in form; it counts from then.":
            """
        Verlangen Sie von seinem Unterzeichner, dass er es in rechter Form neu unterzeichnet; \
        es zählt von da an.
        """,
        "What was open under a limit exceeded it.":
            "Was unter einem Limit offen war, überstieg es.",
        "A certificate was for more than the maximum, or for another currency.":
            "Ein Zertifikat lautete über mehr als den Höchstbetrag oder über eine andere Währung.",
        "The entries of a ledger do not follow each other.":
            "Die Einträge eines Kontobuchs folgen nicht aufeinander.",
        "What a ledger says to be open does not follow from its entries.":
            "Was ein Kontobuch als offen angibt, folgt nicht aus seinen Einträgen.",
        "A ledger's entry does not reserve the amount of its certificate.":
            "Der Eintrag eines Kontobuchs reserviert nicht den Betrag seines Zertifikats.",
        "A certificate is used for another document than it names.":
            "Ein Zertifikat wird für ein anderes Dokument verwendet, als es nennt.",
        "Status, issue, acceptance and claim do not follow each other in time.":
            "Status, Ausstellung, Annahme und Anspruch folgen zeitlich nicht aufeinander.",
        "The document was not signed at about the time of the certificate.":
            "Das Dokument wurde nicht ungefähr zur Zeit des Zertifikats unterzeichnet.",
        "Something was reserved after the key or limit had been revoked.":
            "Es wurde etwas reserviert, nachdem der Schlüssel oder das Limit widerrufen war.",
        "One number, or one document, was covered twice.":
            "Eine Nummer oder ein Dokument wurde zweimal gedeckt.",
        "Something was released by somebody who may not, or twice.":
            "Etwas wurde von jemandem freigegeben, der es nicht darf, oder zweimal.",
        "A limit was lowered, and grants went on or open ones were touched.":
            "Ein Limit wurde gesenkt, und Zusagen liefen weiter, oder offene wurden angetastet.",
        "The times of a ledger contradict their order, or the archive's proofs.":
            """
        Die Zeiten eines Kontobuchs widersprechen ihrer Reihenfolge oder den Beweisen des \
        Archivs.
        """,
        "Two signed entries or certificates have one number under one limit.":
            "Zwei unterzeichnete Einträge oder Zertifikate haben unter einem Limit eine Nummer.",
        "The beneficiary is not one member.": "Der Begünstigte ist nicht ein einziges Mitglied.",
        """
        Ask the commitment service for its whole signed ledger, and the beneficiary for the \
        receipts that he holds.
        """:
            """
        Verlangen Sie vom Verpflichtungsdienst sein ganzes unterzeichnetes Kontobuch und vom \
        Begünstigten die Quittungen, die er hat.
        """,
    ]
}
