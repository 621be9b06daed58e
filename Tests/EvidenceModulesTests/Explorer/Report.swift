// An exploration's results as text: counts, violations, and for each the sequence of steps that leads to it.

import EvidenceModules
import EvidenceValues

/// What a cast came to under a protocol.
struct Report {
    let proto: String
    let cast: Cast
    let states: Int
    let transitions: Int
    let ends: Int
    let judged: Int
    let violations: [Property: Violation]
    let differences: [String]
    private let exploration: Exploration

    /// Explores and checks. With `original`, what is found is compared with what the judge of transcripts finds.
    init(
        _ proto: ModelledProtocol, _ cast: Cast,
        of properties: Set<Property> = Set(Property.allCases), allParts: Bool = false,
        original: ExchangeProtocol? = nil
    ) throws(ExplorerError) {
        let exploration = try Exploration(proto, cast)
        self.exploration = exploration
        let bridge = original.map { TranscriptBridge(exploration.vocabulary, cast, $0) }
        let check = EndCheck(exploration, allParts: allParts, bridge: bridge)
        violations = check.violations(of: properties)
        self.proto = proto.name
        self.cast = cast
        states = exploration.states.count
        transitions = exploration.transitions
        ends = exploration.ends.count
        judged = check.judged
        differences = check.differences
    }

    /// One line of a table.
    var line: String {
        "| \(proto) | \(cast.name) | \(states) | \(transitions) | \(ends) | \(judged) |"
    }

    /// The violations but those that no message can help.
    var unexpected: Set<Property> { Set(violations.keys).subtracting([.abuseFree]) }

    /// The steps to the violation of a property, numbered, a line for each; then what is violated.
    func text(_ property: Property) -> String { lines(property).joined(separator: "\n") }

    private func lines(_ property: Property) -> [String] {
        guard let violation = violations[property] else { return [] }
        var names = MessageNames(exploration.vocabulary)
        var lines = exploration.path(to: violation.state).map { exploration.line($0, &names) }
        if !violation.proofs.isEmpty {
            lines.append(
                "proven: " + violation.proofs.map { names.texts($0) }.joined(separator: "; "))
        }
        lines = lines.enumerated().map { "\($0.offset + 1). \($0.element)" }
        return lines + ["=> \(property.rawValue): \(violation.detail)"]
    }
}
