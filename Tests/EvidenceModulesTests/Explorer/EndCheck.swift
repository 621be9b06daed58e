// Checks what an exploration came to: each end with each filing that the dishonest player may choose, and judges each case once.

import EvidenceModules
import EvidenceValues

/// Checks the ends of an exploration.
final class EndCheck {
    let exploration: Exploration
    let allParts: Bool
    private let judge: TableJudge
    private var findings: [Case: TableFinding] = [:]
    /// What the dishonest player can make, by what was sent.
    private var makeable: [MessageSet: MessageSet] = [:]
    private(set) var judged = 0
    /// Where the judge of transcripts finds something else.
    private(set) var differences: [String] = []
    private let bridge: TranscriptBridge?

    private struct Case: Hashable {
        let filing: CourtFile
        let root: Int
    }

    init(_ exploration: Exploration, allParts: Bool = false, bridge: TranscriptBridge? = nil) {
        self.bridge = bridge
        self.exploration = exploration
        self.allParts = allParts
        judge = TableJudge(vocabulary: exploration.vocabulary)
    }

    var vocabulary: Vocabulary { exploration.vocabulary }
    var cast: Cast { exploration.cast }
    var isThirdPartyHonest: Bool { cast.isThirdPartyHonest }

    /// For each of these properties that is violated, its nearest violation.
    func violations(of wanted: Set<Property> = Set(Property.allCases)) -> [Property: Violation] {
        var found: [Property: Violation] = [:]
        func note(_ violations: [Violation]) {
            for violation in violations where wanted.contains(violation.property) {
                if found[violation.property] == nil { found[violation.property] = violation }
            }
        }
        let needsFilings = !wanted.isDisjoint(with: [.proven, .fair, .innocent, .once])
        for (place, state) in exploration.states.enumerated() where isThirdPartyHonest {
            if found[.answered] == nil { note(at(place, answered(state))) }
        }
        for end in exploration.ends {
            note(checkEnd(end))
            if needsFilings { note(checkFilings(end)) }
        }
        if wanted.contains(.abuseFree) { found[.abuseFree] = abuse() }
        return found
    }

    private func checkEnd(_ end: Int) -> [Violation] {
        let state = exploration.states[end]
        if !isThirdPartyHonest { return at(end, accountable(state)) }
        return at(end, timely(state) + consistent(state) + named(state))
    }

    private func checkFilings(_ end: Int) -> [Violation] {
        let state = exploration.states[end]
        let filings = filings(in: state)
        let full = filings.max { $0.all.elements.count < $1.all.elements.count }
        return filings.flatMap { at(end, findingsAreRight($0, state)) }
            + (full.map { once($0, state, end) } ?? [])
    }

    private func at(_ place: Int, _ found: [(Property, String)]) -> [Violation] {
        found.map { Violation(property: $0.0, state: place, detail: $0.1) }
    }

    private func filings(in state: ExplorerState) -> [CourtFile] {
        let everything: MessageSet
        if let known = makeable[state.sent] {
            everything = known
        } else {
            let adversary = Adversary(vocabulary: vocabulary, cast: cast)
            everything = adversary.everything(sent: state.sent)
            makeable[state.sent] = everything
        }
        return exploration.filings(in: state, everything: everything, allParts: allParts)
    }

    /// What is found, each case judged once.
    func finding(_ filing: CourtFile, _ root: Int) -> TableFinding {
        // What concerns other exchanges changes nothing, but that a secret was shown.
        let secret = vocabulary.openings(of: root)
        let concerned = CourtFile(
            messages: filing.messages.mapValues { messages in
                messages.filter {
                    vocabulary.belongs($0, to: root) || vocabulary.shows(secret, in: $0)
                }
            })
        let key = Case(filing: concerned, root: root)
        if let known = findings[key] { return known }
        judged += 1
        let finding = judge.judge(concerned, root: root)
        findings[key] = finding
        if let difference = bridge?.difference(concerned, root: root, from: finding) {
            differences.append(difference)
        }
        return finding
    }

    /// The complete proofs among these messages.
    func proofs(_ meaning: ProofMeaning, _ root: Int, in filed: MessageSet) -> [Bindings] {
        judge.proofs(meaning, root, in: filed)
    }

    /// Who plays a role in the run that begins with `root`.
    func party(_ role: String, _ root: Int) -> PartyID? { judge.party(role, root) }

    /// The first messages on file.
    func roots(_ filed: MessageSet) -> [Int] {
        filed.elements.filter { vocabulary.messages[$0].form == 0 }
    }

    /// The first message of a session's run.
    func root(_ session: SessionState) -> Int? {
        vocabulary.proto.root.flatMap { session.bindings.message($0.name, vocabulary) }
    }

    /// What the session ended with; nil while it has not.
    func outcome(_ number: Int, _ state: ExplorerState) -> ProofMeaning? {
        let role = cast.sessions[number].role
        guard let machine = vocabulary.proto.machine(of: role),
            let name = machine.ends[state.sessions[number].state],
            let proof = vocabulary.proto.proofs.first(where: { $0.name == name })
        else { return nil }
        return proof.meaning
    }

    func hasBegun(_ number: Int, _ state: ExplorerState) -> Bool {
        let role = cast.sessions[number].role
        return state.sessions[number].state != vocabulary.proto.machine(of: role)?.start
    }
}
