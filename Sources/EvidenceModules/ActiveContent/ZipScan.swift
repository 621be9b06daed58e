// ZIP as readers see it: by the directory at its end (APPNOTE 4.3). So a ZIP may stand behind anything, and one file have two readings.
// Office files are ZIP: macros, embedded objects and ActiveX are members with known names, external references stand in members `.rels`
// (ECMA-376-2 §9).

/// A ZIP directory.
struct ZipScan {
    /// A member's header in the directory, and the end of the directory, without their texts.
    private static let headerSize = 46
    private static let endSize = 22
    /// Members with relationships that are opened, and bytes of each.
    private static let maximumRelationships = 256
    private static let maximumInflated = 1 << 20

    private struct Member {
        let name: String
        let isDeflated: Bool
        let size: Int
        let offset: Int
    }

    private let bytes: [UInt8]
    private let members: [Member]
    /// Where the ZIP begins.
    private let start: Int

    /// Nil if no directory with a member ends these bytes.
    init?(_ bytes: [UInt8]) {
        guard let end = ZipScan.end(of: bytes) else { return nil }
        var position = end - ZipScan.number(bytes, end + 12, 4)
        start = position - ZipScan.number(bytes, end + 16, 4)
        guard position >= 0, start >= 0 else { return nil }
        var members: [Member] = []
        while position + ZipScan.headerSize <= end,
            ZipScan.number(bytes, position, 4) == 0x0201_4B50
        {
            let text = position + ZipScan.headerSize
            let length = ZipScan.number(bytes, position + 28, 2)
            guard text + length <= end else { break }
            members.append(
                Member(
                    name: String(decoding: bytes[text..<(text + length)], as: UTF8.self),
                    isDeflated: ZipScan.number(bytes, position + 10, 2) == 8,
                    size: ZipScan.number(bytes, position + 20, 4),
                    offset: ZipScan.number(bytes, position + 42, 4)))
            position =
                text + length + ZipScan.number(bytes, position + 30, 2)
                + ZipScan.number(bytes, position + 32, 2)
        }
        guard !members.isEmpty else { return nil }
        self.bytes = bytes
        self.members = members
    }

    /// Whether it is Office Open XML or OpenDocument.
    var isOffice: Bool {
        members.contains { $0.name == "[Content_Types].xml" }
            || members.contains { $0.name == "content.xml" }
    }

    /// What is in it, for a file of the given form.
    func warnings(behind form: ContentForm) -> [ActiveContent] {
        var found: [ActiveContent] = []
        if (form != .zip && form != .office) || start > 0 {
            found.append(ActiveContent(.zipBehind, "\(members.count) members"))
        }
        guard isOffice else { return found }
        for (kind, parts) in [
            (.officeMacros, ["vbaproject.bin", "macrosheets/", "basic/", "scripts/"]),
            (.officeEmbedded, ["embeddings/", "objectreplacements/"]),
            (.officeActiveX, ["activex/"]), (.officeExternal, ["externallinks/"]),
        ] as [(ActiveContent.Kind, [String])] {
            let member = members.first { member in
                let name = member.name.lowercased()
                return parts.contains { name.contains($0) }
            }
            if let member { found.append(ActiveContent(kind, member.name)) }
        }
        if let part = externalReference { found.append(ActiveContent(.officeExternal, part)) }
        return found
    }

    /// The first part whose relationships point outside, links that one follows aside.
    private var externalReference: String? {
        let parts = members.filter { $0.name.hasSuffix(".rels") }
        return parts.prefix(Self.maximumRelationships).first { member in
            let text = String(decoding: content(of: member), as: UTF8.self)
            return text.split(separator: "<").contains {
                $0.contains("TargetMode") && $0.contains("External") && !$0.contains("/hyperlink")
            }
        }?.name
    }

    private func content(of member: Member) -> [UInt8] {
        let header = start + member.offset
        guard header + 30 <= bytes.count else { return [] }
        let data =
            header + 30 + Self.number(bytes, header + 26, 2) + Self.number(bytes, header + 28, 2)
        guard data <= bytes.count else { return [] }
        let packed = bytes[data..<min(bytes.count, data + member.size)]
        guard member.isDeflated else { return Array(packed.prefix(Self.maximumInflated)) }
        var inflate = Inflate(packed, limit: Self.maximumInflated)
        _ = inflate.run()
        return inflate.output
    }

    /// Where the last record begins that ends a directory; the comment behind it has 65 535 bytes at most.
    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= endSize else { return nil }
        let last = bytes.count - endSize
        return (max(0, last - 65_535)...last).last { number(bytes, $0, 4) == 0x0605_4B50 }
    }

    /// A number of `size` bytes, the lowest first; 0 beyond the end.
    private static func number(_ bytes: [UInt8], _ position: Int, _ size: Int) -> Int {
        guard position >= 0, position + size <= bytes.count else { return 0 }
        return bytes[position..<(position + size)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
