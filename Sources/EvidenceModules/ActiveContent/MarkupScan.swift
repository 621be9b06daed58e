// HTML, SVG and XML as they act: scripts, event handlers, and whatever is fetched when the file is shown. Tags are read as a browser reads
// them, wherever they stand, so a Markdown file with a script in it is found too; a comment around a tag does not hide it from us, which
// may warn of what no browser runs.

/// Looks at tags.
enum MarkupScan {
    /// Bytes of one tag at most; what is longer is cut.
    private static let maximumTag = 8192
    /// Bytes at the start in which a document says that it is HTML.
    private static let head = 4096
    /// Elements that fetch by these attributes.
    private static let fetching: Set<String> = [
        "src", "srcset", "poster", "background", "data", "action", "formaction", "xlink:href",
        "archive", "classid", "codebase", "manifest",
    ]
    /// Elements whose `href` is fetched and not merely followed.
    private static let linking: Set<String> = ["link", "base", "use", "image", "feimage"]
    private static let schemes = ["http:", "https:", "//", "ftp:", "file:", "\\\\"]

    /// HTML or XML by what stands at the start; nil for other text.
    static func form(of text: String) -> ContentForm? {
        let start = String(decoding: text.utf8.prefix(head), as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        for mark in ["<!doctype html", "<html", "<head", "<body", "<script"]
        where start.hasPrefix(mark) || (start.hasPrefix("<") && start.contains(mark)) {
            return .html
        }
        return start.hasPrefix("<?xml") || start.hasPrefix("<svg") ? .xml : nil
    }

    /// A script and something fetched, each named once.
    static func warnings(_ text: String) -> [ActiveContent] {
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        var (script, external): (String?, String?) = (nil, nil)
        var position = 0
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            let limit = min(start + maximumTag, bytes.count)
            let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: ">")) ?? limit
            let tag = Tag(String(decoding: bytes[(start + 1)..<max(start + 1, end)], as: UTF8.self))
            if script == nil { script = tag.script }
            if external == nil { external = tag.external }
            position = start + 1
        }
        if external == nil, bytes.contains(UInt8(ascii: "<")) {
            let all = String(decoding: bytes, as: UTF8.self)
            external = ["url(http", "url('http", "url(\"http", "url(//", "@import"].first {
                all.contains($0)
            }
        }
        return [
            script.map { ActiveContent(.markupScript, $0) },
            external.map { ActiveContent(.markupExternal, $0) },
        ].compactMap(\.self)
    }

    /// A tag in lower case, without its brackets.
    private struct Tag {
        private let name: String
        private let attributes: [(name: String, value: String)]
        private let text: String

        init(_ text: String) {
            self.text = text
            let isName = { (character: Character) in
                character.isLetter || character.isNumber || ":-_!?".contains(character)
            }
            name = String(text.prefix(while: isName))
            attributes = name.isEmpty ? [] : Tag.attributes(text.dropFirst(name.count))
        }

        private static func attributes(_ text: Substring) -> [(name: String, value: String)] {
            var attributes: [(String, String)] = []
            var rest = text
            let isBlank = { (character: Character) in character.isWhitespace || character == "/" }
            while true {
                rest = rest.drop(while: isBlank)
                let name = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
                rest = rest.dropFirst(name.count).drop(while: \.isWhitespace)
                guard rest.first == "=" else {
                    if name.isEmpty { return attributes }
                    attributes.append((String(name), ""))
                    continue
                }
                rest = rest.dropFirst().drop(while: \.isWhitespace)
                let value: Substring
                if let quote = rest.first, quote == "\"" || quote == "'" {
                    value = rest.dropFirst().prefix { $0 != quote }
                    rest = rest.dropFirst(value.count + 1).dropFirst()
                } else {
                    value = rest.prefix { !$0.isWhitespace }
                    rest = rest.dropFirst(value.count)
                }
                // Browsers drop blanks and controls within an address.
                let plain = value.filter { !$0.isWhitespace && $0 > " " }
                attributes.append((String(name), plain))
            }
        }

        /// What runs; nil if nothing does.
        var script: String? {
            if name == "script" { return "<script>" }
            for (attribute, value) in attributes {
                if attribute.hasPrefix("on"), attribute.count > 3, name.first?.isLetter == true {
                    return "\(attribute) of <\(name)>"
                }
                if value.hasPrefix("javascript:") || value.hasPrefix("vbscript:") {
                    return "javascript: in <\(name)>"
                }
            }
            return nil
        }

        /// What is fetched; nil if nothing is.
        var external: String? {
            if name == "!entity", text.contains("system") || text.contains("public") {
                return "<!ENTITY>"
            }
            if name == "?xml-stylesheet" { return "<?xml-stylesheet?>" }
            if name == "meta", attributes.contains(where: { $0 == ("http-equiv", "refresh") }) {
                return "<meta refresh>"
            }
            for (attribute, value) in attributes {
                let fetches =
                    MarkupScan.fetching.contains(attribute)
                    || (attribute == "href" && MarkupScan.linking.contains(name))
                if fetches, MarkupScan.schemes.contains(where: value.hasPrefix) {
                    return "\(attribute) of <\(name)>"
                }
            }
            return nil
        }
    }
}
