// The outline of an agreement's Markdown: title, version, articles with their prose, and the fenced blocks with their places.
// It accepts little of Markdown on purpose: what a renderer could show otherwise than it is read here is refused.

import EvidenceValues

/// The parts of an agreement's text.
struct Outline {
    enum BlockKind: String {
        case parameters, predicates, rules
    }

    struct Block {
        var kind: BlockKind
        /// The article it stands in; empty before the first.
        var article: String
        var text: String
        var place: SourcePlace
    }

    private(set) var title = ""
    private(set) var version = ""
    private(set) var articles: [Agreement.Article] = []
    private(set) var blocks: [Block] = []

    private var heading: (id: String, title: String, line: Int)?
    private var prose: [Substring] = []
    private var open: (kind: BlockKind, line: Int, lines: [Substring])?

    init(_ text: String) throws(AgreementError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            try read(line, number: index + 1)
        }
        if let open {
            throw SourcePlace(line: open.line, column: 1).error(
                .expected("``` that ends the block", found: "the end"))
        }
        closeArticle()
        guard !title.isEmpty, !version.isEmpty else {
            throw SourcePlace(line: 1, column: 1).error(
                .expected("# TITLE, then Version: NAME", found: String(lines.first ?? "")))
        }
    }

    private mutating func read(_ line: Substring, number: Int) throws(AgreementError) {
        let place = SourcePlace(line: number, column: 1)
        if open != nil {
            if line.hasSameBytes(as: "```") { closeBlock() } else { try collect(line, at: place) }
            return
        }
        try refuseLookalikes(line, at: place)
        if line.startsWithBytes(of: "```") {
            try openBlock(line, at: place)
        } else if line.startsWithBytes(of: "# ") && title.isEmpty && number == 1 {
            title = String(line.dropFirst(2))
        } else if line.startsWithBytes(of: "Version: ") && version.isEmpty {
            try readVersion(line.dropFirst(9), at: place)
        } else if line.startsWithBytes(of: "## ") {
            try openArticle(line.dropFirst(3), at: place)
        } else {
            prose.append(line)
        }
    }

    private mutating func collect(_ line: Substring, at place: SourcePlace) throws(AgreementError) {
        guard !line.startsWithBytes(of: "```"), !line.startsWithBytes(of: "~~~") else {
            throw place.error(.expected("``` alone", found: String(line)))
        }
        open?.lines.append(line)
    }

    // Spec: agreement-4. A comment is invisible when rendered; an indented or longer fence is a block to a reader and not to us.
    private func refuseLookalikes(_ line: Substring, at place: SourcePlace) throws(AgreementError) {
        let trimmed = line.drop { $0 == " " || $0 == ">" }
        let isFence = trimmed.startsWithBytes(of: "```") || trimmed.startsWithBytes(of: "~~~")
        guard !isFence || (line.startsWithBytes(of: "```") && !line.startsWithBytes(of: "````"))
        else {
            throw place.error(
                .expected("a fence ``` at the beginning of the line", found: String(line)))
        }
        guard !line.contains("<!"), !line.contains("<?"), !isHTML(line) else {
            throw place.error(.expected("no HTML", found: String(line)))
        }
    }

    private func isHTML(_ line: Substring) -> Bool {
        let scalars = Array(line.unicodeScalars)
        return zip(scalars, scalars.dropFirst()).contains { first, second in
            first == "<" && (second == "/" || second.properties.isAlphabetic)
        }
    }

    private mutating func readVersion(
        _ name: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        guard MatterID(name) != nil, name.utf8.first.map({ $0 >= 0x61 }) == true else {
            throw place.error(.expected("a version such as seca-1.0", found: String(name)))
        }
        version = String(name)
    }

    private mutating func openArticle(
        _ line: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        closeArticle()
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, isArticle(parts[0]) else { return }
        guard !articles.contains(where: { $0.id == parts[0] }) else {
            throw place.error(.duplicate(kind: "article", name: String(parts[0])))
        }
        heading = (String(parts[0]), String(parts[1]), place.line)
    }

    // `R-04`, `R-13`: capitals, a hyphen, digits.
    private func isArticle(_ word: Substring) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
            && parts[0].utf8.allSatisfy { (0x41...0x5A).contains($0) }
            && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func closeArticle() {
        if let heading {
            articles.append(
                .init(
                    id: heading.id, title: heading.title, prose: proseText, line: heading.line))
        }
        heading = nil
        prose = []
    }

    private var proseText: String {
        let text = prose.joined(separator: "\n")
        let start = text.firstIndex { $0 != "\n" && $0 != " " } ?? text.endIndex
        let end = text.lastIndex { $0 != "\n" && $0 != " " }.map { text.index(after: $0) }
        return String(text[start..<(end ?? text.endIndex)])
    }

    private mutating func openBlock(_ line: Substring, at place: SourcePlace) throws(AgreementError)
    {
        guard let kind = BlockKind(rawValue: String(line.dropFirst(3))) else {
            throw place.error(
                .expected("```parameters, ```predicates or ```rules", found: String(line)))
        }
        // Spec: agreement-3. The words come first; a rule without an article has nobody's consent.
        guard kind != .rules || (heading != nil && !proseText.isEmpty) else {
            throw place.error(
                .expected("an article with prose before its rules", found: String(line)))
        }
        open = (kind, place.line + 1, [])
    }

    private mutating func closeBlock() {
        guard let open else { return }
        blocks.append(
            Block(
                kind: open.kind, article: heading?.id ?? "",
                text: open.lines.joined(separator: "\n"),
                place: SourcePlace(line: open.line, column: 1)))
        self.open = nil
    }
}
