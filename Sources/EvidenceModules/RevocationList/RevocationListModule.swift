// Certificate revocation lists (RFC 5280 §5): a CA's signed statement which certificates it had revoked at `thisUpdate`.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A list filed by itself.
struct RevocationListModule: EvidenceModule {
    static let kind = ExhibitKind.revocationList

    let list: RevocationList

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        let isDER = content.first == 0x30
        guard isDER || content.starts(with: Array("-----BEGIN X509 CRL-----".utf8)),
            (try? RevocationList(pemOrDER: content)) != nil
        else { return nil }
        return MediaType("application/pkix-crl")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        do throws(RevocationListError) {
            list = try RevocationList(pemOrDER: content)
        } catch {
            throw MalformedEvidence(code: "REV.MALFORMED", words: "no certificate revocation list")
        }
    }

    var holdings: Holdings { Holdings(revocationLists: [list]) }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        graph.commit(object, to: .content(list.digest))
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let subject = list.digest.text
        guard let trusted = evidence.clocks.lists[list.digest] else {
            return Judgement(checks: [
                Check(
                    "REV.SIGNER_UNTRUSTED", .indeterminate, .noCertificateChainFound,
                    subject: subject,
                    "The revocation list is not signed by an authority that the annex trusts; it "
                        + "proves nothing.")
            ])
        }
        return Judgement(checks: [
            Check(
                "REV.SIGNER", .passed, subject: subject,
                "The revocation list of \(list.thisUpdate) is signed by \(trusted.party).")
        ])
    }

    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        guard let trusted = evidence.clocks.lists[list.digest] else { return .anyone }
        return evidence.makers(
            signedBy: trusted.issuer, algorithms: trusted.algorithmNames,
            bounds: evidence.reliableInterval(of: .content(list.digest)))
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        var details = list.entries.prefix(RevocationListModule.shownEntries).map { entry in
            "revokes serial \(Hexadecimal.encode(entry.serial)) from \(entry.revocationDate)"
                + (entry.reason.map { " (\($0))" } ?? "")
        }
        if list.entries.count > details.count {
            details.append("and \(list.entries.count - details.count) more")
        }
        let until = list.nextUpdate.map { ", next by \($0)" } ?? ""
        return Description(
            summary: "Revocation list of \(list.issuer), \(list.thisUpdate)\(until): "
                + "\(list.entries.count) certificates.", details: details)
    }

    // Lists of large CAs have a million lines; a report needs some of them.
    private static let shownEntries = 100
}
