// Records that one side could have made alone (docs/formats/transcripts.md): each is recognised by its bytes, and nothing else is; whatever is
// done to the bytes, nothing traps; and the one fact that they give is an allegation.

import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

/// A record and what is to be said of it.
private struct RecordCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: ExhibitKind
    let summary: String
    let detail: String?
    let hasSecrets: Bool
    let bytes: [UInt8]

    init(
        _ title: String, _ kind: ExhibitKind, _ bytes: [UInt8], _ summary: String,
        detail: String? = nil, hasSecrets: Bool = false
    ) {
        (testDescription, self.kind, self.bytes) = (title, kind, bytes)
        (self.summary, self.detail, self.hasSecrets) = (summary, detail, hasSecrets)
    }

    init(
        _ title: String, _ kind: ExhibitKind, lines: [String], _ summary: String,
        detail: String? = nil
    ) {
        self.init(
            title, kind, utf8(lines.map { $0 + "\n" }.joined()), summary, detail: detail)
    }
}

private let tls: [RecordCase] = [
    RecordCase(
        "TLS 1.3 records", .tlsTranscript, RecordSamples.tlsRecords(),
        "Records of a TLS session, TLS 1.3 with shop.example, TLS_AES_128_GCM_SHA256"),
    RecordCase(
        "TLS 1.2 records", .tlsTranscript, RecordSamples.tlsRecords(version: 0x0303),
        "Records of a TLS session, TLS 1.2 with shop.example, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    ),
    RecordCase(
        "a capture", .tlsTranscript, RecordSamples.capture(),
        "Captured packets with 2 ends of TLS sessions", detail: "TLS 1.2 with shop.example"),
    RecordCase(
        "a capture in blocks", .tlsTranscript, RecordSamples.captureBlocks(),
        "Captured packets with 1 end of a TLS session"),
    RecordCase(
        "a capture with secrets", .tlsTranscript, RecordSamples.captureBlocks(secrets: true),
        "Captured packets with 1 end of a TLS session", hasSecrets: true),
    RecordCase(
        "a key log", .tlsTranscript, RecordSamples.keyLog, "Secrets of 3 TLS sessions",
        hasSecrets: true),
    RecordCase(
        "what s_client prints", .tlsTranscript,
        lines: [
            "CONNECTED(00000003)", "---", "subject=CN=shop.example", "issuer=CN=CA1", "---",
            "New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384", "---",
        ], "What a TLS client printed of a session, TLSv1.3, TLS_AES_256_GCM_SHA384",
        detail: "subject=CN=shop.example"),
]

private let kerberos: [RecordCase] = [
    RecordCase(
        "a ticket", .kerberosTicket, RecordSamples.ticket(),
        "Kerberos ticket for HTTP/shop.example@SHOP.EXAMPLE"),
    RecordCase(
        "a request", .kerberosTicket, RecordSamples.request(),
        "Kerberos request to a service for HTTP/shop.example@SHOP.EXAMPLE"),
    RecordCase(
        "credentials", .kerberosTicket, RecordSamples.credentials(isOpen: false),
        "Kerberos credentials for HTTP/shop.example@SHOP.EXAMPLE, cifs@SHOP.EXAMPLE"),
    RecordCase(
        "open credentials", .kerberosTicket, RecordSamples.credentials(isOpen: true),
        "Kerberos credentials for HTTP/shop.example@SHOP.EXAMPLE, cifs@SHOP.EXAMPLE",
        detail: "client buyr@SHOP.EXAMPLE, ends 20260313000000Z", hasSecrets: true),
    RecordCase(
        "a credential cache", .kerberosTicket, RecordSamples.credentialCache(),
        "Kerberos credential cache of buyr@SHOP.EXAMPLE, 1 ticket",
        detail: "buyr@SHOP.EXAMPLE at HTTP/shop.example@SHOP.EXAMPLE, authenticated "
            + "2026-03-12T10:06:40Z, ends 2026-03-12T20:06:40Z", hasSecrets: true),
    RecordCase(
        "a key table", .kerberosTicket, RecordSamples.keyTable(),
        "Kerberos keys of HTTP/shop.example@SHOP.EXAMPLE, host/shop.example@SHOP.EXAMPLE",
        hasSecrets: true),
]

private let macs: [RecordCase] = [
    RecordCase(
        "a compact JWS", .mac, RecordSamples.compactJWS(),
        "Message authentication code, JWS with HS256"),
    RecordCase(
        "a JWS in JSON", .mac, RecordSamples.jsonJWS([("HS512", 64), ("HS384", 48)]),
        "Message authentication code, JWS with HS384, HS512"),
    RecordCase(
        "COSE_Mac0", .mac, RecordSamples.cose(recipients: false),
        "Message authentication code, COSE_Mac0"),
    RecordCase(
        "COSE_Mac", .mac, RecordSamples.cose(recipients: true),
        "Message authentication code, COSE_Mac"),
    RecordCase(
        "AuthenticatedData", .mac, RecordSamples.authenticatedData(),
        "Message authentication code, CMS AuthenticatedData"),
    RecordCase(
        "an XML signature", .mac,
        lines: [
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>",
            "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256\"/>",
            "</SignedInfo></Signature>",
        ], "Message authentication code, XML signature with HMAC-SHA-256"),
]

private let logs: [RecordCase] = [
    RecordCase(
        "syslog of RFC 5424", .log,
        lines: [
            "<165>1 2026-03-12T10:15:02.003Z shop.example order 4711 ID47 - BUYR ordered",
            "<13>1 2026-03-12T10:15:09Z shop.example order - - [a@1 b=\"c\"] confirmed",
        ], "Log of 2 lines, syslog (RFC 5424)",
        detail: "states times from 2026-03-12T10:15:02.003Z to 2026-03-12T10:15:09Z"),
    RecordCase(
        "syslog of RFC 3164", .log,
        lines: [
            "<34>Oct 11 22:14:15 shop order: BUYR ordered", "Oct  2 22:14:16 shop order: paid",
        ], "Log of 2 lines, syslog (RFC 3164)"),
    RecordCase(
        "syslog with dates", .log,
        lines: [
            "2026-03-12T10:15:02.003+01:00 shop order[7]: BUYR ordered",
            "2026-03-12T10:15:03+01:00 shop order[7]: confirmed",
        ], "Log of 2 lines, syslog with times of RFC 3339"),
    RecordCase(
        "an access log", .log,
        lines: [
            "192.0.2.7 - buyr [12/Mar/2026:10:15:02 +0100] \"POST /order HTTP/1.1\" 200 312",
            "192.0.2.7 - - [12/Mar/2026:10:15:03 +0100] \"GET / HTTP/1.1\" 304 - \"-\" \"curl/8\"",
        ], "Log of 2 lines, Common Log Format"),
    RecordCase(
        "JSON lines", .log,
        lines: [
            "{\"time\":\"2026-03-12T10:15:02Z\",\"level\":\"info\",\"msg\":\"order\",\"n\":[1,{}]}",
            "{\"ts\":1773310502.5,\"message\":\"confirmed\"}",
        ], "Log of 2 lines, JSON lines"),
    RecordCase(
        "W3C extended", .log,
        lines: [
            "#Version: 1.0", "#Fields: date time c-ip cs-method cs-uri \"c\"",
            "2026-03-12 10:15:02 192.0.2.7 POST /order \"a b\"",
            "2026-03-12 10:15:03 192.0.2.7 GET / -",
        ], "Log of 2 lines, W3C Extended Log Format",
        detail: "states times from 2026-03-12 10:15:02 to 2026-03-12 10:15:03"),
]

/// What looks like a record, and is a document.
private let documents: [(String, String)] = [
    (
        "a contract that quotes a log",
        "# Contract\n\n"
            + String(repeating: "Oct 11 22:14:15 shop order: BUYR ordered\n", count: 8)
    ),
    (
        "a log with a block of terms",
        "Oct 11 22:14:15 shop order: BUYR ordered\nOct 11 22:14:16 shop order: paid\n"
            + "```terms\nkind(order).\n```\n"
    ),
    (
        "a log of which a fifth is something else",
        String(repeating: "Oct 11 22:14:15 shop order: BUYR ordered\n", count: 8)
            + "we agree\nto all\n"
    ),
    (
        "a log with a million empty lines",
        String(repeating: "Oct 11 22:14:15 shop order: BUYR ordered\n", count: 2)
            + String(repeating: "\n", count: 1 << 20)
    ),
    ("one line", "Oct 11 22:14:15 shop order: BUYR ordered\n"),
    ("JSON of something else", "{\"time\":\"now\"}\n{\"time\":\"later\"}\n"),
    ("a list in Markdown", "- one\n- two\n- three\n"),
    ("a signed PDF", "%PDF-1.7\n1 0 obj <</Type/Sig>> endobj\n"),
    ("comma-separated values", "date,amount\n2026-03-12,1\n2026-03-13,2\n"),
    (
        "an XML signature that is none",
        "<Signature><SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>"
            + "<SignatureMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"/></Signature>"
    ),
    ("comments of a key log", "# SSL/TLS secrets log file\n"),
    ("half of what a client prints", "CONNECTED(00000003)\n---\n"),
]

@Suite struct `Records of one side` {
    static fileprivate let all = tls + kerberos + macs + logs

    @Test(arguments: all)
    fileprivate func `are recognised by their bytes and told`(record: RecordCase) throws {
        #expect(recognise(name: "x.bin", content: record.bytes).kind == record.kind)
        let found = try #require(recognisedRecord(name: "x.bin", content: record.bytes))
        #expect(found.kind == record.kind)
        #expect(found.warnings[0].code == "ALLEGATION.RECORD")
        #expect(found.warnings[0].sentence.hasPrefix(record.summary + ". "))
        #expect(found.warnings.contains { $0.code == "ALLEGATION.SECRETS" } == record.hasSecrets)
        if let detail = record.detail { #expect(found.details.contains(detail)) }
        #expect(malformation(of: record.bytes, as: record.kind) == nil)
    }

    @Test(arguments: documents)
    func `are not what documents are taken for`(title: String, text: String) {
        #expect(recognise(name: "x.md", content: utf8(text)).kind == .document, "\(title)")
        for kind: ExhibitKind in [.tlsTranscript, .kerberosTicket, .mac, .log] {
            #expect(malformation(of: utf8(text), as: kind) != nil)
        }
    }

    @Test(arguments: [
        RecordSamples.compactJWS("RS256"), RecordSamples.compactJWS("HS256", code: 31),
        RecordSamples.compactJWS("none", code: 0),
        RecordSamples.jsonJWS([("HS256", 32), ("ES256", 64)]), RecordSamples.jsonJWS([]),
        RecordSamples.jsonJWS().dropLast() + Array(",\"signature\":\"AAAA\"}".utf8),
    ])
    func `are no messages that somebody signed`(bytes: [UInt8]) {
        #expect(recognise(name: "x", content: bytes).kind == .document)
    }

    @Test func `show whom certificates of old sessions name`() throws {
        let people = try TestPeople()
        let records = RecordSamples.tlsRecords(
            version: 0x0303, certificate: people.fruta.certificate)
        let found = try #require(recognisedRecord(name: "x", content: records))
        #expect(found.details == ["certificates in the clear: FRUTA"])
    }

    @Test func `show no name that deceives`() throws {
        let found = try #require(
            recognisedRecord(
                name: "x", content: RecordSamples.tlsRecords(name: "shop\u{202E}elpmaxe")))
        #expect(found.warnings[0].sentence.contains("(a name that cannot be shown)"))
    }

    // Whatever is done to them: an answer, and where it is no record, no fact.
    @Test(arguments: all)
    fileprivate func `never trap when bytes are changed, cut or added`(record: RecordCase) {
        let step = max(1, record.bytes.count / 150)
        var changes = FuzzSamples.neighbours(of: record.bytes, stride: step)
        for position in stride(from: 0, to: record.bytes.count, by: step) {
            for byte: UInt8 in [0, 0x7F, 0x80, 0xFF] {
                changes.append(record.bytes)
                changes[changes.count - 1][position] = byte
            }
        }
        changes += [[0], [0xFF], [0x16, 3, 3], Array(repeating: 0x30, count: 64)]
            .map { record.bytes + $0 }
        // What one reader refuses another may take; none may take what it cannot then tell.
        for changed in changes {
            guard malformation(of: changed, as: record.kind) == nil else { continue }
            #expect(recognisedRecord(name: "x", content: changed) != nil)
        }
    }

    /// What has a last byte of its own is refused with one more or one less.
    @Test(arguments: [
        RecordSamples.tlsRecords(), RecordSamples.ticket(), RecordSamples.request(),
        RecordSamples.credentials(isOpen: true), RecordSamples.credentialCache(),
        RecordSamples.keyTable(), RecordSamples.cose(recipients: false),
        RecordSamples.cose(recipients: true), RecordSamples.authenticatedData(),
        RecordSamples.capture(), RecordSamples.captureBlocks(),
    ])
    func `are read to the last byte`(bytes: [UInt8]) {
        #expect(recognisedRecord(name: "x", content: bytes) != nil)
        #expect(recognisedRecord(name: "x", content: bytes + [0]) == nil)
        #expect(recognisedRecord(name: "x", content: Array(bytes.dropLast())) == nil)
    }

    @Test func `are bounded in depth and size`() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
        let json = utf8("{\"time\":1,\"msg\":") + deep
        #expect(recognise(name: "x", content: json + [0x0A] + json).kind == .document)
        let cbor: [UInt8] = [0xD1, 0x84, 0x40, 0xA1] + Array(repeating: 0x81, count: 100_000)
        #expect(recognise(name: "x", content: cbor).kind == .document)
        let elements = Array(repeating: UInt8(0x30), count: 100_000)
        #expect(recognise(name: "x", content: [0x76, 0x80] + elements).kind == .document)
    }

    @Test(arguments: all)
    fileprivate func `give one fact, whoever filed them`(record: RecordCase) throws {
        var matter = try TestMatter()
        let digest = try matter.file(record.kind, record.bytes, by: matter.people.markt)
        let assessment = try matter.assess()
        #expect(
            assessment.facts("allegation").map(\.arguments) == [
                [.document(digest), .word(record.kind.rawValue)]
            ])
        #expect(
            assessment.facts("filed").map(\.arguments) == [
                [.party(party("MARKT")), .document(digest)]
            ])
        #expect(assessment.facts("signature").isEmpty)
        let exhibit = assessment.exhibits[0]
        #expect(exhibit.indication == nil)
        #expect(exhibit.makers.count == 1 && exhibit.makers[0].hasPrefix("anyone who "))
        #expect(exhibit.summary == record.summary + ".")
    }

    @Test(arguments: [ExhibitKind.tlsTranscript, .kerberosTicket, .mac, .log])
    func `that are none fail and give nothing`(kind: ExhibitKind) throws {
        var matter = try TestMatter()
        try matter.file(kind, utf8("# A contract\n"))
        let assessment = try matter.assess()
        #expect(assessment.facts("allegation").isEmpty)
        #expect(assessment.exhibits[0].indication == .totalFailed)
    }
}
