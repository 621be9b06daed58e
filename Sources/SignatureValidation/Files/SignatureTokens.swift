// The time-stamps of a signature, each with what it must be over and what it proves the existence of (EN 319 122-1 §5.2.8, §5.3,
// §5.5). They are sorted so that each comes before those whose existence it proves: archive time-stamps, those over references,
// signature-time-stamps, content-time-stamps; within a kind the newest first.

import Cryptography
import EvidenceValues

/// One time-stamp where it stands.
struct PlacedToken: Sendable {
    let use: TimeStampRecord.Use
    /// The signer it belongs to: its position, then those of countersigners.
    let owner: [Int]
    let bytes: [UInt8]
    let digest: Digest
    /// Nil if the bytes are no token.
    let token: TimeStampToken?
    let error: TimeStampError?
    /// What it must be over; nil if that is not at hand.
    let content: SignedContent?
    /// What stands against its being over what it must be over, where that is no content.
    let fault: Check?
    /// What its time proves the existence of.
    let covered: Set<Digest>
    /// How many objects its index names that are not in the file any more.
    let missing: Int
    /// The digest, besides the imprint's own, on which its being over what it must be over rests: that of its index.
    let indexAlgorithm: String?

    /// A token over content: a document, or a signature value.
    init(
        _ use: TimeStampRecord.Use, of owner: [Int], _ bytes: [UInt8], read: ReadToken,
        content: SignedContent?, covered: Set<Digest>
    ) {
        self.use = use
        self.owner = owner
        self.bytes = bytes
        (token, error, digest) = PlacedToken.parts(read, bytes)
        self.content = content
        self.covered = covered
        missing = 0
        indexAlgorithm = nil
        fault = nil
    }

    /// A token over parts of a signature, the imprint of which was compared.
    init(
        _ use: TimeStampRecord.Use, of owner: [Int], _ bytes: [UInt8],
        besides: Set<Digest>, memory: ObjectMemory,
        imprint: (AlgorithmFloor) throws -> ImprintVerification
    ) rethrows {
        self.use = use
        self.owner = owner
        self.bytes = bytes
        let digest: Digest
        (token, error, digest) = PlacedToken.parts(PlacedToken.read(bytes, memory), bytes)
        self.digest = digest
        // What is broken today may have been sound when the token was made: the catalogue tells.
        let found = try imprint(.any)
        fault = PlacedToken.fault(found, digest)
        if case .contentNeeded = found { content = nil } else { content = token?.statedContent }
        if case .holds(let objects) = found {
            covered = objects.digests.union(besides)
            missing = objects.unmatched
            indexAlgorithm = objects.indexAlgorithm
        } else {
            covered = []
            missing = 0
            indexAlgorithm = nil
        }
    }

    typealias ReadToken = Result<TimeStampToken, TimeStampError>

    static func read(_ bytes: [UInt8], _ memory: ObjectMemory) -> ReadToken {
        Result { () throws(TimeStampError) in try TimeStampToken(der: bytes, memory: memory) }
    }

    // The digest is that of the bytes, in which a response may stand around the token.
    private static func parts(_ read: ReadToken, _ bytes: [UInt8]) -> (
        TimeStampToken?, TimeStampError?, Digest
    ) {
        switch read {
        case .success(let token):
            let isWhole = token.tokenBytes.count == bytes.count
            return (token, nil, isWhole ? token.digest : .sha256(of: bytes))
        case .failure(let error): return (nil, error, .sha256(of: bytes))
        }
    }

    private static func fault(_ imprint: ImprintVerification, _ digest: Digest) -> Check? {
        switch imprint {
        case .holds, .contentNeeded: nil
        case .mismatch:
            Check(
                "TST.IMPRINT", .failed, .hashFailure, subject: digest.text,
                "The time-stamp is over something else than this signature with what belongs to it."
            )
        case .malformed:
            Check(
                "TST.MALFORMED", .failed, .formatFailure, subject: digest.text,
                "The time-stamp does not say what it is over as its kind must.")
        case .weakAlgorithm(let name):
            Check(
                "CRYPTO.UNKNOWN_ALG", .indeterminate, .cryptoConstraintsFailure,
                subject: digest.text, "The time-stamp is over a digest by \(name), which is broken."
            )
        }
    }

    private var rank: Int {
        switch use {
        case .archive: 0
        case .references: 1
        case .signature: 2
        case .content, .document: 3
        }
    }

    /// Whether it is looked at before the other, whose existence it may prove.
    func precedes(_ other: PlacedToken) -> Bool {
        guard rank == other.rank else { return rank < other.rank }
        guard let time = token?.genTime, let otherTime = other.token?.genTime else {
            return token != nil && other.token == nil
        }
        return time > otherTime
    }
}

/// A signer where it stands: on the content, or on another's signature value.
struct PlacedSigner: Sendable {
    /// Its position, then those of the countersigners down to it.
    let path: [Int]
    let signer: CMSSigner
    /// What it signed; nil if that is not at hand.
    let content: SignedContent?
    /// SHA-256 of it.
    let contentDigest: Digest?
}

/// The signers and time-stamps of a SignedData.
struct SignatureTokens: Sendable {
    /// A signature that is renewed each year has as many in a lifetime; each may cost a look at all others.
    static let maximumCount = 128
    /// Signers with those who countersigned. Each costs a look at all others and a check by a key that the file chooses.
    static let maximumSigners = 128

