// What can be read in the clear in the records of a TLS session: the hellos, and before TLS 1.3 the certificates. A stream that begins
// with a well-formed ClientHello or ServerHello is one; the rest must be records to the last byte.

import Cryptography
import EvidenceValues
import SignatureValidation

/// The open part of one TLS session, or of one end of it.
struct TLSSession: Sendable, Hashable {
    /// The version that the server chose, or else the newest of the client's record; a number such as 0x0304.
    private(set) var version = 0
    /// The name that the client asked for (RFC 6066 §3); nil if it told none.
    private(set) var serverName: String?
    /// What the server chose; nil if its hello is not here.
    private(set) var cipher: Int?
    /// Whom the certificates name, the server's first; empty where they are encrypted.
    private(set) var certificates: [String] = []
    /// How many records there are.
    private(set) var records = 0

    // RFC 8446 §5.1 and RFC 5246 §6.2.3: the most that a record may hold, encrypted.
    private static let recordLimit = 16_384 + 2048
    // Hellos and a chain of certificates; what comes later is encrypted.
    private static let openLimit = 1 << 17

    /// - Parameter isCut: whether the last record may be incomplete, as in what was captured.
    init(records bytes: ArraySlice<UInt8>, isCut: Bool = false) throws(RecordError) {
        guard bytes.first == 22 else { throw RecordError() }
        var reader = bytes.reader
        var open: [UInt8] = []
        var isOpen = true
        while !reader.isAtEnd {
            guard let record = try TLSSession.record(&reader, isCut: isCut && records > 0) else {
                break
            }
            records += 1
            isOpen = isOpen && record.type != 20
            if record.type == 22, isOpen, open.count < TLSSession.openLimit {
                open += record.contents
            }
        }
        try readMessages(open[...])
    }

    /// Nil for a record of which only the beginning is there.
    private static func record(
        _ reader: inout RecordReader, isCut: Bool
    ) throws(RecordError) -> (type: Int, contents: ArraySlice<UInt8>)? {
        if isCut, reader.remaining < 5 { return nil }
        let type = try reader.number(1)
        let (major, minor) = (try reader.number(1), try reader.number(1))
        let length = try reader.number(2)
        guard (20...24).contains(type), major == 3, minor <= 4,
            (type == 23 ? 0 : 1)...recordLimit ~= length
        else { throw RecordError() }
        if isCut, reader.remaining < length { return nil }
        return (type, try reader.take(length))
    }

    /// The first message must be a hello; of those behind it what can be read is taken.
    private mutating func readMessages(_ bytes: ArraySlice<UInt8>) throws(RecordError) {
        var reader = bytes.reader
        let first = try reader.number(1)
        switch first {
        case 1: try readClientHello(reader.piece(3))
        case 2: try readServerHello(reader.piece(3))
        default: throw RecordError()
        }
        while let type = try? reader.number(1), let body = try? reader.piece(3) {
            switch type {
            case 2 where cipher == nil: try readServerHello(body)
            case 11 where certificates.isEmpty: certificates = TLSSession.names(body)
            default: break
            }
        }
    }

    /// RFC 8446 §4.1.2
    private mutating func readClientHello(_ body: ArraySlice<UInt8>) throws(RecordError) {
        var reader = body.reader
        version = try TLSSession.version(&reader)
        _ = try reader.take(32)
        let (session, ciphers) = (try reader.piece(1), try reader.piece(2))
        let compression = try reader.piece(1)
        guard session.count <= 32, ciphers.count >= 2, ciphers.count.isMultiple(of: 2),
            !compression.isEmpty
        else { throw RecordError() }
        try TLSSession.readExtensions(&reader) { type, contents throws(RecordError) in
            if type == 0 { serverName = try TLSSession.hostName(contents) }
        }
    }

    /// RFC 8446 §4.1.3
    private mutating func readServerHello(_ body: ArraySlice<UInt8>) throws(RecordError) {
        var reader = body.reader
        version = try TLSSession.version(&reader)
        _ = try reader.take(32)
        guard try reader.piece(1).count <= 32 else { throw RecordError() }
        cipher = try reader.number(2)
        _ = try reader.number(1)
        try TLSSession.readExtensions(&reader) { type, contents throws(RecordError) in
            guard type == 43 else { return }
            var chosen = contents.reader
            version = try TLSSession.version(&chosen)
            try chosen.end()
        }
    }

    private static func version(_ reader: inout RecordReader) throws(RecordError) -> Int {
        let version = try reader.number(2)
        guard 0x0300...0x0304 ~= version else { throw RecordError() }
        return version
    }

    /// Hands over each extension; a hello of old may end without any.
    private static func readExtensions(
        _ reader: inout RecordReader,
        _ take: (Int, ArraySlice<UInt8>) throws(RecordError) -> Void
    ) throws(RecordError) {
        guard !reader.isAtEnd else { return }
        var extensions = try reader.piece(2).reader
        try reader.end()
        while !extensions.isAtEnd {
            let type = try extensions.number(2)
            try take(type, extensions.piece(2))
        }
    }

    /// RFC 6066 §3: a list of names, of which one is a host's.
    private static func hostName(_ contents: ArraySlice<UInt8>) throws(RecordError) -> String? {
        // A server acknowledges with an empty one.
        guard !contents.isEmpty else { return nil }
        var reader = contents.reader
        var list = try reader.piece(2).reader
        try reader.end()
        guard try list.number(1) == 0 else { return nil }
        return RecordText.name(try list.piece(2))
    }

    /// RFC 5246 §7.4.2. A certificate that cannot be read is passed over: nothing rests on it.
    private static func names(_ body: ArraySlice<UInt8>) -> [String] {
        var reader = body.reader
        guard var list = try? reader.piece(3).reader else { return [] }
        var names: [String] = []
        while names.count < AllegationLimits.told, let der = try? list.piece(3) {
            guard let certificate = try? ParsedCertificate(der: Array(der)) else { continue }
            names.append(RecordText.name(certificate.displayName.utf8.map { $0 }[...]))
        }
        return names
    }
}

extension TLSSession {
    /// `TLS 1.3 with shop.example, TLS_AES_128_GCM_SHA256`.
    var words: String {
        var words = TLSNames.version(version)
        if let serverName { words += " with \(serverName)" }
        if let cipher { words += ", \(TLSNames.cipher(cipher))" }
        return words
    }

    var details: [String] {
        certificates.isEmpty
            ? [] : ["certificates in the clear: \(RecordText.list(certificates))"]
    }
}

/// Numbers of TLS in words.
enum TLSNames {
    static func version(_ number: Int) -> String {
        number == 0x0300 ? "SSL 3.0" : "TLS 1.\(max(0, number - 0x0301))"
    }

    /// The names of what is in use (IANA, TLS Cipher Suites); of others the number.
    static func cipher(_ number: Int) -> String {
        ciphers[number] ?? "cipher suite " + hexadecimal(number)
    }

    private static func hexadecimal(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static let ciphers = [
        0x002F: "TLS_RSA_WITH_AES_128_CBC_SHA", 0x009C: "TLS_RSA_WITH_AES_128_GCM_SHA256",
        0x1301: "TLS_AES_128_GCM_SHA256", 0x1302: "TLS_AES_256_GCM_SHA384",
        0x1303: "TLS_CHACHA20_POLY1305_SHA256",
        0xC02B: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xC02C: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xC02F: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        0xCCA9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    ]
}
