// An enveloping SignedData of any size, read once in bounded memory: the content is hashed on the way by every algorithm that the
// SignedData announces and is not kept. What stands around it is put together without it and read by the reader that reads all others,
// so that both say the same.
package import EvidenceValues

/// A SignedData whose content was read and not kept.
package struct StreamedSignedData: Sendable, Hashable {
    /// `enclosedContent` are its digests. A signature without signed attributes, which is over the content itself, cannot be checked.
    package let cms: CMSSignedData
    /// The size of the content in bytes; nil when it is detached.
    package let contentSize: Int?
    /// Where encapContentInfo stands in the source.
    let encapsulated: Range<Int>
    /// Where the OCTET STRING of the content begins; nil when it is detached.
    let contentStart: Int?

    /// Bytes before the content: two object identifiers and the announced algorithms.
    private static let maximumHead = 1 << 14

    /// Reads a ContentInfo in DER or BER, once and in order; no byte may follow. `digest` gives the SHA-256 of the whole source if
    /// somebody else works it out, which saves half of the hashing; it is asked when all is read. `algorithms` are hashed besides those announced. Throws `CMSError`, or what the
    /// source throws. Memory: a window and what stands around the content.
    package init(
        _ source: some RangedBytes, digest: (() throws -> Digest)? = nil,
        algorithms: Set<DigestAlgorithm> = [],
        memory: ObjectMemory? = nil
    ) throws {
        try self.init(
            source, digest: digest, algorithms: algorithms, memory: memory,
            windowSize: streamWindowSize)
    }

    init<Source: RangedBytes>(
        _ source: Source, digest: (() throws -> Digest)?, algorithms: Set<DigestAlgorithm>,
        memory: ObjectMemory?, windowSize: Int
    ) throws {
        let whole = digest == nil ? RunningHash(.sha256) : nil
        var bytes = SequentialBytes(source, hash: whole, windowSize: windowSize)
        let frame = try StreamedFrame(&bytes, end: source.count)
        let start = bytes.position
        let inner = try bytes.open(Tag.sequence, within: frame.limit)
        let innerLimit = inner ?? frame.limit
        let type = try bytes.small(
            Tag.objectIdentifier, within: innerLimit, maximum: StreamedSignedData.maximumHead)
        var content = StreamedContent(frame.announced.union(algorithms))
        var contentStart: Int?
        if try !bytes.isFinished(inner) {
            let wrapper = try bytes.open(Tag.context(0), within: innerLimit)
            contentStart = bytes.position
            try content.read(&bytes, within: wrapper ?? innerLimit)
            try bytes.close(wrapper)
        }
        try bytes.close(inner)
        encapsulated = start..<bytes.position
        let tail = try frame.tail(&bytes, outside: source.count - content.size)
        let skeleton = frame.skeleton(type: type, hasContent: contentStart != nil, tail: tail)
        guard let fileDigest = try digest?() ?? whole.flatMap({ Digest(bytes: $0.finish()) }) else {
            throw CMSError.malformed
        }
        self.contentStart = contentStart
        contentSize = contentStart == nil ? nil : content.size
        cms = try CMSSignedData(
            try SignedDataParts.read(skeleton), digest: fileDigest,
            content: contentStart == nil ? nil : .hashes(content.finish()), memory: memory)
    }

    /// Digests of the content by other algorithms, in a second reading of the same source.
    package func hashes(of algorithms: Set<DigestAlgorithm>, from source: some RangedBytes) throws
        -> [DigestAlgorithm: [UInt8]]
    {
        guard let contentStart else { return [:] }
        var bytes = SequentialBytes(source, from: contentStart)
        var content = StreamedContent(algorithms)
        try content.read(&bytes, within: encapsulated.upperBound)
        return content.finish()
    }

    /// As `ArchiveTimeStamp.verifyImprint`; version 2 reads the content again from `source`, or `content` if it is detached.
    package func verifyImprint(
        _ stamp: ArchiveTimeStamp, of signer: CMSSigner, from source: some RangedBytes,
        content: SignedContent? = nil, floor: AlgorithmFloor = .sound
    ) throws -> ImprintVerification {
        var known = cms.enclosedContent ?? content
        if contentStart != nil, let token = try? TimeStampToken(der: stamp.token),
            known?.hash(token.imprintAlgorithm) == nil
        {
            known = .hashes(try hashes(of: [token.imprintAlgorithm], from: source))
        }
        return try stamp.verifyImprint(of: signer, in: cms, content: known, floor: floor) { hash in
            var bytes = SequentialBytes(source, from: encapsulated.lowerBound)
            try bytes.forEachPiece(encapsulated.count) { hash.update($0) }
            if contentStart != nil { return true }
            guard case .bytes(let detached) = content else { return false }
            hash.update(detached)
            return true
        }
    }
}

/// The elements around encapContentInfo.
private struct StreamedFrame {
    private static let maximumHead = 1 << 14

