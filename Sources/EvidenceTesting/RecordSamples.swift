// Records that one side could have made alone, made by hand for tests: every byte is written here, nothing was copied from anywhere, and
// what is encrypted in the world is filler here, because no reader decrypts.

import EvidenceValues
import TransparencyLog

/// Well-formed records of each kind.
package enum RecordSamples {
    /// Filler that looks like what was encrypted.
    private static func filler(_ name: String, _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Digest.sha256(Array("\(name) \(bytes.count)".utf8)).bytes
        }
        return Array(bytes.prefix(count))
    }

    /// The number in `size` bytes, most significant first.
    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// Bytes behind their length.
    private static func piece(_ bytes: [UInt8], _ size: Int) -> [UInt8] {
        number(bytes.count, size) + bytes
    }
}

// TLS
extension RecordSamples {
    /// The records of a session: hellos, certificates if `version` is older than TLS 1.3, and what is encrypted.
    package static func tlsRecords(
        version: Int = 0x0304, certificate: [UInt8]? = nil, name: String = "shop.example"
    ) -> [UInt8] {
        var records =
            record(22, clientHello(name)) + record(22, serverHello(version: version))
        if let certificate {
            records += record(22, message(11, piece(piece(certificate, 3), 3)))
        }
        return records + record(20, [1]) + record(22, filler("finished", 40))
            + record(23, filler("request", 200)) + record(23, filler("answer", 90))
    }

    package static func record(_ type: UInt8, _ contents: [UInt8]) -> [UInt8] {
        [type, 3, 3] + piece(contents, 2)
    }

    private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type] + piece(body, 3)
    }

    package static func clientHello(_ name: String) -> [UInt8] {
        let names = piece([0] + piece(Array(name.utf8), 2), 2)
        let extensions = number(0, 2) + piece(names, 2) + number(43, 2) + piece([2, 3, 4], 2)
        return message(
            1,
            [3, 3] + filler("client", 32) + piece(filler("session", 32), 1)
                + piece([0x13, 0x01, 0xC0, 0x2F], 2) + piece([0], 1) + piece(extensions, 2))
    }

    private static func serverHello(version: Int) -> [UInt8] {
        let isNew = version == 0x0304
        let extensions = isNew ? number(43, 2) + piece(number(version, 2), 2) : []
        return message(
            2,
            (isNew ? [3, 3] : number(version, 2)) + filler("server", 32)
                + piece(filler("session", 32), 1) + (isNew ? [0x13, 0x01] : [0xC0, 0x2F]) + [0]
                + (extensions.isEmpty ? [] : piece(extensions, 2)))
    }

    /// A capture of both directions of a session, over Ethernet and IPv4, the client's hello in two packets.
    package static func capture() -> [UInt8] {
        let hello = record(22, clientHello("shop.example"))
        let answer = record(22, serverHello(version: 0x0304)) + record(23, filler("answer", 90))
        let packets = [
            packet(Array(hello.prefix(60)), from: 49_152, to: 443, at: 1),
            packet(Array(hello.dropFirst(60)), from: 49_152, to: 443, at: 61),
            packet(Array(hello.dropFirst(60)), from: 49_152, to: 443, at: 61),
            packet(answer, from: 443, to: 49_152, at: 1),
        ]
        let header: [UInt8] = [0xA1, 0xB2, 0xC3, 0xD4, 0, 2, 0, 4] + filler("", 12) + number(1, 4)
        return packets.reduce(header) {
            $0 + filler("time", 8) + number($1.count, 4) + piece($1, 4)
        }
    }

    /// The same in blocks, with the secrets if they are asked for.
    package static func captureBlocks(secrets: Bool = false) -> [UInt8] {
        let hello = packet(
            record(22, clientHello("shop.example")), from: 49_152, to: 443, at: 1)
        let padded = hello + [UInt8](repeating: 0, count: (4 - hello.count % 4) % 4)
        var bytes = block(0x0A0D_0D0A, [0x1A, 0x2B, 0x3C, 0x4D, 0, 1, 0, 0] + filler("", 8))
        bytes += block(1, number(1, 2) + [0, 0] + number(0, 4))
        if secrets { bytes += block(10, number(0x544C_534B, 4) + piece(filler("", 8), 4)) }
        return bytes
            + block(
                6,
                number(0, 4) + filler("time", 8) + number(hello.count, 4) + number(hello.count, 4)
                    + padded)
    }

    private static func block(_ type: Int, _ body: [UInt8]) -> [UInt8] {
        let length = number(body.count + 12, 4)
        return number(type, 4) + length + body + length
    }

    private static func packet(
        _ payload: [UInt8], from source: Int, to target: Int, at sequence: Int
    ) -> [UInt8] {
        let addresses: [UInt8] =
            source < target ? [192, 0, 2, 1, 192, 0, 2, 9] : [192, 0, 2, 9, 192, 0, 2, 1]
        let segment =
            number(source, 2) + number(target, 2) + number(sequence, 4) + number(0, 4)
            + [0x50, 0x18] + filler("window", 6) + payload
        let header: [UInt8] =
            [0x45, 0] + number(segment.count + 20, 2) + [0, 0, 0x40, 0, 64, 6, 0, 0]
        return filler("ethernet", 12) + [8, 0] + header + addresses + segment
    }

    /// Secrets of two sessions.
    package static let keyLog = keyLog(sessions: 2)

    private static func keyLog(sessions: Int) -> [UInt8] {
        var lines = ["# SSL/TLS secrets log file"]
        for session in 0..<sessions {
            let random = hexadecimal(filler("random \(session)", 32))
            for label in ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0"] {
                lines.append("\(label) \(random) \(hexadecimal(filler(label, 32)))")
            }
        }
        lines.append(
            "CLIENT_RANDOM \(hexadecimal(filler("old", 32))) \(hexadecimal(filler("master", 48)))")
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

