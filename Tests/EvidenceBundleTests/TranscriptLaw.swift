// What the rules of seca-1.0 find on the runs of exchanges: the facts that the evidence would give on them, handed to the engine. It is told
// from what a run says of its messages, as `ExchangeFacts` tells it from bytes.

import Agreements
import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation

/// A matter whose evidence is the messages of exchanges.
struct TranscriptLaw {
    private static let agreementText: Result<Agreement, any Error> = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "Policies/seca-1.0.md")
        return try Agreement(parsing: try String(contentsOf: path, encoding: .utf8))
    }

    static let agreement = TranscriptSample.digest("the agreement")
    static let matter = "BAN-9"
    /// When all certificates end.
    static let certificatesEnd = time("2027-01-01T00:00:00Z")

    private(set) var facts: [Fact] = []
    private var roles: [ListedRole] = []
    private let context: TranscriptContext

    init(_ runs: [ExchangeRun], in context: TranscriptContext) {
        self.context = context
        for party in ["REG", "COURT", "FRUTA", "MARKT"] { certify(party, key(party)) }
        for member in ["FRUTA", "MARKT"] { accede(member) }
        roles = context.listed.map { ListedRole(role: "ttp", party: $0) }
        if let court = PartyID("COURT") {
            roles.append(ListedRole(role: "court-officer", party: court))
        }
        if let registry = PartyID("REG") {
            roles.append(ListedRole(role: "registry", party: registry))
        }
        for party in context.heldOut { serve(party) }
        for text in Set(runs.compactMap(\.text)) { state(text: text) }
        for run in runs { add(run) }
    }

    /// The values of these claims.
    func values(_ claims: [String], documents: [(String, Digest)]) throws -> [FindingValue] {
        let agreement = try Self.agreementText.get()
        var text = "claims \(Self.matter) under \(agreement.version) {\n"
        for (name, digest) in documents { text += "  document \(name) = \(digest);\n" }
        for (number, claim) in claims.enumerated() { text += "  C\(number + 1): \(claim);\n" }
        guard let registry = PartyID("REG"), let matter = MatterID(Self.matter),
            let authority = PartyID("CA1")
        else { return [] }
        var trust = PinnedTrust()
        trust.anchors = [TrustAnchor(party: authority, derBytes: [1])]
        trust.roles = roles
        let findings = try Agreements.judge(
            facts: facts, agreement: agreement, agreementDigest: Self.agreement,
            annex: Annex(
                agreement: Self.agreement, version: 1, registry: registry, trust: trust),
            annexDigest: TranscriptSample.digest("annex"), claims: Claims(parsing: text + "}\n"),
            claimsDigest: TranscriptSample.digest("claims"), matter: matter, now: context.now)
        return findings.findings.map(\.value)
    }

    // What every matter has.

    private mutating func add(
        _ predicate: String, _ arguments: [Term], _ standing: Standing = .certain,
        origin: FactOrigin = .evidence
    ) {
        let place = LeafIndex(UInt64(facts.count))
        facts.append(Fact(predicate, arguments, standing, origin: origin, exhibits: [place]))
    }

    private func key(_ name: String) -> Term { .key(TranscriptSample.digest("key " + name)) }

    private mutating func certify(_ party: String, _ key: Term) {
        guard let authority = PartyID("CA1"), let party = PartyID(party) else { return }
        add("certified", [key, .party(party)])
        add("valid_from", [key, .instant(Self.time("2025-01-01T00:00:00Z"))])
        add("valid_until", [key, .instant(Self.certificatesEnd)])
        add("issued_by", [key, .party(authority)])
    }

    private static func time(_ text: String) -> Instant {
        guard let time = Instant(text: text) else { preconditionFailure("\(text) is no time") }
        return time
    }

    private mutating func sign(
        _ document: Digest, _ key: Term, made: Interval, _ standing: Standing = .certain
    ) {
        let name = Term.document(TranscriptSample.digest("signature \(key.text) \(document)"))
        add("signature", [name, key, .document(document)], standing)
        add("made", [name, .interval(made)])
        add("commits", [name, .document(document)])
    }

    private mutating func file(_ document: Digest, made: Interval) {
        add("admitted", [.document(document)])
        add("made", [.document(document), .interval(made)])
    }

    private mutating func accede(_ member: String) {
        guard let party = PartyID(member) else { return }
        let document = TranscriptSample.digest("accession " + member)
        let made = Interval(
            lo: Self.time("2025-10-31T08:00:00Z"), hi: Self.time("2025-10-31T09:00:00Z"))
        file(document, made: made)
        add(
            "accedes",
            [
                .document(document), .party(party), .document(Self.agreement),
                .instant(Self.time("2025-11-01T00:00:00Z")),
            ], origin: .stated)
        for signer in [member, "REG"] { sign(document, key(signer), made: made) }
    }

    private mutating func serve(_ party: PartyID) {
        let document = TranscriptSample.digest("service on \(party)")
        let made = Interval(hi: Self.time("2026-03-10T12:00:00Z"))
        file(document, made: made)
        add("deal", [.document(document), .word(Self.matter)], origin: .stated)
        add(
            "served",
            [
                .document(document), .party(party), .instant(Self.time("2026-03-10T00:00:00Z")),
            ], origin: .stated)
        sign(document, key("COURT"), made: made)
        notify(party)
    }

    /// The other party raises claims of its own, so that whoever was served, both are held to answer.
    private mutating func notify(_ party: PartyID) {
        let name = party == PartyID("FRUTA") ? "MARKT" : "FRUTA"
        guard let other = PartyID(name) else { return }
        let document = TranscriptSample.digest("notice to \(party)")
        let made = Interval(hi: Self.time("2026-03-09T12:00:00Z"))
        file(document, made: made)
        add("deal", [.document(document), .word(Self.matter)], origin: .stated)
        add(
            "notifies", [.document(document), .party(other), .party(party)], origin: .stated)
        sign(document, key(name), made: made)
    }

    private mutating func state(text: Digest) {
        guard let seller = PartyID("FRUTA"), let buyer = PartyID("MARKT") else { return }
        file(text, made: Interval(hi: Self.time("2026-02-03T08:00:00Z")))
        let terms: [(String, Term)] = [
            ("agreement", .document(Self.agreement)), ("deal", .word(Self.matter)),
            ("seller", .party(seller)), ("buyer", .party(buyer)),
        ]
        for (predicate, term) in terms { add(predicate, [.document(text), term], origin: .stated) }
        add(
            "obligation",
            [.document(text), .word("deliver"), .party(seller), .party(buyer)], origin: .stated)
    }

    // The exchanges.

    private mutating func add(_ run: ExchangeRun) {
        let root = Term.document(run.root)
        for message in run.messages { add(message) }
        guard let proof = run.proto.proofs.first(where: { $0.meaning == .contract }),
            run.messages.contains(where: { $0.document == run.root }),
            let from = run.parties[proof.from], let to = run.parties[proof.to],
            let third = run.proto.thirdParty.flatMap({ run.parties[$0] }), let text = run.text
        else { return }
        add("exchange", [root, .document(text), .party(from), .party(to), .party(third)])
        for filer in run.openings[proof.from] ?? [] {
            if let filer { add("secret_shown", [.party(filer), root]) }
        }
        let answers = Set(run.messages.filter { $0.form.act == .answer }.map(\.document))
        for message in run.messages {
            let answer = message.references.values.first { answers.contains($0) }
            add(message, root, answer: answer.map(Term.document))
        }
        addOpened(run, root)
    }

    /// That both secrets are on file, each in a file of its own.
    private mutating func addOpened(_ run: ExchangeRun, _ root: Term) {
        let secrets = Set(run.messages.filter(\.form.isRaw).flatMap(\.opened.values))
        func isOpen(_ message: ExchangeMessage) -> Bool {
            message.faults.isEmpty
                && message.commitments[message.form.sender].map(secrets.contains) == true
        }
        guard run.messages.contains(where: { $0.document == run.root && isOpen($0) }) else {
            return
        }
        for answer in run.messages where answer.form.act == .answer && isOpen(answer) {
            add("secrets_open", [root, .document(answer.document)])
        }
    }

    /// The message as a document with its signature, each under a key of its own, so that each may end by itself.
    private mutating func add(_ message: ExchangeMessage) {
        file(message.document, made: message.made)
        add(
            "agreement", [.document(message.document), .document(Self.agreement)],
            origin: .stated)
        guard let sender = message.sender, message.signature != .contrary, !message.form.isRaw
        else { return }
        let key = key("of \(sender) for \(message.document)")
        certify(sender.text, key)
        sign(message.document, key, made: message.made, message.signature)
        if let end = context.ended[message.document], end != Self.certificatesEnd {
            let list = TranscriptSample.digest("list of \(key.text)")
            add("revocation_listed", [key, .instant(end), .document(list)])
        }
    }

    private mutating func add(_ message: ExchangeMessage, _ root: Term, answer: Term?) {
        let itself = Term.document(message.document)
        let isSound = message.faults.isEmpty
        let isMisdirected = message.faults.contains {
            if case .foreign = $0 { true } else { false }
        }
        switch message.form.act {
        case .answer where isSound: add("exchange_answer", [itself, root])
        case .opening where isSound && !message.form.isRaw:
            guard let answer, let sender = message.sender else { return }
            add("opens", [itself, root, answer, .party(sender)])
        case .abortRequest where isSound: add("abort_request", [itself, root])
        case .replacement where isSound:
            guard let answer else { return }
            add("replacement", [itself, root, answer])
            number(message)
        case .replacement where message.faults.contains(.foreign("me2")):
            add("groundless", [itself, root])
            number(message)
        case .abort:
            let others = message.faults.contains { fault in
                switch fault {
                case .missing(let name), .foreign(let name): name != "ma1"
                default: true
                }
            }
            guard !others else { return }
            add("abort_token", [itself, root])
            number(message)
            if isMisdirected { add("unsolicited", [itself, root]) }
        default: return
        }
    }

    private mutating func number(_ message: ExchangeMessage) {
        guard let decision = message.decision else { return }
        let itself = Term.document(message.document)
        add("decision", [itself, .count(decision.number)])
        add(
            "decision_after",
            [itself, .document(decision.previous), .count(decision.number - 1)])
    }
}
