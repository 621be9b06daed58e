// PEM (RFC 7468): base64 between `-----BEGIN LABEL-----` and `-----END LABEL-----`. What stands outside blocks is explanation and
// is skipped; within a block everything is strict.
import EvidenceValues

/// One block of a PEM text.
struct PEMBlock: Hashable {
    let label: String
    let bytes: [UInt8]
    /// Whether headers say that the block is encrypted (RFC 1421 §4.6), as OpenSSL's old format does.
    let isEncrypted: Bool

    /// The blocks of a text; nil if it has none or one is malformed.
    static func blocks(of text: [UInt8]) -> [PEMBlock]? {
        var blocks: [PEMBlock] = []
        var label: String?
        var lines: [String] = []
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let line = String(decoding: line, as: UTF8.self)
            if let begun = name(in: line, "-----BEGIN ") {
                guard label == nil else { return nil }
                (label, lines) = (begun, [])
            } else if let ended = name(in: line, "-----END ") {
                guard ended == label, let block = PEMBlock(label: ended, lines: lines) else {
                    return nil
                }
                blocks.append(block)
                label = nil
            } else if label != nil {
                lines.append(line)
            }
        }
        return label == nil && !blocks.isEmpty ? blocks : nil
    }

    /// A text of one block: lines of 64 characters, as RFC 7468 §2 has generators write them.
    static func text(label: String, _ bytes: [UInt8]) -> [UInt8] {
        let base64 = Array(Base64.encode(bytes).utf8)
        var text = Array("-----BEGIN \(label)-----\n".utf8)
        for start in stride(from: 0, to: base64.count, by: 64) {
            text += base64[start..<min(start + 64, base64.count)] + [0x0A]
        }
        return text + "-----END \(label)-----\n".utf8
    }

    /// Whether `text` is PEM rather than DER.
    static func isPEM(_ text: [UInt8]) -> Bool { text.first != Tag.sequence }

    private init?(label: String, lines: [String]) {
        let headers = lines.prefix { $0.contains(":") }
        isEncrypted = headers.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") }
        // An encrypted block's headers may run on; its bytes are of no use, so they are not read.
        let base64 = lines.dropFirst(headers.count).map { $0.filter { $0 != " " } }.joined()
        guard isEncrypted || headers.isEmpty, let bytes = Base64.decode(base64) else { return nil }
        self.label = label
        self.bytes = bytes
    }

    private static func name(in line: String, _ prefix: String) -> String? {
        guard line.hasPrefix(prefix), line.hasSuffix("-----"), line.count > prefix.count + 5
        else { return nil }
        return String(line.dropFirst(prefix.count).dropLast(5))
    }
}
