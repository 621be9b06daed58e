// Captured packets, as tcpdump and Wireshark write them (pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng), read no further than to
// see whether TLS is in them: what went from one port to another is put together in order, and must begin like a TLS session.
// What is not TCP over IP, comes twice or out of order is passed over; a file that breaks its own format is none.

/// A capture in which at least one end of a TLS session was found.
struct PacketCapture: Sendable {
    /// Each direction of a connection that begins with a hello.
    private(set) var sessions: [TLSSession] = []
    /// Whether secrets to decrypt it stand in it (pcapng, Decryption Secrets Block).
    private(set) var hasSecrets = false
    private var streams: [Data: Stream] = [:]
    private var order: [Data] = []

    private typealias Data = ArraySlice<UInt8>

    /// The beginning of what went from one port to another.
    private struct Stream {
        var bytes: [UInt8] = []
        var next: UInt32
    }

    // More connections, and more of each, are passed over: it takes one hello to know what a capture is.
    private static let streamLimit = 256
    private static let streamSize = 1 << 15

    init(_ content: [UInt8]) throws(RecordError) {
        switch content.prefix(4) {
        case [0xA1, 0xB2, 0xC3, 0xD4], [0xA1, 0xB2, 0x3C, 0x4D]: try readPcap(content[...], false)
        case [0xD4, 0xC3, 0xB2, 0xA1], [0x4D, 0x3C, 0xB2, 0xA1]: try readPcap(content[...], true)
        case [0x0A, 0x0D, 0x0D, 0x0A]: try readBlocks(content[...])
        default: throw RecordError()
        }
        for key in order {
            guard let stream = streams[key],
                let session = try? TLSSession(records: stream.bytes[...], isCut: true)
            else { continue }
            sessions.append(session)
        }
        streams = [:]
        order = []
        guard !sessions.isEmpty else { throw RecordError() }
    }

    private mutating func readPcap(_ content: Data, _ isLittle: Bool) throws(RecordError) {
        var reader = RecordReader(content.dropFirst(4), littleEndian: isLittle)
        guard try reader.number(2) == 2, try reader.number(2) == 4 else { throw RecordError() }
        _ = try reader.take(12)
        // The upper half tells of the length of checksums.
        let link = try reader.number(4) & 0xFFFF
        while !reader.isAtEnd {
            _ = try reader.take(8)
            let captured = try reader.number(4)
            guard try reader.number(4) >= captured else { throw RecordError() }
            readPacket(try reader.take(captured), link: link)
        }
    }

