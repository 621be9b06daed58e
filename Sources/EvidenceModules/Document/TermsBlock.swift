// The terms of a document: the one fenced block of atoms that rules can read (docs/formats/terms.md). All or nothing: a
// document with an error in its terms states nothing, because a half-read contract is another contract.

package import EvidenceValues

/// Where and why a document's terms were refused.
package struct TermsError: Error, Sendable, Hashable {
    /// What is wrong, by the rule of docs/formats/terms.md that it breaks.
    package enum Reason: String, Sendable, Hashable {
        /// terms-1: larger than a document with terms may be.
        case tooLarge
        /// terms-1: not UTF-8.
        case notUTF8
        /// terms-2: a second block.
        case secondBlock
        /// terms-2: the block is not closed.
        case unclosed
        /// terms-3: something that looks like the beginning of a block and is none.
        case disguisedBlock
        /// terms-4: a character that a reader cannot see.
        case hiddenCharacter
        /// terms-5: not `predicate(argument, …).`.
        case notAnAtom
        /// terms-6: not a predicate.
        case badPredicate
        /// terms-7: not a literal, or not in its one spelling.
        case badArgument
        /// terms-8: the same atom again.
        case repeated
        /// terms-8: no atoms, too many, or too long a line.
        case limit
    }

    /// The line of the document, counted from 1; 0 where no line is to blame.
    package let line: Int
    package let reason: Reason

    package init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }
}

/// An atom that a document states; the document itself, its first argument in facts, is not among `arguments`.
package struct StatedAtom: Sendable, Hashable {
    package let predicate: String
    package let arguments: [Term]

    /// `predicate(argument, …).`, as it stands in the block.
    package var text: String {
        predicate + "(" + arguments.map(\.text).joined(separator: ", ") + ")."
    }
}

/// The terms block of a document, in the order of its lines.
package struct TermsBlock: Sendable, Hashable {
    package let atoms: [StatedAtom]

    // terms-1, -8: a contract of a megabyte is long, and a hostile one must not cost more than reading it.
    private static let sizeLimit = 1 << 20
    private static let atomLimit = 1000
    private static let lineLimit = 4000

    private static let opening = "```terms"
    private static let closing = "```"

    /// The block with these atoms, which must obey terms-5 to terms-8 when they are not parsed from one.
    package init(atoms: [StatedAtom]) { self.atoms = atoms }

    /// The terms of the document with these bytes; nil if it has no block.
    package static func read(_ bytes: [UInt8]) throws(TermsError) -> TermsBlock? {
        guard mentionsTerms(bytes) else { return nil }
        guard bytes.count <= sizeLimit else { throw TermsError(line: 0, reason: .tooLarge) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TermsError(line: 0, reason: .notUTF8)
        }
        if let hidden = VisibleText.firstHidden(in: text) {
            throw TermsError(line: hidden.line, reason: .hiddenCharacter)
        }
        let lines = text.lines
        let block = try findBlock(lines)
        return try TermsBlock(lines: lines[block], firstLine: block.lowerBound + 1)
    }

    /// The block as it stands in a document, fences included.
    package var text: String {
        ([TermsBlock.opening] + atoms.map(\.text) + [TermsBlock.closing]).joined(separator: "\n")
            + "\n"
    }

    /// Everything that the terms name by digest: documents and certificates.
    package var namedDigests: [Digest] {
        atoms.flatMap(\.arguments).compactMap { term in
            switch term {
            case .document(let digest), .key(let digest): digest
            default: nil
            }
        }
    }

    private init(lines: ArraySlice<Substring>, firstLine: Int) throws(TermsError) {
        guard (1...TermsBlock.atomLimit).contains(lines.count) else {
            throw TermsError(line: firstLine - 1, reason: .limit)
        }
        var atoms: [StatedAtom] = []
        var seen: Set<StatedAtom> = []
        for (line, number) in zip(lines, firstLine...) {
            guard line.utf8.count <= TermsBlock.lineLimit else {
                throw TermsError(line: number, reason: .limit)
            }
            let atom: StatedAtom
            do { atom = try StatedAtom(line: line) } catch {
                throw TermsError(line: number, reason: error)
            }
            guard seen.insert(atom).inserted else {
                throw TermsError(line: number, reason: .repeated)
            }
            atoms.append(atom)
        }
        self.atoms = atoms
    }

    // Cheap, so that a large exhibit without terms costs one pass: only bytes that may begin a block are read further.
    private static func mentionsTerms(_ bytes: [UInt8]) -> Bool {
        let marks = [Array("```terms".utf8), Array("~~~terms".utf8)]
        guard let last = bytes.indices.last, last >= 7 else { return false }
        var start = 0
        while start + 8 <= bytes.count {
            let byte = bytes[start]
            if byte == 0x60 || byte == 0x7E {
                if marks.contains(where: { $0.elementsEqual(bytes[start..<start + 8]) }) {
                    return true
                }
            }
            start += 1
        }
        return false
    }

    // Nearly all lines are no fences, which the bytes show: a fence has a mark, or a character that is equal to one by its decomposition.
    private static func mayBeFence(_ line: Substring) -> Bool {
        line.utf8.contains { $0 == 0x60 || $0 == 0x7E || $0 >= 0x80 }
    }

    // Spec: terms-2, terms-3. The indices of the lines between the fences.
    private static func findBlock(_ lines: [Substring]) throws(TermsError) -> Range<Int> {
        var open: Int?
        var found: Range<Int>?
        for (index, line) in lines.enumerated() {
            guard mayBeFence(line) else { continue }
            if line == opening {
                guard found == nil, open == nil else {
                    throw TermsError(line: index + 1, reason: .secondBlock)
                }
                open = index + 1
            } else if line.contains(opening) || line.contains("~~~terms") {
                throw TermsError(line: index + 1, reason: .disguisedBlock)
            } else if let begin = open, line == closing {
                found = begin..<index
                open = nil
            }
        }
        if let open { throw TermsError(line: open, reason: .unclosed) }
        guard let found else { throw TermsError(line: 0, reason: .disguisedBlock) }
        return found
    }
}

