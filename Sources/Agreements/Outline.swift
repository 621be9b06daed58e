// The outline of an agreement's Markdown: title, version, articles with their prose, and the fenced blocks with their places.
// It accepts little of Markdown on purpose: what a renderer could show otherwise than it is read here is refused. Reading goes on
// after an error, so that whoever writes an agreement sees all of them.

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
    /// The agreement that this one amends.
    private(set) var amends: Digest?
    private(set) var articles: [Agreement.Article] = []
    private(set) var blocks: [Block] = []
    private(set) var errors: [AgreementError] = []

    private var heading: (id: String, title: String, line: Int)?
    private var ids: Set<String> = []
    private var prose: [Substring] = []
    /// The line above, if it is prose.
    private var above: Substring?
    /// Why the article has no rules, line by line, and whether the next line may go on with it.
    private var reason: [Substring] = []
    private var reasonGoesOn = false
    /// An open fence; without a kind its lines are read and left aside.
    private var open: (kind: BlockKind?, line: Int, lines: [Substring])?

    init(_ text: String) {
        let lines = text.lines
        for (index, line) in lines.enumerated() {
            do { try read(line, number: index + 1) } catch { errors.append(error) }
            guard errors.count < SourceLimits.errors else { return }
        }
        if let open {
            errors.append(
                SourcePlace(line: open.line - 1, column: 1).error(
                    .expected("``` that ends the block", found: "the end")))
        }
        closeArticle()
        if title.isEmpty { miss("# TITLE in the first line", lines, 0) }
        if version.isEmpty { miss("Version: NAME before the first article", lines, 1) }
    }

    private mutating func miss(_ what: String, _ lines: [Substring], _ index: Int) {
        let found = lines.indices.contains(index) ? String(lines[index]) : ""
        errors.append(
            SourcePlace(line: index + 1, column: 1).error(.expected(what, found: found)))
    }

    private mutating func read(_ line: Substring, number: Int) throws(AgreementError) {
        let place = SourcePlace(line: number, column: 1)
        if open != nil {
            if line.hasSameBytes(as: "```") { closeBlock() } else { try collect(line, at: place) }
            return
        }
        let goesOn = reasonGoesOn && !line.isEmpty
        reasonGoesOn = false
        let above = self.above
        self.above = nil
        try MarkdownLine(line, after: above, at: place).check()
        if line.startsWithBytes(of: "```") {
            try openBlock(line, at: place)
        } else if line.startsWithBytes(of: "# ") && title.isEmpty && number == 1 {
            title = String(line.dropFirst(2))
        } else if isHead && line.startsWithBytes(of: "Version: ") {
            try readVersion(line.dropFirst(9), at: place)
        } else if isHead && line.startsWithBytes(of: "Amends: ") {
            try readAmended(line.dropFirst(8), at: place)
        } else if line.startsWithBytes(of: "## ") {
            try openArticle(line.dropFirst(3), at: place)
        } else {
            prose.append(line)
            self.above = line
            if goesOn { reason.append(line) }
            reasonGoesOn = goesOn
            if line.startsWithBytes(of: Outline.withoutRules) { try openReason(line, at: place) }
        }
    }

    /// Whether no article has begun: the place of version and predecessor.
    private var isHead: Bool { heading == nil && articles.isEmpty }

    private mutating func collect(_ line: Substring, at place: SourcePlace) throws(AgreementError) {
        guard !line.startsWithBytes(of: "```"), !line.startsWithBytes(of: "~~~") else {
            throw place.error(.expected("``` alone", found: String(line)))
        }
        open?.lines.append(line)
    }

    // MARK: the head

    private mutating func readVersion(
        _ name: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        guard version.isEmpty else {
            throw place.error(.duplicate(kind: "line", name: "Version:"))
        }
        guard MatterID(name) != nil, name.utf8.first.map({ $0 >= 0x61 }) == true else {
            throw place.moved(by: 9).error(
                .expected("a version such as seca-1.0", found: String(name)))
        }
        version = String(name)
    }

    // Spec: agreement-7.
    private mutating func readAmended(
        _ text: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        guard amends == nil else { throw place.error(.duplicate(kind: "line", name: "Amends:")) }
        guard !version.isEmpty else {
            throw place.error(.expected("Version: before Amends:", found: "Amends:"))
        }
        guard let digest = Digest(text: text) else {
            throw place.moved(by: 8).error(
                .expected("sha-256: and the amended agreement's digest", found: String(text)))
        }
        amends = digest
    }

    // MARK: articles

    private static let withoutRules = "Without rules: "

    // Spec: agreement-8. The reason is the line and what follows it to the end of the paragraph.
    private mutating func openReason(
        _ line: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        guard heading != nil else {
            throw place.error(.expected("an article before Without rules:", found: String(line)))
        }
        guard reason.isEmpty else {
            throw place.error(.duplicate(kind: "line", name: "Without rules:"))
        }
        reason = [line.dropFirst(Outline.withoutRules.count)]
        reasonGoesOn = true
    }

    private mutating func openArticle(
        _ line: Substring, at place: SourcePlace
    ) throws(AgreementError) {
        closeArticle()
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, isArticle(parts[0]) else { return }
        guard ids.insert(String(parts[0])).inserted else {
            throw place.moved(by: 3).error(.duplicate(kind: "article", name: String(parts[0])))
        }
        guard ids.count <= SourceLimits.articles else {
            throw place.error(.tooLarge(of: "articles", limit: SourceLimits.articles))
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
                    id: heading.id, title: heading.title, prose: proseText, line: heading.line,
                    withoutRules: reason.isEmpty ? nil : reason.joined(separator: " ")))
        }
        heading = nil
        (prose, reason, reasonGoesOn) = ([], [], false)
    }

    private var proseText: String {
        let text = prose.joined(separator: "\n")
        let start = text.firstIndex { $0 != "\n" && $0 != " " } ?? text.endIndex
        let end = text.lastIndex { $0 != "\n" && $0 != " " }.map { text.index(after: $0) }
        return String(text[start..<(end ?? text.endIndex)])
    }

    // MARK: blocks

    private mutating func openBlock(_ line: Substring, at place: SourcePlace) throws(AgreementError)
    {
        let kind = BlockKind(rawValue: String(line.dropFirst(3)))
        open = (kind, place.line + 1, [])
        guard let kind else {
            throw place.error(
                .expected("```parameters, ```predicates or ```rules", found: String(line)))
        }
        // Spec: agreement-3. The words come first; a rule without an article has nobody's consent.
        let hasProse = prose.contains { !$0.allSatisfy { $0 == " " } }
        guard kind != .rules || (heading != nil && hasProse) else {
            open?.kind = nil
            throw place.error(
                .expected("an article with prose before its rules", found: String(line)))
        }
    }

    private mutating func closeBlock() {
        guard let open else { return }
        if let kind = open.kind {
            blocks.append(
                Block(
                    kind: kind, article: heading?.id ?? "",
                    text: open.lines.joined(separator: "\n"),
                    place: SourcePlace(line: open.line, column: 1)))
        }
        self.open = nil
    }
}

