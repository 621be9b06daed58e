// What a signer is shown before he signs: which bytes, what they look like, and what in them can act or deceive. Everything goes to
// standard error. Who signs at a terminal is asked whether he wants to only where there is something to warn of: a question that comes
// every time is answered unread. A script is never kept waiting.

import EvidenceModules
import EvidenceValues
import Foundation
import TransparencyLog
import VerifyCommand

/// Shows a file to whoever is about to sign it.
struct SignaturePreview {
    let file: FileToSign
    let scan: ContentScan

    init(_ file: FileToSign) {
        self.file = file
        scan = ContentScan(file.beginning, isWhole: file.isWhole)
    }

    /// Tells what is about to be signed.
    func show() {
        Console.note("about to sign \(file.path): \(file.size) bytes, \(form)")
        Console.note("\(file.digest.text)  (hex \(file.digest.hex))")
        for line in scan.firstLines { Console.note("  | " + line) }
        for warning in warnings { Console.note("warning: " + warning) }
    }

    /// Asks at a terminal, where there are warnings and nobody has said yes before.
    func confirm(_ isAgreed: Bool) throws {
        guard !scan.warnings.isEmpty, !isAgreed, isatty(STDIN_FILENO) == 1, Console.isTerminal
        else { return }
        FileHandle.standardError.write(Data("docket: sign it all the same? [y/N] ".utf8))
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw Failure("not signed", hint: "nothing was written")
        }
    }

    /// The codes of what was found, for JSON.
    var codes: [String] { scan.warnings.map(\.kind.rawValue) }

    private var form: String {
        let type = file.mediaType
        guard type == .octetStream else { return type.text }
        return Self.forms[scan.form] ?? "of no kind that is known here"
    }

    private static let forms: [ContentForm: String] = [
        .text: "text", .html: "HTML", .xml: "XML", .pdf: "PDF", .rtf: "rich text",
        .office: "an Office file", .compoundFile: "an older Office file", .zip: "a ZIP archive",
        .image: "a picture", .executable: "a program",
    ]

    private var warnings: [String] {
        scan.warnings.map { warning in
            let words = Self.words[warning.kind] ?? warning.kind.rawValue
            return warning.detail.isEmpty ? words : "\(words) (\(warning.detail))"
        }
    }

    private static let words: [ActiveContent.Kind: String] = [
        .pdfJavaScript:
            "the PDF runs JavaScript, so it can show one text today and another tomorrow",
        .pdfLaunch: "the PDF can start programs",
        .pdfEmbeddedFile: "the PDF carries other files, which are signed along",
        .pdfExternal: "the PDF refers to something outside, which is not signed",
        .pdfOpenAction: "the PDF does something when it is opened",
        .pdfForm: "the PDF is a form that its reader lays out anew each time",
        .pdfEncrypted: "the PDF is encrypted; what is in it could not be looked at",
        .pdfOpaque: "parts of the PDF are compressed in a way that could not be looked into",
        .officeMacros: "the document holds macros, which can change what it shows",
        .officeEmbedded: "the document carries embedded objects",
        .officeActiveX: "the document carries ActiveX controls",
        .officeExternal: "the document fetches something from outside, which is not signed",
        .markupScript: "the file holds a script, which can change what it shows",
        .markupExternal: "the file shows something from outside, which is not signed",
        .bidirectional:
            "characters turn the direction of writing; the text may read otherwise than it runs",
        .invisible: "the text holds characters that nobody sees",
        .zipBehind: "a ZIP archive stands behind something else: the file can be read as two",
        .pdfInside: "a PDF stands behind something else: the file can be read as two",
        .executable: "the file is a program",
        .notWhole: "the file is too large to be looked at as a whole; this is of its beginning",
    ]
}
