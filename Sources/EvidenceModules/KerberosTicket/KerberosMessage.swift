// Tickets and the messages around them in DER (RFC 4120): what is in the clear is the realm and the service; client and times stand in the
// encrypted part, but for credentials that somebody forwarded without encryption.

import EvidenceValues

/// A Ticket, an AP-REQ or a KRB-CRED.
struct KerberosMessage: Sendable {
    let name: String
    /// `service/host@REALM` of each ticket.
    let servers: [String]
    private(set) var details: [String] = []
    /// Whether a session key stands in it in the clear.
    private(set) var hasSessionKey = false

    // Tickets in one KRB-CRED; a message of more is refused.
    private static let ticketLimit = 64

    init(_ content: [UInt8]) throws(RecordError) {
        switch content.first {
        case 0x61:
            name = "Kerberos ticket"
            servers = [try KerberosMessage.ticket(content[...])]
        case 0x6E:
            name = "Kerberos request to a service"
            servers = [try KerberosMessage.request(content[...])]
        case 0x76:
            name = "Kerberos credentials"
            let (servers, part) = try KerberosMessage.credentials(content[...])
            self.servers = servers
            // Without encryption (etype 0) what follows is as open as the rest.
            if part.algorithm == 0 {
                details = try KerberosMessage.info(part.cipher)
                hasSessionKey = true
            }
        default: throw RecordError()
        }
    }

    /// `Ticket ::= [APPLICATION 1] SEQUENCE { tkt-vno [0], realm [1], sname [2], enc-part [3] }`
    private static func ticket(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> String {
        var fields = try bytes.element(0x61).element(0x30).reader
        guard try number(fields.element(0xA0)) == 5 else { throw RecordError() }
        let realm = try string(fields.element(0xA1))
        let service = try principal(fields.element(0xA2))
        _ = try encrypted(fields.element(0xA3))
        try fields.end()
        return "\(service)@\(realm)"
    }

    /// `AP-REQ ::= [APPLICATION 14] SEQUENCE { pvno [0], msg-type [1], ap-options [2], ticket [3], authenticator [4] }`
    private static func request(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> String {
        var fields = try bytes.element(0x6E).element(0x30).reader
        guard try number(fields.element(0xA0)) == 5, try number(fields.element(0xA1)) == 14,
            try fields.element(0xA2).element(0x03).count == 5
        else { throw RecordError() }
        let server = try ticket(fields.element(0xA3))
        _ = try encrypted(fields.element(0xA4))
        try fields.end()
        return server
    }

    /// `KRB-CRED ::= [APPLICATION 22] SEQUENCE { pvno [0], msg-type [1], tickets [2] SEQUENCE OF Ticket, enc-part [3] }`
    private static func credentials(
        _ bytes: ArraySlice<UInt8>
    ) throws(RecordError) -> (servers: [String], part: EncryptedPart) {
        var fields = try bytes.element(0x76).element(0x30).reader
        guard try number(fields.element(0xA0)) == 5, try number(fields.element(0xA1)) == 22 else {
            throw RecordError()
        }
        var tickets = try fields.element(0xA2).element(0x30).reader
        var servers: [String] = []
        while !tickets.isAtEnd {
            guard servers.count < ticketLimit else { throw RecordError() }
            let before = tickets
            let length = try tickets.element().contents.endIndex
            servers.append(try ticket(before.slice(to: length)))
        }
        let part = try encrypted(fields.element(0xA3))
        try fields.end()
        guard !servers.isEmpty else { throw RecordError() }
        return (servers, part)
    }

    private struct EncryptedPart {
        let algorithm: Int
        let cipher: ArraySlice<UInt8>
    }

    /// `EncryptedData ::= SEQUENCE { etype [0], kvno [1] OPTIONAL, cipher [2] }`
    private static func encrypted(
        _ bytes: ArraySlice<UInt8>
    ) throws(RecordError) -> EncryptedPart {
        var fields = try bytes.element(0x30).reader
        let algorithm = try number(fields.element(0xA0))
        if let version = try fields.optional(0xA1) { _ = try number(version) }
        let cipher = try fields.element(0xA2).element(0x04)
        try fields.end()
        return EncryptedPart(algorithm: algorithm, cipher: cipher)
    }

    /// `EncKrbCredPart ::= [APPLICATION 29] SEQUENCE { ticket-info [0] SEQUENCE OF KrbCredInfo … }`: client and times.
    private static func info(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> [String] {
        var fields = try bytes.element(0x7D).element(0x30).reader
        var infos = try fields.element(0xA0).element(0x30).reader
        var told: [String] = []
        while !infos.isAtEnd {
            var info = try infos.element(0x30).reader
            var parts: [UInt8: ArraySlice<UInt8>] = [:]
            while !info.isAtEnd {
                let (tag, contents) = try info.element()
                parts[tag] = contents
            }
            let words = try KerberosMessage.words(parts)
            if told.count < AllegationLimits.told, !words.isEmpty { told.append(words) }
        }
        return told
    }

    private static func words(_ parts: [UInt8: ArraySlice<UInt8>]) throws(RecordError) -> String {
        var words: [String] = []
        if let name = parts[0xA2] {
            let realm = try parts[0xA1].map(string) ?? ""
            words.append("client \(try principal(name))@\(realm)")
        }
        for (tag, word): (UInt8, String) in [(0xA4, "authenticated"), (0xA6, "ends")] {
            guard let time = parts[tag] else { continue }
            words.append("\(word) \(RecordText.name(try time.element(0x18)))")
        }
        return words.joined(separator: ", ")
    }

    /// `PrincipalName ::= SEQUENCE { name-type [0] Int32, name-string [1] SEQUENCE OF KerberosString }`
    private static func principal(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> String {
        var fields = try bytes.element(0x30).reader
        _ = try number(fields.element(0xA0))
        var names = try fields.element(0xA1).element(0x30).reader
        try fields.end()
        var parts: [String] = []
        while !names.isAtEnd {
            guard parts.count < AllegationLimits.told else { throw RecordError() }
            parts.append(RecordText.name(try names.element(0x1B)))
        }
        guard !parts.isEmpty else { throw RecordError() }
        return parts.joined(separator: "/")
    }

    private static func string(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> String {
        RecordText.name(try bytes.element(0x1B))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) throws(RecordError) -> Int {
        let octets = try bytes.element(0x02)
        guard (1...5).contains(octets.count), let first = octets.first else { throw RecordError() }
        return octets.reduce(first & 0x80 == 0 ? 0 : -1) { $0 << 8 | Int($1) }
    }
}
