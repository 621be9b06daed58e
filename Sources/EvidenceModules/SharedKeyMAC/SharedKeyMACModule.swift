// Message authentication codes in their containers: CMS AuthenticatedData (RFC 5652 §9), JWS with HS256, HS384, HS512 (RFC 7515, RFC
// 7518 §3.2), COSE_Mac and COSE_Mac0 (RFC 9052 §6), XML signatures with HMAC (RFC 9231). Who can check a code can also make
// one, so it tells the two who share the key apart from others, and never from each other.

import EvidenceValues

/// Content with a message authentication code.
struct SharedKeyMACModule: AllegationModule {
    static let kind = ExhibitKind.mac
    static let mediaType = "application/octet-stream"
    static let refusal = "no message with an authentication code"
    static let means = Maker.Means.sharedSecret

    let summary: String

    init?(reading content: [UInt8]) {
        guard let found = SharedKeyMACModule.container(content) else { return nil }
        summary = "Message authentication code, \(found)"
    }

    var details: [String] { [] }

    var reason: String {
        "Whoever can check the code has the key and could have made it, so it proves nothing against the other who "
            + "has the key."
    }

    /// The container in words.
    private static func container(_ content: [UInt8]) -> String? {
        switch content.first {
        case 0x30: (try? authenticatedData(content[...])) == nil ? nil : "CMS AuthenticatedData"
        case 0xD1, 0xD8: try? COSEMAC.container(content[...])
        case 0x3C: XMLSignatureMAC.algorithm(content).map { "XML signature with \($0)" }
        default: JWSMAC.algorithm(content).map { "JWS with \($0)" }
        }
    }

    // 1.2.840.113549.1.9.16.1.2
    private static let identifier: [UInt8] = [
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x02,
    ]

    /// `AuthenticatedData ::= SEQUENCE { version, originatorInfo [0] OPTIONAL, recipientInfos SET, macAlgorithm, digestAlgorithm [1] OPTIONAL,
    /// encapContentInfo, authAttrs [2] OPTIONAL, mac OCTET STRING, unauthAttrs [3] OPTIONAL }`
    private static func authenticatedData(_ bytes: ArraySlice<UInt8>) throws(RecordError) {
        var info = try bytes.element(0x30).reader
        guard try info.element(0x06).elementsEqual(identifier) else { throw RecordError() }
        var fields = try info.element(0xA0).element(0x30).reader
        try info.end()
        guard try fields.element(0x02).count == 1 else { throw RecordError() }
        _ = try fields.optional(0xA0)
        guard try !fields.element(0x31).isEmpty else { throw RecordError() }
        var algorithm = try fields.element(0x30).reader
        guard try !algorithm.element(0x06).isEmpty else { throw RecordError() }
        _ = try fields.optional(0xA1)
        var encapsulated = try fields.element(0x30).reader
        guard try !encapsulated.element(0x06).isEmpty else { throw RecordError() }
        _ = try fields.optional(0xA2)
        guard try (1...128).contains(fields.element(0x04).count) else { throw RecordError() }
        _ = try fields.optional(0xA3)
        try fields.end()
    }
}
