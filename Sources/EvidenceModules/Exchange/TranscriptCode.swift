// The codes of broken transcripts (background §4.2.2): what is wrong with the messages on file of an exchange, each with the pattern and
// what follows from it. A table, so that page, terminal and documents say the same (docs/formats/exchange-codes.md).

/// What may be wrong with a transcript.
package enum TranscriptCode: String, Sendable, Hashable, CaseIterable {
    case unsignedOffer = "X01"
    case foreignAnswer = "X02"
    case missingSecret = "X03"
    case negotiationOnly = "X04"
    case foreignReplacement = "X05"
    case badReplacement = "X06"
    case unsolicitedAbort = "X07"
    case misdirectedAbort = "X08"
    case doubleDecision = "X09"
    case abortAfterCompletion = "X10"
    case twoReplacements = "X11"
    case repeatedContract = "X12"
    case inconsistentContracts = "X13"
    case resolvedYetAborted = "X14"
    case dividedDecisions = "X15"
    case silentThirdParty = "X16"
    case falseTime = "X17"
    case lateAnswer = "X18"
    case foreignKey = "X19"
    case endedKey = "X20"

    /// What the pattern is, and what follows from it.
    package var words: (pattern: String, finding: String) {
        switch self {
        case .unsignedOffer:
            (
                "the first message is not signed by the party that it names as its sender",
                "it is no evidence against that party"
            )
        case .foreignAnswer:
            (
                "an answer does not fit the first message, or is not signed by who should answer",
                "it promises nothing in this exchange"
            )
        case .missingSecret:
            (
                "a secret is missing, or what is shown as one does not open what was promised",
                "the exchange is not complete, as if that message had never been sent"
            )
        case .negotiationOnly:
            (
                "only promises are on file",
                "that is a negotiation, and whether there is a contract stays open while the third party can decide"
            )
        case .foreignReplacement:
            (
                "a replacement is not by the third party that the first message names, or that one is not listed",
                "the replacement is void"
            )
        case .badReplacement:
            (
                "a replacement is for promises that do not fit, or of which no signature is on file",
                "it replaces nothing"
            )
        case .unsolicitedAbort:
            (
                "an abort is on file without a signed request that it answers",
                "nothing on file shows that its third party was asked for it"
            )
        case .misdirectedAbort:
            ("an abort names a request of another party or exchange", "it aborts nothing here")
        case .doubleDecision:
            (
                "an abort and a replacement of one exchange are on file",
                "what was provably decided first stands, and the other is void"
            )
        case .abortAfterCompletion:
            (
                "an abort is on file, or was asked for, of an exchange whose secret had been given away",
                "a complete exchange stays a contract, and the third party is not to blame"
            )
        case .twoReplacements:
            (
                "two replacements of one exchange name different answers",
                "there is a contract, for both are on the same text; its third party should have kept to the first"
            )
        case .repeatedContract:
            ("several exchanges on one text are complete", "they make one contract")
        case .inconsistentContracts:
            (
                "exchanges on different texts of one deal are complete",
                "which text governs the deal is not told by the messages"
            )
        case .resolvedYetAborted:
            (
                "the sender of the first message asked for a replacement and an abort is on file",
                "the abort was its own act if it signed the request for it"
            )
        case .dividedDecisions:
            (
                "the numbers of a third party's decisions do not make one sequence",
                "its decisions are not to be ordered by their numbers alone"
            )
        case .silentThirdParty:
            (
                "a third party received a request and no decision of it is on file",
                "it has to produce what it decided"
            )
        case .falseTime:
            (
                "a message states a time at which it was provably not made",
                "that time is void; the message otherwise counts"
            )
        case .lateAnswer:
            (
                "the answer was made after the abort, and no secret was given away",
                "who answered had been told late, and no contract came of it"
            )
        case .foreignKey:
            (
                "a promise names a key that is certified for another party, or was perhaps signed when its sender's key had ended",
                "whether its sender is bound is for the rules on keys and revocation"
            )
        case .endedKey:
            (
                "a message of the third party was perhaps signed when its key had ended",
                "the message is void unless it is provably older"
            )
        }
    }

    /// Pattern and consequence as one sentence.
    package var sentence: String {
        let (pattern, finding) = words
        return pattern.prefix(1).uppercased() + pattern.dropFirst() + ": " + finding + "."
    }
}
