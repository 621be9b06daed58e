// The reader of large enveloping signatures against the reader in memory: on every encoding of one SignedData, whole, cut, extended or
// damaged, both give the same value or both refuse.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

/// Bytes in memory as a source, which counts how much is asked for at once.
private final class MemoryBytes: RangedBytes {
    struct Failure: Error {}

    private let bytes: [UInt8]
    private(set) var largest = 0
    private(set) var total = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        guard range.upperBound <= bytes.count else { throw Failure() }
        largest = max(largest, range.count)
        total += range.count
        return Array(bytes[range])
    }
}

/// A gibibyte or more that is made when it is asked for: a head, zeros, a tail.
private struct SparseBytes: RangedBytes {
    let head: [UInt8]
    let zeros: Int
    let tail: [UInt8]

    var count: Int { head.count + zeros + tail.count }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        range.map { position in
            if position < head.count { return head[position] }
            let behind = position - head.count - zeros
            return behind < 0 ? 0 : tail[behind]
        }
    }
}

/// SplitMix64: the same numbers in every run.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What both readers say, the content as its digest.
private struct Reading: Equatable {
    let error: String?
    let digest: Digest?
    let contentType: String?
    let content: [UInt8]?
    let certificates: [EvidenceCertificate]
    let signatures: [[UInt8]]
    let verifications: [CMSVerification?]

    init(_ read: () throws -> CMSSignedData) {
        do {
            let cms = try read()
            error = nil
            digest = cms.digest
            contentType = cms.eContentType
            content = cms.enclosedContent?.hash(.sha256)
            certificates = cms.certificates
            signatures = cms.signers.map(\.signatureValue)
            verifications = cms.signers.map { signer in
                signer.certificate.map { signer.verify(content: nil, certificate: $0) }
            }
        } catch {
            // Of damaged bytes one reader may see the identifier first and the other the framing.
            self.error = error as? CMSError == .tooLarge ? "too large" : "refused"
            (digest, contentType, content) = (nil, nil, nil)
            (certificates, signatures, verifications) = ([], [], [])
        }
    }

    static func inMemory(_ bytes: [UInt8]) -> Reading { Reading { try CMSSignedData(der: bytes) } }

    static func streamed(_ bytes: [UInt8], window: Int = streamWindowSize) -> Reading {
        Reading {
            try StreamedSignedData(
                MemoryBytes(bytes), digest: nil, algorithms: [], memory: nil, windowSize: window
            ).cms
        }
    }
}

@Suite(.enabled(if: OpenSSLCommand.isPresent))
struct `Streamed signatures` {
    private var pki: CommandLinePKI {
        get throws { try CommandLinePKI.shared.get() }
    }

    private func signed(_ content: [UInt8], detached: Bool = false) throws -> [UInt8] {
        try signCMS(
            .bytes(content), detached: detached, identity: try pki.identity("p256"),
            signingTime: nil, checkpointNote: nil)
    }

