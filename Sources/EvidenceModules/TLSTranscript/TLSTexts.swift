// TLS sessions as texts: the secrets of sessions in the NSS key log format (draft-ietf-tls-keylogfile), and what `openssl s_client` prints.

import EvidenceValues

/// Secrets of sessions: `LABEL RANDOM SECRET` on each line, comments after `#`.
struct TLSKeyLog: Sendable {
    let sessions: Int
    /// The labels that occur, sorted.
    let labels: [String]

    private static let known: Set<String> = [
        "CLIENT_RANDOM", "RSA", "CLIENT_EARLY_TRAFFIC_SECRET", "EARLY_EXPORTER_MASTER_SECRET",
        "EARLY_EXPORTER_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0",
        "EXPORTER_SECRET", "ECH_SECRET", "ECH_CONFIG",
    ]

    /// Nil unless every line is one of the format, and at least one holds a secret.
    init?(_ content: [UInt8]) {
        guard let first = content.first, first == 0x23 || (0x41...0x5A).contains(first),
            let lines = RecordText.lines(content)
        else { return nil }
        var randoms: Set<[UInt8]> = []
        var labels: Set<String> = []
        for line in lines where !line.isEmpty && line.first != 0x23 {
            let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
            guard parts.count == 3, let label = String(validating: parts[0], as: UTF8.self),
                TLSKeyLog.known.contains(label), TLSKeyLog.isHexadecimal(parts[1], least: 16),
                TLSKeyLog.isHexadecimal(parts[2], least: 32)
            else { return nil }
            randoms.insert(Array(parts[1]))
            labels.insert(label)
        }
        guard !randoms.isEmpty else { return nil }
        sessions = randoms.count
        self.labels = labels.sorted()
    }

    private static func isHexadecimal(_ text: ArraySlice<UInt8>, least: Int) -> Bool {
        text.count >= least && text.count.isMultiple(of: 2) && text.allSatisfy(isHexadecimal)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

/// What `openssl s_client` prints: the first line tells of the connection, one tells version and cipher.
struct TLSClientOutput: Sendable {
    let words: String
    let details: [String]

    init?(_ content: [UInt8]) {
        guard
            content.starts(with: "CONNECTED(".utf8) || content.starts(with: "Connecting to ".utf8),
            let lines = RecordText.lines(content), lines.contains("---".utf8.map { $0 }[...]),
            lines.contains(where: { $0.starts(with: "CONNECTED(".utf8) }),
            let session = lines.first(where: TLSClientOutput.isSession)
        else { return nil }
        let parts = session.split(separator: 0x2C).map { $0.drop { $0 == 0x20 } }
        words = RecordText.name(parts[1]) + ", " + RecordText.name(parts[2].dropFirst(10))
        let marks = ["subject=", "issuer="]
        details = lines.filter { line in marks.contains { line.starts(with: $0.utf8) } }
            .prefix(AllegationLimits.told).map(RecordText.name)
    }

    /// `New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384`.
    private static func isSession(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = line.split(separator: 0x2C, omittingEmptySubsequences: false)
        return parts.count == 3 && ["New", "Reused"].contains { parts[0].elementsEqual($0.utf8) }
            && (parts[1].starts(with: " TLSv1".utf8) || parts[1].starts(with: " SSLv3".utf8))
            && parts[2].starts(with: " Cipher is ".utf8) && parts[2].count > 11
    }
}
