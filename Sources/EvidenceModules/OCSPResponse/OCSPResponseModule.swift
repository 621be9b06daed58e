// Answers of OCSP responders (RFC 6960): an authority's signed statement, or that of somebody whom it entitled to, how it stood with some
// certificates at `thisUpdate`. Unlike a list it is made for whoever asks, and says when: it was not made before `producedAt`.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// An answer filed by itself, with or without the envelope in which responders send it.
struct OCSPResponseModule: EvidenceModule {
    static let kind = ExhibitKind.ocspResponse

    let response: OCSPResponse

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard content.first == 0x30, (try? OCSPResponse(der: content)) != nil else { return nil }
        return MediaType("application/ocsp-response")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        do throws(OCSPResponseError) {
            response = try OCSPResponse(der: content)
        } catch {
            throw MalformedEvidence(
                code: "REV.MALFORMED", words: OCSPResponseModule.words(error))
        }
    }

    var holdings: Holdings {
        var holdings = Holdings()
        holdings.collect(response)
        return holdings
    }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        graph.commit(object, to: response, known: known)
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = response.digest.text
        guard let trusted = evidence.clocks.responses[response.digest] else {
            return Judgement(checks: [
                Check(
                    "REV.SIGNER_UNTRUSTED", .indeterminate, .noCertificateChainFound,
                    subject: subject,
                    "The OCSP answer says nothing of a certificate that is at hand, or is not signed "
                        + "by whom an authority of the annex entitled to answer; it proves nothing."
                )
            ])
        }
        return Judgement(checks: [
            Check(
                "REV.SIGNER", .passed, subject: subject,
                "The OCSP answer of \(response.producedAt) is signed by \(trusted.signer.displayName) "
                    + "for \(trusted.party).")
        ])
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard let trusted = evidence.clocks.responses[response.digest] else { return .anyone }
        return evidence.makers(
            KeyUse(
                certificate: trusted.signer,
                party: trusted.links.isEmpty
                    ? trusted.party : trusted.signer.commonName.flatMap { PartyID($0) },
                links: trusted.links, issuer: trusted.party,
                algorithms: trusted.algorithmNames,
                bounds: evidence.reliableInterval(of: .content(response.digest))))
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let details = response.answers.prefix(OCSPResponseModule.shownAnswers).map { answer in
            "says at \(answer.thisUpdate) of serial \(Hexadecimal.encode(answer.serial)): "
                + OCSPResponseModule.words(answer.status)
                + (answer.nextUpdate.map { ", next by \($0)" } ?? "")
        }
        let party = evidence.clocks.responses[response.digest]?.party.text
        return Description(
            summary: "OCSP answer of \(party ?? "an unknown responder"), \(response.producedAt).",
            details: details)
    }

    // RFC 5019 knows one answer in a response; a report needs no hundreds.
    private static let shownAnswers = 100

    private static func words(_ status: OCSPAnswer.Status) -> String {
        switch status {
        case .good: "not revoked"
        case .revoked(let date, let reason):
            "revoked from \(date)" + (reason.map { " (\($0))" } ?? "")
        case .unknown: "unknown to the responder"
        }
    }

    private static func words(_ error: OCSPResponseError) -> String {
        switch error {
        case .malformed: "no OCSP answer, or with bytes behind it"
        case .tooLarge: "larger than OCSP answers are read"
        case .unsuccessful(let status): "a refusal of the responder (status \(status))"
        case .otherType(let type): "an OCSP answer of another type (\(type))"
        }
    }
}
