// What must hold of every reader of Cryptography, whatever bytes it gets: it refuses, or what it read is what the bytes say. The fuzzer
// (Fuzz/run) compiles this file too and looks for bytes of which it does not hold, or at which a reader traps.
//
// Invariants: values that have one encoding are written again to the byte; what is read keeps its bytes; whatever can be asked of an
// accepted object is answered without a trap, whether or not its keys and signatures are sound.

import EvidenceValues

@testable import Cryptography

/// A reader of Cryptography under its name, which is that of its folder of samples.
struct ReaderProperty: Sendable {
    /// What came of one input.
    enum Outcome: Sendable, Hashable { case refused, sound, broken }

    let name: String
    /// Nil if it refused; else whether the property holds.
    private let holds: @Sendable ([UInt8]) -> Bool?

    /// What comes of `bytes`; `.broken` is a defect.
    func outcome(of bytes: [UInt8]) -> Outcome {
        switch holds(bytes) {
        case nil: .refused
        case true: .sound
        case false: .broken
        }
    }

    static let all: [ReaderProperty] = encodings + objects + answers + signatures

    private static let encodings: [ReaderProperty] = [
        .init(name: "der") { bytes in
            guard let tag = bytes.first, let element = try? DERElement(bytes, tag: tag) else {
                return nil
            }
            return isWrittenAgain(element)
        },
        .init(name: "ber") { bytes in
            guard let tag = bytes.first,
                let element = try? DERElement(bytes, rules: .ber, tag: tag)
            else { return nil }
            return element.encoded.count == bytes.count && staysInside(element)
        },
        .init(name: "object-identifier") { bytes in
            ObjectIdentifiers.text(of: bytes[...]).map { text in
                ObjectIdentifiers.contents(of: text) == bytes
            }
        },
        .init(name: "time") { bytes in
            guard let kind = bytes.first,
                let time = ASN1Time(bytes.dropFirst(), isGeneralized: kind == Tag.generalizedTime)
            else { return nil }
            let encoded = ASN1Time.encode(time.floor)
            let again = ASN1Time(
                encoded.contents[...], isGeneralized: encoded.tag == Tag.generalizedTime)
            return time.floor <= time.ceiling && again?.floor == time.floor.wholeSecond
        },
        .init(name: "pem") { bytes in
            PEMBlock.blocks(of: bytes)?.filter { !$0.isEncrypted }.allSatisfy { block in
                PEMBlock.blocks(of: PEMBlock.text(label: block.label, block.bytes)) == [block]
            }
        },
    ]

    private static let objects: [ReaderProperty] = [
        .init(name: "distinguished-name") { bytes in
            guard let element = try? DERElement(bytes, tag: Tag.sequence),
                let name = try? DistinguishedName(element)
            else { return nil }
            return name.commonName == nil || !name.text.isEmpty
        },
        .init(name: "certificate") { bytes in
            (try? ParsedCertificate(der: bytes)).map { isSound($0, bytes) }
        },
        .init(name: "certificates") { bytes in
            (try? ParsedCertificate.readAll(pemOrDER: bytes))?.allSatisfy {
                (try? ParsedCertificate(der: $0.derBytes)) == $0
            }
        },
        .init(name: "revocation-list") { bytes in
            (try? RevocationList(pemOrDER: bytes)).map { list in
                let lines = Array(list.entries)
                let isFound = lines.prefix(8).allSatisfy { line in
                    !list.entries.issuers.isEmpty || list.entry(for: line.serial) != nil
                }
                return (try? RevocationList(pemOrDER: list.derBytes))?.digest == list.digest
                    && lines.count == list.entries.count && isFound
            }
        },
    ]

    private static let answers: [ReaderProperty] = [
        .init(name: "ocsp-response") { bytes in
            (try? OCSPResponse(der: bytes)).map { response in
                (try? OCSPResponse(der: response.derBytes))?.digest == response.digest
            }
        }
    ]

