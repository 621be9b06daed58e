import EvidenceModules
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

private let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// A text that is no ledger, and why. Spec: ledger-1 to ledger-8
private struct WrongText: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let error: LedgerError
    var testDescription: String { name }

    /// Line 9 of the example is entry 1, a reservation.
    static func field(
        _ field: Int, _ value: String?, _ error: LedgerError.Field, of line: Int = 9
    ) -> WrongText {
        WrongText(
            name: "\(error.rawValue) as \(value ?? "nothing")",
            text: LedgerSamples.replacing(field, of: line, with: value),
            error: LedgerError(Int64(line), .field(error)))
    }

    static func head(_ line: Int, _ value: String, _ name: String? = nil) -> WrongText {
        var lines = LedgerSamples.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        lines[line] = value
        return WrongText(
            name: "line \(line) as \(value)", text: lines.joined(separator: "\n"),
            error: name.map { LedgerError(Int64(line), .head($0)) } ?? LedgerError(0, .format))
    }
}

private let digest = LedgerSamples.key.text
private let serial = LedgerSamples.a.text
private let brokenDigest = String(digest.dropLast(2)) + "=="
private let bareDigest = String(digest.dropFirst(8))
private let shortSerial = String(serial.dropLast())

private let wrongBeginnings: [WrongText] = [
    WrongText.field(0, "01", .number),
    WrongText.field(0, "-1", .number),
    WrongText.field(0, "+1", .number),
    WrongText.field(0, "1.0", .number),
    WrongText.field(0, "9223372036854775808", .number),
    WrongText.field(0, "18446744073709551617", .number),
    WrongText.field(0, "x", .number),
    WrongText.field(0, nil, .number),
    WrongText.field(1, "-", .previous),
    WrongText.field(1, digest + "=", .previous),
    WrongText.field(1, "SHA-256:" + bareDigest, .previous),
    WrongText.field(1, brokenDigest, .previous),
    WrongText.field(1, nil, .previous),
    WrongText.field(2, "reserved", .kind),
]

private let wrongNames: [WrongText] = [
    WrongText.field(2, "Reserve", .kind),
    WrongText.field(2, "-", .kind),
    WrongText.field(2, "limitChange", .kind),
    WrongText.field(2, nil, .kind),
    WrongText.field(3, "-", .serial),
    WrongText.field(3, serial.uppercased(), .serial),
    WrongText.field(3, serial + "0", .serial),
    WrongText.field(3, "_" + shortSerial, .serial),
    WrongText.field(3, "-" + shortSerial, .serial),
    WrongText.field(3, "ic.7", .serial),
    WrongText.field(3, nil, .serial),
    WrongText.field(4, "-0.00", .delta),
    WrongText.field(4, "5000000", .delta),
]

private let wrongAmounts: [WrongText] = [
    WrongText.field(4, "5000000.0", .delta),
    WrongText.field(4, "5000000.000", .delta),
    WrongText.field(4, "05.00", .delta),
    WrongText.field(4, "+5.00", .delta),
    WrongText.field(4, ".50", .delta),
    WrongText.field(4, "5,00", .delta),
    WrongText.field(4, "USD", .delta),
    WrongText.field(4, "92233720368547758.08", .delta),
    WrongText.field(4, "-92233720368547758.08", .delta),
    WrongText.field(4, "184467440737095516.16", .delta),
    WrongText.field(4, "99999999999999999999.00", .delta),
    WrongText.field(4, "5.0x", .delta),
    WrongText.field(4, "- 5.00", .delta),
    WrongText.field(5, "-", .outstanding),
    WrongText.field(5, "--5.00", .outstanding),
    WrongText.field(6, "1e6", .remaining),
]

private let wrongEnds: [WrongText] = [
    WrongText.field(6, "", .remaining),
    WrongText.field(7, "2026-03-03", .time),
    WrongText.field(7, "2026-02-30T09:10:00Z", .time),
    WrongText.field(7, "2026-03-03T09:10:00+01:00", .time),
    WrongText.field(7, "2026-03-03T09:10:00.000Z", .time),
    WrongText.field(7, "2026-03-03T09:10:00.1Z", .time),
    WrongText.field(7, "2026-03-03T09:10:60Z", .time),
    WrongText.field(7, nil, .time),
    WrongText.field(8, "-", .reference),
    WrongText.field(8, "key:" + digest, .reference),
    WrongText.field(8, nil, .reference),
    WrongText.field(9, "-", .key),
    WrongText.field(9, digest, .key),
    WrongText.field(9, "key:-", .key),
    WrongText.field(9, "key:" + digest + "x", .end),
    WrongText.field(9, "key:" + digest + " -", .end),
    WrongText.field(9, "key:" + digest + " ", .end),
    WrongText.field(3, serial, .serial, of: 8),
    WrongText.field(9, "key:" + digest, .key, of: 8),
    WrongText.field(8, "-", .reference, of: 10),
    WrongText.field(9, "key:" + digest, .key, of: 10),
    WrongText.field(3, "-", .serial, of: 11),
]