// Kerberos
extension RecordSamples {
    /// A Ticket (RFC 4120 §5.3).
    package static func ticket(
        service: [String] = ["HTTP", "shop.example"], realm: String = "SHOP.EXAMPLE"
    ) -> [UInt8] {
        application(
            1,
            .sequence([
                .explicit(0, .number(5)), .explicit(1, string(realm)),
                .explicit(2, principal(service)), .explicit(3, encrypted(filler("ticket", 180))),
            ]))
    }

    /// An AP-REQ (RFC 4120 §5.5.1).
    package static func request() -> [UInt8] {
        application(
            14,
            .sequence([
                .explicit(0, .number(5)), .explicit(1, .number(14)),
                .explicit(2, .bits([0, 0, 0, 0])), .explicit(3, .encoded(ticket())),
                .explicit(4, encrypted(filler("authenticator", 90))),
            ]))
    }

    /// A KRB-CRED (RFC 4120 §5.8.1), its second part in the clear or encrypted.
    package static func credentials(isOpen: Bool) -> [UInt8] {
        let info = DERTree.sequence([
            .explicit(0, .sequence([.explicit(0, .number(18)), .explicit(1, .octets([1, 2]))])),
            .explicit(1, string("SHOP.EXAMPLE")), .explicit(2, principal(["buyr"])),
            .explicit(6, time("20260313000000Z")),
        ])
        let part = application(29, .sequence([.explicit(0, .sequence([info]))]))
        return application(
            22,
            .sequence([
                .explicit(0, .number(5)), .explicit(1, .number(22)),
                .explicit(2, .sequence([.encoded(ticket()), .encoded(ticket(service: ["cifs"]))])),
                .explicit(
                    3,
                    isOpen ? encrypted(part, algorithm: 0) : encrypted(filler("credentials", 120))),
            ]))
    }

    private static func application(_ number: UInt8, _ tree: DERTree) -> [UInt8] {
        // An explicit context tag of the same length, with the class changed.
        var bytes = DERTree.explicit(UInt(number), tree).bytes
        bytes[0] = 0x60 | number
        return bytes
    }

    private static func string(_ text: String) -> DERTree {
        var bytes = DERTree.utf8(text).bytes
        bytes[0] = 0x1B
        return .encoded(bytes)
    }

    private static func time(_ digits: String) -> DERTree {
        var bytes = DERTree.utf8(digits).bytes
        bytes[0] = 0x18
        return .encoded(bytes)
    }

    private static func principal(_ names: [String]) -> DERTree {
        .sequence([.explicit(0, .number(2)), .explicit(1, .sequence(names.map(string)))])
    }

    private static func encrypted(_ cipher: [UInt8], algorithm: UInt64 = 18) -> DERTree {
        .sequence([
            .explicit(0, .number(algorithm)), .explicit(1, .number(2)),
            .explicit(2, .octets(cipher)),
        ])
    }

