// The page's words in German, by the report's vocabulary (EvidenceReport/Language): exhibit is Beweismittel, filing Einreichung, matter
// Sache, claim Behauptung, digest Hashwert, log Protokoll.

export const german = {
  // Around the views.
  "Skip to the content": "Zum Inhalt springen", "Main": "Hauptnavigation", "Language": "Sprache",
  "Verify": "Prüfen", "Matters": "Sachen", "File": "Einreichen", "Log": "Protokoll", "Sign in": "Anmelden",
  "A finding is not legal advice.": "Eine Feststellung ist keine Rechtsberatung.", "Programming interface": "Programmierschnittstelle",
  "What to do": "Was zu tun ist", "Request {0}": "Anfrage {0}",
  "Something went wrong in this page.": "In dieser Seite ist etwas schiefgegangen.",
  "The server cannot be reached.": "Der Server ist nicht zu erreichen.",

  // Signing in.
  "Verifying a bundle and reading the log need no account. To file and to read in a matter, sign in with the token that the operator gave you.":
    "Ein Bündel prüfen und das Protokoll lesen kann jeder. Um in einer Sache einzureichen und zu lesen, melden Sie sich mit dem Token an, das der Betreiber Ihnen gab.",
  "Token": "Token", "Your token": "Ihr Token",
  "It begins with dkt_. It is kept in this tab only, and forgotten when you close it.":
    "Es beginnt mit dkt_. Es bleibt nur in diesem Tab und wird vergessen, wenn Sie ihn schließen.",
  "A browser with your registered certificate needs no token.": "Ein Browser mit Ihrem registrierten Zertifikat braucht kein Token.",
  "The service does not accept this token.": "Der Dienst nimmt dieses Token nicht an.",
  "It may have expired or been revoked.": "Es ist vielleicht abgelaufen oder widerrufen.",
  "Signed in": "Angemeldet", "Sign out": "Abmelden", "You are": "Sie sind", "Principal": "Kennung", "Known by": "Erkannt durch",
  "token": "Token", "certificate": "Zertifikat", "Until": "Bis", "Roles": "Rollen", "Your certificates": "Ihre Zertifikate",
  "party": "Partei", "arbiter": "Schiedsrichter", "auditor": "Revisor", "operator": "Betreiber",

  // Verifying.
  "Verify a bundle": "Ein Bündel prüfen",
  "Nothing is kept: the bundle is deleted as soon as the report is made.": "Nichts wird aufbewahrt: Das Bündel wird gelöscht, sobald der Bericht erstellt ist.",
  "Bundle": "Bündel", "Drop a bundle here, or choose one": "Legen Sie ein Bündel hier ab, oder wählen Sie eines",
  "A file that ends in .asice": "Eine Datei, die auf .asice endet", "What you accept": "Was Sie anerkennen",
  "You name the agreement and the annex, not the bundle: whoever made the bundle could have put in rules and keys of his own.":
    "Vereinbarung und Anhang nennen Sie, nicht das Bündel: Wer es zusammengestellt hat, könnte eigene Regeln und Schlüssel hineingelegt haben.",
  "Agreement": "Vereinbarung", "Annex": "Anhang", "Agreement and annex": "Vereinbarung und Anhang",
  "None: the answer will be conditional": "Keine: die Antwort steht unter Vorbehalt", "Choose …": "Wählen Sie …", "One of my own": "Eine eigene Ausfertigung",
  "Digest": "Hashwert", "A file of your own": "Eine eigene Datei",
  "The file is not sent; its digest is computed here.": "Die Datei wird nicht gesendet; ihr Hashwert wird hier berechnet.",
  "This is no digest.": "Das ist kein Hashwert.",
  "A digest is sha-256: and 44 letters, or choose the file.": "Ein Hashwert ist sha-256: und 44 Zeichen; oder wählen Sie die Datei.",
  "Judge as of another time": "Zu einer anderen Zeit beurteilen", "Time (UTC)": "Zeit (UTC)", "Empty: now.": "Leer: jetzt.",
  "Sending": "Senden", "Sending and verifying …": "Wird gesendet und geprüft …",
  "Report": "Bericht", "Save the report": "Bericht sichern", "Print": "Drucken",
  "You trust this server to say what its verifier found. To trust nobody, run docket-verify yourself.":
    "Sie vertrauen darauf, dass dieser Server sagt, was sein Prüfer fand. Um niemandem zu vertrauen, führen Sie docket-verify selbst aus.",

  // Matters and exhibits.
  "Your matters": "Ihre Sachen", "Matter": "Sache", "1 exhibit": "1 Beweismittel", "{0} exhibits": "{0} Beweismittel", "since {0}": "seit {0}",
  "You are in no matter yet. The operator makes matters and their members.":
    "Sie sind noch in keiner Sache. Der Betreiber legt Sachen und ihre Mitglieder an.",
  "These are the first 1000.": "Das sind die ersten 1000.", "Your role does not read evidence.": "Ihre Rolle liest keine Beweismittel.",
  "Exhibits": "Beweismittel", "What is missing": "Was fehlt", "File into this matter": "In dieser Sache einreichen",
  "When the exhibits were received": "Wann die Beweismittel eingingen", "Name contains": "Name enthält", "Kind": "Art", "All kinds": "Alle Arten",
  "Received since": "Eingegangen seit", "Search": "Suchen", "The first {0}": "Die ersten {0}", "More exhibits": "Weitere Beweismittel",
  "Who is in this matter": "Wer in dieser Sache ist", "the operator": "Betreiber", "you": "Sie", "certificate {0} …": "Zertifikat {0} …", "erased": "gelöscht",
  "Erased": "Gelöscht", "Number": "Nummer", "Filed by": "Eingereicht von", "Received": "Eingegangen", "Media type": "Medientyp", "Size": "Größe",
  "Regarding": "Bezug", "Signed with": "Unterzeichnet mit", "Entry": "Eintrag", "Leaf hash": "Blatt-Hashwert", "entry {0}": "Eintrag {0}",
  "Erased by": "Gelöscht von", "Ground": "Grund", "Record of the erasure": "Vermerk der Löschung", "What it says": "Was darin steht",
  "Its content is gone; the log still proves that it was filed.": "Der Inhalt ist fort; das Protokoll beweist weiterhin, dass es eingereicht wurde.",
  "Save the receipt": "Quittung sichern", "Save the content": "Inhalt sichern", "Save the filing": "Einreichung sichern",
  "Logged": "Protokolliert", "Witnessed": "Bezeugt", "Time-stamped": "Zeitgestempelt", "reached": "erreicht", "not yet reached": "noch nicht erreicht",
  "the archive says {0}": "das Archiv sagt {0}", "in a log of {0} entries": "in einem Protokoll von {0} Einträgen",
  "no witness yet": "noch kein Zeuge", "no time-stamp yet": "noch kein Zeitstempel",
  "document": "Dokument", "signature": "Signatur", "revocation-list": "Sperrliste", "ocsp-response": "OCSP-Antwort", "time-stamp": "Zeitstempel",
  "checkpoint": "Prüfpunkt", "receipt": "Quittung", "claims": "Behauptungen", "agreement": "Vereinbarung", "annex": "Anhang",
  "tls-transcript": "TLS-Mitschnitt", "kerberos-ticket": "Kerberos-Ticket", "mac": "MAC", "log": "Ereignisprotokoll", "encrypted": "verschlüsselt",
  "ledger": "Kontobuch", "protocol": "Protokollnachricht", "audit": "Revision", "erasure": "Löschung", "hold": "Sperre", "release": "Freigabe",
  "restore": "Wiederherstellung", "rotation": "Schlüsselwechsel", "cosignature": "Mitzeichnung",
  "signs": "unterzeichnet", "time-stamps": "stempelt", "supersedes": "ersetzt", "answers": "beantwortet", "endorses": "bestätigt", "validates": "dient der Validierung von",

  // What is missing.
  "Put the claims as you would to the arbiter. You see what the exhibits that are filed prove, and for what is open, what would settle it.":
    "Stellen Sie die Behauptungen auf wie vor dem Schiedsrichter. Sie sehen, was die eingereichten Beweismittel beweisen, und für Offenes, was es entscheiden würde.",
  "Claims": "Behauptungen", "Text": "Text", "Or a file": "Oder eine Datei", "What is missing?": "Was fehlt?",
  "On what is filed now": "Nach dem, was jetzt vorliegt", "What would settle it: one of these": "Was es entscheiden würde: eines von diesen",
  "would be {0}": "dann {0}", "(could come from {0})": "(könnte von {0} kommen)", "Nothing could be judged.": "Nichts ließ sich beurteilen.",
  "Nothing on file speaks of: {0}": "Nichts Eingereichtes spricht von: {0}",
  "This is what the rules give today. A finding is the arbiter's, on a bundle.":
    "Das ergeben die Regeln heute. Eine Feststellung trifft der Schiedsrichter, nach einem Bündel.",
  "proven": "bewiesen", "refuted": "widerlegt", "undetermined": "offen",

  // Bundles.
  "A bundle holds the exhibits of this matter with everything that proves them, for an arbiter or a court. You sign it here; your key stays in this page.":
    "Ein Bündel enthält die Beweismittel dieser Sache mit allem, was sie beweist, für Schiedsrichter oder Gericht. Sie unterzeichnen es hier; Ihr Schlüssel bleibt in dieser Seite.",
  "A file with claims": "Eine Datei mit Behauptungen", "Make the bundle": "Bündel erstellen", "The bundle": "Das Bündel",
  "Save the bundle, {0}": "Bündel sichern, {0}", "Choose your key and certificate first.": "Wählen Sie zuerst Schlüssel und Zertifikat.",
  "Waiting …": "Wartet …", "Collecting the exhibits …": "Beweismittel werden gesammelt …", "Verifying …": "Wird geprüft …", "Judging …": "Wird beurteilt …",
  "Signing …": "Wird unterzeichnet …", "Writing the bundle …": "Bündel wird geschrieben …", "Done": "Fertig", "Working …": "In Arbeit …",
  "authentic": "authentisch", "conditional": "unter Vorbehalt", "indeterminate": "unbestimmt", "failed": "nicht bestanden",

  // Filing.
  "Each document becomes an exhibit, signed by you in this page. The receipt proves that it was received.":
    "Jedes Dokument wird ein Beweismittel, das Sie in dieser Seite unterzeichnen. Die Quittung beweist, dass es einging.",
  "File into": "Einreichen in", "Documents": "Dokumente", "Drop documents here, or choose them": "Legen Sie Dokumente hier ab, oder wählen Sie welche",
  "Signatures (.p7s) together with what they sign": "Signaturen (.p7s) zusammen mit dem, was sie unterzeichnen", "Sign and file": "Unterzeichnen und einreichen",
  "Save all receipts": "Alle Quittungen sichern", "Your key": "Ihr Schlüssel", "Key (PKCS#8, PEM)": "Schlüssel (PKCS#8, PEM)", "Certificate": "Zertifikat",
  "Passphrase of the key": "Passwort des Schlüssels",
  "The key is read and used in this page only. It is never sent, and forgotten when you reload.":
    "Der Schlüssel wird nur in dieser Seite gelesen und gebraucht. Er wird nie gesendet und beim Neuladen vergessen.",
  "You sign as {0}": "Sie unterzeichnen als {0}", "certificate until {0}": "Zertifikat bis {0}", "Kind of {0}": "Art von {0}", "Remove": "Entfernen",
  "Remove {0}": "{0} entfernen", "signs {0}": "unterzeichnet {0}", "Reading …": "Wird gelesen …", "Sending …": "Wird gesendet …",
  "This name cannot be an exhibit's.": "So kann kein Beweismittel heißen.",
  "Rename the file: no hidden characters, 200 bytes at most.": "Benennen Sie die Datei um: keine verborgenen Zeichen, höchstens 200 Bytes.",
  "Filed as number {0}": "Eingereicht als Nummer {0}", "Was filed before, as number {0}": "War schon eingereicht, als Nummer {0}", "received {0}": "eingegangen {0}",
  "Show the exhibit": "Beweismittel zeigen", "What you signed": "Was Sie unterzeichnet haben", "What was signed then": "Was damals unterzeichnet wurde",
  "There is no matter in which you may file.": "Es gibt keine Sache, in der Sie einreichen dürfen.", "{0} of {1} filed": "{0} von {1} eingereicht",

  // Keys, certificates, receipts.
  "This file is too large for a key or certificate.": "Diese Datei ist zu groß für einen Schlüssel oder ein Zertifikat.",
  "This file holds no private key that this page can read.": "Diese Datei enthält keinen privaten Schlüssel, den diese Seite lesen kann.",
  "This key is in an older form. Convert it: openssl pkcs8 -topk8 -in KEY -out NEW":
    "Dieser Schlüssel hat eine ältere Form. Wandeln Sie ihn um: openssl pkcs8 -topk8 -in KEY -out NEW",
  "This key is encrypted in a way that browsers cannot open. Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW":
    "Dieser Schlüssel ist so verschlüsselt, dass Browser ihn nicht öffnen. Wandeln Sie ihn um: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW",
  "This key is under a passphrase.": "Dieser Schlüssel steht unter einem Passwort.",
  "The passphrase is not the one, or the file is damaged.": "Das Passwort ist ein anderes, oder die Datei ist beschädigt.",
  "Only keys of P-256, P-384, and RSA from 2048 bits sign here.": "Hier unterzeichnen nur Schlüssel von P-256, P-384 und RSA ab 2048 Bit.",
  "This file holds no certificate.": "Diese Datei enthält kein Zertifikat.", "This certificate has expired.": "Dieses Zertifikat ist abgelaufen.",
  "The certificate is for another key.": "Das Zertifikat gehört zu einem anderen Schlüssel.",
  "Browsers sign only over HTTPS. Ask the operator for the https address.": "Browser unterzeichnen nur über HTTPS. Fragen Sie den Betreiber nach der https-Adresse.",
  "What the archive sent is no receipt.": "Was das Archiv sandte, ist keine Quittung.",
  "The receipt is for another filing than yours.": "Die Quittung gilt einer anderen Einreichung als Ihrer.",
  "The receipt's docketing is not of your filing.": "Die Registrierung in der Quittung gilt nicht Ihrer Einreichung.",
  "The receipt's proof does not hold.": "Der Nachweis in der Quittung stimmt nicht.",

  // The log.
  "Everything that was ever filed is in one log that cannot be changed unseen. Keep a checkpoint, and compare it later.":
    "Alles, was je eingereicht wurde, steht in einem Protokoll, das niemand ungesehen ändern kann. Bewahren Sie einen Prüfpunkt auf, und vergleichen Sie ihn später.",
  "Checkpoint": "Prüfpunkt", "The signed note": "Der unterzeichnete Text", "Save the checkpoint": "Prüfpunkt sichern", "Read again": "Neu lesen",
  "Witnesses": "Zeugen", "Time-stamps": "Zeitstempel", "Last audit": "Letzte Revision", "Archive": "Archiv", "Entries": "Einträge",
  "Root hash": "Wurzel-Hashwert", "Verifier key": "Prüfschlüssel", "Read": "Gelesen", "{0} entries": "{0} Einträge", "last {0}": "zuletzt {0}", "nothing yet": "noch nichts",
  "No witness is configured: order and completeness are the operator's statement.":
    "Kein Zeuge ist eingerichtet: Reihenfolge und Vollständigkeit sind Angaben des Betreibers.",
  "No time-stamp authority is configured.": "Kein Zeitstempeldienst ist eingerichtet.", "No audit was filed yet.": "Noch wurde keine Revision eingereicht.",
  "Result": "Ergebnis", "Time": "Zeit", "Reach": "Umfang", "{0} faults": "{0} Fehler", "clean": "ohne Befund", "clean, not yet complete": "ohne Befund, noch nicht vollständig",
  "good": "in Ordnung", "waiting": "wartet", "late": "verspätet", "failing": "fällt aus",

  // Titles of problems (ServiceInterface/ProblemTable.swift).
  "There is nothing here": "Hier ist nichts", "Your role does not allow this": "Ihre Rolle erlaubt das nicht", "Nobody known is asking": "Niemand Bekanntes fragt",
  "The filing is signed with a certificate that is not registered as yours": "Die Einreichung ist mit einem Zertifikat unterzeichnet, das nicht als Ihres registriert ist",
  "The filing's signature does not verify": "Die Signatur der Einreichung ist ungültig", "The body is no bundle": "Das ist kein Bündel",
  "The content is not of the kind that the filing says": "Der Inhalt hat nicht die Art, die die Einreichung nennt",
  "The body has another digest than Content-Digest says": "Was ankam, hat einen anderen Hashwert; die Datei hat sich wohl geändert",
  "An agreement, annex or claims text has an error": "Eine Vereinbarung, ein Anhang oder Behauptungen enthalten einen Fehler",
  "No text with this digest is known here": "Kein Text mit diesem Hashwert ist hier bekannt", "Too many requests": "Zu viele Anfragen",
  "The quota is used up": "Das Kontingent ist aufgebraucht", "The service has too much to do": "Der Dienst ist überlastet",
  "Nothing can be filed at the moment": "Zurzeit kann nichts eingereicht werden", "The service is stopping": "Der Dienst wird angehalten",
  "The service failed": "Der Dienst ist gescheitert", "The body is larger than the limit": "Die Datei ist größer als erlaubt",
};