private let wrongFields = wrongBeginnings + wrongNames + wrongAmounts + wrongEnds

private let wrongHeads: [WrongText] = [
    .head(0, "docket-ledger/v2"), .head(0, ""), .head(0, " docket-ledger/v1"),
    .head(1, "limit LIM-7", "limit"), .head(1, "limit 7", "limit"), .head(1, "limit ", "limit"),
    .head(1, "limit lim 7", "limit"), .head(1, "limits lim-7", "limit"),
    .head(1, "limit " + String(repeating: "l", count: 65), "limit"),
    .head(2, "issuer cs1", "issuer"), .head(2, "subscriber CS1", "issuer"),
    .head(2, "issuer  CS1", "issuer"), .head(3, "subscriber INVST ", "subscriber"),
    .head(4, "agreement none", "agreement"), .head(4, "agreement \(digest)x", "agreement"),
    .head(5, "maximum 6000000.00", "maximum"), .head(5, "maximum USD 6000000", "maximum"),
    .head(5, "maximum USD 4999999.99", "maximum"), .head(5, "maximum EUR 6000000.00", "maximum"),
    .head(5, "maximum USD -6000000.00", "maximum"),
    .head(5, "maximum USD 92233720368547758.08", "maximum"),
    .head(6, "each USD 0.00", "maximum"), .head(6, "each -1", "each"),
    .head(7, "mode period", "mode"), .head(7, "mode period 0d", "maximum"),
    .head(7, "mode period 24h"), .head(7, "mode period -1d", "mode"),
    .head(7, "mode once", "mode"), .head(7, "mode revolving ", "mode"), .head(7, "", "mode"),
]

@Suite struct `Texts of ledgers` {
    @Test func `the example of the format is read, is sound and is what the writer writes`() throws
    {
        let path = root.appending(path: "docs/formats/ledger.md")
        let document = try String(contentsOf: path, encoding: .utf8)
        let example = document.split(separator: "```\n", maxSplits: 2)[1]
        #expect(String(example) == LedgerSamples.text)
        let check = try LedgerSamples.check(String(example))
        #expect(check.faults == [])
        #expect(check.entries == 5)
        #expect(check.sums.open == 2_500_000_00)
        #expect(check.sums.released == 4_500_000_00)
        #expect(check.maximum == 6_000_000_00)
        #expect(LedgerProperty.holds(of: LedgerSamples.book.text))
    }

    @Test(arguments: wrongFields)
    fileprivate func `a field that is wrong or missing is named`(_ wrong: WrongText) {
        #expect(LedgerSamples.error(wrong.text) == wrong.error)
        #expect(LedgerProperty.holds(of: utf8(wrong.text)))
    }

    @Test(arguments: wrongHeads)
    fileprivate func `a head that is wrong is refused`(_ wrong: WrongText) {
        let error = LedgerSamples.error(wrong.text)
        // What only the whole head shows is told of the amounts.
        #expect(error?.reason == wrong.error.reason)
        #expect(LedgerProperty.holds(of: utf8(wrong.text)))
    }

    @Test(arguments: 0..<8)
    func `a line of the head that is missing, doubled or out of order is refused`(
        _ line: Int
    ) {
        let lines = LedgerSamples.text.split(separator: "\n", omittingEmptySubsequences: false)
        var without = lines
        without.remove(at: line)
        var doubled = lines
        doubled.insert(lines[line], at: line)
        var swapped = lines
        swapped.swapAt(line, line + 1)
        for changed in [without, doubled, swapped] {
            #expect(LedgerSamples.error(changed.joined(separator: "\n")) != nil)
        }
    }

    @Test(arguments: 1..<10) func `two fields in one another's place are refused`(_ field: Int) {
        // Line 11 discharges: all of its fields have forms of their own but the amounts.
        var lines = LedgerSamples.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        var fields = lines[11].split(separator: " ")
        fields.swapAt(field - 1, field)
        lines[11] = fields.joined(separator: " ")
        let error = LedgerSamples.error(lines.joined(separator: "\n"))
        #expect((error == nil) == [5, 6].contains(field))
    }

