// What the codes of `ReasonCodes+Signatures.swift` mean, and what would settle them, in German.

extension German {
    /// Meanings and remedies.
    static let signaturesCodes: Table = [
        "The signature must have been made with the key of the certificate, over these bytes.":
            "Die Signatur muss mit dem Schlüssel des Zertifikats über diese Bytes erstellt sein.",
        "Ask the signer for the signature as he made it.":
            "Verlangen Sie vom Unterzeichner die Signatur, wie er sie erstellt hat.",
        "The document is not the one that was signed.":
            "Das Dokument ist nicht das unterzeichnete.",
        "Ask both parties for the document as it was signed; its digest is in the signature.":
            """
        Verlangen Sie von beiden Parteien das Dokument, wie es unterzeichnet wurde; sein \
        Hashwert steht in der Signatur.
        """,
        "The certificate was revoked later, and it is proven that the signature is older.":
            """
        Das Zertifikat wurde später widerrufen, und es ist bewiesen, dass die Signatur älter \
        ist.
        """,
        "The signature existed before its certificate became valid.":
            "Die Signatur lag vor, bevor ihr Zertifikat gültig wurde.",
        "It is proven that the signature was made after the certificate had expired.":
            """
        Es ist bewiesen, dass die Signatur erstellt wurde, nachdem das Zertifikat abgelaufen \
        war.
        """,
        "It is proven that the signature was made after the certificate had been revoked.":
            """
        Es ist bewiesen, dass die Signatur erstellt wurde, nachdem das Zertifikat widerrufen \
        war.
        """,
        "The signature is not in its form.": "Die Signatur hat nicht ihre Form.",
        "A part of the signature is not in its form and is not used.":
            "Ein Teil der Signatur hat nicht seine Form und wird nicht verwendet.",
        "The signed document is not at hand.": "Das unterzeichnete Dokument liegt nicht vor.",
        "Ask either party for the document; its digest is in the signature.":
            """
        Verlangen Sie von einer der Parteien das Dokument; sein Hashwert steht in der \
        Signatur.
        """,
        "The signer's certificate is not at hand.":
            "Das Zertifikat des Unterzeichners liegt nicht vor.",
        "Ask the signer, or the authority that certified him, for the certificate.":
            """
        Verlangen Sie das Zertifikat vom Unterzeichner oder von der Stelle, die ihn \
        zertifiziert hat.
        """,
        "The signature does not say under which certificate it was made.":
            "Die Signatur sagt nicht, unter welchem Zertifikat sie erstellt wurde.",
        "The signature names another certificate than the one at hand.":
            "Die Signatur nennt ein anderes Zertifikat als das, das vorliegt.",
        "The signature names its certificate by a digest that is no longer approved.":
            "Die Signatur nennt ihr Zertifikat mit einem Hashwert, der nicht mehr zugelassen ist.",
        "Others could have made the signature with the same key.":
            "Andere hätten die Signatur mit demselben Schlüssel erstellen können.",
        """
        Ask the authority how the key came to be certified twice, and for what else shows who \
        signed.
        """:
            """
        Fragen Sie die Stelle, wie es kam, dass der Schlüssel zweimal zertifiziert wurde, und \
        was sonst zeigt, wer unterzeichnet hat.
        """,
        "The text of the signature policy is the one that the signer meant.":
            "Der Text der Signaturrichtlinie ist der, den der Unterzeichner gemeint hat.",
        "The text of the signature policy is not at hand.":
            "Der Text der Signaturrichtlinie liegt nicht vor.",
        "The text of the signature policy at hand is not the one that the signer meant.":
            """
        Der vorliegende Text der Signaturrichtlinie ist nicht der, den der Unterzeichner \
        gemeint hat.
        """,
        "The time-stamp must be signed by an authority that the annex names.":
            "Der Zeitstempel muss von einer Stelle unterzeichnet sein, die der Anhang nennt.",
        "The authority's certificate was revoked before the time that the time-stamp states.":
            "Das Zertifikat der Stelle war vor der Zeit widerrufen, die der Zeitstempel angibt.",
        "The bytes that the time-stamp is over are not at hand.":
            "Die Bytes, über die der Zeitstempel geht, liegen nicht vor.",
        "Ask whoever filed the time-stamp for the file that it is over.":
            """
        Verlangen Sie von dem, der den Zeitstempel eingereicht hat, die Datei, über die er \
        geht.
        """,
        "The time-stamp holds something else.": "Der Zeitstempel enthält etwas anderes.",
        "The time-stamp was also over objects that are not at hand any more.":
            "Der Zeitstempel ging auch über Objekte, die nicht mehr vorliegen.",
        "Ask whoever filed the signature for the file as it was time-stamped.":
            """
        Verlangen Sie von dem, der die Signatur eingereicht hat, die Datei, wie sie mit dem \
        Zeitstempel versehen wurde.
        """,
        "The authority's certificate is not restricted to time-stamping.":
            "Das Zertifikat der Stelle ist nicht auf Zeitstempel beschränkt.",
        """
        The time-stamp does not name the certificate under which it was signed, or that is not at \
        hand.
        """:
            """
        Der Zeitstempel nennt nicht das Zertifikat, unter dem er unterzeichnet ist, oder es \
        liegt nicht vor.
        """,
        "Ask the time-stamping authority for its certificate.":
            "Verlangen Sie vom Zeitstempeldienst sein Zertifikat.",
        "The time-stamp names its certificate by a digest that is no longer approved.":
            """
        Der Zeitstempel nennt sein Zertifikat mit einem Hashwert, der nicht mehr zugelassen \
        ist.
        """,
        "The time-stamp states a time after the validation.":
            "Der Zeitstempel gibt eine Zeit nach der Prüfung an.",
        "The time-stamp must be over the bytes that it stands with.":
            "Der Zeitstempel muss über die Bytes gehen, bei denen er steht.",
        "The time-stamp is not in its form.": "Der Zeitstempel hat nicht seine Form.",
        "The time-stamp could have been forged later, and nothing proves that it is older.":
            """
        Der Zeitstempel hätte später gefälscht werden können, und nichts beweist, dass er \
        älter ist.
        """,
        "Trusted clocks contradict each other.": "Vertrauenswürdige Uhren widersprechen einander.",
        """
        Ask the time-stamping authorities for their records of the hour; one of the clocks was \
        wrong.
        """:
            """
        Verlangen Sie von den Zeitstempeldiensten ihre Aufzeichnungen dieser Stunde; eine der \
        Uhren ging falsch.
        """,
        "The time-stamp states a time outside the validity of its signer's certificate.":
            """
        Der Zeitstempel gibt eine Zeit außerhalb der Gültigkeit des Zertifikats seines \
        Unterzeichners an.
        """,
        "The time-stamping authority refused the request.":
            "Der Zeitstempeldienst hat die Anfrage abgelehnt.",
        "The time-stamp has not exactly one signer.":
            "Der Zeitstempel hat nicht genau einen Unterzeichner.",
        "The time-stamp is by an authority that the annex does not name, so it proves no time.":
            """
        Der Zeitstempel ist von einer Stelle, die der Anhang nicht nennt; er beweist daher \
        keine Zeit.
        """,
        """
        Ask for a time-stamp by an authority of the annex, or the registry whether the annex \
        should name this one.
        """:
            """
        Verlangen Sie einen Zeitstempel von einer Stelle des Anhangs, oder fragen Sie das \
        Register, ob der Anhang diese nennen sollte.
        """,
        "The file is nothing that is validated.": "Die Datei ist nichts, was validiert wird.",
        "Something in the file cannot be read and is passed over.":
            "Etwas in der Datei lässt sich nicht lesen und wird übergangen.",
        "There is more in the file than is looked at.":
            "In der Datei ist mehr, als angesehen wird.",
        "A file that says to be a text is none.":
            "Eine Datei, die sich als Text ausgibt, ist keiner.",
        """
        Ask the signer to sign again, in the form of the agreement and with a certificate that is \
        good; it counts from then.
        """:
            """
        Verlangen Sie vom Unterzeichner, dass er neu unterzeichnet, in der Form der \
        Vereinbarung und mit einem guten Zertifikat; es zählt von da an.
        """,
        "Ask the signer, or whoever published the signature policy, for its text.":
            """
        Verlangen Sie den Text vom Unterzeichner oder von dem, der die Signaturrichtlinie \
        veröffentlicht hat.
        """,
        """
        Ask for another proof of the time: a time-stamp by an authority of the annex, or a \
        checkpoint of the archive that includes the file.
        """:
            """
        Verlangen Sie einen anderen Beweis der Zeit: einen Zeitstempel von einer Stelle des \
        Anhangs oder einen Prüfpunkt des Archivs, der die Datei einschließt.
        """,
    ]
}
