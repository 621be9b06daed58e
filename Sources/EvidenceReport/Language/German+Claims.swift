// What the agreement and the verifier say, read back by patterns, in German. The agreement itself is English: its sentences stand beside these.

extension German {
    /// The sentences of predicates that claims use.
    static let claims: Table = [
        "{0} signed {1}": "{0} hat {1} unterzeichnet",
        "{0} signed {1} by {2}": "{0} hat {1} bis {2} unterzeichnet",
        "{0} signed {1} not before {2}": "{0} hat {1} nicht vor {2} unterzeichnet",
        "{0} signed {1} between {2} and {3}": "{0} hat {1} zwischen {2} und {3} unterzeichnet",
        "{0} admits that {1} is dated {2}": "{0} räumt ein, dass {1} auf den {2} datiert ist",
        "{0} existed by {1}": "{0} lag bis {1} vor",
        "{0} was not made before {1}": "{0} entstand nicht vor {1}",
        "{0} was revoked": "{0} wurde widerrufen",
        "{0} was revoked by {1}": "{0} wurde bis {1} widerrufen",
        "{0} was revoked after {1}": "{0} wurde nach {1} widerrufen",
        "others could use {0} by {1}": "andere konnten {0} bis {1} verwenden",
        "{0} filed as a time-stamp of {1} the token {2}, which is not signed as it stands":
            """
        {0} hat als Zeitstempel von {1} das Token {2} eingereicht, das so nicht unterzeichnet \
        ist
        """,
        "the log is intact from size {0} to size {1}":
            "das Protokoll ist von Größe {0} bis Größe {1} unversehrt",
        "{0} owes {1} {2}": "{0} schuldet {1} {2}",
        "{0} is committed to {1} for {2} up to {3}":
            "{0} ist gegenüber {1} für {2} bis zu {3} verpflichtet",
        "{0} is a contract between {1} and {2}": "{0} ist ein Vertrag zwischen {1} und {2}",
        "{0} was a contract between {1} and {2} by {3}":
            "{0} war bis {3} ein Vertrag zwischen {1} und {2}",
        "{0} became a contract between {1} and {2} after {3}":
            "{0} wurde nach {3} ein Vertrag zwischen {1} und {2}",
        "{0} became a contract between {1} and {2} between {3} and {4}":
            "{0} wurde zwischen {3} und {4} ein Vertrag zwischen {1} und {2}",
        "{0} performed for {1} its obligation to {2}":
            "{0} hat gegenüber {1} die Verpflichtung „{2}“ erfüllt",
        "{0} performed for {1} its obligation to {2}, by {3}":
            "{0} hat gegenüber {1} die Verpflichtung „{2}“ bis {3} erfüllt",
        "{0} performed for {1} its obligation to {2}, after {3}":
            "{0} hat gegenüber {1} die Verpflichtung „{2}“ nach {3} erfüllt",
        "{0} performed for {1} its obligation to {2}, between {3} and {4}":
            "{0} hat gegenüber {1} die Verpflichtung „{2}“ zwischen {3} und {4} erfüllt",
        "{0} breached its obligation to {1}": "{0} hat die Verpflichtung „{1}“ verletzt",
        "{0} breached its obligation to {1} under {2}":
            "{0} hat die Verpflichtung „{1}“ aus {2} verletzt",
        "{0} could {1} without {2}": "{0} war zu „{1}“ ohne {2} in der Lage",
        "{0} authorised others to {1}": "{0} hat andere zu „{1}“ ermächtigt",
        "{0} is in default with its answer on {1}": "{0} ist mit der Erwiderung auf {1} säumig",
        "{0} is guilty of misconduct: {1}": "{0} fällt Fehlverhalten zur Last: {1}",
        "an award finds the claim {0} of {1} {2}, and it is {3}":
            "ein Schiedsspruch stellt zur Behauptung {0} aus {1} fest: {2}; sie ist {3}",
        "the stage of the matter is {0}": "die Sache befindet sich im Stadium „{0}“",
        "it is not so that {0}": "es trifft nicht zu: {0}",
    ]

    /// Who bears a burden or could produce something.
    static let producers: Table = [
        "carrier": "Frachtführer",
        "registry": "Register",
        "claimant": "Behauptender",
        "the claimant": "der Behauptende",
        "the opponent": "der Gegner",
        "the adversary": "die Gegenseite",
        "the arbiter": "der Schiedsrichter",
        "the relying party": "wer darauf vertraut hat",
        "the beneficiary": "der Begünstigte",
        "the debtor": "der Schuldner",
        "the endorsee": "der Indossatar",
        "the payee": "der Zahlungsempfänger",
        "the payer": "der Zahler",
        "the rival": "der Konkurrent",
        "the signatory": "der Unterzeichner",
        "the authority": "die Stelle",
        "whoever relies on it": "wer sich darauf beruft",
        "expert": "Sachverständiger",
        "bank": "Bank",
        "registered-delivery": "Zustelldienst",
        "the holder of the key": "der Inhaber des Schlüssels",
        "its author": "sein Verfasser",
        "court-officer": "Gerichtsvollzieher",
        "archive": "Archiv",
        "arbiter": "Schiedsrichter",
        "whoever holds a time-stamp or a record of it":
            "wer einen Zeitstempel oder eine Aufzeichnung davon hat",
    ]
}
