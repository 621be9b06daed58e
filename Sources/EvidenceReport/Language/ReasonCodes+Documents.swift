// What can be said of what documents, logs and ledgers state (docs/formats/terms.md, exchange-codes.md, ledger.md, transcripts.md).

extension ReasonCode {
    static let terms: [String: Meaning] = [
        "MALFORMED": .init(
            "The terms of a document break the rules, so it states nothing formally.",
            settledBy:
                "What its prose means is for you to weigh. The signers can sign the document again with terms in form; it counts from then."
        )
    ]

    static let protocols: [String: Meaning] = [
        "MALFORMED": .init("A file that says to describe a protocol does not.", settledBy: refile),
        "NAME": .init(
            "The annex names the description of a protocol under another name than its own.",
            settledBy: "Ask the registry for an annex that names it as it is."),
    ]

    static let allegation: [String: Meaning] = [
        "MALFORMED": .init(
            "A file that says to be a record of a connection is none.", settledBy: refile),
        "RECORD": .init(
            "One side alone could have made the record, so it proves nothing against the other.",
            settledBy:
                "Ask for what the other side signed: a contract, a receipt, a message of an exchange."
        ),
        "SECRETS": .init(
            "The file holds secrets that open other records.",
            settledBy: "Tell whoever filed it: passwords and keys in it should be changed."),
    ]

    static let ledger: [String: Meaning] = [
        "MALFORMED": .init(
            "A file that says to be a ledger is none.",
            settledBy: "Ask the commitment service for its signed ledger of this limit.")
    ]

    static let liability: [String: Meaning] = [
        "MALFORMED": .init(
            "A document of a liability limit breaks its form, so it states nothing formally.",
            settledBy: "Ask its signer to sign it again in form; it counts from then."),
        "OVER_ISSUE": broken("What was open under a limit exceeded it."),
        "PER_TRANSACTION": broken(
            "A certificate was for more than the maximum, or for another currency."),
        "CHAIN": broken("The entries of a ledger do not follow each other."),
        "BALANCE": broken("What a ledger says to be open does not follow from its entries."),
        "BINDING": broken("A ledger's entry does not reserve the amount of its certificate."),
        "DOCUMENT_BINDING": broken("A certificate is used for another document than it names."),
        "WINDOWS": broken("Status, issue, acceptance and claim do not follow each other in time."),
        "FRESHNESS": broken("The document was not signed at about the time of the certificate."),
        "POST_REVOCATION": broken(
            "Something was reserved after the key or limit had been revoked."),
        "DOUBLE_USE": broken("One number, or one document, was covered twice."),
        "AUTHORITY": broken("Something was released by somebody who may not, or twice."),
        "LIMIT_CHANGE": broken(
            "A limit was lowered, and grants went on or open ones were touched."),
        "TIME": broken("The times of a ledger contradict their order, or the archive's proofs."),
        "FORK": broken("Two signed entries or certificates have one number under one limit."),
        "MEMBER": broken("The beneficiary is not one member."),
    ]

    private static func broken(_ sentence: String) -> Meaning {
        Meaning(
            sentence,
            settledBy:
                "Ask the commitment service for its whole signed ledger, and the beneficiary for the receipts that he holds."
        )
    }
}
