// PEM (RFC 7468): base64 of DER in lines of 64 between labels, as openssl writes it.

import EvidenceValues

/// Bytes in PEM.
package enum PEM {
    /// One PEM block with a final newline.
    package static func encode(_ derBytes: [UInt8], label: String) -> String {
        let text = Array(Base64.encode(derBytes).utf8)
        var lines = ["-----BEGIN \(label)-----"]
        for start in stride(from: 0, to: text.count, by: 64) {
            lines.append(String(decoding: text[start..<min(start + 64, text.count)], as: UTF8.self))
        }
        lines.append("-----END \(label)-----")
        return lines.joined(separator: "\n") + "\n"
    }

    /// One block for each certificate.
    package static func certificates(_ derBytes: [[UInt8]]) -> String {
        derBytes.map { encode($0, label: "CERTIFICATE") }.joined()
    }
}
