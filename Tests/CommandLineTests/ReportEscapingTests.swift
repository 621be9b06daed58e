// Evidence is hostile: whatever its words are, they stay words.

import Agreements
import EvidenceReport
import EvidenceValues
import Testing

@Suite struct HostileWords {
    static let words = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
        "&lt;b&gt;",
        "</style><h1>AUTHENTIC</h1>", "]]>", "<!--", "\u{202E}txt.exe", "a\u{200B}b",
        "\u{1B}[2J\u{1B}[1;1H", "a\nb\r\nc",
        "\u{0}", "\u{FEFF}x",
    ]

    /// The sample with `word` in every field that evidence can fill.
    static func filled(_ word: String) throws -> (VerificationRecord, Findings) {
        var record = try ReportSample.record(.failed)
        record.sentence = word
        record.agreementTitle = word
        record.trusted = [word]
        record.revocationStatus = [word]
        record.contradictions = [word]
        record.checks = [Check("X.Y", .failed, subject: word, word)]
        for number in record.exhibits.indices {
            record.exhibits[number].summary = word
            record.exhibits[number].details = [word]
            record.exhibits[number].makers = [word, word]
            record.exhibits[number].path = word
            for signature in record.exhibits[number].signatures.indices {
                record.exhibits[number].signatures[signature].subject = word
                record.exhibits[number].signatures[signature].path = [word, word]
                record.exhibits[number].signatures[signature].level = word
            }
        }
        var findings = try ReportSample.findings()
        findings.findings[0].claim = word
        findings.findings[0].statement = word
        findings.findings[0].sentence = word
        findings.findings[0].reason = word
        findings.findings[0].burdens = [word]
        findings.findings[0].articles = [word]
        findings.findings[0].missing = [
            Settlement(
                settles: .refuted,
                evidence: [MissingEvidence(statement: word, sentence: word, producers: [word])])
        ]
        findings.findings[0].open = [
            MissingEvidence(statement: word, sentence: word, producers: [word])
        ]
        let step = Derivation(
            statement: word, sentence: word, standing: .certain, basis: .evidence, article: word,
            exhibits: [LeafIndex(3)])
        findings.findings[0].derivation = Derivation(
            statement: word, sentence: word, standing: .possible, basis: .burden, article: word,
            articleTitle: word, burden: word, reason: word, steps: [step, step, step])
        findings.documents = [
            Claims.DocumentName(name: word, digest: try ReportSample.digest(0x11)),
            Claims.DocumentName(name: word, digest: try ReportSample.digest(0x22)),
        ]
        return (record, findings)
    }

    /// The tags of a page, with attributes, in order.
    private static func tags(_ page: [UInt8]) -> [Substring] {
        String(decoding: page, as: UTF8.self).split(separator: "<").dropFirst().map {
            $0.prefix { $0 != ">" && $0 != " " && $0 != "\n" }
        }
    }

    @Test(arguments: words) func `add no tag to the page`(word: String) throws {
        let (harmless, harmlessFindings) = try Self.filled("harmless")
        let (record, findings) = try Self.filled(word)
        let page = renderHTML(record, findings)
        #expect(Self.tags(page) == Self.tags(renderHTML(harmless, harmlessFindings)))
        if word.contains("<") || word.contains("\"") || word.contains("'") {
            #expect(!String(decoding: page, as: UTF8.self).contains(word))
        }
    }

    @Test(arguments: words) func `leave no hidden character in page or terminal`(word: String)
        throws
    {
        let (record, findings) = try Self.filled(word)
        let page = String(decoding: renderHTML(record, findings), as: UTF8.self)
        #expect(VisibleText.firstHidden(in: page) == nil)
        #expect(VisibleText.firstHidden(in: renderText(record, findings)) == nil)
    }

    @Test(arguments: words) func `add no line to the terminal`(word: String) throws {
        let (harmless, harmlessFindings) = try Self.filled("harmless")
        let (record, findings) = try Self.filled(word)
        let expected = renderText(harmless, harmlessFindings).split(separator: "\n").count
        #expect(renderText(record, findings).split(separator: "\n").count == expected)
    }
}
