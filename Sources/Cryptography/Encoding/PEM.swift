// PEM (RFC 7468): base64 between `-----BEGIN LABEL-----` and `-----END LABEL-----`. What stands outside blocks is explanation and
// is skipped; within a block everything is strict.
import EvidenceValues

/// One block of a PEM text.
struct PEMBlock: Hashable {
    let label: String
    let bytes: [UInt8]
    /// Whether headers say that the block is encrypted (RFC 1421 §4.6), as OpenSSL's old format does.
    let isEncrypted: Bool

    /// The blocks of a text; nil if it has none or one is malformed. Lines are looked at one by one: a text may be nothing else.
    static func blocks(of text: [UInt8]) -> [PEMBlock]? {
        var blocks: [PEMBlock] = []
        var open: OpenBlock?
        var rest = text[...]
        while let start = rest.firstIndex(where: { !isLineEnd($0) }) {
            rest = rest[start...]
            let line = rest.prefix { !isLineEnd($0) }
            rest = rest[line.endIndex...]
            if let begun = name(in: line, "-----BEGIN ") {
                guard open == nil else { return nil }
                open = OpenBlock(label: begun)
            } else if let ended = name(in: line, "-----END ") {
                guard let block = open?.closed(by: ended) else { return nil }
                blocks.append(block)
                open = nil
            } else {
                open?.add(line)
            }
        }
        return open == nil && !blocks.isEmpty ? blocks : nil
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

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

    private static func name(in line: ArraySlice<UInt8>, _ prefix: String) -> String? {
        let (start, end) = (prefix.utf8, "-----".utf8)
        guard line.first == 0x2D, line.starts(with: start), line.suffix(5).elementsEqual(end),
            line.count > start.count + 5
        else { return nil }
        return String(decoding: line.dropFirst(start.count).dropLast(5), as: UTF8.self)
    }

    /// A block whose end was not seen yet.
    private struct OpenBlock {
        let label: String
        private var isEncrypted = false
        private var hasHeaders = false
        private var isInHeaders = true
        private var base64: [UInt8] = []

        init(label: String) { self.label = label }

        mutating func add(_ line: ArraySlice<UInt8>) {
            if isInHeaders, line.contains(0x3A) {
                hasHeaders = true
                let header = String(decoding: line, as: UTF8.self)
                if header.hasPrefix("Proc-Type:"), header.contains("ENCRYPTED") {
                    isEncrypted = true
                }
                return
            }
            isInHeaders = false
            base64 += line.lazy.filter { $0 != 0x20 }
        }

        func closed(by ended: String) -> PEMBlock? {
            // An encrypted block's headers may run on; its bytes are of no use, so they are not read.
            guard ended == label, isEncrypted || !hasHeaders,
                let bytes = Base64.decode(base64.span)
            else { return nil }
            return PEMBlock(label: label, bytes: bytes, isEncrypted: isEncrypted)
        }
    }
}
