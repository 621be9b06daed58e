// What can be said of exchanges of signatures, goods and payments (docs/formats/exchange-codes.md, exchange-protocols.md).

extension ReasonCode {
    static let exchange: [String: Meaning] = [
        "MALFORMED": .init(
            "A message of an exchange breaks its form, so it states nothing formally.",
            settledBy: "Ask its signer for the message as he sent it."),
        "X01": .init(
            "The first message of an exchange is not signed by its sender.", settledBy: message),
        "X02": .init(
            "An answer does not fit the first message, or is not signed by who should answer.",
            settledBy: message),
        "X03": .init(
            "A secret is missing or opens nothing, so the exchange is not complete.",
            settledBy:
                "Ask either party for the secret that was given away, or the third party for its decision."
        ),
        "X04": .init(
            "There are only promises: a negotiation and no contract.", settledBy: decision),
        "X05": .init(
            "A replacement is by another than the third party that was named, or by one that the annex does not list.",
            settledBy: decision),
        "X06": .init(
            "A replacement is for promises that do not fit, or that nobody is proven to have signed.",
            settledBy: decision),
        "X07": .init(
            "An abort is on file without a signed request for it.", settledBy: decision),
        "X08": .init("An abort names another's request.", settledBy: decision),
        "X09": .init(
            "An abort and a replacement of one exchange are on file.",
            settledBy:
                "Ask for what proves which was decided first: the third party's records, and when each was filed or time-stamped."
        ),
        "X10": .init(
            "An exchange was aborted whose secret had been given away.",
            settledBy: "Ask for what proves when the secret was given away."),
        "X11": .init("There are replacements for two answers to one message.", settledBy: decision),
        "X12": .init("Several complete exchanges are about one text; they make one contract."),
        "X13": .init(
            "Complete exchanges are about two texts of one deal.",
            settledBy: "Ask the parties which of both texts governs, and since when."),
        "X14": .init(
            "The first sender asked for a replacement, and there is an abort.", settledBy: decision),
        "X15": .init(
            "The third party gave one number to two decisions, or does not name the one before.",
            settledBy: decision),
        "X16": .init(
            "A request was received, and no decision is on file.", settledBy: decision),
        "X17": .init(
            "A message states a time at which it was provably not made.",
            settledBy:
                "Nothing rests on the stated time; what is proven of it stands at the exhibit."),
        "X18": .init("An answer was provably made after an abort.", settledBy: decision),
        "X19": .init(
            "A promise names a key that is another's, or that may have ended.",
            settledBy: olderProof),
        "X20": .init(
            "A decision may have been signed when the third party's key had ended.",
            settledBy: olderProof),
        "CIPHERTEXT": .init(
            "The encrypted data that a message is about are not among the exhibits.",
            settledBy: "Ask either party for the encrypted data; the message names their digest."),
        "KEY": .init(
            "The key does not open the encrypted data to what was promised.",
            settledBy: "Ask its sender, or the third party, for the key that opens them."),
        "LABEL": .init(
            "The label of a message is not that of the data and the key.", settledBy: message),
        "LATE": .init(
            "What a message tells of happened too late, or after it was told.",
            settledBy: olderProof),
        "ROLES": .init(
            "A message gives two roles of an exchange to one party.", settledBy: message),
        "LIMIT": .init(
            "An exchange has more messages or keys than are looked at.",
            settledBy: "Ask the parties to file only the messages that they rely on."),
    ]

    private static let message =
        "Ask its sender, or whoever received it, for the message as it was signed."
    private static let decision =
        "Ask the third party of the exchange for its signed decision, and for the requests on which it decided."
}
