// A time-stamp token as it reads (RFC 3161 §2.4.2): a SignedData over TSTInfo, alone or in a response. It is read with Docket's own
// CMS, because OpenSSL's time-stamp functions go through PKCS #7 and know neither PSS nor Ed25519. Reading proves nothing; the checks
// are in TimeStampVerification.swift.
package import EvidenceValues

/// Why bytes are not a time-stamp token.
package enum TimeStampError: Error, Sendable, Hashable {
    /// Not a token or response, or with bytes behind it.
    case malformed
    /// The response refuses: PKIStatus other than granted (0) and grantedWithMods (1) (RFC 3161 §2.4.2).
    case rejected(status: Int)
    /// The content is no TSTInfo, by its object identifier.
    case notTimeStamp(String)
    /// A token has exactly one signer (RFC 3161 §2.4.2).
    case signerCount(Int)
    /// TSTInfo is not version 1.
    case version
    /// genTime is not in the canonical form of RFC 3161 §2.4.2.
    case time
    /// The imprint's length is not that of its algorithm, or the algorithm is not known.
    case imprint
}

/// A time-stamp token as it reads. Nothing about it is verified.
package struct TimeStampToken: Sendable, Hashable {
    package var cms: CMSSignedData { signedData.value }
    private let signedData: Shared<CMSSignedData>
    /// The ContentInfo, without a response around it.
    package let tokenBytes: [UInt8]
    /// SHA-256 of `tokenBytes`.
    package var digest: Digest { cms.digest }
    package let imprintAlgorithm: DigestAlgorithm
    package let imprint: [UInt8]
    /// The content of the INTEGER.
    package let serial: [UInt8]
    /// The object identifier of the policy.
    package let policy: String
    /// The content of the INTEGER.
    package let nonce: [UInt8]?
    /// genTime, cut down to the millisecond.
    package let genTime: Instant
    /// genTime and accuracy, rounded up to the millisecond: not later than this.
    package let latest: Instant
    /// Rounded up to the millisecond; zero when the token states none.
    package let accuracy: TimeSpan

    package var signer: CMSSigner { cms.signers[0] }

    /// Reads a token or a response that holds one; no byte may follow.
    package init(der: [UInt8], memory: ObjectMemory? = nil) throws(TimeStampError) {
        let token = try TimeStampToken.withoutResponse(der)
        let cms: CMSSignedData
        do throws(CMSError) {
            cms = try CMSSignedData(der: token, memory: memory)
        } catch {
            throw .malformed
        }
        try self.init(cms, of: token)
    }

    /// The token that a SignedData is, which was read from these bytes.
    package init(_ cms: CMSSignedData, of bytes: [UInt8]) throws(TimeStampError) {
        signedData = Shared(cms)
        tokenBytes = bytes
        guard cms.eContentType == ObjectIdentifiers.timeStampInfo else {
            throw .notTimeStamp(cms.eContentType)
        }
        guard cms.signers.count == 1 else { throw .signerCount(cms.signers.count) }
        guard let content = cms.encapsulatedContent else { throw .malformed }
        let info: TimeStampInfo
        do throws(DERError) {
            info = try TimeStampInfo(content)
        } catch {
            throw .malformed
        }
        guard info.version == 1 else { throw .version }
        guard let time = info.time else { throw .time }
        guard let algorithm = info.imprintAlgorithm, info.imprint.count == algorithm.size
        else { throw .imprint }
        imprintAlgorithm = algorithm
        imprint = info.imprint
        serial = info.serial
        policy = info.policy
        nonce = info.nonce
        accuracy = info.accuracy
        genTime = time.floor
        latest = time.ceiling.advanced(by: info.accuracy)
    }

    // TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken ContentInfo OPTIONAL }
    // PKIStatusInfo ::= SEQUENCE { status INTEGER, statusString OPTIONAL, failInfo OPTIONAL }
    private static func withoutResponse(_ bytes: [UInt8]) throws(TimeStampError) -> [UInt8] {
        var status = 0
        var token: [UInt8]?
        do throws(DERError) {
            let outer = try DERElement(bytes, rules: .ber, tag: Tag.sequence)
            var reader = try outer.reader()
            guard reader.nextTag == Tag.sequence else { return bytes }
            var information = try reader.next(Tag.sequence).reader()
            status = try information.next(Tag.integer).smallInteger()
            token = try reader.optional(Tag.sequence).map { Array($0.encoded) }
            try reader.end()
        } catch {
            throw .malformed
        }
        guard status == 0 || status == 1 else { throw .rejected(status: status) }
        guard let token else { throw .malformed }
        return token
    }

    /// Whether the imprint is that of `content`; nil if only digests by other algorithms are known. An imprint by a broken digest
    /// covers nothing unless the floor is `.any`.
    package func covers(_ content: SignedContent, floor: AlgorithmFloor = .sound) -> Bool? {
        if floor == .sound, imprintAlgorithm.isBroken { return false }
        return content.hash(imprintAlgorithm).map { $0 == imprint }
    }
}