    /// A credential cache of version 4 with one ticket and one setting.
    package static func credentialCache() -> [UInt8] {
        let header = number(1, 2) + piece(filler("", 8), 2)
        return [5, 4] + piece(header, 2) + cached(["buyr"], "SHOP.EXAMPLE")
            + credential(["HTTP", "shop.example"], "SHOP.EXAMPLE")
            + credential(["krb5_ccache_conf_data", "fast_avail"], "X-CACHECONF:")
    }

    private static func cached(_ names: [String], _ realm: String) -> [UInt8] {
        number(1, 4) + number(names.count, 4)
            + ([realm] + names).flatMap { piece(Array($0.utf8), 4) }
    }

    private static func credential(_ server: [String], _ realm: String) -> [UInt8] {
        let start = 1_773_310_000
        return cached(["buyr"], "SHOP.EXAMPLE") + cached(server, realm) + number(18, 2)
            + piece(filler("key", 32), 4)
            + [start, start, start + 36_000, 0].flatMap { number($0, 4) } + [0] + number(0, 4)
            + number(1, 4) + number(2, 2) + piece([192, 0, 2, 7], 4) + number(0, 4)
            + piece(ticket(), 4) + piece([], 4)
    }

    /// A key table with one key, a hole, and another.
    package static func keyTable() -> [UInt8] {
        let hole = number(-12, 4) + filler("hole", 12)
        return [5, 2] + key(["HTTP", "shop.example"]) + hole + key(["host", "shop.example"])
    }

    private static func key(_ names: [String]) -> [UInt8] {
        let names =
            number(names.count, 2)
            + (["SHOP.EXAMPLE"] + names).flatMap { piece(Array($0.utf8), 2) }
        return piece(
            names + number(1, 4) + number(1_773_310_000, 4) + [2] + number(18, 2)
                + piece(filler("key", 32), 2) + number(2, 4), 4)
    }
}

// Message authentication codes
extension RecordSamples {
    /// A JWS in the compact serialization.
    package static func compactJWS(_ algorithm: String = "HS256", code: Int = 32) -> [UInt8] {
        Array("\(protected(algorithm)).\(payload).\(base64url(filler("code", code)))\n".utf8)
    }

    /// A JWS in the general JSON serialization, one signature for each algorithm.
    package static func jsonJWS(_ algorithms: [(String, Int)] = [("HS512", 64)]) -> [UInt8] {
        let signatures = algorithms.map { name, count in
            "{\"protected\":\"\(protected(name))\",\"signature\":\"\(base64url(filler(name, count)))\"}"
        }
        return Array(
            "{\"payload\":\"\(payload)\",\"signatures\":[\(signatures.joined(separator: ","))]}"
                .utf8)
    }

    private static func protected(_ algorithm: String) -> String {
        base64url(Array("{\"alg\":\"\(algorithm)\",\"typ\":\"JWT\"}".utf8))
    }

    private static let payload = base64url(Array("{\"order\":\"10 t of bananas\"}".utf8))

    private static func base64url(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// COSE_Mac0, or COSE_Mac with one recipient (RFC 9052 §6).
    package static func cose(recipients: Bool) -> [UInt8] {
        let code: [UInt8] = [0x58, 32] + filler("code", 32)
        let common: [UInt8] = [0x43, 0xA1, 0x01, 0x05, 0xA1, 0x04, 0x42, 0x31, 0x31]
        let content: [UInt8] = [0x46] + Array("order!".utf8)
        guard recipients else { return [0xD1, 0x84] + common + content + code }
        return [0xD8, 97, 0x85] + common + content + code
            + [0x81, 0x83, 0x40, 0xA1, 0x01, 0x25, 0x40]
    }

    /// CMS AuthenticatedData (RFC 5652 §9.1).
    package static func authenticatedData() -> [UInt8] {
        let recipient = DERTree.implicit(
            2,
            [
                .number(4), .sequence([.octets([1])]),
                .sequence([.object("2.16.840.1.101.3.4.1.45")]),
            ]
        )
        return DERTree.sequence([
            .object("1.2.840.113549.1.9.16.1.2"),
            .explicit(
                0,
                .sequence([
                    .number(0), .setOf([recipient]), .sequence([.object("1.2.840.113549.2.9")]),
                    .sequence([
                        .object("1.2.840.113549.1.7.1"), .explicit(0, .octets(Array("order".utf8))),
                    ]), .octets(filler("code", 32)),
                ])),
        ]).bytes
    }
}
