// What each byte of a file belongs to, read off the file's structure (RFC 5652 §5, RFC 3161 §2.4.2) by a reader of the tests' own, and
// what may come of a change there. Tags and lengths belong to what they open.

import EvidenceValues
import Testing

/// A part of a signature or a token.
enum FileRegion: String, Sendable, Hashable, CaseIterable {
    /// Whatever holds the parts together: ContentInfo, versions, algorithms announced, sets.
    case frame
    /// The octets of the content, and of a token's TSTInfo, which has a structure of its own.
    case content, statement
    /// The certificate of a signer or countersigner, and of whoever else is in the file.
    case signerCertificate, otherCertificate
    /// A revocation list, and an OCSP response.
    case list, answer
    /// Issuer and serial number, or key identifier.
    case signerIdentifier
    case digestAlgorithm, signatureAlgorithm
    case signedAttributes
    /// The octets of the message-digest attribute.
    case messageDigest
    /// The octets of the signature value, without tag and length.
    case signatureValue
    /// The set of unsigned attributes, and attributes that are none of the following.
    case unsignedAttributes
    case signatureTimeStamp, archiveTimeStamp, countersignature

    /// The sub-indications that a change may lead to. A change can destroy the structure anywhere but in plain octets, so
    /// FORMAT_FAILURE is left out only there. Where material is lost, what rested on it is not proven any more: neither failed nor
    /// passed.
    var permitted: Set<SubIndication> {
        switch self {
        case .frame, .digestAlgorithm: [.formatFailure]
        case .content, .messageDigest: [.hashFailure]
        // Where it states another digest the content is not what it is over.
        case .statement: [.hashFailure, .formatFailure]
        case .signatureValue: [.sigCryptoFailure]
        // Another digest in it, another certificate, another structure, or just another value under the signature.
        case .signedAttributes:
            [.sigCryptoFailure, .hashFailure, .noSigningCertificateFound, .formatFailure]
        case .signerIdentifier: [.noSigningCertificateFound, .formatFailure]
        case .signatureAlgorithm:
            [.formatFailure, .cryptoConstraintsFailure, .sigCryptoFailure]
        // It is not the one that the signed attribute names any more; or it says of itself that it was not valid yet.
        case .signerCertificate: [.noSigningCertificateFound, .notYetValid, .formatFailure]
        case .otherCertificate: [.noCertificateChainFound, .formatFailure]
        // Nobody says any more that the certificate is good, or nobody who says it late enough.
        case .list, .answer: [.certificateChainGeneralFailure, .tryLater, .formatFailure]
        // Its time is not proven any more, nor what rested on it: that the certificate had not expired, that a list was new enough.
        case .signatureTimeStamp, .archiveTimeStamp:
            [.outOfBoundsNoPOE, .tryLater, .formatFailure]
        case .unsignedAttributes: [.outOfBoundsNoPOE, .formatFailure]
        // It fails by itself as any signature does.
        case .countersignature:
            [
                .sigCryptoFailure, .hashFailure, .noSigningCertificateFound, .formatFailure,
                .cryptoConstraintsFailure,
            ]
        }
    }
}

/// One element of DER, as a range of a file.
private struct Element {
    let tag: UInt8
    let start: Int
    let contents: Range<Int>
    var whole: Range<Int> { start..<contents.upperBound }

    init(_ file: [UInt8], at start: Int) {
        let first = Int(file[start + 1])
        var (size, next) = (first, start + 2)
        if first >= 0x80 {
            next += first & 0x7F
            size = file[start + 2..<next].reduce(0) { $0 << 8 | Int($1) }
        }
        (tag, self.start, contents) = (file[start], start, next..<next + size)
    }

    func children(_ file: [UInt8]) -> [Element] {
        var (result, position): ([Element], Int) = ([], contents.lowerBound)
        while position < contents.upperBound {
            let child = Element(file, at: position)
            result.append(child)
            position = child.contents.upperBound
        }
        return result
    }
}

/// The regions of a SignedData in DER that the tests made themselves, byte for byte.
struct FileRegions {
    private let file: [UInt8]
    private(set) var regions: [FileRegion]
    /// Where nothing rests on the bytes (docs/validation-differences.md): the versions of the file's SignedData and of those in it, and
    /// algorithms announced by which no signer signed.
    private(set) var unprotected: Set<Int> = []
    private let signers: Set<[UInt8]>

