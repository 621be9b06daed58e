// A party's signature: CMS SignedData, detached or around its content (RFC 5652, EN 319 122-1). Each signer counts for itself, and
// each for every content that the signature is presented for.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A SignedData filed as a signature.
struct SignatureModule: EvidenceModule {
    static let kind = ExhibitKind.signature

    let cms: CMSSignedData

    static func recognise(name: String, content: [UInt8]) -> MediaType? {
        guard (try? CMSSignedData(der: content)) != nil else { return nil }
        return MediaType("application/pkcs7-signature")
    }

    init(decoding content: [UInt8]) throws(MalformedEvidence) {
        try self.init(decoding: content, memory: ObjectMemory())
    }

    init(decoding content: [UInt8], memory: ObjectMemory) throws(MalformedEvidence) {
        do throws(CMSError) {
            cms = try CMSSignedData(der: content, memory: memory)
        } catch {
            throw MalformedEvidence(code: "SIG.FORMAT", words: SignatureModule.words(error))
        }
        guard !cms.signers.isEmpty else {
            throw MalformedEvidence(code: "SIG.FORMAT", words: "a SignedData that nobody signed")
        }
    }

    var holdings: Holdings {
        var holdings = Holdings()
        holdings.collect(cms)
        holdings.signedData = [cms]
        return holdings
    }

    func bounds(
        of object: EvidenceObject, into graph: inout CommitmentGraph, notes: NoteReader,
        known: KnownBytes
    ) {
        graph.commit(object, to: cms, known: known)
        if let terms {
            for digest in terms.namedDigests {
                graph.commit(.content(enclosed), to: .content(digest))
            }
        }
    }

    func statement(of content: Digest) -> (document: Digest, terms: TermsBlock)? {
        terms.map { (enclosed, $0) }
    }

    func validate(_ exhibit: FiledExhibit, in evidence: Evidence) -> Judgement {
        let presentations = Presentation.all(
            of: cms, links: exhibit.filing.links, known: evidence.known)
        var judgement = Judgement(
            signatures: presentations.flatMap { presented in
                cms.signers.map { evidence.judgement(of: $0, in: cms, presented: presented) }
            })
        if terms != nil {
            judgement.checks += evidence.exchangeChecks(of: enclosed)
            judgement.checks += evidence.liabilityChecks(of: enclosed)
        }
        return judgement
    }

    /// Whoever holds the signer's key; where the mathematics does not hold, anyone.
    func makers(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> Makers {
        // Of several signers each could have made the file, once the others had signed; who signed nothing could not.
        let valid = judgement.signatures.filter(\.validation.signature.isValid)
        return Makers(valid.flatMap(\.makers.all))
    }

    func facts(
        _ exhibit: FiledExhibit, _ judgement: Judgement, in evidence: Evidence
    ) -> [Fact] {
        let index = exhibit.entry.index
        var facts = judgement.signatures.flatMap {
            SignatureFacts.facts($0, at: index, in: evidence)
        }
        facts += SignatureFacts.held(judgement.signatures, by: exhibit)
        facts += SignatureFacts.presented(judgement.signatures, exhibit, in: evidence)
        facts += SignatureFacts.broken(judgement.signatures, exhibit, in: evidence)
        if let terms { facts += evidence.facts(terms, of: enclosed, at: index) }
        if cms.encapsulatedContent != nil {
            facts += evidence.admission(of: enclosed, by: exhibit)
            facts.append(evidence.made(.content(enclosed), as: enclosed, at: [index]))
        }
        return facts
    }

    func describe(_ judgement: Judgement, in evidence: Evidence) -> Description {
        let names = judgement.signatures.map { signature in
            let record = signature.record
            let certificate = signature.validation.certificate?.certificate
            let signer = record.signer?.text ?? certificate?.displayName
            return "\(signer ?? "an unknown signer") (\(record.indication.rawValue))"
        }
        let commitments = Set(cms.signers.flatMap(\.commitments)).sorted()
        let details =
            commitments.map { "signed as " + $0 }
            + (terms.map { $0.atoms.map { "states " + $0.text } } ?? [])
        return Description(
            summary: "Signature of " + names.joined(separator: ", ") + ".", details: details)
    }

    // The digest of the enclosed content, and its terms. Malformed terms state nothing.
    private var enclosed: Digest { Digest.sha256(cms.encapsulatedContent ?? []) }

    private var terms: TermsBlock? {
        guard let content = cms.encapsulatedContent else { return nil }
        return (try? TermsBlock.read(content)) ?? nil
    }

    private static func words(_ error: CMSError) -> String {
        switch error {
        case .malformed: "no CMS SignedData, or with bytes behind it"
        case .notSignedData(let type): "a CMS of another type (\(type))"
        case .tooLarge: "a SignedData with more parts than are read"
        }
    }
}
