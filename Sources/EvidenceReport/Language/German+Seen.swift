// What is drawn and what is open, in German.

extension German {
    /// The timeline and what stands out in it.
    static let timeline: Table = [
        "What stands out": "Was auffällt",
        "{0} is dated {1}, but was not made before {2}.":
            "{0} trägt das Datum {1}, ist aber nicht vor {2} entstanden.",
        "{0} is dated {1}, but {2}, the earliest signature over it, was not made before {3}.":
            "{0} trägt das Datum {1}, aber {2}, die früheste Signatur darüber, ist nicht vor {3} entstanden.",
        "{0} states that it was signed at {1}, but was not made before {2}.":
            "{0} gibt an, am {1} unterzeichnet zu sein, ist aber nicht vor {2} entstanden.",
        "{0} was made not before {2}: its key was revoked from {1} on.":
            "{0} ist nicht vor {2} entstanden: Der Schlüssel war ab {1} widerrufen.",
        "{0} may have been made after {1}, when its key was revoked: it is proven to exist only by {2}.":
            "{0} kann nach {1} entstanden sein, als der Schlüssel widerrufen war: Bewiesen ist nur, dass es am {2} vorlag.",
        "{0} was not made before {2}: its certificate had ended at {1}.":
            "{0} ist nicht vor {2} entstanden: Das Zertifikat war am {1} abgelaufen.",
        "{0} existed by {1}: its certificate began only at {2}.":
            "{0} lag am {1} vor: Das Zertifikat galt erst ab {2}.",
        "Clocks contradict each other about {0}: it existed by {1}, and was not made before {2}.":
            "Uhren widersprechen sich über {0}: Es lag am {1} vor und ist nicht vor {2} entstanden.",
        "A time-stamp in the name of {0} states {1} for {2}, which was not made before {3}.":
            "Ein Zeitstempel im Namen von {0} gibt {1} für {2} an, das nicht vor {3} entstanden ist.",
        "The key of {0} was revoked from {1} on; a list first said so at {2}.":
            "Der Schlüssel von {0} war ab {1} widerrufen; eine Liste sagt das erst am {2}.",
        "The rows that show it; the list above gives the same in text.":
            "Die Zeilen, die es zeigen; die Liste darüber sagt dasselbe als Text.",
        "Timeline of the exhibits": "Zeitleiste der Beweismittel",
        "One row for each exhibit and key; the table of exhibits gives the same in text.":
            "Eine Zeile für jedes Beweismittel und jeden Schlüssel; die Tabelle der Beweismittel sagt dasselbe als Text.",
        """
        Times in UTC. A full bar has both bounds proven; a dashed line is a side on which no bound is proven. ◇ somebody \
        states this time; ○ the archive says that it received the exhibit then; ◆ the findings say so; | a time-stamp or a \
        cosignature; ✘ revoked, or a clock that proves nothing; a flag is a list that says so; ▲ a list without the key; a \
        pennant is a deadline; ■ a claim names this time. Before a wall it cannot have been made; in the dark field behind one \
        the key was revoked. White strips leave time out; the dashed line down is the moment of verification.
        """:
            """
        Zeiten in UTC. Ein voller Balken hat zwei bewiesene Grenzen; eine gestrichelte Linie ist eine Seite, auf der keine \
        bewiesen ist. ◇ jemand gibt diese Zeit an; ○ da ist es nach Angabe des Archivs eingegangen; ◆ so die Feststellungen; | \
        ein Zeitstempel oder eine Mitzeichnung; ✘ widerrufen, oder eine Uhr, die nichts beweist; eine Fahne ist eine Liste, die \
        das sagt; ▲ eine Liste ohne den Schlüssel; ein Wimpel ist eine Frist; ■ eine Behauptung nennt diese Zeit. Vor einer \
        Mauer kann es nicht entstanden sein; im dunklen Feld hinter einer war der Schlüssel widerrufen. Weiße Streifen lassen \
        Zeit aus; die gestrichelte Linie nach unten ist der Zeitpunkt der Prüfung.
        """,
        "The first {0} exhibits are drawn; {1} more are in the table.":
            "Gezeichnet sind die ersten {0} Beweismittel; {1} weitere stehen in der Tabelle.",
        "The bounds stand as text in the {0}.": "Die Grenzen stehen als Text in der {0}.",
        "table of exhibits": "Tabelle der Beweismittel",
        "Deadlines": "Fristen",
        "Verified as of {0}": "Geprüft zum {0}",
        "{0}: signed by {1}": "{0}: unterzeichnet von {1}",
        "received, says the archive: {0}": "eingegangen nach Angabe des Archivs: {0}",
        "signing time, says its signer: {0}":
            "Zeit der Signatur nach Angabe des Unterzeichners: {0}",
        "signing time stated": "angegebene Zeit",
        "dated {0}": "Datum {0}",
        "states: {0}": "gibt an: {0}",
        "an unknown authority": "einer unbekannten Stelle",
        "time-stamp or cosignature of {0}: {1}": "Zeitstempel oder Mitzeichnung von {0}: {1}",
        "time-stamp in the name of {0}, which proves nothing: {1}":
            "Zeitstempel im Namen von {0}, der nichts beweist: {1}",
        "time-stamp of {0}, which other clocks show to be false: {1}":
            "Zeitstempel von {0}, den andere Uhren als falsch erweisen: {1}",
        "key of {0}": "Schlüssel von {0}",
        "revoked from {0}": "widerrufen ab {0}",
        "revoked from {0} on": "widerrufen ab {0}",
        "certificate issued": "Zertifikat ausgestellt",
        "a list does not name the key: {0}": "eine Liste nennt den Schlüssel nicht: {0}",
        "list says so": "Liste sagt es",
        "a list names the key as revoked: {0}":
            "eine Liste nennt den Schlüssel als widerrufen: {0}",
        "time-stamps, cosignatures": "Zeitstempel, Mitzeichnungen",
        "due: {0}, {1}": "Frist: {0}, {1}",
        "the evidence is closed": "die Beweisaufnahme ist geschlossen",
        "times that claims name": "Zeiten in den Behauptungen",
        "claim {0} names {1}": "Behauptung {0} nennt {1}",
        "not after {0}": "nicht nach {0}",
        "not before {0}": "nicht vor {0}",
        "{0} d {1} h": "{0} T. {1} Std.",
        "{0} h {1} min": "{0} Std. {1} Min.",
        "{0} min": "{0} Min.",
    ]

