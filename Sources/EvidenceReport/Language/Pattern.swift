// Sentences that are said elsewhere in English (by the judge, in the agreement's words, or by the verifier) read back by their patterns:
// `{0} is a contract between {1} and {2}`. A sentence is translated only if it can be cut in one way; what stands in its places is taken
// over as it is, or translated if it is a sentence itself. What is in doubt stays English.

/// A pattern of sentences in English, with its counterpart in another language.
struct Pattern: Sendable {
    /// What stands between the places, in their order.
    private let literals: [String]
    private let numbers: [Int]
    private let translation: String

    init(_ english: String, _ translation: String) {
        var literals = [""]
        var numbers: [Int] = []
        for piece in Words.pieces(english) {
            switch piece {
            case .text(let text): literals[literals.count - 1] += text
            case .part(let number):
                numbers.append(number)
                literals.append("")
            }
        }
        self.literals = literals
        self.numbers = numbers
        self.translation = translation
    }

    /// How much of a sentence must be as it stands here: a longer pattern says more exactly what is meant.
    var weight: Int { literals.reduce(0) { $0 + $1.utf8.count } }

    /// The sentence in the other language; `inner` translates what stands in a place. Nil if the pattern does not fit, or in two ways.
    func translated(_ sentence: String, inner: (String) -> String) -> String? {
        guard let parts = parts(sentence) else { return nil }
        var byNumber: [Int: String] = [:]
        for (number, part) in zip(numbers, parts) { byNumber[number] = inner(part) }
        return Words.pieces(translation).reduce(into: "") { text, piece in
            switch piece {
            case .text(let words): text += words
            case .part(let number): text += byNumber[number] ?? ""
            }
        }
    }

    private func parts(_ sentence: String) -> [String]? {
        guard let first = literals.first, let last = literals.last else { return nil }
        if numbers.isEmpty { return sentence == first ? [] : nil }
        guard sentence.count >= first.count + last.count, sentence.hasPrefix(first),
            sentence.hasSuffix(last)
        else { return nil }
        var rest = sentence.dropFirst(first.count).dropLast(last.count)
        var parts: [String] = []
        for literal in literals.dropFirst().dropLast() {
            let ranges = rest.ranges(of: literal)
            guard ranges.count == 1, let range = ranges.first else { return nil }
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest))
        return parts.contains(where: \.isEmpty) ? nil : parts
    }
}

extension Words {
    /// A sentence of claims nests as deep as a formula (claims-3), in words less.
    private static let deepestSentence = 8
    /// Whoever writes more than a sentence is not translated.
    private static let longestSentence = 2_000

    /// `english`, said elsewhere, in this language; nil if no pattern fits in one way.
    func sentence(_ english: String) -> String? {
        switch language {
        case .english: nil
        case .german: Self.translated(english, German.patterns, depth: 0)
        }
    }

    private static func translated(
        _ english: String, _ patterns: [Pattern], depth: Int
    ) -> String? {
        guard depth < deepestSentence, english.utf8.count <= longestSentence else { return nil }
        for pattern in patterns {
            let german = pattern.translated(english) {
                translated($0, patterns, depth: depth + 1) ?? $0
            }
            if let german { return german }
        }
        return nil
    }
}
