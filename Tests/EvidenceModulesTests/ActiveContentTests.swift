// What a signer is warned of, and what he is not: files made here, each with one thing in it.

import EvidenceValues
import Testing

@testable import EvidenceModules

@Suite struct `Files about to be signed` {
    private static func codes(_ bytes: [UInt8]) -> [String] {
        ContentScan(bytes).warnings.map(\.kind.rawValue)
    }

    private static func codes(_ text: String) -> [String] { codes(Array(text.utf8)) }

    /// A unit of UTF-16, the lower byte first.
    private static func bytes(of unit: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
    }

    private static let pdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R "

    static let texts: [(text: String, form: ContentForm, codes: [String])] = [
        ("# Contract\n\nTen tonnes of bananas.\n", .text, []),
        ("\u{FEFF}Prix : 1\u{202F}000\u{A0}€\r\nDeux\tcolonnes\r\n", .text, []),
        ("If a < b and c > d, 5 < 6.\n", .text, []),
        ("pay to \u{202E}ANNA\u{202C}\n", .text, ["text-bidirectional"]),
        ("a\u{200B}b\n", .text, ["text-invisible"]),
        ("\u{1B}[2Jhello\n", .text, ["text-invisible"]),
        ("a\u{2066}b\u{E0041}\n", .text, ["text-bidirectional", "text-invisible"]),
        ("<!DOCTYPE html><p>Hello</p><a href='http://x.example/'>x</a>", .html, []),
        ("<html><script>alert(1)</script></html>", .html, ["html-script"]),
        ("<html><body onload=go()>x</body></html>", .html, ["html-script"]),
        ("<html><a href=' java\nscript:go()'>x</a></html>", .html, ["html-script"]),
        ("<html><img src=\"//x.example/i.png\"></html>", .html, ["html-external"]),
        ("<HTML><IMG SRC='HTTPS://x.example/i.png'></HTML>", .html, ["html-external"]),
        ("<html><img src='data:image/png;base64,AA'></html>", .html, []),
        ("<html><style>p { background: url(http://x) }</style></html>", .html, ["html-external"]),
        ("<html><meta http-equiv=refresh content='1;x'></html>", .html, ["html-external"]),
        (
            "# Text\n\n<script src=https://x.example/s.js></script>\n", .text,
            ["html-script", "html-external"]
        ),
        ("<?xml version='1.0'?><a/>", .xml, []),
        (
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]><a>&b;</a>", .xml,
            ["html-external"]
        ),
        ("<svg onload='x()'/>", .xml, ["html-script"]),
        (pdf + ">>\nendobj\n", .pdf, []),
        (pdf + "/OpenAction 3 0 R >>", .pdf, ["pdf-open-action"]),
        (pdf + "/S /JavaScript /JS (x) >>", .pdf, ["pdf-javascript"]),
        (pdf + "/S /J#61va#53cript >>", .pdf, ["pdf-javascript"]),
        (pdf + "/S/Launch/F(cmd.exe)>>", .pdf, ["pdf-launch"]),
        (pdf + "/Names << /EmbeddedFiles 4 0 R >> >>", .pdf, ["pdf-embedded-file"]),
        (pdf + "/A << /S /URI /URI (http://x) >> >>", .pdf, ["pdf-external"]),
        (pdf + "/AcroForm << /XFA 5 0 R >> >>", .pdf, ["pdf-xfa-form"]),
        (pdf + "/Encrypt 5 0 R >>", .pdf, ["pdf-encrypted"]),
        (pdf + "/JSX /Launchpad /URIs >>", .pdf, []),
        (pdf + "/Type /ObjStm /Filter /LZWDecode >> stream\nxx\nendstream", .pdf, ["pdf-opaque"]),
        ("hello\n" + pdf + ">>", .text, ["polyglot-pdf"]),
        ("{\\rtf1 {\\object\\objdata 00}}", .rtf, ["office-embedded"]),
        ("{\\rtf1 plain}", .rtf, []),
        ("#!/bin/sh\necho\n", .executable, ["executable"]),
        ("\u{7F}ELF\u{2}", .executable, ["text-invisible", "executable"]),
    ]

    @Test func `are told for what they are`() {
        for (text, form, codes) in Self.texts {
            let scan = ContentScan(Array(text.utf8))
            #expect(scan.form == form, "\(text.debugDescription)")
            #expect(scan.warnings.map(\.kind.rawValue) == codes, "\(text.debugDescription)")
        }
        #expect(Self.texts.count >= 36)
    }

    @Test func `are shown by their first lines`() {
        let text = (1...20).map { "line \($0)\r\n" }.joined()
        let scan = ContentScan(Array(text.utf8))
        #expect(scan.firstLines == (1...8).map { "line \($0)" })
        let long = ContentScan(Array(String(repeating: "é", count: 200).utf8))
        #expect(long.firstLines == [String(repeating: "é", count: 100) + "…"])
        #expect(ContentScan(Array(Self.pdf.utf8)).firstLines.isEmpty)
        #expect(ContentScan([0, 1, 2]).firstLines.isEmpty)
        #expect(ContentScan([]).form == .text)
    }

    @Test func `say where the first hidden character stands and how many there are`() {
        let scan = ContentScan(Array("a\nb\u{202E}c\u{202C}\u{202E}".utf8))
        #expect(
            scan.warnings
                == [ActiveContent(.bidirectional, "U+202E at line 2, column 2, and 2 more")])
    }

    @Test func `are read in UTF-16 too`() {
        let units = Array("<html><script>x</script>".utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { Self.bytes(of: $0) }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { Self.bytes(of: $0).reversed() }
        for bytes in [little, big] {
            #expect(ContentScan(bytes).form == .html)
            #expect(Self.codes(bytes) == ["html-script"])
        }
    }

    @Test func `are opened where PDF compresses objects`() {
        // zlib of "5 0 << /S /JavaScript /JS (app.alert(1)) >>", by Python's zlib.
        let packed = ActiveSamples.objectStream
        let head =
            Self.pdf + ">>\nendobj\n7 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode "
            + "/Length \(packed.count) >>\nstream\r\n"
        let whole = Array(head.utf8) + packed + Array("\nendstream\nendobj\n".utf8)
        #expect(Self.codes(whole) == ["pdf-javascript"])
        // What is cut cannot be opened whole, and that is said.
        for cut in [1, packed.count / 2, packed.count - 5] {
            let part = Array(head.utf8) + packed.prefix(cut)
            #expect(Self.codes(part).contains("pdf-opaque"), "\(cut)")
        }
    }

    @Test func `are Office files with their macros and references`() {
        let plain = ActiveSamples.zip([
            "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>",
        ])
        #expect(ContentScan(plain).form == .office)
        #expect(Self.codes(plain).isEmpty)
        for (name, text, code) in [
            ("word/vbaProject.bin", "x", "office-macros"),
            ("word/embeddings/oleObject1.bin", "x", "office-embedded"),
            ("word/activeX/activeX1.xml", "x", "office-activex"),
            ("xl/externalLinks/externalLink1.xml", "x", "office-external"),
            (
                "word/_rels/settings.xml.rels",
                "<Relationship Type='a/attachedTemplate' Target='http://x' TargetMode='External'/>",
                "office-external"
            ),
        ] {
            let file = ActiveSamples.zip(["[Content_Types].xml": "<Types/>", name: text])
            #expect(Self.codes(file) == [code], "\(name)")
        }
        let link = ActiveSamples.zip([
            "[Content_Types].xml": "<Types/>",
            "word/_rels/document.xml.rels":
                "<Relationship Type='a/hyperlink' Target='http://x' TargetMode=\"External\"/>",
        ])
        #expect(Self.codes(link).isEmpty)
        let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let old = mark + "_VBA_PROJECT".utf16.flatMap { Self.bytes(of: $0) }
        #expect(ContentScan(old).form == .compoundFile)
        #expect(Self.codes(old) == ["office-macros"])
    }

    @Test func `are two at once where a ZIP stands behind`() {
        let zip = ActiveSamples.zip(["a": "b"])
        #expect(Self.codes(zip).isEmpty)
        #expect(ContentScan(zip).form == .zip)
        #expect(Self.codes(Array(Self.pdf.utf8) + zip) == ["polyglot-zip"])
        #expect(Self.codes(Array("hello\n".utf8) + zip) == ["polyglot-zip"])
        #expect(Self.codes(zip + zip) == ["polyglot-zip"])
        #expect(Self.codes(Array("PK\u{5}\u{6}".utf8)).isEmpty)
    }

    @Test func `never trap, whatever bytes they have`() {
        var seeds = Self.texts.map { Array($0.text.utf8) }
        seeds.append(ActiveSamples.zip(["[Content_Types].xml": "x", "a.rels": "<b>"]))
        seeds.append(
            Array((Self.pdf + "/Type /ObjStm /Filter /FlateDecode >> stream\n").utf8)
                + ActiveSamples.objectStream)
        var count = 0
        for seed in seeds {
            for position in stride(from: 0, to: seed.count, by: 3) {
                var changed = seed
                changed[position] ^= UInt8(truncatingIfNeeded: position * 37 | 1)
                _ = ContentScan(changed)
                _ = ContentScan(Array(seed.prefix(position)), isWhole: false)
                count += 2
            }
        }
        #expect(count > 1000)
    }

    @Test func `say that they are larger than what is looked at`() {
        #expect(
            ContentScan(Array("aé".utf8.dropLast()), isWhole: false).warnings
                == [ActiveContent(.notWhole, "2 bytes")])
    }
}