    private mutating func readBlocks(_ content: Data) throws(RecordError) {
        var isLittle = false
        var links: [Int] = []
        var rest = content
        while !rest.isEmpty {
            if rest.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]) {
                links = []
                switch rest.dropFirst(8).prefix(4) {
                case [0x1A, 0x2B, 0x3C, 0x4D]: isLittle = false
                case [0x4D, 0x3C, 0x2B, 0x1A]: isLittle = true
                default: throw RecordError()
                }
            }
            var reader = RecordReader(rest, littleEndian: isLittle)
            let type = try reader.number(4)
            let length = try reader.number(4)
            guard length >= 12, length.isMultiple(of: 4) else { throw RecordError() }
            let body = try reader.take(length - 12)
            guard try reader.number(4) == length else { throw RecordError() }
            rest = rest.dropFirst(length)
            try readBlock(type, RecordReader(body, littleEndian: isLittle), &links)
        }
    }

    private mutating func readBlock(
        _ type: Int, _ body: RecordReader, _ links: inout [Int]
    ) throws(RecordError) {
        var reader = body
        switch type {
        case 1:
            guard links.count < PacketCapture.streamLimit else { throw RecordError() }
            links.append(try reader.number(2))
        case 3:
            let length = try reader.number(4)
            guard let link = links.first else { throw RecordError() }
            readPacket(try reader.take(min(length, reader.remaining)), link: link)
        case 6:
            let interface = try reader.number(4)
            guard links.indices.contains(interface) else { throw RecordError() }
            _ = try reader.take(8)
            let captured = try reader.number(4)
            _ = try reader.take(4)
            readPacket(try reader.take(captured), link: links[interface])
        case 10: hasSecrets = true
        default: break
        }
    }

    /// Adds what the packet carries to its stream; one that is no TCP over IP carries nothing.
    private mutating func readPacket(_ packet: Data, link: Int) {
        guard let segment = try? Segment(packet, link: link), !segment.payload.isEmpty else {
            return
        }
        guard var stream = streams[segment.connection] else {
            guard order.count < PacketCapture.streamLimit, segment.payload.first == 22 else {
                return
            }
            let length = UInt32(truncatingIfNeeded: segment.payload.count)
            streams[segment.connection] = Stream(
                bytes: Array(segment.payload.prefix(PacketCapture.streamSize)),
                next: segment.sequence &+ length)
            order.append(segment.connection)
            return
        }
        guard stream.next == segment.sequence, stream.bytes.count < PacketCapture.streamSize else {
            return
        }
        stream.bytes += segment.payload
        stream.next = segment.sequence &+ UInt32(truncatingIfNeeded: segment.payload.count)
        streams[segment.connection] = stream
    }

    /// What a packet carries from one port to another.
    private struct Segment {
        /// Addresses and ports, which tell the stream.
        let connection: Data
        let sequence: UInt32
        let payload: Data

        init(_ packet: Data, link: Int) throws(RecordError) {
            var reader = packet.reader
            try Segment.skipLink(&reader, link)
            guard let version = reader.next.map({ $0 >> 4 }) else { throw RecordError() }
            let (addresses, segment) =
                version == 4 ? try Segment.version4(&reader) : try Segment.version6(&reader)
            var tcp = segment.reader
            let ports = try tcp.take(4)
            sequence = UInt32(truncatingIfNeeded: try tcp.number(4))
            _ = try tcp.take(4)
            let header = try tcp.number(1) >> 4
            guard header >= 5 else { throw RecordError() }
            _ = try tcp.take(header * 4 - 13)
            payload = try tcp.take(tcp.remaining)
            connection = Array(addresses + ports)[...]
        }

        // LINKTYPE_NULL, ETHERNET, RAW, LINUX_SLL, IPV4, IPV6.
        private static func skipLink(_ reader: inout RecordReader, _ link: Int) throws(RecordError)
        {
            switch link {
            case 0: _ = try reader.take(4)
            case 1:
                _ = try reader.take(12)
                // One IEEE 802.1Q tag may stand before the type.
                if try reader.number(2) == 0x8100 { _ = try reader.take(4) }
            case 12, 101, 228, 229: break
            case 113: _ = try reader.take(16)
            default: throw RecordError()
            }
        }

        /// RFC 791 §3.1
        private static func version4(_ reader: inout RecordReader) throws(RecordError) -> (
            Data, Data
        ) {
            let header = (try reader.number(1) & 0x0F) * 4
            _ = try reader.number(1)
            let total = try reader.number(2)
            _ = try reader.take(5)
            let isTCP = try reader.number(1) == 6
            _ = try reader.take(2)
            let addresses = try reader.take(8)
            guard isTCP, header >= 20, total >= header else { throw RecordError() }
            _ = try reader.take(header - 20)
            // Ethernet pads short packets.
            return (addresses, try reader.take(min(total - header, reader.remaining)))
        }

        /// RFC 8200 §3, without extension headers.
        private static func version6(_ reader: inout RecordReader) throws(RecordError) -> (
            Data, Data
        ) {
            guard try reader.number(1) >> 4 == 6 else { throw RecordError() }
            _ = try reader.take(3)
            let length = try reader.number(2)
            guard try reader.number(1) == 6 else { throw RecordError() }
            _ = try reader.number(1)
            let addresses = try reader.take(32)
            return (addresses, try reader.take(min(length, reader.remaining)))
        }
    }
}
