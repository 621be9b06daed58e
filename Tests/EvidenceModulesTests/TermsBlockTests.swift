import EvidenceModules
import EvidenceValues
import Testing

/// A document with a terms block of these lines.
private func document(_ lines: String...) -> String {
    "# Contract\n\n```terms\n" + lines.map { $0 + "\n" }.joined() + "```\n\nThe end.\n"
}

private let digest = "sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

private struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let line: Int
    let reason: TermsError.Reason

    init(_ name: String, _ text: String, line: Int, _ reason: TermsError.Reason) {
        testDescription = name
        self.text = text
        self.line = line
        self.reason = reason
    }
}

private let refusals: [Refusal] = [
    Refusal(
        "two blocks", document("kind(order).") + document("kind(order)."), line: 10, .secondBlock),
    Refusal("not closed", "```terms\nkind(order).\n", line: 1, .unclosed),
    Refusal("an opening inside", document("kind(order).", "```terms"), line: 5, .secondBlock),
    Refusal("indented", " ```terms\nkind(order).\n```\n", line: 1, .disguisedBlock),
    Refusal("with a space behind", "```terms \nkind(order).\n```\n", line: 1, .disguisedBlock),
    Refusal("with tildes", "~~~terms\nkind(order).\n~~~\n", line: 1, .disguisedBlock),
    Refusal("in a quotation", "> ```terms\n> kind(order).\n> ```\n", line: 1, .disguisedBlock),
    Refusal(
        "with carriage returns", "```terms\r\nkind(order).\r\n```\r\n", line: 1, .hiddenCharacter),
    Refusal(
        "a direction turned in the prose", "\u{202E}x\n" + document("kind(order)."), line: 1,
        .hiddenCharacter),
    Refusal(
        "a zero-width space in a term", document("deal(\"BAN\u{200B}-1\")."), line: 4,
        .hiddenCharacter),
    Refusal("empty", document(), line: 3, .limit),
    Refusal("an empty line", document("kind(order).", ""), line: 5, .notAnAtom),
    Refusal("a comment", document("% kind(order)."), line: 4, .badPredicate),
    Refusal("no full stop", document("kind(order)"), line: 4, .notAnAtom),
    Refusal("no arguments", document("kind()."), line: 4, .notAnAtom),
    Refusal("a blank before", document(" kind(order)."), line: 4, .badPredicate),
    Refusal("a blank behind", document("kind(order). "), line: 4, .notAnAtom),
    Refusal("a comma without space", document("amount(o1,EUR 5.00)."), line: 4, .notAnAtom),
    Refusal("a comma with two spaces", document("amount(o1,  EUR 5.00)."), line: 4, .badArgument),
    Refusal("a comma at the end", document("kind(order, )."), line: 4, .badArgument),
    Refusal("a capital predicate", document("Kind(order)."), line: 4, .badPredicate),
    Refusal("money with three decimals", document("amount(o1, EUR 5.000)."), line: 4, .badArgument),
    Refusal(
        "an instant with an offset", document("due(o1, 2026-03-20T18:00:00+01:00)."), line: 4,
        .badArgument),
    Refusal("an interval", document("made(o1, [?, ?])."), line: 4, .badArgument),
    Refusal("an open quotation", document("deal(\"BAN-1)."), line: 4, .badArgument),
    Refusal("a digest cut short", document("agreement(sha-256:47DEQpj8)."), line: 4, .badArgument),
    Refusal("nine arguments", document("p(1, 2, 3, 4, 5, 6, 7, 8, 9)."), line: 4, .notAnAtom),
    Refusal("the same atom again", document("kind(order).", "kind(order)."), line: 5, .repeated),
    Refusal("a quoted plain word", document("kind(\"order\")."), line: 4, .badArgument),
    Refusal("two atoms on a line", document("kind(order). kind(offer)."), line: 4, .badArgument),
]

private let accepted = [
    "agreement(\(digest)).", "deal(\"BAN-1, part 2\").", "kind(counter-offer).",
    "accession_key(key:\(digest)).", "obligation(o1, FRUTA, MARKT).", "amount(o2, EUR 8400.00).",
    "due(o1, 2026-03-20T18:00:00Z).", "due_after(o2, o1, 14d).", "p(1, 2, 3, 4, 5, 6, 7, 8).",
]

@Suite struct `Terms of a document` {
    @Test(arguments: accepted) func `are read and written alike`(_ line: String) throws {
        let block = try #require(try TermsBlock.read(Array(document(line).utf8)))
        #expect(block.atoms.map(\.text) == [line])
        #expect(try TermsBlock.read(Array(block.text.utf8)) == block)
    }

    @Test func `keep their order`() throws {
        let text = document("kind(contract).", "seller(FRUTA).", "buyer(MARKT).")
        let block = try #require(try TermsBlock.read(Array(text.utf8)))
        #expect(block.atoms.map(\.predicate) == ["kind", "seller", "buyer"])
        #expect(block.atoms[1].arguments == [.party(try #require(PartyID("FRUTA")))])
    }

    @Test(arguments: ["", "Plain prose.\n", "```\ncode\n```\n", "terms and conditions\n"])
    func `are absent from documents without a block`(_ text: String) throws {
        #expect(try TermsBlock.read(Array(text.utf8)) == nil)
    }

    @Test func `are absent from bytes that are no text`() throws {
        #expect(try TermsBlock.read([0xFF, 0xFE, 0x00]) == nil)
    }

    @Test(arguments: refusals) fileprivate func `are refused whole, with the line`(
        _ refusal: Refusal
    ) {
        #expect(throws: TermsError(line: refusal.line, reason: refusal.reason)) {
            _ = try TermsBlock.read(Array(refusal.text.utf8))
        }
    }

    @Test func `are refused where the document is no UTF-8`() {
        let bytes = Array(document("kind(order).").utf8) + [0xFF]
        #expect(throws: TermsError(line: 0, reason: .notUTF8)) { _ = try TermsBlock.read(bytes) }
    }

    @Test func `are refused beyond the limits`() {
        let many = (0...1000).map { "p(\($0)).\n" }.joined()
        #expect(throws: TermsError(line: 1, reason: .limit)) {
            _ = try TermsBlock.read(Array("```terms\n\(many)```\n".utf8))
        }
        let large = document("kind(order).") + String(repeating: "x", count: 1 << 20)
        #expect(throws: TermsError(line: 0, reason: .tooLarge)) {
            _ = try TermsBlock.read(Array(large.utf8))
        }
    }

    @Test func `with any byte changed are refused or read as what stands there`() throws {
        let text = document("deal(\"BAN-1\").", "amount(o2, EUR 8400.00).", "agreement(\(digest)).")
        let bytes = Array(text.utf8)
        let original = try #require(try TermsBlock.read(bytes))
        for position in bytes.indices {
            for flip in [0x01, 0x20, 0x80] as [UInt8] {
                var changed = bytes
                changed[position] ^= flip
                guard let block = try? TermsBlock.read(changed) else { continue }
                let atoms = block.atoms.map(\.text).joined(separator: "\n") + "\n"
                #expect(
                    String(decoding: changed, as: UTF8.self).contains("```terms\n" + atoms + "```"))
                let inside = (17..<(bytes.count - 14)).contains(position)
                #expect(!inside || block != original)
            }
        }
    }
}
