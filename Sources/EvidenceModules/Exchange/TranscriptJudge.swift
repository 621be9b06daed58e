// Whether a contract came of one exchange. Two ways lead to it, of equal force: both promises with both secrets, or both promises with
// the replacement of the listed third party that the first message names, unless an abort provably came before it. An abort where the other
// side was held to answer, and nothing else is shown, means that there is none. All else is open.

import EvidenceValues

/// A message with how it stands as a statement of its sender.
struct JudgedMessage {
    let message: ExchangeMessage
    /// Whether it is its sender's in the light of what is known of its key, whether it fits its run or not.
    let attested: Standing
    /// The same; contrary where it does not fit, for then it states nothing here. But an abort binds the third party even where the
    /// request that it names is missing, or is none.
    let standing: Standing

    /// - Parameter requests: the names of the messages that ask for an abort.
    init(_ message: ExchangeMessage, requests: Set<String>, in context: TranscriptContext) {
        self.message = message
        let faults =
            message.form.act == .abort
            ? message.faults.filter { !$0.isOf(requests) } : message.faults
        let end = context.ended[message.document]
        let isTimely = end.map { message.made.isBefore($0, skew: context.skew) } ?? .certain
        attested = message.form.isRaw ? .certain : min(message.signature, isTimely)
        standing = faults.isEmpty ? attested : .contrary
    }

    var digest: Digest { message.document }

    /// Whether something that it names is another's, or not what it calls it.
    var isMisdirected: Bool {
        message.faults.contains { if case .foreign = $0 { true } else { false } }
    }
}

/// Judges one run.
struct TranscriptJudge {
    let run: ExchangeRun
    let context: TranscriptContext
    /// By what they do, each in the order of the run.
    private let byAct: [MessageAct: [JudgedMessage]]
    /// All messages by digest; of two forms that fit one document, the first.
    private let byDigest: [Digest: JudgedMessage]
    private let openings: [Opening: Standing]
    private let order: AbortOrder
    /// The aborts that certainly are the third party's, at a request that certainly is of who sent the first message.
    let validAborts: [JudgedMessage]

    init(_ run: ExchangeRun, in context: TranscriptContext) {
        self.run = run
        self.context = context
        let requests = Set(run.proto.messages(.abortRequest).map(\.name))
        let judged = run.messages.map {
            JudgedMessage($0, requests: requests, in: context)
        }
        byDigest = Dictionary(judged.map { ($0.digest, $0) }, uniquingKeysWith: { one, _ in one })
        byAct = Dictionary(grouping: judged.filter { $0.message.form.act != nil }) {
            $0.message.form.act ?? .offer
        }
        openings = TranscriptJudge.openings(byAct[.opening] ?? [], byDigest)
        let sender = byDigest[run.root]?.message.sender
        let isAsked = (byAct[.abortRequest] ?? []).contains {
            $0.standing == .certain && $0.message.sender == sender
        }
        validAborts =
            isAsked
            ? (byAct[.abort] ?? []).filter { $0.standing == .certain && !$0.isMisdirected } : []
        order = AbortOrder(validAborts.map(\.message), skew: context.skew)
    }

    /// The messages that do this.
    func messages(_ act: MessageAct) -> [JudgedMessage] { byAct[act] ?? [] }

    /// The message with these bytes.
    func message(_ digest: Digest) -> JudgedMessage? { byDigest[digest] }

    /// All messages.
    var all: [JudgedMessage] { run.messages.compactMap { byDigest[$0.document] } }

    /// The first message; nil if it is not on file.
    var offer: JudgedMessage? { message(run.root) }

    /// Whether runs of the protocol can end in a contract; in others, to have promised or submitted something is no oddity.
    var makesContracts: Bool { run.proto.proofs.contains { $0.meaning == .contract } }

    /// The third party that the first message names.
    var thirdParty: PartyID? { run.proto.thirdParty.flatMap { run.parties[$0] } }

