// The explorer's symbols as a run of messages, for the judge of transcripts: so that what the explorer finds right by the table is found right
// by the judge too, on the same filings.

import EvidenceModules
import EvidenceValues

struct TranscriptBridge {
    let vocabulary: Vocabulary
    let cast: Cast
    let proto: ExchangeProtocol

    /// What the judge of transcripts finds, everybody served and heard.
    func finding(_ filing: CourtFile, root: Int) -> TranscriptFinding? {
        let players = parties(root)
        let filed = filing.all.filter { vocabulary.belongs($0, to: root) }
        guard filed.contains(root) else { return nil }
        let messages = filed.elements.compactMap { message($0, players, filed) }
        let run = ExchangeRun(
            root: digest(of: root), proto: proto, parties: players, text: text(root),
            messages: messages.sorted { place($0) < place($1) },
            openings: openings(filing, filed))
        var context = TranscriptContext(
            listed: [cast.thirdParty], skew: TimeSpan(seconds: 60),
            now: now)
        context.heldOut = Set(players.values)
        return judge([run], in: context).first
    }

    /// Where the judge and the table differ.
    func difference(_ filing: CourtFile, root: Int, from table: TableFinding) -> String? {
        guard let judged = finding(filing, root: root) else { return nil }
        if judged.contract != table.contract {
            return "contract: \(judged.contract) by the judge, \(table.contract) by the table"
        }
        let silent = table.misconduct.contains { $0.kind == "silence" }
        if judged.codes.contains("X16") != silent { return "X16: \(!silent) by the judge" }
        // The table names two that the judge leaves to be answered for: X07 and X16. An abort that was only asked for is no misconduct yet.
        let left: Set = ["silence", "unsolicited-abort"]
        let mine = table.misconduct.filter { !left.contains($0.kind) }.map {
            "\($0.party) \($0.kind)"
        }
        let theirs = judged.misconduct.map { "\($0.party) \($0.kind)" }
        let more = Set(theirs).subtracting(mine)
        let less = Set(mine).subtracting(theirs).filter { !$0.hasSuffix("abort-after-reveal") }
        if more.isEmpty, less.isEmpty { return nil }
        return "misconduct: \(theirs.sorted()) by the judge, \(mine.sorted()) by the table"
    }

    /// Long before the time of judgement.
    private let received: Instant
    private let now: Instant

    init(_ vocabulary: Vocabulary, _ cast: Cast, _ proto: ExchangeProtocol) {
        self.vocabulary = vocabulary
        self.cast = cast
        self.proto = proto
        guard let received = Instant(text: "2026-01-01T00:00:00Z") else {
            preconditionFailure("an instant")
        }
        self.received = received
        now = received.advanced(by: TimeSpan(seconds: 864_000))
    }

    private func place(_ message: ExchangeMessage) -> Int {
        vocabulary.form(named: message.form.name) ?? 0
    }

    private func parties(_ root: Int) -> [String: PartyID] {
        var bindings = Bindings(vocabulary)
        guard vocabulary.absorb(root, into: &bindings) else { return [:] }
        var players: [String: PartyID] = [:]
        for role in proto.roles {
            if case .party(let party)? = bindings.symbol(.role(role), vocabulary) {
                players[role] = party
            }
        }
        return players
    }

    private func message(
        _ number: Int, _ players: [String: PartyID], _ filed: MessageSet
    ) -> ExchangeMessage? {
        let shape = vocabulary.shape(of: number)
        var references: [String: Digest] = [:]
        var commitments: [String: Digest] = [:]
        var opened: [String: Digest] = [:]
        var faults: Set<LinkFault> = []
        for (field, symbol) in zip(shape.fields, vocabulary.messages[number].contents) {
            switch (vocabulary.fields[field], vocabulary.symbols[Int(symbol)]) {
            case (.message(let name), .message(let named)):
                references[name] = digest(of: named)
                if !filed.contains(named) { faults.insert(.missing(name)) }
            case (.commitment(let role), .commitment(let secret)):
                commitments[role] = digest("N", secret)
            case (.opening(let role), .secret(let secret)):
                opened[role] = digest("N", secret)
            default: break
            }
        }
        var message = ExchangeMessage(
            of: shape.form, document: digest(of: number), sender: players[shape.form.sender],
            values: text(number).map { ["text": .document($0)] } ?? [:], references: references,
            commitments: commitments, opened: opened, faults: faults)
        message.decision = decision(number, filed)
        if shape.form.act == .submissionReceipt { message.stated = received }
        return message
    }

    /// A decision names the one before it.
    private func decision(_ number: Int, _ filed: MessageSet) -> DecisionNumber? {
        guard case .count(let count)? = vocabulary.symbol(.value("decision"), in: number) else {
            return nil
        }
        let before = filed.elements.first {
            vocabulary.symbol(.value("decision"), in: $0) == .count(count - 1)
        }
        return DecisionNumber(
            number: Int64(count), previous: before.map { digest(of: $0) } ?? digest("M", -1))
    }

    private func openings(_ filing: CourtFile, _ filed: MessageSet) -> [String: [PartyID?]] {
        var openings: [String: [PartyID?]] = [:]
        for (filer, messages) in filing.messages.sorted(by: { $0.key < $1.key }) {
            for role in proto.roles
            where messages.elements.contains(where: {
                filed.contains($0) && vocabulary.symbol(.opening(role), in: $0) != nil
            }) {
                openings[role, default: []].append(filer)
            }
        }
        return openings
    }

    private func text(_ message: Int) -> Digest? {
        guard case .deal(_, let deal)? = vocabulary.symbol(.value("text"), in: message) else {
            return nil
        }
        return digest("T", deal)
    }

    private func digest(of message: Int) -> Digest { digest("M", message) }

    /// No digest of anything: the number, and a letter for what it numbers.
    private func digest(_ letter: Character, _ number: Int) -> Digest {
        let low = UInt64(truncatingIfNeeded: number)
        var bytes = [UInt8](repeating: letter.asciiValue ?? 0, count: 24)
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: low >> (8 * $0)) }
        guard let digest = Digest(bytes: bytes) else {
            preconditionFailure("32 bytes are a digest")
        }
        return digest
    }
}