    /// `signers`: the certificates of whoever signed or countersigned.
    init(_ file: [UInt8], signers: Set<[UInt8]>) {
        self.file = file
        self.signers = signers
        regions = Array(repeating: .frame, count: file.count)
        readInfo(Element(file, at: 0))
        unprotected.formUnion(FileRegions.indexVersions(in: file))
    }

    /// The last byte of the identifier of each hash index of an archive time-stamp (0.4.0.19122.1.5), which is an unsigned attribute of
    /// the token: as …1.4 it is the index before, of the same form, and the token is over its value.
    static func indexVersions(in file: [UInt8]) -> Set<Int> {
        let identifier: [UInt8] = [0x06, 0x06, 0x04, 0x00, 0x81, 0x95, 0x32, 0x01, 0x05]
        let length = identifier.count
        return Set(
            file.indices.dropLast(length - 1)
                .filter {
                    file[$0] == 0x06 && file[$0 + 2..<$0 + length].elementsEqual(identifier[2...])
                }
                .map { $0 + length - 1 })
    }

    /// The SignedData alone, of a token that stands at `start`.
    private mutating func noteVersion(ofTokenAt start: Int) {
        let info = Element(file, at: start).children(file)
        guard info.count == 2 else { return }
        let version = info[1].children(file)[0].children(file)[0]
        unprotected.formUnion(version.contents)
    }

    private mutating func mark(_ range: Range<Int>, _ region: FileRegion) {
        for position in range { regions[position] = region }
    }

    private mutating func readInfo(_ info: Element) {
        noteVersion(ofTokenAt: info.start)
        let parts = info.children(file)[1].children(file)[0].children(file)
        // version, digestAlgorithms, encapContentInfo, then the optional ones.
        let used = Set(
            (parts.last?.children(file) ?? []).map { Array(file[$0.children(file)[2].whole]) })
        for algorithm in parts[1].children(file)
        where !used.contains(Array(file[algorithm.whole])) {
            unprotected.formUnion(algorithm.whole)
        }
        let encapsulated = parts[2].children(file)
        let isToken = file[encapsulated[0].contents].last == 0x04
        for wrapper in encapsulated.dropFirst() {
            mark(wrapper.children(file)[0].contents, isToken ? .statement : .content)
        }
        for part in parts.dropFirst(3) {
            switch part.tag {
            // One bit makes the one set the other: then all that was in it is missing.
            case 0xA0:
                mark(part.whole, .signerCertificate)
                for certificate in part.children(file) {
                    let isSigner = signers.contains(Array(file[certificate.whole]))
                    mark(certificate.whole, isSigner ? .signerCertificate : .otherCertificate)
                }
            case 0xA1:
                mark(part.whole, .list)
                for source in part.children(file) {
                    mark(source.whole, source.tag == 0xA1 ? .answer : .list)
                }
            default:
                for signer in part.children(file) { readSigner(signer) }
            }
        }
    }

    private mutating func readSigner(_ signer: Element) {
        let parts = signer.children(file)
        mark(parts[1].whole, .signerIdentifier)
        mark(parts[2].whole, .digestAlgorithm)
        mark(parts[3].whole, .signedAttributes)
        for attribute in parts[3].children(file) where type(attribute) == [0x09, 0x04] {
            mark(attribute.children(file)[1].children(file)[0].contents, .messageDigest)
        }
        mark(parts[4].whole, .signatureAlgorithm)
        mark(parts[5].contents, .signatureValue)
        guard parts.count > 6 else { return }
        mark(parts[6].whole, .unsignedAttributes)
        for attribute in parts[6].children(file) { readUnsigned(attribute) }
    }

    /// The last two bytes of an attribute's type.
    private func type(_ attribute: Element) -> [UInt8] {
        Array(file[attribute.children(file)[0].contents].suffix(2))
    }

    private mutating func readUnsigned(_ attribute: Element) {
        let value = attribute.children(file)[1].children(file)[0]
        switch type(attribute) {
        case [0x02, 0x0E]:
            mark(attribute.whole, .signatureTimeStamp)
            noteVersion(ofTokenAt: value.start)
        case [0x02, 0x04]:
            mark(attribute.whole, .archiveTimeStamp)
            noteVersion(ofTokenAt: value.start)
        case [0x09, 0x06]: mark(attribute.whole, .countersignature)
        default: break
        }
    }
}
