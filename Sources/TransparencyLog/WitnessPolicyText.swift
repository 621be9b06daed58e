// The text of a policy (C2SP tlog-policy): one definition a line, words between blanks and tabs, whole lines of comment. It is a
// file that people write, so blanks are free, and what a reader writes again has the same meaning, not the same bytes.

import EvidenceValues

extension WitnessPolicy {
    /// Bytes of a policy at most: a line of each sort at its limit, generously.
    package static let maximumSize = 1_048_576

    /// The policy that `bytes` are. Spec: policy-2 to policy-6
    package init(parsing bytes: [UInt8]) throws(PolicyError) {
        guard bytes.count <= WitnessPolicy.maximumSize else { throw PolicyError.tooLarge }
        self.init()
        var quorums = 0
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (position, octets) in lines.enumerated() {
            let line = position + 1
            // Spec: policy-3
            guard octets.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                throw PolicyError.badOctet(line: line)
            }
            let words = octets.split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
            guard let first = words.first, first.first != 0x23 else { continue }
            if first.elementsEqual("quorum".utf8) { quorums += 1 }
            guard quorums <= 1 else { throw PolicyError.notOneQuorum }
            try read(words, line: line)
        }
        guard quorums == 1 else { throw PolicyError.notOneQuorum }
    }

    /// The plainest text with this meaning.
    package var bytes: [UInt8] {
        var lines: [[[UInt8]]] = []
        for log in logs {
            lines.append(
                [Array("log".utf8), Array(log.key.text.utf8)] + (log.url.map { [$0] } ?? []))
        }
        for witness in witnesses {
            lines.append(
                [Array("witness".utf8), witness.name.octets, Array(witness.key.text.utf8)]
                    + (witness.url.map { [$0] } ?? []))
        }
        for group in groups {
            lines.append(
                [Array("group".utf8), group.name.octets, Array(String(group.threshold).utf8)]
                    + group.members.map(\.octets))
        }
        lines.append([Array("quorum".utf8), (quorum ?? .none).octets])
        return lines.flatMap { Array($0.joined(separator: [0x20])) + [0x0A] }
    }

    private mutating func read(_ words: [[UInt8]], line: Int) throws(PolicyError) {
        switch String(decoding: words[0], as: UTF8.self) {
        case "log":
            guard (2...3).contains(words.count) else { throw .malformedLine(line) }
            let key = try WitnessPolicy.key(words[1], line: line)
            try accept(Log(key: key, url: words.count > 2 ? words[2] : nil), line: line)
        case "witness":
            guard (3...4).contains(words.count) else { throw .malformedLine(line) }
            let key = try WitnessPolicy.key(words[2], line: line)
            let url = words.count > 3 ? words[3] : nil
            try define(Member(name: PolicyName(octets: words[1]), key: key, url: url), line: line)
        case "group":
            guard words.count >= 4 else { throw .malformedLine(line) }
            let members = words[3...].map { PolicyName(octets: $0) }
            let threshold = try WitnessPolicy.threshold(words[2], of: members.count, line: line)
            let name = PolicyName(octets: words[1])
            try define(Group(name: name, threshold: threshold, members: members), line: line)
        case "quorum":
            guard words.count == 2 else { throw .malformedLine(line) }
            try choose(PolicyName(octets: words[1]), line: line)
        default:
            throw .malformedLine(line)
        }
    }

    private static func key(_ word: [UInt8], line: Int) throws(PolicyError) -> VerifierKey {
        guard let text = String(validating: word, as: UTF8.self),
            let key = try? VerifierKey(text: text)
        else { throw .badKey(line: line) }
        return key
    }

    private static func threshold(
        _ word: [UInt8], of count: Int, line: Int
    ) throws(PolicyError) -> Int {
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "any": return 1
        case "all": return count
        default:
            guard let number = FieldText.number(text).flatMap({ Int(exactly: $0) }) else {
                throw .badThreshold(line: line)
            }
            return number
        }
    }
}