/// Files made by hand.
enum ActiveSamples {
    /// zlib of `5 0 << /S /JavaScript /JS (app.alert(1)) >>`.
    static let objectStream: [UInt8] = [
        120, 218, 51, 85, 48, 80, 176, 177, 81, 208, 15, 86, 208, 247, 74, 44, 75, 12, 78, 46, 202,
        44, 40, 1, 178, 131, 21, 52, 18, 11, 10, 244, 18, 115, 82, 139, 74, 52, 12, 53, 53, 21, 236,
        236, 0, 0, 46, 12, 8,
    ]

    /// A ZIP of stored members, in the order of their names.
    static func zip(_ members: [String: String]) -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var (files, directory): ([UInt8], [UInt8]) = ([], [])
        for (name, text) in members.sorted(by: { $0.key < $1.key }) {
            let size = number(text.utf8.count, 4)
            // Version, flags, method, time, date, checksum (nobody looks at it here), sizes, lengths of name and extra field.
            let common =
                number(0, 8) + number(0, 4) + size + size + number(name.utf8.count, 2)
                + number(0, 2)
            let offset = number(files.count, 4)
            directory += [0x50, 0x4B, 1, 2] + number(20, 2) + number(20, 2) + common
            directory += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + offset
            directory += Array(name.utf8)
            files += [0x50, 0x4B, 3, 4] + number(20, 2) + common + Array((name + text).utf8)
        }
        return files + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(members.count, 2)
            + number(members.count, 2) + number(directory.count, 4) + number(files.count, 4)
            + number(0, 2)
    }
}