    /// Ends of ContentInfo, `[0]` and SignedData; nil for an indefinite length.
    let ends: [Int?]
    /// Where the innermost ends at the latest.
    let limit: Int
    /// Version and announced algorithms, as encoded.
    let head: [UInt8]
    let announced: Set<DigestAlgorithm>

    init(_ bytes: inout SequentialBytes<some RangedBytes>, end: Int) throws {
        let outer = try bytes.open(Tag.sequence, within: end)
        var limit = outer ?? end
        let type = try bytes.small(
            Tag.objectIdentifier, within: limit, maximum: StreamedFrame.maximumHead)
        guard
            let identifier = try? DERElement(type, rules: .ber, tag: Tag.objectIdentifier)
                .objectIdentifier()
        else { throw CMSError.malformed }
        guard identifier == ObjectIdentifiers.signedData else {
            throw CMSError.notSignedData(identifier)
        }
        let wrapper = try bytes.open(Tag.context(0), within: limit)
        limit = wrapper ?? limit
        let inner = try bytes.open(Tag.sequence, within: limit)
        limit = inner ?? limit
        let version = try bytes.small(
            Tag.integer, within: limit, maximum: StreamedFrame.maximumHead)
        let algorithms = try bytes.small(
            Tag.set, within: limit, maximum: StreamedFrame.maximumHead)
        guard
            let set = try? DERElement(algorithms, rules: .ber, tag: Tag.set)
                .elements(limit: CMSSignedData.maximumSigners)
        else { throw CMSError.malformed }
        announced = Set(set.compactMap { (try? AlgorithmIdentifier($0))?.digestAlgorithm })
        ends = [outer, wrapper, inner]
        self.limit = limit
        head = Array(version + algorithms)
    }

    /// The elements after encapContentInfo, when nothing but the ends of the frame may follow. `outside` is the size of the file
    /// without its content.
    func tail(_ bytes: inout SequentialBytes<some RangedBytes>, outside: Int) throws -> [UInt8] {
        guard outside <= CMSSignedData.maximumSize else { throw CMSError.tooLarge }
        // With an indefinite length the ends of the frame are looked for in all that is left.
        let count = limit - bytes.position
        let rest = try bytes.peek(count)
        guard rest.count == count else { throw CMSError.malformed }
        var reader = DERReader(rest, rules: .ber)
        var size = 0
        do throws(DERError) {
            while let tag = reader.nextTag, tag != 0 { size += try reader.next().encoded.count }
        } catch {
            throw CMSError.malformed
        }
        let tail = Array(try bytes.take(size))
        for end in ends.reversed() { try bytes.close(end) }
        guard bytes.isAtEnd else { throw CMSError.malformed }
        return tail
    }

    /// The SignedData with empty content in place of its own.
    func skeleton(type: ArraySlice<UInt8>, hasContent: Bool, tail: [UInt8]) -> [UInt8] {
        var encapsulated = Array(type)
        if hasContent {
            encapsulated += DERWriter.element(Tag.context(0), DERWriter.octetString([]))
        }
        return signedData([head, DERWriter.element(Tag.sequence, encapsulated), tail])
    }
}

/// The content on its way through the hashes.
private struct StreamedContent {
    /// Pieces are gathered up to this size, because a call for each of a million pieces would cost more than the hashing.
    private static let gathered = 1 << 16
    /// Larger pieces are hashed where they stand.
    private static let small = 1 << 11

    private let hashes: [RunningHash]
    private var buffer: [UInt8] = []
    private(set) var size = 0

    init(_ algorithms: Set<DigestAlgorithm>) {
        hashes = algorithms.compactMap { RunningHash($0) }
    }

    /// Reads the OCTET STRING that comes next, in one piece or in many.
    mutating func read(
        _ bytes: inout SequentialBytes<some RangedBytes>, within limit: Int, depth: Int = 0
    ) throws {
        guard let header = try bytes.header(within: limit),
            header.tag & ~Tag.constructedBit == Tag.octetString, depth < DERElement.maximumDepth
        else { throw CMSError.malformed }
        guard header.tag & Tag.constructedBit != 0 else {
            try take(header.length ?? 0, from: &bytes)
            return
        }
        let end = header.length.map { bytes.position + $0 }
        while try !bytes.isFinished(end) {
            try read(&bytes, within: end ?? limit, depth: depth + 1)
        }
        try bytes.close(end)
    }

    private mutating func take(_ count: Int, from bytes: inout SequentialBytes<some RangedBytes>)
        throws
    {
        size += count
        if count < StreamedContent.small {
            buffer += try bytes.take(count)
            if buffer.count >= StreamedContent.gathered { flush() }
            return
        }
        flush()
        try bytes.forEachPiece(count) { piece in
            for hash in hashes { hash.update(piece) }
        }
    }

    private mutating func flush() {
        for hash in hashes where !buffer.isEmpty { hash.update(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    mutating func finish() -> [DigestAlgorithm: [UInt8]] {
        flush()
        return Dictionary(uniqueKeysWithValues: hashes.map { ($0.algorithm, $0.finish()) })
    }
}
