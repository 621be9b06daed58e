// What the codes of `ReasonCodes+Certificates.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let certificatesCodes: Table = [
        "The certificate leads to an authority that the annex names.":
            "Das Zertifikat führt zu einer Stelle, die der Anhang nennt.",
        "The certificate was valid when the signature is proven to exist.":
            "Das Zertifikat war gültig, als die Signatur nachweislich vorlag.",
        "A file that begins like a certificate is none.":
            "Eine Datei, die wie ein Zertifikat beginnt, ist keines.",
        "A file that says to be a certificate is none.":
            "Eine Datei, die sich als Zertifikat ausgibt, ist keines.",
        "A file holds more certificates than are looked at.":
            "Eine Datei enthält mehr Zertifikate, als angesehen werden.",
        "The certificate leads to no authority that the annex names.":
            "Das Zertifikat führt zu keiner Stelle, die der Anhang nennt.",
        """
        Ask the signer for the certificates between his own and the authority, or the registry \
        whether the annex should name that authority.
        """:
            """
        Fragen Sie den Unterzeichner nach den Zertifikaten zwischen seinem und der Stelle, \
        oder das Register, ob der Anhang diese Stelle nennen sollte.
        """,
        "The certificate is used for something that it, or its authority, does not permit.":
            """
        Das Zertifikat wird zu etwas verwendet, das es selbst oder seine Stelle nicht \
        zulässt.
        """,
        "Ask the signer for a certificate for this purpose that covers the same key.":
            """
        Verlangen Sie vom Unterzeichner ein Zertifikat für diesen Zweck über denselben \
        Schlüssel.
        """,
        "The authority's own certificate was not valid when the signature was perhaps made.":
            """
        Das eigene Zertifikat der Stelle war nicht gültig, als die Signatur möglicherweise \
        erstellt wurde.
        """,
        """
        The certificate has expired, was not revoked until then, and nothing proves that the \
        signature is older.
        """:
            """
        Das Zertifikat ist abgelaufen, wurde bis dahin nicht widerrufen, und nichts beweist, \
        dass die Signatur älter ist.
        """,
        "The certificate has expired, and nothing proves that the signature is older.":
            "Das Zertifikat ist abgelaufen, und nichts beweist, dass die Signatur älter ist.",
        """
        An authority above the certificate cannot be relied on any more, and nothing proves that \
        the certificate is older.
        """:
            """
        Auf eine Stelle über dem Zertifikat ist kein Verlass mehr, und nichts beweist, dass \
        das Zertifikat älter ist.
        """,
        "The authority knew of no revocation after the signature existed.":
            "Die Stelle wusste von keinem Widerruf, nachdem die Signatur vorlag.",
        "The revocation information speaks for the time that is asked about.":
            "Die Sperrinformation gilt für die Zeit, nach der gefragt ist.",
        "The authority exempts the certificate from questions about revocation.":
            "Die Stelle nimmt das Zertifikat von der Frage nach einem Widerruf aus.",
        "The revocation information is signed by whom the authority entitled.":
            "Die Sperrinformation ist von dem unterzeichnet, den die Stelle dazu berechtigt hat.",
        "The revocation information must be signed by whom it names.":
            "Die Sperrinformation muss von dem unterzeichnet sein, den sie nennt.",
        "A file that begins like revocation information is none.":
            "Eine Datei, die wie eine Sperrinformation beginnt, ist keine.",
        "A file that says to be revocation information is none.":
            "Eine Datei, die sich als Sperrinformation ausgibt, ist keine.",
        "The revocation information says that it was issued after the time of validation.":
            """
        Die Sperrinformation ist nach eigener Angabe erst nach dem Zeitpunkt der Prüfung \
        ausgestellt.
        """,
        "Nothing in the evidence tells whether the certificate was revoked.":
            "Nichts in den Beweismitteln sagt, ob das Zertifikat widerrufen wurde.",
        "The newest revocation information is too old to speak for the time of the signature.":
            "Die neueste Sperrinformation ist zu alt, um für die Zeit der Signatur zu gelten.",
        "The newest revocation information is of shortly before the signature is proven to exist.":
            """
        Die neueste Sperrinformation stammt von kurz vor der Zeit, zu der die Signatur \
        nachweislich vorlag.
        """,
        "Nothing proves that the revocation information existed while it could be relied on.":
            "Nichts beweist, dass die Sperrinformation vorlag, solange auf sie Verlass war.",
        """
        The certificate was revoked, and nothing proves whether the signature was made before or \
        after.
        """:
            """
        Das Zertifikat wurde widerrufen, und nichts beweist, ob die Signatur davor oder \
        danach erstellt wurde.
        """,
        "An authority's certificate was revoked, and nothing proves that the signature is older.":
            """
        Das Zertifikat einer Stelle wurde widerrufen, und nichts beweist, dass die Signatur \
        älter ist.
        """,
        "The revocation information was signed when its signer's certificate was not valid.":
            """
        Die Sperrinformation wurde unterzeichnet, als das Zertifikat ihres Unterzeichners \
        nicht gültig war.
        """,
        "The certificate of whoever signed the revocation information is not at hand.":
            "Das Zertifikat dessen, der die Sperrinformation unterzeichnet hat, liegt nicht vor.",
        "The revocation information is not signed by whom an authority of the annex entitled.":
            """
        Die Sperrinformation ist nicht von dem unterzeichnet, den eine Stelle des Anhangs \
        dazu berechtigt hat.
        """,
        "The revocation information means something that is not understood.":
            "Die Sperrinformation besagt etwas, das nicht verstanden wird.",
        "The algorithms are approved for the time at which they were used.":
            "Die Algorithmen sind für die Zeit zugelassen, zu der sie verwendet wurden.",
        "An algorithm is used that no catalogue in force lists, or that is broken.":
            """
        Es wird ein Algorithmus verwendet, den kein geltender Katalog aufführt oder der \
        gebrochen ist.
        """,
        "Ask the signer to sign again with an algorithm that the annex approves.":
            """
        Verlangen Sie vom Unterzeichner, dass er neu unterzeichnet, mit einem Algorithmus, \
        den der Anhang zulässt.
        """,
        "It was made when its algorithm was no longer approved.":
            "Es entstand, als sein Algorithmus nicht mehr zugelassen war.",
        "Its algorithm is no longer approved, and nothing proves that it is older.":
            "Sein Algorithmus ist nicht mehr zugelassen, und nichts beweist, dass es älter ist.",
        """
        Ask the authority that issued the certificate for a revocation list or OCSP answer of \
        after the signature, and have it filed.
        """:
            """
        Verlangen Sie von der Stelle, die das Zertifikat ausgestellt hat, eine Sperrliste \
        oder OCSP-Antwort aus der Zeit nach der Signatur, und lassen Sie sie einreichen.
        """,
    ]
}
