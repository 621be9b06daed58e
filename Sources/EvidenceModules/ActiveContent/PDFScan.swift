// PDF as it acts (ISO 32000-1): the names of actions, attachments and forms, wherever they stand. Names are unescaped (§7.3.5), and object
// streams (§7.5.7), in which writers of today put most of a document, are opened. Bytes of other streams are searched as they stand, since a
// reader goes where a cross-reference sends it; so pictures may, once in many millions of bytes, look like a name.

/// Looks at a PDF.
struct PDFScan {
    /// Readers find the header in the first 1024 bytes (ISO 32000-1, Annex H, note 13).
    private static let header = 1024
    /// Bytes that object streams give at most, together.
    private static let maximumInflated = 32 << 20
    /// Bytes of a stream's dictionary at most, and of a name.
    private static let maximumDictionary = 4096
    private static let maximumName = 127

    private static let kinds: [String: ActiveContent.Kind] = [
        "JavaScript": .pdfJavaScript, "JS": .pdfJavaScript, "Launch": .pdfLaunch,
        "EmbeddedFile": .pdfEmbeddedFile, "EmbeddedFiles": .pdfEmbeddedFile,
        "FileAttachment": .pdfEmbeddedFile, "GoToR": .pdfExternal, "GoToE": .pdfExternal,
        "SubmitForm": .pdfExternal, "ImportData": .pdfExternal, "RichMedia": .pdfExternal,
        "Rendition": .pdfExternal, "Movie": .pdfExternal, "URI": .pdfExternal,
        "OpenAction": .pdfOpenAction, "XFA": .pdfForm, "Encrypt": .pdfEncrypted,
    ]

    /// Where a PDF begins in these bytes; nil if none does.
    static func start(of bytes: [UInt8]) -> Int? {
        find(Array("%PDF-".utf8), in: bytes, from: 0, to: min(bytes.count, header))
    }

    private(set) var warnings: [ActiveContent] = []

    init(_ bytes: [UInt8]) {
        var names = Self.names(in: bytes)
        var (room, opened) = (Self.maximumInflated, 0)
        let keyword = Array("stream".utf8)
        var position = 0
        while let at = Self.find(keyword, in: bytes, from: position, to: bytes.count) {
            position = at + keyword.count
            guard let packed = Self.objectStream(bytes, keyword: at, data: position) else {
                continue
            }
            var inflate = Inflate(packed, limit: room)
            let whole = inflate.run()
            room -= inflate.output.count
            names.merge(Self.names(in: inflate.output)) { first, _ in first }
            if whole { opened += 1 }
        }
        for (name, kind) in Self.kinds where names[name] != nil {
            warnings.append(ActiveContent(kind, "/" + name))
        }
        // The names of a kind come in no order; the report must.
        warnings.sort { $0.detail < $1.detail }
        if names["ObjStm", default: 0] > opened { warnings.append(ActiveContent(.pdfOpaque)) }
    }

    /// The names that matter, and how often each stands there.
    private static func names(in bytes: [UInt8]) -> [String: Int] {
        var names: [String: Int] = [:]
        var position = 0
        while let slash = bytes[position...].firstIndex(of: UInt8(ascii: "/")) {
            position = slash + 1
            let name = name(bytes, from: position)
            if kinds[name] != nil || name == "ObjStm" { names[name, default: 0] += 1 }
        }
        return names
    }

    private static func name(_ bytes: [UInt8], from start: Int) -> String {
        var name: [UInt8] = []
        var position = start
        while position < bytes.count, name.count < maximumName, isRegular(bytes[position]) {
            if bytes[position] == UInt8(ascii: "#"), position + 2 < bytes.count,
                let value = UInt8(
                    String(decoding: bytes[(position + 1)...(position + 2)], as: UTF8.self),
                    radix: 16)
            {
                name.append(value)
                position += 3
            } else {
                name.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Neither white space nor a delimiter (§7.2.2).
    private static func isRegular(_ byte: UInt8) -> Bool {
        byte > 0x20 && !"()<>[]{}/%".utf8.contains(byte)
    }

    /// The deflated bytes of an object stream that is only deflated; nil for any other stream.
    private static func objectStream(
        _ bytes: [UInt8], keyword: Int, data: Int
    ) -> ArraySlice<UInt8>? {
        let earliest = max(0, keyword - maximumDictionary)
        let before = bytes[earliest..<keyword]
        guard let start = before.indices.last(where: { hasObject(bytes, at: $0, before: keyword) })
        else { return nil }
        let dictionary = Array(bytes[start..<keyword])
        let text = String(decoding: dictionary, as: UTF8.self)
        guard names(in: dictionary)["ObjStm"] != nil, text.contains("FlateDecode"),
            !text.contains("Predictor"), !text.contains("ASCII"), !text.contains("LZW")
        else { return nil }
        // A line feed, or both line ends, and two bytes of zlib's header (RFC 1950).
        var position = data
        if position < bytes.count, bytes[position] == 0x0D { position += 1 }
        if position < bytes.count, bytes[position] == 0x0A { position += 1 }
        guard position + 2 < bytes.count else { return nil }
        return bytes[(position + 2)...]
    }

    private static func hasObject(_ bytes: [UInt8], at position: Int, before end: Int) -> Bool {
        position + 3 <= end && bytes[position] == UInt8(ascii: "o")
            && bytes[position + 1] == UInt8(ascii: "b")
            && bytes[position + 2] == UInt8(ascii: "j")
            && (position == 0 || bytes[position - 1] != UInt8(ascii: "d"))
    }

    /// Where `word` stands first from `start` on, before `end`.
    static func find(_ word: [UInt8], in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard let first = word.first, end - start >= word.count else { return nil }
        var position = start
        while let at = bytes[position..<(end - word.count + 1)].firstIndex(of: first) {
            if bytes[at..<(at + word.count)].elementsEqual(word) { return at }
            position = at + 1
        }
        return nil
    }
}
