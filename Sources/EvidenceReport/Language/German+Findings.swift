// Findings and derivations, in German.

extension German {
    /// Findings and their derivations.
    static let findings: Table = [
        "No claim was judged.": "Über keine Behauptung wurde geurteilt.",
        "The bundle did not get as far as a judgement; the checks say why.":
            "Zu einem Urteil über das Bündel kam es nicht; die Prüfschritte sagen, warum.",
        "claim {0}": "Behauptung {0}",
        "misconduct": "Fehlverhalten",
        "The claims and their answers": "Die Behauptungen und ihre Beantwortung",
        "Claim": "Behauptung",
        "What is claimed": "Was behauptet wird",
        "Finding": "Feststellung",
        "Claim {0} of {1}": "Behauptung {0} von {1}",
        "Documents that the claims name:": "Dokumente, die in den Behauptungen benannt sind:",
        "is {0}": "ist {0}",
        "Burden of proof: {0}": "Beweislast: {0}",
        "Articles": "Artikel",
        "Formal claim": "Formale Behauptung",
        "Why, step by step": "Begründung, Schritt für Schritt",
        "Largest amount proven": "Höchster bewiesener Betrag",
        "Largest amount possible": "Höchster möglicher Betrag",
        "What is missing": "Was fehlt",
        "together with": "zusammen mit",
        "It would be {0} by": "Sie wäre {0} durch",
        "It would be {0} by any one of": "Sie wäre {0} durch eines von Folgendem",
        "{0} could produce it.": "Beibringen könnte es: {0}.",
        "Misconduct that nobody claimed but the evidence shows":
            "Fehlverhalten, das niemand behauptet hat, das die Beweismittel aber zeigen",
        "(deeper steps are in report.json)": "(tiefere Schritte stehen in report.json)",
        "as above": "wie oben",
        "as under {0}": "wie unter: {0}",
        "Signature, certificate and times: {0} conditions hold":
            "Signatur, Zertifikat und Zeiten: {0} Bedingungen sind erfüllt",
    ]
}