    /// Outer signers first, each before those who countersigned it.
    let signers: [PlacedSigner]
    /// In the order in which they stand.
    let tokens: [PlacedToken]

    /// How an archive-time-stamp's imprint is compared; content that was not kept is read again for it.
    typealias ArchiveImprint = (ArchiveTimeStamp, CMSSigner, AlgorithmFloor) throws ->
        ImprintVerification

    init(
        _ cms: CMSSignedData, content: SignedContent?, memory: ObjectMemory,
        archive: ArchiveImprint
    ) rethrows {
        let signed = content.map { SignatureTokens.measured($0, for: cms) } ?? cms.enclosedContent
        let digest = SignatureTokens.digest(of: signed)
        var collection = Collection(memory: memory)
        for (index, signer) in cms.signers.enumerated() {
            try collection.add(
                PlacedSigner(
                    path: [index], signer: signer, content: signed, contentDigest: digest),
                archive)
        }
        signers = collection.signers
        tokens = collection.tokens
    }

    /// The positions of `tokens` in the order in which they are to be validated.
    var newestFirst: [Int] {
        tokens.indices.sorted { left, right in
            if tokens[left].precedes(tokens[right]) { return true }
            return !tokens[right].precedes(tokens[left]) && left < right
        }
    }

    /// Whether a SignedData holds more than is looked at, before any time-stamp is read.
    static func isTooLarge(_ cms: CMSSignedData) -> Bool {
        cms.signers.map(count).reduce(0, +) > maximumCount
            || cms.signers.map(signers).reduce(0, +) > maximumSigners
    }

    private static func signers(of signer: CMSSigner) -> Int {
        signer.countersignatures.map(signers).reduce(1, +)
    }

    // The reader bounds how deep countersignatures nest.
    private static func count(of signer: CMSSigner) -> Int {
        signer.contentTimeStampTokens.count + signer.timeStampTokens.count
            + signer.referenceTimeStamps.count + signer.archiveTimeStamps.count
            + signer.countersignatures.map(count).reduce(0, +)
    }

    /// The algorithms by which signers and tokens digest detached content.
    static func contentDigests(of cms: CMSSignedData) -> [DigestAlgorithm] {
        cms.signers.flatMap { signer in
            let tokens = signer.contentTimeStampTokens + signer.archiveTimeStamps.map(\.token)
            return [DigestAlgorithm(rawValue: signer.digestAlgorithm)].compactMap(\.self)
                + tokens.compactMap { (try? TimeStampToken(der: $0))?.imprintAlgorithm }
        }
    }

    // Detached content is hashed once for all signers, unless its bytes themselves are needed.
    private static func measured(_ content: SignedContent, for cms: CMSSignedData) -> SignedContent
    {
        guard case .bytes = content, cms.isDetached,
            cms.signers.allSatisfy({ $0.hasSignedAttributes })
        else { return content }
        let algorithms = Set(contentDigests(of: cms)).union([.sha256])
        var hashes: [DigestAlgorithm: [UInt8]] = [:]
        for algorithm in algorithms { hashes[algorithm] = content.hash(algorithm) }
        return .hashes(hashes)
    }

    private static func digest(of content: SignedContent?) -> Digest? {
        switch content {
        case .bytes(let bytes): .sha256(of: bytes)
        case .digest(let digest): digest
        case .hashes(let hashes): hashes[.sha256].flatMap { Digest(bytes: $0) }
        case nil: nil
        }
    }

    private struct Collection {
        let memory: ObjectMemory
        var signers: [PlacedSigner] = []
        var tokens: [PlacedToken] = []

        mutating func add(_ placed: PlacedSigner, _ archive: ArchiveImprint) rethrows {
            signers.append(placed)
            let signer = placed.signer
            for bytes in signer.contentTimeStampTokens {
                tokens.append(
                    PlacedToken(
                        .content, of: placed.path, bytes, read: PlacedToken.read(bytes, memory),
                        content: placed.content, covered: []))
            }
            for bytes in signer.timeStampTokens {
                tokens.append(
                    PlacedToken(
                        .signature, of: placed.path, bytes,
                        read: PlacedToken.read(bytes, memory),
                        content: .bytes(signer.signatureValue),
                        covered: [signer.signatureDigest]))
            }
            try addLongTerm(placed, archive)
            for (index, countersigner) in signer.countersignatures.enumerated() {
                try add(
                    PlacedSigner(
                        path: placed.path + [index], signer: countersigner,
                        content: .bytes(signer.signatureValue),
                        contentDigest: signer.signatureDigest), archive)
            }
        }

        private mutating func addLongTerm(
            _ placed: PlacedSigner, _ archive: ArchiveImprint
        ) rethrows {
            for stamp in placed.signer.referenceTimeStamps {
                tokens.append(
                    PlacedToken(
                        .references, of: placed.path, stamp.token,
                        besides: [], memory: memory
                    ) { stamp.verifyImprint(of: placed.signer, floor: $0) })
            }
            // These hash the signed attributes, in which the content-time-stamps stand. A signature-time-stamp does not: a value that is
            // old can be given new attributes with a key that is made to fit, so it proves nothing of what they hold.
            let inner = Set(placed.signer.contentTimeStampTokens.map { Digest.sha256(of: $0) })
            for stamp in placed.signer.archiveTimeStamps {
                tokens.append(
                    try PlacedToken(
                        .archive, of: placed.path, stamp.token, besides: inner, memory: memory
                    ) { try archive(stamp, placed.signer, $0) })
            }
        }
    }
}
