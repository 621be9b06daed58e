// What somebody is about to sign, looked at before he does: what kind of file it is, how it begins, and what in it can act by itself, show
// another text tomorrow than today, or be read as another kind of file. A signature is over bytes, and such bytes do not mean one thing.
// EN 319 102-1 §4.2.5.2 has the signer warned of it ("What You See Is What You Sign").
//
// A warning says what was found, never that nothing else is there: compressed parts are opened where readers open them (object streams of
// PDF, relationships of Office files), but who hides on purpose hides better. Nothing is refused here, and nothing is changed.

import EvidenceValues

/// What can act by itself, change, or deceive in a file.
package struct ActiveContent: Sendable, Hashable {
    /// What sort of thing; the raw value is the code in JSON.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case pdfJavaScript = "pdf-javascript"
        case pdfLaunch = "pdf-launch"
        case pdfEmbeddedFile = "pdf-embedded-file"
        case pdfExternal = "pdf-external"
        case pdfOpenAction = "pdf-open-action"
        case pdfForm = "pdf-xfa-form"
        /// What is encrypted cannot be looked at.
        case pdfEncrypted = "pdf-encrypted"
        /// Compressed in a way that was not opened.
        case pdfOpaque = "pdf-opaque"
        case officeMacros = "office-macros"
        case officeEmbedded = "office-embedded"
        case officeActiveX = "office-activex"
        case officeExternal = "office-external"
        case markupScript = "html-script"
        case markupExternal = "html-external"
        /// Characters that turn the direction of writing (CVE-2021-42574).
        case bidirectional = "text-bidirectional"
        case invisible = "text-invisible"
        /// A ZIP archive with something else before it: one file, two readings.
        case zipBehind = "polyglot-zip"
        /// A PDF that does not begin at the first byte.
        case pdfInside = "polyglot-pdf"
        case executable = "executable"
        /// Larger than what is looked at.
        case notWhole = "not-whole"
    }

    package let kind: Kind
    /// What exactly and where; empty if there is nothing to add.
    package let detail: String

    package init(_ kind: Kind, _ detail: String = "") {
        self.kind = kind
        self.detail = detail
    }
}

/// What a file is, as its bytes tell.
package enum ContentForm: String, Sendable, Hashable, CaseIterable {
    case text, html, xml, pdf, rtf, zip, image, executable
    /// Office Open XML and OpenDocument.
    case office
    /// Office's older format, and anything else in a compound file.
    case compoundFile = "compound-file"
    case unknown
}

/// A file as it presents itself.
package struct ContentScan: Sendable, Hashable {
    /// Bytes that are looked at, at most: contracts are smaller, and pictures and archives hide nothing that a signer could read.
    package static let maximumSize = 64 << 20
    /// Lines of a text that are shown, and characters of each.
    package static let maximumLines = 8
    package static let maximumLineLength = 100

    package let form: ContentForm
    /// In the order of `ActiveContent.Kind`.
    package let warnings: [ActiveContent]
    /// Of a text, as it is; hidden characters are for whoever shows them to make visible.
    package let firstLines: [String]

    /// Looks at a file's bytes, or at its first ones where it is not `isWhole`.
    package init(_ bytes: [UInt8], isWhole: Bool = true) {
        let text = TextScan.text(of: bytes, isWhole: isWhole)
        let zip = ZipScan(bytes)
        var found: [ActiveContent] = []
        form = ContentScan.form(bytes, text: text, zip: zip)
        let isShown = [.text, .html, .xml, .executable].contains(form)
        if let start = PDFScan.start(of: bytes) {
            if start > 0 { found.append(ActiveContent(.pdfInside, "at byte \(start)")) }
            found += PDFScan(bytes).warnings
        }
        if let zip { found += zip.warnings(behind: form) }
        switch form {
        case .compoundFile: found += CompoundFileScan.warnings(bytes)
        case .rtf: found += CompoundFileScan.warnings(rtf: bytes)
        case .executable: found.append(ActiveContent(.executable))
        default: break
        }
        if let text, isShown {
            found += TextScan.warnings(text) + MarkupScan.warnings(text)
        }
        if !isWhole { found.append(ActiveContent(.notWhole, "\(bytes.count) bytes")) }
        let order = ActiveContent.Kind.allCases
        warnings = order.flatMap { kind in found.filter { $0.kind == kind }.prefix(1) }
        firstLines = isShown ? text.map(ContentScan.lines) ?? [] : []
    }

    private static func form(_ bytes: [UInt8], text: String?, zip: ZipScan?) -> ContentForm {
        func begins(_ mark: [UInt8]) -> Bool { bytes.starts(with: mark) }
        if begins(Array("%PDF-".utf8)) { return .pdf }
        if begins([0x50, 0x4B, 3, 4]) || begins([0x50, 0x4B, 5, 6]) {
            return zip?.isOffice == true ? .office : .zip
        }
        if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .compoundFile }
        if begins(Array("{\\rtf".utf8)) { return .rtf }
        let images: [[UInt8]] = [
            [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8),
            [0x49, 0x49, 0x2A, 0],
            [0x4D, 0x4D, 0, 0x2A],
        ]
        if images.contains(where: begins) { return .image }
        if begins([0x7F, 0x45, 0x4C, 0x46]) || begins(Array("#!".utf8))
            || (begins(Array("MZ".utf8)) && text == nil)
        {
            return .executable
        }
        guard let text else { return .unknown }
        return MarkupScan.form(of: text) ?? .text
    }

    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.unicodeScalars.split(
            separator: "\n", maxSplits: maximumLines, omittingEmptySubsequences: false
        ).prefix(maximumLines) {
            let line = line.last == "\r" ? line.dropLast() : line
            let shown = String(String.UnicodeScalarView(line.prefix(maximumLineLength)))
            lines.append(line.count > maximumLineLength ? shown + "…" : shown)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
