// A document: any bytes. Nothing about it can be validated but its terms; who stands behind it is for signatures to say.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// Bytes filed as a document.
struct DocumentModule: EvidenceModule {
    static let kind = ExhibitKind.document

    /// Nil when the document has none, or malformed ones.
    let terms: TermsBlock?
    let termsError: TermsError?

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        FileNameExtension.mediaType(name: name, content: content)
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        do throws(TermsError) {
            terms = try TermsBlock.read(content)
            termsError = nil
        } catch {
            terms = nil
            termsError = error
        }
    }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        for digest in terms?.namedDigests ?? [] { graph.commit(object, to: .content(digest)) }
    }

    func statement(of content: Digest) -> (document: Digest, terms: TermsBlock)? {
        terms.map { (content, $0) }
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        var judgement = Judgement()
        if let termsError {
            judgement.checks.append(
                Check(
                    "TERMS.MALFORMED", .warning, subject: exhibit.filing.content.text,
                    "The document's terms break the rules at line \(termsError.line) "
                        + "(\(termsError.reason.rawValue)), so it states nothing formally."))
        }
        judgement.checks += evidence.exchangeChecks(of: exhibit.filing.content)
        judgement.checks += evidence.liabilityChecks(of: exhibit.filing.content)
        return judgement
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { .anyone }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] {
        terms.map {
            evidence.facts($0, of: exhibit.filing.content, at: exhibit.entry.index)
        } ?? []
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        guard let terms else {
            let summary =
                termsError == nil ? "Document without terms." : "Document with malformed terms."
            return Description(summary: summary)
        }
        let kind = terms.atoms.first { $0.predicate == "kind" && $0.arguments.count == 1 }
        let what =
            kind.map { "a document that calls itself \($0.arguments[0].text)" } ?? "a document"
        return Description(
            summary: "Terms of \(what): \(terms.atoms.count) statements.",
            details: terms.atoms.map { "states " + $0.text })
    }
}

extension TermsBlock {
    /// The facts that a document with this digest states, itself first, and what it commits to by naming.
    func facts(of document: Digest, at exhibits: [LeafIndex]) -> [Fact] {
        let itself = Term.document(document)
        let stated = atoms.map {
            Fact($0.predicate, [itself] + $0.arguments, origin: .stated, exhibits: exhibits)
        }
        let named = atoms.flatMap(\.arguments).filter { $0.type == .document && $0 != itself }
        return stated + Set(named).map { Fact("commits", [itself, $0], exhibits: exhibits) }
    }
}

/// Media types of plain documents by the ends of their names, as far as bytes do not contradict.
enum FileNameExtension {
    private static let types = [
        "md": "text/markdown", "txt": "text/plain", "csv": "text/csv", "html": "text/html",
        "json": "application/json", "xml": "application/xml", "pdf": "application/pdf",
        "eml": "message/rfc822", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
        "zip": "application/zip",
    ]

    /// The media type for a name; text types only for UTF-8, PDF only with its mark.
    static func mediaType(name: String, content: [UInt8]) -> MediaType {
        let isPDF = content.starts(with: Array("%PDF-".utf8))
        if isPDF { return MediaType("application/pdf") ?? .octetStream }
        let end = name.split(separator: ".").count > 1 ? name.split(separator: ".").last : nil
        guard let end, let type = types[end.lowercased()], type != "application/pdf" else {
            return .octetStream
        }
        if type.hasPrefix("text/"), String(validating: content, as: UTF8.self) == nil {
            return .octetStream
        }
        return MediaType(type) ?? .octetStream
    }
}