extension StatedAtom {
    private static let argumentLimit = 8
    private static let predicateLimit = 64

    /// The atom that a line of a block states. Spec: terms-5 to terms-7.
    init(line: Substring) throws(TermsError.Reason) {
        guard let parenthesis = line.firstIndex(of: "("), line.hasSuffix(").") else {
            throw .notAnAtom
        }
        let predicate = line[..<parenthesis]
        guard StatedAtom.isPredicate(predicate) else { throw .badPredicate }
        let begin = line.index(after: parenthesis)
        let end = line.index(line.endIndex, offsetBy: -2)
        guard begin < end else { throw .notAnAtom }
        var arguments: [Term] = []
        for text in try StatedAtom.split(line[begin..<end]) {
            guard let term = Term(literal: text) else { throw .badArgument }
            arguments.append(term)
        }
        guard (1...StatedAtom.argumentLimit).contains(arguments.count) else { throw .notAnAtom }
        self.init(predicate: String(predicate), arguments: arguments)
    }

    /// A small letter, then small letters, digits and `_`.
    static func isPredicate(_ text: Substring) -> Bool {
        guard (1...predicateLimit).contains(text.utf8.count), let first = text.utf8.first,
            (0x61...0x7A).contains(first)
        else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
    }

    // Commas inside quotes separate nothing.
    static func split(_ text: Substring) throws(TermsError.Reason) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var quoted = false
        var position = text.startIndex
        while position < text.endIndex {
            let character = text[position]
            if character == "\"" { quoted.toggle() }
            if character == ",", !quoted {
                parts.append(text[start..<position])
                position = text.index(after: position)
                guard position < text.endIndex, text[position] == " " else { throw .notAnAtom }
                start = text.index(after: position)
            }
            position = text.index(after: position)
        }
        guard !quoted else { throw .badArgument }
        parts.append(text[start...])
        return parts
    }
}

extension TermsError.Reason: Error {}
