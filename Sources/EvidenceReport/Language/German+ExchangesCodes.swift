// What the codes of `ReasonCodes+Exchanges.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let exchangesCodes: Table = [
        "A message of an exchange breaks its form, so it states nothing formally.":
            "Eine Nachricht eines Austauschs verletzt ihre Form; sie gibt daher formal nichts an.",
        "Ask its signer for the message as he sent it.":
            "Verlangen Sie von ihrem Unterzeichner die Nachricht, wie er sie gesandt hat.",
        "The first message of an exchange is not signed by its sender.":
            "Die erste Nachricht eines Austauschs ist nicht von ihrem Absender unterzeichnet.",
        "An answer does not fit the first message, or is not signed by who should answer.":
            """
        Eine Antwort passt nicht zur ersten Nachricht oder ist nicht von dem unterzeichnet, \
        der antworten sollte.
        """,
        "A secret is missing or opens nothing, so the exchange is not complete.":
            "Ein Geheimnis fehlt oder öffnet nichts; der Austausch ist daher nicht vollständig.",
        """
        Ask either party for the secret that was given away, or the third party for its decision.
        """:
            """
        Verlangen Sie von einer der Parteien das preisgegebene Geheimnis oder vom Dritten \
        seine Entscheidung.
        """,
        "There are only promises: a negotiation and no contract.":
            "Es gibt nur Zusagen: eine Verhandlung und keinen Vertrag.",
        """
        A replacement is by another than the third party that was named, or by one that the annex \
        does not list.
        """:
            """
        Ein Ersatz stammt von einem anderen Dritten als dem benannten oder von einem, den der \
        Anhang nicht aufführt.
        """,
        "A replacement is for promises that do not fit, or that nobody is proven to have signed.":
            """
        Ein Ersatz gilt Zusagen, die nicht zueinander passen oder die nachweislich niemand \
        unterzeichnet hat.
        """,
        "An abort is on file without a signed request for it.":
            "Ein Abbruch ist in den Akten, ohne dass er unterzeichnet beantragt ist.",
        "An abort names another's request.": "Ein Abbruch nennt den Antrag eines anderen.",
        "An abort and a replacement of one exchange are on file.":
            "Zu einem Austausch sind ein Abbruch und ein Ersatz in den Akten.",
        """
        Ask for what proves which was decided first: the third party's records, and when each was \
        filed or time-stamped.
        """:
            """
        Verlangen Sie, was beweist, worüber zuerst entschieden wurde: die Aufzeichnungen des \
        Dritten, und wann jedes eingereicht oder mit einem Zeitstempel versehen wurde.
        """,
        "An exchange was aborted whose secret had been given away.":
            "Ein Austausch wurde abgebrochen, dessen Geheimnis schon preisgegeben war.",
        "Ask for what proves when the secret was given away.":
            "Verlangen Sie, was beweist, wann das Geheimnis preisgegeben wurde.",
        "There are replacements for two answers to one message.":
            "Zu einer Nachricht gibt es einen Ersatz für zwei Antworten.",
        "Several complete exchanges are about one text; they make one contract.":
            "Mehrere vollständige Austausche betreffen einen Text; sie ergeben einen Vertrag.",
        "Complete exchanges are about two texts of one deal.":
            "Vollständige Austausche betreffen zwei Texte eines Geschäfts.",
        "Ask the parties which of both texts governs, and since when.":
            "Fragen Sie die Parteien, welcher der beiden Texte gilt, und seit wann.",
        "The first sender asked for a replacement, and there is an abort.":
            "Der erste Absender hat einen Ersatz beantragt, und es gibt einen Abbruch.",
        "The third party gave one number to two decisions, or does not name the one before.":
            "Der Dritte hat zwei Entscheidungen eine Nummer gegeben oder nennt die vorige nicht.",
        "A request was received, and no decision is on file.":
            "Ein Antrag ging ein, und keine Entscheidung ist in den Akten.",
        "A message states a time at which it was provably not made.":
            "Eine Nachricht gibt eine Zeit an, zu der sie nachweislich nicht erstellt wurde.",
        "Nothing rests on the stated time; what is proven of it stands at the exhibit.":
            """
        Nichts stützt sich auf die angegebene Zeit; was von ihr bewiesen ist, steht beim \
        Beweismittel.
        """,
        "An answer was provably made after an abort.":
            "Eine Antwort wurde nachweislich nach einem Abbruch erstellt.",
        "A promise names a key that is another's, or that may have ended.":
            """
        Eine Zusage nennt einen Schlüssel, der einem anderen gehört oder der beendet sein \
        kann.
        """,
        "A decision may have been signed when the third party's key had ended.":
            """
        Eine Entscheidung kann unterzeichnet worden sein, als der Schlüssel des Dritten \
        beendet war.
        """,
        "The encrypted data that a message is about are not among the exhibits.":
            """
        Die verschlüsselten Daten, von denen eine Nachricht handelt, sind nicht unter den \
        Beweismitteln.
        """,
        "Ask either party for the encrypted data; the message names their digest.":
            """
        Verlangen Sie von einer der Parteien die verschlüsselten Daten; die Nachricht nennt \
        ihren Hashwert.
        """,
        "The key does not open the encrypted data to what was promised.":
            "Der Schlüssel öffnet die verschlüsselten Daten nicht zu dem, was zugesagt war.",
        "Ask its sender, or the third party, for the key that opens them.":
            "Verlangen Sie vom Absender oder vom Dritten den Schlüssel, der sie öffnet.",
        "The label of a message is not that of the data and the key.":
            "Die Kennzeichnung einer Nachricht ist nicht die der Daten und des Schlüssels.",
        "What a message tells of happened too late, or after it was told.":
            "Was eine Nachricht mitteilt, geschah zu spät, oder nachdem es mitgeteilt war.",
        "A message gives two roles of an exchange to one party.":
            "Eine Nachricht gibt einer Partei zwei Rollen eines Austauschs.",
        "An exchange has more messages or keys than are looked at.":
            "Ein Austausch hat mehr Nachrichten oder Schlüssel, als angesehen werden.",
        "Ask the parties to file only the messages that they rely on.":
            """
        Verlangen Sie von den Parteien, nur die Nachrichten einzureichen, auf die sie sich \
        stützen.
        """,
        "Ask its sender, or whoever received it, for the message as it was signed.":
            """
        Verlangen Sie vom Absender, oder von dem, der sie empfangen hat, die Nachricht, wie \
        sie unterzeichnet wurde.
        """,
        """
        Ask the third party of the exchange for its signed decision, and for the requests on \
        which it decided.
        """:
            """
        Verlangen Sie vom Dritten des Austauschs seine unterzeichnete Entscheidung und die \
        Anträge, über die er entschieden hat.
        """,
    ]
}
