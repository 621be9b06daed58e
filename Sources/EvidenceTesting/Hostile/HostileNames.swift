// Names that mean another file on another system, look like another name, or have a twin; and files that nobody lists under plain names.

internal import Container

/// A name that no member may have.
private struct BadName: Sendable {
    let title: String
    let bytes: [UInt8]
    var code = "UNSAFE_NAME"

    init(_ title: String, _ text: String, _ code: String = "UNSAFE_NAME") {
        (self.title, bytes, self.code) = (title, Array(text.utf8), code)
    }

    init(_ title: String, bytes: [UInt8]) { (self.title, self.bytes) = (title, bytes) }
}

private let badNames: [BadName] = [
    BadName("no name at all", ""),
    BadName("a name that climbs", "../claims.txt"),
    BadName("a name that climbs from within", "exhibits/../../claims.txt"),
    BadName("a name that climbs and comes back", "exhibits/../claims.txt"),
    BadName("a name that stays where it is", "./claims.txt"),
    BadName("a name that stays where it is within", "log/./claims.txt"),
    BadName("an absolute name", "/etc/passwd"),
    BadName("two slashes", "log//claims.txt"),
    BadName("a folder", "exhibits/"),
    BadName("a backslash", "exhibits\\001-deed.md"),
    BadName("a climbing name with backslashes", "..\\..\\claims.txt"),
    BadName("a drive", "C:claims.txt"),
    BadName("a second stream of a file", "claims.txt:paid"),
    BadName("a share", "\\\\server\\share\\claims.txt"),
    BadName("a NUL behind the name", "claims.txt\0.pdf"),
    BadName("a line feed", "claims\n.txt"),
    BadName("a carriage return", "claims\r.txt"),
    BadName("a tab", "claims\t.txt"),
    BadName("an escape", "claims\u{1B}[2K.txt"),
    BadName("a DEL", "claims\u{7F}.txt"),
    BadName("a space", "claims 2.txt"),
    BadName("a space at the end", "claims.txt "),
    BadName("a point at the end", "claims.txt."),
    BadName("a hidden file", ".claims.txt"),
    BadName("three points", "..."),
    BadName("a percent sign", "%2e%2e/claims.txt"),
    BadName("a question mark", "claims.txt?"),
    BadName("a star", "*.txt"),
    BadName("a quotation mark", "\"claims.txt"),
    BadName("markup", "<script>.txt"),
    BadName("an entity", "&amp;.txt"),
    BadName("a home", "~/claims.txt"),
    BadName("a variable", "$HOME"),
    BadName("an option", "claims.txt;rm"),
    BadName("characters that turn the writing", "claims\u{202E}txt.exe"),
    BadName("a zero-width blank", "cla\u{200B}ims.txt"),
    BadName("a letter that looks like another", "\u{441}laims.txt"),
    BadName("an umlaut in one character", "\u{E4}.txt"),
    BadName("an umlaut in two", "a\u{308}.txt"),
    BadName("full-width letters", "\u{FF41}.txt"),
    BadName("bytes that are no UTF-8", bytes: [0x61, 0xFF, 0x62]),
    BadName("an overlong slash", bytes: [0x61, 0xC0, 0xAF, 0x62]),
    BadName("half a pair", bytes: [0x61, 0xED, 0xA0, 0x80, 0x62]),
    BadName("a name of 256 bytes", String(repeating: "a", count: 256)),
    BadName("a name of 60,000 bytes", String(repeating: "a", count: 60_000), "MALFORMED"),
    BadName("the same name in other letters", "CLAIMS.txt", "DUPLICATE_ENTRY"),
    BadName("a folder of the name of a file", "claims.txt/more.txt", "DUPLICATE_ENTRY"),
    BadName("a file of the name of a folder", "exhibits", "DUPLICATE_ENTRY"),
    BadName("a file of the name of a folder in other letters", "Meta-Inf", "DUPLICATE_ENTRY"),
    BadName(
        "a second manifest in other letters", "META-INF/asicmanifest001.xml", "DUPLICATE_ENTRY"),
    BadName("a second signature in other letters", "meta-inf/signature001.p7s", "DUPLICATE_ENTRY"),
    BadName("a second mimetype", "mimetype", "DUPLICATE_ENTRY"),
]

/// Plain names that nothing in a bundle has.
private let strangers: [(title: String, name: String)] = [
    ("another signature", "META-INF/signature002.p7s"),
    ("another manifest", "META-INF/ASiCManifest002.xml"),
    ("a manifest of OpenDocument", "META-INF/manifest.xml"),
    ("a manifest of Java", "META-INF/MANIFEST.MF"),
    ("an archive manifest", "META-INF/ASiCArchiveManifest001.xml"),
    ("an evidence record", "META-INF/evidencerecord001.ers"),
    ("a time-stamp", "META-INF/timestamp001.tst"),
    ("a signature of XAdES", "META-INF/signatures001.xml"),
    ("a container of EPUB", "META-INF/container.xml"),
    ("a page that browsers open", "index.html"),
    ("a program", "exhibits/setup.exe"),
    ("an exhibit more", "exhibits/009-receipt.pdf"),
    ("an entry more", "log/999.entry"),
]

extension RawZip {
    /// Puts a member where its name belongs.
    fileprivate mutating func file(_ name: String, _ data: [UInt8]) {
        let place = members.dropFirst().firstIndex {
            name.utf8.lexicographicallyPrecedes($0.head.name)
        }
        insert(Array(name.utf8), data, at: place)
    }
}

extension HostileTrick {
    static var names: [HostileTrick] {
        badNames.map { bad in
            HostileTrick(
                .names, bad.title, .party, .refused("CONTAINER." + bad.code),
                .zip { $0.insert(bad.bytes, Array("paid".utf8)) })
        }
            + strangers.map { title, name in
                HostileTrick(
                    .names, "\(title), unlisted", .party, .refused("MANIFEST.UNLISTED_FILE"),
                    .zip { $0.file(name, Array("paid".utf8)) })
            }
            + strangers.filter { !$0.name.hasSuffix(".entry") }.map { title, name in
                HostileTrick(
                    .names, "\(title), listed", .party, .failed("BUNDLE.UNEXPECTED_MEMBER"),
                    .members { members, _ in members[name] = Array("paid".utf8) })
            }
    }
}