    /// An element with a length of a random form.
    private func element(_ tag: UInt8, _ contents: [UInt8], _ random: inout Generator) -> [UInt8] {
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where tag & Tag.constructedBit != 0: return [tag, 0x80] + contents + [0, 0]
        case 1:
            let length = (0..<5).map { UInt8(truncatingIfNeeded: contents.count >> (32 - 8 * $0)) }
            return [tag, 0x85] + length + contents
        default: return DERWriter.element(tag, contents)
        }
    }

    /// An OCTET STRING in random pieces.
    private func octets(_ content: ArraySlice<UInt8>, depth: Int, _ random: inout Generator)
        -> [UInt8]
    {
        guard depth < 3, Bool.random(using: &random) else {
            return element(Tag.octetString, Array(content), &random)
        }
        var pieces: [UInt8] = []
        var rest = content
        while !rest.isEmpty {
            let size = Int.random(in: 0...min(rest.count, 90), using: &random)
            pieces += octets(rest.prefix(size), depth: depth + 1, &random)
            rest = rest.dropFirst(size)
        }
        return element(Tag.octetString | Tag.constructedBit, pieces, &random)
    }

    /// The same SignedData in another encoding.
    private func encoded(_ der: [UInt8], _ random: inout Generator) throws -> [UInt8] {
        let parts = try SignedDataParts(der)
        let content = try parts.content()
        var encapsulated = Array(parts.pieces.eContentType)
        if let content {
            let string = octets(content[...], depth: 0, &random)
            encapsulated += element(Tag.context(0), string, &random)
        }
        var fields = parts.beforeSigners
        fields[2] = element(Tag.sequence, encapsulated, &random)
        let signers = element(Tag.set, parts.signers.flatMap(\.encoded), &random)
        let data = element(Tag.sequence, fields.flatMap(\.self) + signers, &random)
        return element(
            Tag.sequence,
            DERWriter.objectIdentifier(ObjectIdentifiers.signedData)
                + element(Tag.context(0), data, &random), &random)
    }

    @Test(arguments: [0, 1, 500, 3000] as [Int])
    func `every encoding reads as in memory`(size: Int) throws {
        var random = Generator(state: UInt64(size) &+ 7)
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for detached in [false, true] {
            let der = try signed(content, detached: detached)
            for _ in 0..<25 {
                let file = try encoded(der, &random)
                let window = Int.random(in: 1...400, using: &random)
                let reading = Reading.streamed(file, window: window)
                #expect(reading == .inMemory(file))
                #expect(reading.error == nil)
                #expect(reading.verifications == [detached ? .contentNeeded : .valid])
            }
        }
    }

    @Test func `what is cut, extended or damaged is judged as in memory`() throws {
        var random = Generator(state: 3)
        let der = try signed(Array("a contract".utf8))
        var refused = 0
        var files = 0
        for base in [der, try encoded(der, &random)] {
            var changed = base.indices.map { Array(base.prefix($0)) }
            changed += [base + [0], base + [0, 0], base + base]
            for position in base.indices {
                var copy = base
                copy[position] ^= UInt8.random(in: 1...255, using: &random)
                changed.append(copy)
            }
            for file in changed {
                let reading = Reading.streamed(file, window: 97)
                #expect(reading == .inMemory(file))
                files += 1
                if reading.error != nil { refused += 1 }
            }
        }
        print("streamed: \(files) damaged files, \(refused) refused")
        #expect(refused > der.count * 2)
    }

    @Test func `content is read once, in windows, and a second time for another digest`() throws {
        let content = [UInt8](repeating: 0x41, count: 3 << 20)
        let file = try signed(content)
        let source = MemoryBytes(file)
        let streamed = try StreamedSignedData(source)
        #expect(source.total == file.count)
        #expect(source.largest == streamWindowSize)
        #expect(streamed.contentSize == content.count)
        #expect(streamed.cms.encapsulatedContent == nil && !streamed.cms.isDetached)
        let hashes = try streamed.hashes(of: [.sha512, .sha1], from: source)
        #expect(
            hashes == [
                .sha512: DigestAlgorithm.sha512.hash(content),
                .sha1: DigestAlgorithm.sha1.hash(content),
            ])
    }

    @Test func `a length that lies costs nothing`() throws {
        let der = try signed([1, 2, 3])
        let parts = try SignedDataParts(der)
        let head = DERWriter.objectIdentifier(ObjectIdentifiers.signedData)
        let start: [UInt8] = [0x30, 0x80] + head + [0xA0, 0x80, 0x30, 0x80]
        let fields = parts.beforeSigners[0] + parts.beforeSigners[1]
        let type = Array(parts.pieces.eContentType)
        for length in [[0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x88, 1, 0, 0, 0, 0, 0, 0, 0]] as [[UInt8]]
        {
            let file = start + fields + [0x30, 0x80] + type + [0xA0, 0x80, 0x04] + length
            #expect(Reading.streamed(file).error == "refused")
            #expect(Reading.inMemory(file).error == "refused")
        }
    }

    @Test func `what stands around the content is bounded`() throws {
        let der = try signed([1, 2, 3])
        let parts = try SignedDataParts(der)
        let start: [UInt8] =
            [0x30, 0x80] + DERWriter.objectIdentifier(ObjectIdentifiers.signedData)
            + [0xA0, 0x80, 0x30, 0x80] + parts.beforeSigners[..<3].flatMap(\.self) + [0xA0]
            + [0x84, 0x02, 0, 0, 0]
        let source = SparseBytes(head: start, zeros: 0x0200_0000, tail: [0, 0])
        #expect(throws: CMSError.tooLarge) { try StreamedSignedData(source) }
    }

    @Test(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
    func `imprints of archive time-stamps are as in memory`() throws {
        var counts: [String: Int] = [:]
        for file in try Vectors.files(below: "dss-cades") {
            let bytes = try Vectors.bytes(file)
            guard let cms = try? CMSSignedData(der: bytes), !cms.isDetached else { continue }
            let source = MemoryBytes(bytes)
            let streamed = try StreamedSignedData(source)
            #expect(streamed.cms.signers.count == cms.signers.count)
            for (signer, other) in zip(cms.signers, streamed.cms.signers) {
                for stamp in signer.archiveTimeStamps {
                    let found = try streamed.verifyImprint(
                        stamp, of: other, from: source, floor: .any)
                    #expect(
                        found
                            == stamp.verifyImprint(of: signer, in: cms, content: nil, floor: .any))
                    counts["\(stamp.version)", default: 0] += 1
                }
            }
        }
        print("streamed archive time-stamps: \(counts)")
        #expect(counts["v2", default: 0] >= 5 && counts["v3", default: 0] >= 15)
    }
}