    @Test(arguments: ["7", "ic-7", "a_", "0-", String(repeating: "z", count: 32)])
    func `numbers of certificates are short words`(_ serial: String) throws {
        #expect(Serial(serial)?.text == serial)
        let text = LedgerSamples.replacing(3, of: 9, with: serial)
        #expect(LedgerSamples.error(text) == nil)
        #expect(LedgerProperty.holds(of: utf8(text)))
        for wrong in ["", serial + " ", serial + "é", "-" + serial, serial.uppercased() + "A"] {
            #expect(Serial(wrong) == nil)
        }
    }

    @Test func `a field that stands twice is refused`() {
        for field in 0..<10 {
            let line = LedgerSamples.text.split(separator: "\n")[9]
            let value = String(line.split(separator: " ")[field])
            #expect(
                LedgerSamples.error(
                    LedgerSamples.replacing(field, of: 9, with: value + " " + value)) != nil)
        }
    }

    @Test func `what is not all of a ledger is refused`() {
        let text = LedgerSamples.text
        let head = text.split(separator: "\n").prefix(8).map { $0 + "\n" }.joined()
        #expect(LedgerSamples.error("") == LedgerError(0, .empty))
        #expect(LedgerSamples.error("# A contract\n") == LedgerError(0, .format))
        #expect(LedgerSamples.error(head) == LedgerError(8, .empty))
        #expect(LedgerSamples.error(String(head.dropLast())) == LedgerError(0, .unfinished))
        #expect(LedgerSamples.error(String(text.dropLast())) == LedgerError(12, .unfinished))
        #expect(LedgerSamples.error(text + "\n") == LedgerError(13, .field(.number)))
        #expect(LedgerSamples.error(text + " ") == LedgerError(13, .unfinished))
        let crlf = text.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
        #expect(LedgerSamples.error(crlf)?.reason == .format)
        #expect(LedgerSamples.error("\u{FEFF}" + text)?.reason == .format)
    }

    @Test func `lines and heads that are too long are refused, whole or in pieces`() {
        let long = String(repeating: "1", count: 600)
        let text = LedgerSamples.text
        #expect(LedgerSamples.error(text + long + "\n") == LedgerError(13, .tooLong))
        #expect(LedgerSamples.error(text + long) == LedgerError(13, .tooLong))
        #expect(
            LedgerSamples.error(String(repeating: long, count: 4)) == LedgerError(0, .tooLong))
        #expect(LedgerProperty.holds(of: utf8(text + long + "\n")))
    }

    @Test
    func `every prefix and every changed byte keeps the property, and none passes for the ledger`()
        throws
    {
        let bytes = LedgerSamples.book.text
        let lastLine = bytes.dropLast().lastIndex(of: 0x0A)! + 1
        for position in bytes.indices {
            #expect(LedgerProperty.holds(of: Array(bytes[..<position])))
            var changed = bytes
            changed[position] ^= 1
            #expect(LedgerProperty.holds(of: changed))
            guard position < lastLine else { continue }
            // Every line but the last is named by the next one.
            let check = try? LedgerSamples.check(String(decoding: changed, as: UTF8.self))
            #expect(check.map { $0.counts[.chain, default: 0] > 0 } ?? true)
        }
    }

    @Test(arguments: [
        ("JPY 6000000", "JPY 5000000"), ("BHD 6000000.000", "BHD 5000000.000"),
        ("USD 92233720368547758.07", "USD 92233720368547758.07"),
    ])
    func `amounts have the decimals of the currency, up to the largest`(
        _ maximum: String, _ each: String
    ) throws {
        let largest = Money(text: each)!.minorUnits
        let book = LedgerSamples.book(
            [LedgerSamples.reserve(LedgerSamples.a, largest, "a")],
            head: LedgerSamples.head(maximum: maximum, each: each))
        #expect(book.state.faults == [])
        #expect(book.state.sums.open == Int128(largest))
        #expect(LedgerProperty.holds(of: book.text))
        #expect(try LedgerSamples.check(String(decoding: book.text, as: UTF8.self)).faults == [])
    }

    @Test func `the samples of the fuzzer keep the property`() throws {
        for sort in ["Corpus", "Crashes"] {
            let folder = root.appending(path: "Fuzz/\(sort)/\(LedgerProperty.name)")
            let files =
                (try? FileManager.default.contentsOfDirectory(
                    at: folder, includingPropertiesForKeys: nil)) ?? []
            #expect(sort == "Crashes" || files.count >= 3)
            for file in files {
                #expect(LedgerProperty.holds(of: [UInt8](try Data(contentsOf: file))))
            }
        }
    }
}
