// Office's older formats: compound files (MS-CFB), where macros and packages are storages with known names in UTF-16, and RTF, where an
// embedded object is a control word. Names are searched, not read by the directory: a reader that repairs a damaged file finds them too.

/// Looks at compound files and RTF.
enum CompoundFileScan {
    private static let names: [(String, ActiveContent.Kind)] = [
        ("_VBA_PROJECT", .officeMacros), ("Macros", .officeMacros),
        ("_xlfn.MACRO", .officeMacros), ("Ole10Native", .officeEmbedded),
        ("ObjectPool", .officeEmbedded),
    ]

    /// Macros and embedded objects of a compound file.
    static func warnings(_ bytes: [UInt8]) -> [ActiveContent] {
        names.compactMap { name, kind in
            let wide = name.utf16.flatMap {
                [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
            }
            let isThere = PDFScan.find(wide, in: bytes, from: 0, to: bytes.count) != nil
            return isThere ? ActiveContent(kind, name) : nil
        }
    }

    /// Embedded objects of a rich text.
    static func warnings(rtf bytes: [UInt8]) -> [ActiveContent] {
        for word in ["\\objdata", "\\object", "\\objocx"]
        where PDFScan.find(Array(word.utf8), in: bytes, from: 0, to: bytes.count) != nil {
            return [ActiveContent(.officeEmbedded, word)]
        }
        return []
    }
}
