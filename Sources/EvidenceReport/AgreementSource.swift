// The text of an agreement in pieces that can be linked: sections with prose and blocks, and in each block the sentences of the rule
// language with the statements in them. The agreement was parsed before, so that what is found here is what runs; what a piece means is
// never decided here.

import Agreements

/// An agreement's text, cut up as it stands.
struct AgreementSource {
    enum BlockKind: String { case parameters, predicates, rules }

    /// A sentence of a block: a parameter, a declaration or a rule, with its lines as written.
    struct Sentence {
        var lines: [Substring]
        /// Keys of the statements in it, in order, each once: `signed`, `signed by`.
        var keys: [String]
        /// Places of names in `lines`, by line.
        var mentions: [[Mention]]
    }

    /// A name that can be linked.
    struct Mention {
        var range: Range<Substring.Index>
        /// The key of a predicate, or nil for a parameter.
        var key: String?
    }

    enum Part {
        case prose([Substring])
        case block(BlockKind, [Sentence])
    }

    struct Section {
        /// The heading without `## `; empty before the first.
        var heading: Substring
        var parts: [Part] = []
    }

    private(set) var sections = [Section(heading: "")]

    init(_ text: String) {
        var prose: [Substring] = []
        var block: (kind: BlockKind, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = block {
                if line == "```" {
                    let sentences = AgreementSource.sentences(open.lines, open.kind)
                    add(.block(open.kind, sentences))
                    block = nil
                } else {
                    block?.lines.append(line)
                }
            } else if line.hasPrefix("```"),
                let kind = BlockKind(rawValue: String(line.dropFirst(3)))
            {
                flush(&prose)
                block = (kind, [])
            } else if line.hasPrefix("## ") {
                flush(&prose)
                sections.append(Section(heading: line.dropFirst(3)))
            } else {
                prose.append(line)
            }
        }
        flush(&prose)
    }

    private mutating func add(_ part: Part) { sections[sections.count - 1].parts.append(part) }

    private mutating func flush(_ prose: inout [Substring]) {
        if prose.contains(where: { !$0.isEmpty }) { add(.prose(prose)) }
        prose = []
    }

    // MARK: sentences

    // A parameter is a line; a declaration or a rule ends where a line ends with its full stop.
    private static func sentences(_ lines: [Substring], _ kind: BlockKind) -> [Sentence] {
        var sentences: [Sentence] = []
        var open: [Substring] = []
        for line in lines where !line.allSatisfy({ $0 == " " }) {
            open.append(line)
            let last = line.last { $0 != " " }
            if kind == .parameters || last == "." {
                sentences.append(Sentence(open))
                open = []
            }
        }
        if !open.isEmpty { sentences.append(Sentence(open)) }
        return sentences
    }
}

extension AgreementSource.Sentence {
    init(_ lines: [Substring]) {
        self.lines = lines
        (keys, mentions) = ([], [])
        for line in lines {
            let found = AgreementSource.mentions(in: line)
            mentions.append(found)
            for key in found.compactMap(\.key) where !keys.contains(key) { keys.append(key) }
        }
    }
}

extension AgreementSource {
    /// The names in a line: words before a parenthesis, and words that begin with a capital letter. Quoted words are nobody's names.
    /// A statement never goes over the end of a line without its name, so that a line is enough.
    static func mentions(in line: Substring) -> [Mention] {
        var mentions: [Mention] = []
        var place = line.startIndex
        var isQuoted = false
        while place < line.endIndex {
            let character = line[place]
            if character == "\"" { isQuoted.toggle() }
            guard !isQuoted, isName(character) else {
                place = line.index(after: place)
                continue
            }
            let end = line[place...].firstIndex { !isName($0) } ?? line.endIndex
            let word = line[place..<end]
            if end < line.endIndex, line[end] == "(", character.isLowercase {
                mentions.append(
                    Mention(range: place..<end, key: key(word, line[line.index(after: end)...])))
            } else if character.isUppercase {
                mentions.append(Mention(range: place..<end, key: nil))
            }
            place = end
        }
        return mentions
    }

    private static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }

    /// The key of the statement that begins with `name(`: its last arguments may stand after prepositions.
    private static func key(_ name: Substring, _ rest: Substring) -> String {
        var depth = 0
        var isQuoted = false
        var argument = rest.startIndex
        for place in rest.indices {
            switch rest[place] {
            case "\"": isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted && depth == 0:
                return shape(of: rest[argument..<place]).key(String(name))
            case ")" where !isQuoted: depth -= 1
            case "," where !isQuoted && depth == 0: argument = rest.index(after: place)
            default: break
            }
        }
        return String(name)
    }

    private static func shape(of argument: Substring) -> Shape {
        let words = argument.split(separator: " ")
        guard words.count > 1 else { return .plain }
        switch words[0] {
        case "by": return .by
        case "after": return .after
        case "between": return .between
        default: return .plain
        }
    }
}
