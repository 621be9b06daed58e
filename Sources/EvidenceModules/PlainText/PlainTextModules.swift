// Texts that others read: claims, agreements, annexes, reports of audits. As exhibits they are what somebody filed, and prove
// nothing by themselves; the judge takes the agreement and the annex from the arbiter, never from here.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A text of one kind, known by how it begins.
protocol PlainTextModule: EvidenceModule {
    /// What it is called in a report.
    static var title: String { get }
    /// The media type of its texts.
    static var mediaType: String { get }
    /// Whether a text with these lines is of this kind, as far as its form tells.
    static func isLike(_ lines: [Substring]) -> Bool
    init()
}

extension PlainTextModule {
    static var mediaType: String { "text/plain" }

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard content.count <= 1 << 20, let text = String(validating: content, as: UTF8.self),
            isLike(text.split(separator: "\n", omittingEmptySubsequences: false))
        else { return nil }
        return MediaType(mediaType)
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        guard String(validating: content, as: UTF8.self) != nil else {
            throw MalformedEvidence(code: "TEXT.MALFORMED", words: "no UTF-8 text")
        }
        self.init()
    }

    /// Without a signature anybody can write a text; who filed it is told apart, and filed what anybody may have written.
    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { .anyone }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        Description(summary: Self.title + ".")
    }
}

/// Claims put to an arbiter (docs/formats/claims.md).
struct ClaimsModule: PlainTextModule {
    static let kind = ExhibitKind.claims
    static let title = "Claims"

    static func isLike(_ lines: [Substring]) -> Bool {
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        return words.count == 5 && words[0] == "claims" && words[2] == "under" && words[4] == "{"
            && lines.suffix(2) == ["}", ""]
    }
}

/// A copy of an annex (docs/formats/annex.md).
struct AnnexModule: PlainTextModule {
    static let kind = ExhibitKind.annex
    static let title = "Copy of an annex; trust comes from the arbiter's own"

    static func isLike(_ lines: [Substring]) -> Bool { lines.first == "docket-annex/v1" }
}

/// A copy of an agreement (docs/formats/agreement.md), which is Markdown and looks like a document.
struct AgreementModule: PlainTextModule {
    static let kind = ExhibitKind.agreement
    static let title = "Copy of an agreement; the one that counts is the arbiter's"
    static let mediaType = "text/markdown"

    static func isLike(_ lines: [Substring]) -> Bool {
        lines.first?.hasPrefix("# ") == true && lines.contains("```predicates")
            && lines.contains { $0.hasPrefix("Version: ") }
    }
}

/// The report of an audit of the archive.
struct AuditModule: PlainTextModule {
    static let kind = ExhibitKind.audit
    static let title = "Report of an audit"

    /// Reports of audits are JSON; only the kind of the filing tells.
    static func isLike(_ lines: [Substring]) -> Bool { false }
}
