// A description of a protocol as an exhibit (docs/formats/protocol.md). Filed, it is a text like any other; it describes something only where the
// annex names its digest.

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A text that describes a protocol of exchange.
struct ProtocolModule: EvidenceModule {
    static let kind = ExhibitKind.protocol

    let described: ExchangeProtocol

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        content.starts(with: Array((ProtocolReading.format + "\n").utf8))
            ? MediaType("text/plain") : nil
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw MalformedEvidence(code: "PROTOCOL.MALFORMED", words: "no UTF-8 text")
        }
        do throws(ProtocolError) {
            described = try ExchangeProtocol(parsing: text)
        } catch {
            throw MalformedEvidence(
                code: "PROTOCOL.MALFORMED",
                words: "no description of a protocol (line \(error.line), "
                    + "\(error.reason.rawValue))")
        }
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers { .anyone }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        var judgement = Judgement()
        guard evidence.exchanges.refused.contains(exhibit.filing.content) else { return judgement }
        judgement.checks.append(
            Check(
                "PROTOCOL.NAME", .warning, subject: exhibit.filing.content.text,
                "The annex names this description under another name than its own, "
                    + "so it describes nothing."))
        return judgement
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let isKnown = evidence.exchanges.protocols[described.name] == described
        return Description(
            summary: "Description of the protocol \(described.name)"
                + (isKnown ? "." : ", which the annex does not name."),
            details: described.messages.map { form in
                "message \(form.name) from \(form.sender)"
                    + (form.receiver.map { " to \($0)" } ?? "")
            })
    }
}
