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
    /// What its time proves the existence of.
    let covered: [Digest]

    init(
        _ use: TimeStampRecord.Use, of owner: [Int], _ bytes: [UInt8], content: SignedContent?,
        covered: [Digest]
    ) {
        self.use = use
        self.owner = owner
        self.bytes = bytes
        digest = Digest.sha256(of: bytes)
        self.content = content
        self.covered = covered
        do throws(TimeStampError) {
            token = try TimeStampToken(der: bytes)
            error = nil
        } catch {
            token = nil
            self.error = error
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
    /// Outer signers first, each before those who countersigned it.
    let signers: [PlacedSigner]
    /// In the order in which they stand.
    let tokens: [PlacedToken]

    init(_ cms: CMSSignedData, content: SignedContent?) {
        let content = content ?? cms.encapsulatedContent.map { .bytes($0) }
        let digest = SignatureTokens.digest(of: content)
        var collection = Collection(cms: cms)
        for (index, signer) in cms.signers.enumerated() {
            collection.add(
                PlacedSigner(
                    path: [index], signer: signer, content: content, contentDigest: digest))
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

    /// The algorithms by which signers and tokens digest detached content.
    static func contentDigests(of cms: CMSSignedData) -> [DigestAlgorithm] {
        cms.signers.compactMap { DigestAlgorithm(rawValue: $0.digestAlgorithm) }
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
        let cms: CMSSignedData
        var signers: [PlacedSigner] = []
        var tokens: [PlacedToken] = []

        mutating func add(_ placed: PlacedSigner) {
            signers.append(placed)
            let signer = placed.signer
            for bytes in signer.timeStampTokens {
                tokens.append(
                    PlacedToken(
                        .signature, of: placed.path, bytes, content: .bytes(signer.signatureValue),
                        covered: [signer.signatureDigest]))
            }
        }
    }
}
