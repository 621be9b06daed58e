// X.509 certificates, DER or PEM (RFC 5280). Filing one only makes it known: it helps to trace signatures, and its own facts are
// given with those of all other certificates (Facts/CertificateFacts.swift).

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// One or more certificates.
struct CertificateModule: EvidenceModule {
    static let kind = ExhibitKind.certificate

    /// How many one exhibit may hold: a chain, or the few of one party. A store of all CAs has hundreds and is filed as a document.
    static let maximumCertificates = 16

    let certificates: [ParsedCertificate]

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        // A contract may quote a certificate; only a file that begins with one is one.
        let isDER = content.first == 0x30
        guard isDER || content.starts(with: Array("-----BEGIN CERTIFICATE-----".utf8)),
            let found = try? ParsedCertificate.readAll(pemOrDER: content),
            1...maximumCertificates ~= found.count
        else { return nil }
        return MediaType(isDER ? "application/pkix-cert" : "application/x-pem-file")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        do throws(CertificateError) {
            certificates = try ParsedCertificate.readAll(pemOrDER: content)
        } catch {
            throw MalformedEvidence(code: "CERT.MALFORMED", words: "no X.509 certificate")
        }
        guard certificates.count <= CertificateModule.maximumCertificates else {
            throw MalformedEvidence(
                code: "CERT.TOO_MANY",
                words: "more than \(CertificateModule.maximumCertificates) certificates")
        }
    }

    var holdings: Holdings { Holdings(certificates: certificates) }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        for certificate in certificates {
            graph.commit(object, to: .content(certificate.digest))
        }
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        Judgement(
            checks: certificates.map { certificate in
                let bounds = evidence.reliableInterval(of: .content(certificate.digest))
                let purpose: PathPurpose =
                    certificate.isCA
                    ? .crlIssuing
                    : certificate.extendedKeyUsages.isEmpty ? .signing : .timeStamping
                let validation = CertificateValidation(
                    of: certificate, bounds: bounds, purpose: purpose,
                    material: evidence.material, policy: evidence.policy)
                guard validation.path == nil, purpose == .timeStamping,
                    let authority = evidence.authority(of: certificate)
                else { return validation.check }
                return Check(
                    "CERT.PATH", .passed, subject: certificate.digest.text,
                    "The certificate is of \(authority), a time-stamping authority of the annex.")
            })
    }

    /// The CA that signed it, as far as it is traced; else anyone could have.
    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        Makers(
            certificates.flatMap { certificate -> [Maker] in
                let bounds = evidence.reliableInterval(of: .content(certificate.digest))
                let validation = CertificateValidation(
                    of: certificate, bounds: .unbounded, material: evidence.material,
                    policy: evidence.policy)
                guard let issuer = validation.links.first?.issuer else {
                    return (validation.issuer.map { [Maker(.party($0), .key)] }) ?? []
                }
                return evidence.makers(
                    signedBy: issuer, algorithms: validation.algorithmNames, bounds: bounds
                ).all
            })
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        Description(
            summary: "Certificate of "
                + certificates.map(\.displayName).joined(separator: ", ") + ".",
            details: certificates.map {
                "\($0.subject), issued by \($0.issuer), valid \($0.notBefore) to \($0.notAfter), "
                    + "serial \(Hexadecimal.encode($0.serial))"
            })
    }
}