    /// Whether the third party is listed, and nobody else of the run.
    var isThirdPartyListed: Bool {
        guard let thirdParty else { return false }
        let others = run.parties.filter { $0.key != run.proto.thirdParty }.values
        return context.listed.contains(thirdParty) && !others.contains(thirdParty)
    }

    /// Whether two parties promised their signatures, by the first message and this answer.
    func promised(by answer: JudgedMessage) -> Standing {
        guard let offer, offer.message.sender != answer.message.sender else { return .contrary }
        return min(offer.standing, answer.standing)
    }

    /// Whether the secrets on file open everything that the first message and this answer promise.
    func opened(_ answer: JudgedMessage) -> Standing {
        guard let offer else { return .contrary }
        let promises = [offer.message, answer.message].map { message in
            message.commitments[message.form.sender].map { commitment in
                let opening = Opening(
                    role: message.form.sender, secret: commitment, answer: answer.digest)
                return max(openings[opening] ?? .contrary, openings[opening.forAny] ?? .contrary)
            } ?? .contrary
        }
        return promises.min() ?? .contrary
    }

    /// A secret that is shown, and to which answer; to any where it is a bare secret.
    private struct Opening: Hashable {
        let role: String
        let secret: Digest
        var answer: Digest?

        var forAny: Opening { Opening(role: role, secret: secret, answer: nil) }
    }

    private static func openings(
        _ messages: [JudgedMessage], _ byDigest: [Digest: JudgedMessage]
    ) -> [Opening: Standing] {
        var openings: [Opening: Standing] = [:]
        for judged in messages where judged.message.faults.isEmpty {
            let answer = judged.message.references.values.first {
                byDigest[$0]?.message.form.act == .answer
            }
            for (role, secret) in judged.message.opened {
                let opening = Opening(role: role, secret: secret, answer: answer)
                openings[opening] = max(openings[opening] ?? .contrary, judged.standing)
            }
        }
        return openings
    }

    /// The answer that a decision of the third party is about.
    func answer(of decision: JudgedMessage) -> JudgedMessage? {
        decision.message.references.values.compactMap(message)
            .first { $0.message.form.act == .answer }
    }

    /// Whether a valid abort was decided before the replacement.
    func isOvertaken(_ replacement: JudgedMessage) -> Standing {
        order.precede(replacement.message)
    }

    /// Whether promises and secrets make a contract.
    var isComplete: Standing {
        messages(.answer).map { min(promised(by: $0), opened($0)) }.max() ?? .contrary
    }

    /// Whether a replacement makes one.
    var isReplaced: Standing {
        guard isThirdPartyListed else { return .contrary }
        return messages(.replacement).map(replaces).max() ?? .contrary
    }

    private func replaces(_ replacement: JudgedMessage) -> Standing {
        guard let answer = answer(of: replacement) else { return .contrary }
        return min(replacement.standing, promised(by: answer), isOvertaken(replacement).negated)
    }

    /// Whether the third party replaced the signatures, as far as that stands against an abort.
    private var isReplacedAtAll: Bool {
        messages(.replacement).contains { $0.standing == .certain && isOvertaken($0) != .certain }
    }

    /// Whether there is a contract.
    var contract: Standing {
        if max(isComplete, isReplaced) == .certain { return .certain }
        let isAborted = isThirdPartyListed && !validAborts.isEmpty
        let players = run.parties.filter { $0.key != run.proto.thirdParty }.values
        let isHeldOut = players.contains { context.heldOut.contains($0) }
        return isAborted && isHeldOut && !isReplacedAtAll ? .contrary : .possible
    }

    /// Everything that is found of the run by itself.
    var finding: TranscriptFinding {
        TranscriptFinding(
            contract: contract,
            observations: (promiseObservations + decisionObservations + timeObservations)
                .sorted(by: isBefore))
    }
}

extension LinkFault {
    /// Whether it is that one of these messages is missing, or is another's.
    fileprivate func isOf(_ names: Set<String>) -> Bool {
        switch self {
        case .missing(let name), .foreign(let name): names.contains(name)
        case .party, .commitment, .opening, .value: false
        }
    }
}
