// Exchanges, in German.

extension German {
    /// Exchanges, their drawings and tables.
    static let exchanges: Table = [
        """
        What the messages on file show, each exchange by itself. An arrow says that the message \
        is on file, not when it came to whom. What follows for the claims stands in the {0}.
        """:
            """
        Was die Nachrichten in den Akten zeigen, jeder Austausch für sich. Ein Pfeil besagt, \
        dass die Nachricht in den Akten ist, nicht, wann sie wem zuging. Was für die \
        Behauptungen folgt, steht in den {0}.
        """,
        "findings": "Feststellungen",
        "Exchange {0}: {1} on {2}": "Austausch {0}: {1} über {2}",
        "Exchange {0}: {1}": "Austausch {0}: {1}",
        ", deal {0}": ", Geschäft {0}",
        """
        ✔ signed by its sender, ? perhaps, ✘ not; without a sign, a bare secret, which nobody \
        signs.
        """:
            """
        ✔ vom Absender unterzeichnet, ? möglicherweise, ✘ nicht; ohne Zeichen: ein bloßes \
        Geheimnis, das niemand unterzeichnet.
        """,
        "{0} more messages are in the table.": "{0} weitere Nachrichten stehen in der Tabelle.",
        "Messages on file, in the order that is proven, else in that of the protocol":
            "Nachrichten in den Akten, in der bewiesenen Reihenfolge, sonst in der des Protokolls",
        "No.": "Nr.",
        "Message": "Nachricht",
        "From whom to whom": "Von wem an wen",
        "Signature": "Signatur",
        "Made": "Erstellt",
        ", decision no. {0}": ", Entscheidung Nr. {0}",
        "(it states {0})": "(sie gibt {0} an)",
        "a bare secret": "ein bloßes Geheimnis",
        "It would take {0}": "Dafür fehlt: {0}",
        "What its messages prove": "Was seine Nachrichten beweisen",
        "What is odd about it": "Was daran auffällt",
        "signed by its sender": "vom Absender unterzeichnet",
        "perhaps signed by its sender": "möglicherweise vom Absender unterzeichnet",
        "not signed by its sender": "nicht vom Absender unterzeichnet",
        "The messages on file make a contract.":
            "Die Nachrichten in den Akten ergeben einen Vertrag.",
        "The messages on file do not tell whether there is a contract.":
            "Die Nachrichten in den Akten sagen nicht, ob ein Vertrag besteht.",
        "The messages on file show that no contract came of this exchange.":
            """
        Die Nachrichten in den Akten zeigen, dass aus diesem Austausch kein Vertrag \
        entstanden ist.
        """,
        "the {0}": "{0}",
        "{0} to all": "{0} an alle",
        "{0} to {1}": "{0} an {1}",
        "{0} of {1} towards {2} [{3}]": "{0} von {1} gegenüber {2} [{3}]",
        "{0}, from {1} or whoever has it": "{0}, von {1} oder wer sie hat",
        "proof that {0} signed {1}": "der Nachweis, dass {0} {1} unterzeichnet hat",
        "This is misconduct of {0} ({1}).": "Dies ist ein Fehlverhalten von {0} ({1}).",
        "One arrow for each of {0} messages; the table beneath gives the same in text.":
            """
        Ein Pfeil für jede von {0} Nachrichten; die Tabelle darunter gibt dasselbe als Text \
        wieder.
        """,
        "Messages of the exchange": "Nachrichten des Austauschs",
        "not named": "nicht benannt",
        "{0}: made {1}": "{0}: erstellt {1}",
    ]
}
