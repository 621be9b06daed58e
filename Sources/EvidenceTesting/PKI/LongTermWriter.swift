// CAdES signatures with all that keeps them provable for long (EN 319 122-1 §5): content-time-stamps, signature-time-stamps,
// certificates and revocation lists, countersignatures, archive-time-stamps of version 3 over it all. Each step can be done wrong, so
// that a verifier can be shown that it sees it. What the standard says of the archive-time-stamp's imprint is written down here a
// second time, apart from the verifier's.

package import EvidenceValues

/// A CAdES signature by one or more signers that grows.
package struct LongTermWriter: Sendable {
    /// A signer with what was put on its signature since.
    private struct Signer: Sendable {
        let fields: [DERTree]
        let signature: [UInt8]
        var unsigned: [(type: String, value: [UInt8])] = []
    }

    private let content: [UInt8]
    private let isAttached: Bool
    private var signers: [Signer] = []
    private var certificates: [[UInt8]] = []
    private var lists: [[UInt8]] = []
    /// Those of the signers, announced.
    private var digestAlgorithms: Set<TestDigestAlgorithm> = [.sha256]

    package init(content: [UInt8], isAttached: Bool = false) {
        self.content = content
        self.isAttached = isAttached
    }

    /// The signature value of a signer.
    package func signature(of signer: Int = 0) -> [UInt8] { signers[signer].signature }

    /// Signs the content, and puts the signer's certificate in.
    package mutating func sign(
        by identity: TestIdentity, options: SignedDataOptions = SignedDataOptions()
    ) throws {
        let (fields, signature) = try SignedDataWriter.signerFields(
            content, by: identity, options: options)
        signers.append(Signer(fields: fields, signature: signature))
        digestAlgorithms.insert(options.digestAlgorithm)
        add(certificates: [identity.certificate] + identity.intermediates)
    }

    /// A content-time-stamp as an attribute to be signed (§5.2.8).
    package static func contentTimeStamp(_ token: [UInt8]) -> DERTree {
        SignedDataWriter.attribute("1.2.840.113549.1.9.16.2.20", .encoded(token))
    }

    /// Puts certificates in, each once.
    package mutating func add(certificates new: [[UInt8]]) {
        for certificate in new where !certificates.contains(certificate) {
            certificates.append(certificate)
        }
    }

    /// Puts revocation lists in.
    package mutating func add(lists new: [[UInt8]]) { lists += new }

    /// Puts OCSP responses in, as other revocation information (RFC 5940 §2.1).
    package mutating func add(responses new: [[UInt8]]) {
        lists += new.map { response in
            DERTree.implicit(1, [.object("1.3.6.1.5.5.7.16.2"), .encoded(response)]).bytes
        }
    }

    /// A signature-time-stamp (§5.3), over the signature value unless other bytes are given.
    package mutating func addSignatureTimeStamp(
        by authority: TimeStampingAuthority, at instant: Instant, signer: Int = 0,
        over bytes: [UInt8]? = nil
    ) throws {
        let token = try authority.token(over: bytes ?? signers[signer].signature, at: instant)
        signers[signer].unsigned.append((type: "1.2.840.113549.1.9.16.2.14", value: token))
    }

    /// A countersignature (RFC 5652 §11.4), whose signer's certificate is put in.
    package mutating func countersign(
        by identity: TestIdentity, signer: Int = 0, over bytes: [UInt8]? = nil
    ) throws {
        var options = SignedDataOptions()
        options.hasContentTypeAttribute = false
        let (fields, _) = try SignedDataWriter.signerFields(
            bytes ?? signers[signer].signature, by: identity, options: options)
        signers[signer].unsigned.append(
            (type: "1.2.840.113549.1.9.6", value: DERTree.sequence(fields).bytes))
        add(certificates: [identity.certificate] + identity.intermediates)
    }

    /// Any unsigned attribute with one value.
    package mutating func add(unsigned type: String, value: [UInt8], signer: Int = 0) {
        signers[signer].unsigned.append((type: type, value: value))
    }

    /// An archive-time-stamp of version 3 over all that is there now (§5.5.3).
    package mutating func addArchiveTimeStamp(
        by authority: TimeStampingAuthority, at instant: Instant, signer: Int = 0,
        indexAlgorithm: TestDigestAlgorithm = .sha256
    ) throws {
        let index = hashIndex(signer, by: indexAlgorithm).bytes
        let imprint = sha256(archived(signer) + index)
        var options = TimeStampOptions()
        options.signature.unsignedAttributes = [
            SignedDataWriter.attribute("0.4.0.19122.1.5", .encoded(index))
        ]
        let token = try authority.token(imprint: imprint, at: instant, options: options)
        signers[signer].unsigned.append((type: "0.4.0.1733.2.4", value: token))
    }

    /// The ContentInfo in DER.
    package var bytes: [UInt8] {
        let digests = digestAlgorithms.map { DERTree.sequence([.object($0.objectIdentifier)]) }
        let encapsulated = isAttached ? [DERTree.explicit(0, .octets(content))] : []
        var parts: [DERTree] = [
            .number(1), .setOf(digests), .sequence([.object(contentType)] + encapsulated),
        ]
        parts.append(.implicitSetOf(0, certificates.map(DERTree.encoded)))
        if !lists.isEmpty { parts.append(.implicitSetOf(1, lists.map(DERTree.encoded))) }
        parts.append(.setOf(signers.map(signerInfo)))
        return DERTree.sequence([
            .object(SignedDataWriter.signedData), .explicit(0, .sequence(parts)),
        ]).bytes
    }

    private let contentType = SignedDataOptions().contentType

    private func sha256(_ bytes: [UInt8]) -> [UInt8] { TestDigestAlgorithm.sha256.digest(bytes) }

    private func signerInfo(_ signer: Signer) -> DERTree {
        let attributes = signer.unsigned.map {
            SignedDataWriter.attribute($0.type, .encoded($0.value))
        }
        return .sequence(
            signer.fields + (attributes.isEmpty ? [] : [.implicitSetOf(1, attributes)]))
    }

    // eContentType, the content's digest, and the signer's fields up to the signature.
    private func archived(_ signer: Int) -> [UInt8] {
        DERTree.object(contentType).bytes + sha256(content)
            + signers[signer].fields.flatMap(\.bytes)
    }

    // ATSHashIndexV3 ::= SEQUENCE { hashIndAlgorithm, certificatesHashIndex SEQUENCE OF OCTET STRING, crlsHashIndex SEQUENCE OF
    //     OCTET STRING, unsignedAttrValuesHashIndex SEQUENCE OF OCTET STRING }
    private func hashIndex(_ signer: Int, by algorithm: TestDigestAlgorithm) -> DERTree {
        func hashes(_ objects: [[UInt8]]) -> DERTree {
            .sequence(objects.map { .octets(algorithm.digest($0)) })
        }
        return .sequence([
            .sequence([.object(algorithm.objectIdentifier)]),
            hashes(certificates), hashes(lists),
            hashes(signers[signer].unsigned.map { DERTree.object($0.type).bytes + $0.value }),
        ])
    }
}
