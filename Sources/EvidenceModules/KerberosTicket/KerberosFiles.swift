// The files in which Kerberos keeps tickets and keys (MIT krb5 documentation, "Credential cache file format" and "Keytab file
// format"), in the versions that are in use: 0x0504 and 0x0502, both big-endian.

import EvidenceValues

/// A credential cache, version 4: a client and its tickets with their session keys.
struct CredentialCache: Sendable {
    /// `name@REALM`, the default client.
    let client: String
    let tickets: [Ticket]

    /// One credential.
    struct Ticket: Sendable {
        let client: String
        let server: String
        let times: String

        var words: String { "\(client) at \(server), \(times)" }
    }

    // A cache holds one ticket for each service in use.
    private static let ticketLimit = 4096

    init(_ content: [UInt8]) throws(RecordError) {
        var reader = content[...].reader
        guard try reader.number(2) == 0x0504 else { throw RecordError() }
        var header = try reader.piece(2).reader
        while !header.isAtEnd {
            _ = try header.number(2)
            _ = try header.piece(2)
        }
        client = try CredentialCache.principal(&reader)
        var tickets: [Ticket] = []
        while !reader.isAtEnd {
            guard tickets.count < CredentialCache.ticketLimit else { throw RecordError() }
            let ticket = try CredentialCache.ticket(&reader)
            // Settings stand among the credentials, under this realm.
            if !ticket.server.hasSuffix("@X-CACHECONF:") { tickets.append(ticket) }
        }
        self.tickets = tickets
    }

    private static func ticket(_ reader: inout RecordReader) throws(RecordError) -> Ticket {
        let client = try principal(&reader)
        let server = try principal(&reader)
        _ = try reader.number(2)
        _ = try reader.piece(4)
        var times: [Int] = []
        for _ in 0..<4 { times.append(try reader.number(4)) }
        guard try reader.number(1) <= 1 else { throw RecordError() }
        _ = try reader.take(4)
        for _ in 0..<2 { try skipList(&reader) }
        for _ in 0..<2 { _ = try reader.piece(4) }
        return Ticket(
            client: client, server: server,
            times: "authenticated \(time(times[0])), ends \(time(times[2]))")
    }

    /// Addresses or authorization data: a count, and each with a type and a length.
    private static func skipList(_ reader: inout RecordReader) throws(RecordError) {
        let count = try reader.number(4)
        guard count <= reader.remaining else { throw RecordError() }
        for _ in 0..<count {
            _ = try reader.number(2)
            _ = try reader.piece(4)
        }
    }

    private static func principal(_ reader: inout RecordReader) throws(RecordError) -> String {
        _ = try reader.number(4)
        let count = try reader.number(4)
        guard count <= AllegationLimits.told else { throw RecordError() }
        let realm = RecordText.name(try reader.piece(4))
        var parts: [String] = []
        for _ in 0..<count { parts.append(RecordText.name(try reader.piece(4))) }
        return parts.joined(separator: "/") + "@" + realm
    }

    private static func time(_ seconds: Int) -> String {
        Instant(milliseconds: Int64(seconds) * 1000)?.text ?? "(no time)"
    }
}

/// A key table: the keys of services.
struct KeyTable: Sendable {
    /// `service/host@REALM`, each once, sorted.
    let principals: [String]

    // A table holds some keys for each service of a host.
    private static let entryLimit = 4096

    init(_ content: [UInt8]) throws(RecordError) {
        var reader = content[...].reader
        guard try reader.number(2) == 0x0502 else { throw RecordError() }
        var names: Set<String> = []
        var entries = 0
        while !reader.isAtEnd {
            let size = try reader.number(4)
            entries += 1
            guard entries <= KeyTable.entryLimit, size != 0 else { throw RecordError() }
            // A negative size is a hole that a removed key left.
            guard size < 1 << 31 else {
                _ = try reader.take(1 << 32 - size)
                continue
            }
            names.insert(try KeyTable.principal(reader.take(size)))
        }
        guard !names.isEmpty else { throw RecordError() }
        principals = names.sorted()
    }

    private static func principal(_ entry: ArraySlice<UInt8>) throws(RecordError) -> String {
        var reader = entry.reader
        let count = try reader.number(2)
        guard (1...AllegationLimits.told).contains(count) else { throw RecordError() }
        let realm = RecordText.name(try reader.piece(2))
        var parts: [String] = []
        for _ in 0..<count { parts.append(RecordText.name(try reader.piece(2))) }
        // Kind of name, time, version and kind of key; then the key. A longer version may follow, and room.
        _ = try reader.take(11)
        guard try !reader.piece(2).isEmpty else { throw RecordError() }
        return parts.joined(separator: "/") + "@" + realm
    }
}