/// TSTInfo, strictly in DER.
///
/// ```
/// TSTInfo ::= SEQUENCE { version INTEGER, policy OBJECT IDENTIFIER, messageImprint, serialNumber INTEGER, genTime GeneralizedTime,
///     accuracy OPTIONAL, ordering BOOLEAN DEFAULT FALSE, nonce INTEGER OPTIONAL, tsa [0] OPTIONAL, extensions [1] OPTIONAL }
/// MessageImprint ::= SEQUENCE { hashAlgorithm, hashedMessage OCTET STRING }
/// Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER OPTIONAL, micros [1] INTEGER OPTIONAL }
/// ```
private struct TimeStampInfo {
    let version: Int
    let policy: String
    let imprintAlgorithm: DigestAlgorithm?
    let imprint: [UInt8]
    let serial: [UInt8]
    let time: ASN1Time?
    let accuracy: TimeSpan
    let nonce: [UInt8]?

    init(_ bytes: [UInt8]) throws(DERError) {
        var reader = try DERElement(bytes, tag: Tag.sequence).reader()
        version = try reader.next(Tag.integer).smallInteger()
        policy = try reader.next(Tag.objectIdentifier).objectIdentifier()
        var imprintReader = try reader.next(Tag.sequence).reader()
        let algorithm = try AlgorithmIdentifier(try imprintReader.next(Tag.sequence))
        imprintAlgorithm = algorithm.digestAlgorithm
        imprint = try imprintReader.next(Tag.octetString).octets()
        try imprintReader.end()
        serial = try reader.next(Tag.integer).integerBytes()
        time = ASN1Time(try reader.next(Tag.generalizedTime).contents, isGeneralized: true)
        accuracy = try TimeStampInfo.accuracy(try reader.optional(Tag.sequence))
        _ = try reader.optional(Tag.boolean)?.boolean()
        nonce = try reader.optional(Tag.integer)?.integerBytes()
        _ = try reader.optional(Tag.context(0))
        if let wrapped = try reader.optional(Tag.context(1)) {
            var inner = DERReader(wrapped.contents, rules: .der)
            while !inner.isAtEnd {
                let list = DERWriter.element(Tag.sequence, try inner.next().encoded)
                let element = try DERElement(list, tag: Tag.sequence)
                // No extension is known to Docket, so a critical one may change the meaning (RFC 3161 §2.4.2).
                guard try CertificateExtension.readAll(element).allSatisfy({ !$0.isCritical })
                else { throw DERError() }
            }
        }
        try reader.end()
    }

    private static func accuracy(_ element: DERElement?) throws(DERError) -> TimeSpan {
        guard let element else { return TimeSpan(milliseconds: 0) }
        var reader = try element.reader()
        let seconds = try reader.optional(Tag.integer)?.smallInteger() ?? 0
        let millis = try reader.optional(Tag.contextPrimitive(0))?.smallInteger() ?? 0
        let micros = try reader.optional(Tag.contextPrimitive(1))?.smallInteger() ?? 0
        try reader.end()
        guard millis < 1000, micros < 1000 else { throw DERError() }
        let whole = Int64(seconds) * 1000 + Int64(millis)
        return TimeSpan(milliseconds: whole + (micros > 0 ? 1 : 0))
    }
}