    /// The map of the evidence.
    static let map: Table = [
        "Map of the evidence": "Karte der Beweismittel",
        """
        Which exhibits speak for a claim (✔), against it (✘), or leave it open (?), and through which articles. \
        Beneath a line: what is not on file and would prove (→ ✔) or refute (→ ✘) it.
        """:
            """
        Welche Beweismittel für eine Behauptung sprechen (✔), gegen sie (✘) oder sie offen lassen (?), und durch welche \
        Artikel. Unter einer Linie: was nicht in den Akten ist und sie beweisen (→ ✔) oder widerlegen (→ ✘) würde.
        """,
        "Each of the {0} gives the same in text, under “Exhibits”, “Articles” and “What is missing”.":
            "Jede der {0} sagt dasselbe als Text, unter „Beweismittel“, „Artikel“ und „Was fehlt“.",
        "A column for each claim, a row for each exhibit; the findings give the same in text.":
            "Eine Spalte für jede Behauptung, eine Zeile für jedes Beweismittel; die Feststellungen sagen dasselbe als Text.",
    ]

    /// What was not proven.
    static let open: Table = [
        "What was not proven": "Was nicht bewiesen ist",
        "What would settle the claims that are undetermined":
            "Was die offenen Behauptungen entscheiden würde",
        "Who could produce it": "Wer es beibringen könnte",
        "Until when": "Bis wann",
        "The evidence was closed at {0}: what comes later is not heard unless it is reopened.":
            "Die Beweisaufnahme wurde am {0} geschlossen: Was später kommt, wird nicht gehört, es sei denn, sie wird wieder eröffnet.",
        "The evidence will be closed at {0}.": "Die Beweisaufnahme wird am {0} geschlossen.",
        "No time is on file at which the evidence will be closed.":
            "In den Akten steht keine Zeit, zu der die Beweisaufnahme geschlossen wird.",
        "{0}, if there is": "{0}, wenn es gibt:",
        "nothing on file decides it": "nichts in den Akten entscheidet es",
        "closed since {0}": "geschlossen seit {0}",
        "until {0}": "bis {0}",
        "no time is set": "keine Frist gesetzt",
    ]

    /// Mere statements.
    static let statements: Table = [
        "Times that are stated and not proven": "Zeiten, die angegeben und nicht bewiesen sind",
        """
        These times were used for no finding. Whoever states them could have stated others; at \
        most they count against the one who stated them.
        """:
            """
        Keine Feststellung stützt sich auf diese Zeiten. Wer sie angibt, hätte auch andere \
        angeben können; sie wirken höchstens gegen den, der sie angegeben hat.
        """,
        "Exhibit": "Beweismittel",
        "its unknown signer": "sein unbekannter Unterzeichner",
        "Signed at, says the signer": "Unterzeichnet nach Angabe des Unterzeichners",
        "Received at, says the archive {0}": "Eingegangen nach Angabe des Archivs {0}",
        "What documents state": "Was Dokumente angeben",
        """
        What a document states is no proof that it is so. It binds whoever signed it, as far as the agreement says; \
        the findings name it as “stated in a document” wherever they rest on it.
        """:
            """
        Was ein Dokument angibt, ist kein Beweis, dass es so ist. Es bindet den, der es unterzeichnet hat, soweit die \
        Vereinbarung das sagt; die Feststellungen nennen es „in einem Dokument angegeben“, wo sie darauf beruhen.
        """,
        "Documents with statements, and whose words they are":
            "Dokumente mit Angaben, und wessen Worte es sind",
        "Statements": "Angaben",
        "Whose words": "Wessen Worte",
        "Claims that rest on them": "Behauptungen, die darauf beruhen",
        "nobody’s: anyone may have written it": "niemandes: Jeder kann es geschrieben haben",
        "Not heard": "Nicht gehört",
        "The agreement gives these statements no meaning where they stand; no finding used them.":
            """
        Die Vereinbarung misst diesen Angaben dort, wo sie stehen, keine Bedeutung bei; keine \
        Feststellung stützt sich auf sie.
        """,
    ]
}