/// A line outside the blocks, as a renderer of Markdown would take it.
struct MarkdownLine {
    private let line: Substring
    private let above: Substring?
    private let place: SourcePlace

    init(_ line: Substring, after above: Substring?, at place: SourcePlace) {
        (self.line, self.above, self.place) = (line, above, place)
    }

    /// Refuses what a reader would see otherwise than it is read here, or not at all. Spec: agreement-4.
    func check() throws(AgreementError) {
        let trimmed = line.drop { $0 == " " || $0 == ">" }
        let isAtMargin = trimmed.startIndex == line.startIndex
        let isFence = trimmed.startsWithBytes(of: "```") || trimmed.startsWithBytes(of: "~~~")
        guard !isFence || (line.startsWithBytes(of: "```") && !line.startsWithBytes(of: "````"))
        else { throw refused("a fence ``` at the beginning of the line") }
        if line.utf8.contains(UInt8(ascii: "<")) {
            guard !line.contains("<!"), !line.contains("<?"), !hasTag else {
                throw refused("no HTML")
            }
        }
        guard !trimmed.startsWithBytes(of: "#") || isAtMargin else {
            throw refused("a heading at the beginning of the line")
        }
        guard !isUnderline else { throw refused("a heading with ## or an empty line above") }
        guard !isDefinition(trimmed) else {
            throw refused("no definition of a link, which is unseen")
        }
    }

    private func refused(_ what: String) -> AgreementError {
        place.error(.expected(what, found: String(line)))
    }

    private var hasTag: Bool {
        var last: Unicode.Scalar?
        for scalar in line.unicodeScalars {
            if last == "<", scalar == "/" || scalar.properties.isAlphabetic { return true }
            last = scalar
        }
        return false
    }

    // `---` or `===` beneath words makes a heading of them.
    private var isUnderline: Bool {
        guard let above, above.utf8.contains(where: { $0 != 0x20 }) else { return false }
        let signs = line.utf8.lazy.filter { $0 != 0x20 }
        guard let first = signs.first, first == 0x2D || first == 0x3D else { return false }
        return signs.allSatisfy { $0 == first }
    }

    // `[name]: …` is shown nowhere.
    private func isDefinition(_ trimmed: Substring) -> Bool {
        guard trimmed.first == "[", let end = trimmed.firstIndex(of: "]") else { return false }
        return trimmed[end...].startsWithBytes(of: "]:")
    }
}