    private static let signatures: [ReaderProperty] = [
        .init(name: "cms") { bytes in
            (try? CMSSignedData(der: bytes)).map { isSound($0, bytes) }
        },
        .init(name: "cms-streaming") { bytes in
            let source = BytesInMemory(bytes: bytes)
            let streamed = try? StreamedSignedData(source)
            guard let whole = try? CMSSignedData(der: bytes) else {
                return streamed.map { _ in false }
            }
            guard let streamed else { return false }
            return isSame(streamed, whole)
        },
        .init(name: "time-stamp") { bytes in
            (try? TimeStampToken(der: bytes)).map { token in
                token.genTime <= token.latest && token.accuracy.milliseconds >= 0
                    && token.imprint.count == token.imprintAlgorithm.hash([]).count
                    && isSound(token.cms, bytes)
            }
        },
        .init(name: "time-stamp-response") { bytes in
            // The query of the samples, Fuzz/Corpus/time-stamp-response.
            let query = TimeStampQuery(
                digest: Digest(sha256Of: Array("content\n".utf8)),
                nonce: [UInt8](repeating: 0x2A, count: 8))
            return (try? query.answer(in: bytes)).map { $0.imprint == query.digest.bytes }
        },
    ]

    // DER has one encoding for each value, so writing what was read gives the bytes back.
    private static func isWrittenAgain(_ element: DERElement) -> Bool {
        guard element.tag & Tag.constructedBit != 0, let parts = try? element.elements() else {
            return DERWriter.element(element.tag, element.contents).elementsEqual(element.encoded)
        }
        let inside = parts.flatMap(\.encoded)
        return DERWriter.element(element.tag, inside).elementsEqual(element.encoded)
            && parts.allSatisfy(isWrittenAgain)
    }

    private static func staysInside(_ element: DERElement) -> Bool {
        guard element.tag & Tag.constructedBit != 0, let parts = try? element.elements() else {
            return true
        }
        return parts.reduce(0) { $0 + $1.encoded.count } == element.contents.count
            && parts.allSatisfy(staysInside)
    }

    private static func isSound(_ certificate: ParsedCertificate, _ bytes: [UInt8]) -> Bool {
        let anchor = [TrustAnchor(party: anyone, derBytes: bytes)]
        for purpose in [PathPurpose.signing, .timeStamping] {
            _ = buildPath(
                of: certificate, anchors: anchor, candidates: CertificatePool([certificate]),
                at: certificate.notBefore, purpose: purpose)
        }
        return certificate.derBytes == bytes && certificate.digest == Digest(sha256Of: bytes)
    }

    private static let anyone: PartyID = {
        guard let party = PartyID("ANYONE") else { preconditionFailure("a name of ours") }
        return party
    }()

    private static func isSound(_ cms: CMSSignedData, _ bytes: [UInt8]) -> Bool {
        for signer in cms.signers {
            guard let certificate = signer.certificate else { continue }
            _ = signer.verify(
                content: cms.encapsulatedContent.map { .bytes($0) }, certificate: certificate)
        }
        return cms.signers.enumerated().allSatisfy { $0.offset == $0.element.index }
            && cms.digest == Digest(sha256Of: bytes)
    }

    // The reader in pieces says the same as the reader of the whole; the content is known to it by its digests.
    private static func isSame(_ streamed: StreamedSignedData, _ whole: CMSSignedData) -> Bool {
        let cms = streamed.cms
        guard case .hashes(let hashes)? = cms.enclosedContent ?? .hashes([:]) else { return false }
        return cms.digest == whole.digest && cms.eContentType == whole.eContentType
            && cms.certificates == whole.certificates && cms.crls == whole.crls
            && cms.signers.map(\.signatureValue) == whole.signers.map(\.signatureValue)
            && streamed.contentSize == whole.encapsulatedContent?.count
            && hashes.allSatisfy { $0.value == whole.enclosedContent?.hash($0.key) }
    }
}

/// Bytes in memory as a source of ranges.
private struct BytesInMemory: RangedBytes {
    let bytes: [UInt8]
    var count: Int { bytes.count }
    func read(_ range: Range<Int>) throws -> [UInt8] { Array(bytes[range]) }
}
