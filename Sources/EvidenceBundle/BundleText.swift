// bundle.txt, format `docket-bundle/v1` (docs/formats/bundle.md, bundle-9): what a bundle says that it holds. Everything in it is
// compared with what is found; nothing is believed.

package import EvidenceValues

/// The content of `bundle.txt`.
package struct BundleText: Sendable, Hashable {
    package static let format = "docket-bundle/v1"
    /// Nine lines, the longest of 200 bytes.
    package static let maximumSize = 4096

    package var archive: ArchiveOrigin
    package var matter: MatterID
    /// How many entries of the matter are here.
    package var held: UInt64
    /// The highest docket number among them; 0 if there is none.
    package var highest: UInt64
    package var agreement: Digest
    package var annex: Digest
    package var claims: Digest
    /// The time of the finding inside.
    package var time: Instant

    package init(
        archive: ArchiveOrigin, matter: MatterID, held: UInt64, highest: UInt64,
        agreement: Digest, annex: Digest, claims: Digest, time: Instant
    ) {
        self.archive = archive
        self.matter = matter
        self.held = held
        self.highest = highest
        self.agreement = agreement
        self.annex = annex
        self.claims = claims
        self.time = time
    }

    /// Where a text is not what it must be: the line, counted from 1.
    package struct Malformed: Error, Sendable, Hashable {
        package let line: Int
    }

    /// The text that `bytes` are; `BundleText(parsing: b).bytes == b`.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        guard bytes.count <= BundleText.maximumSize, bytes.last == 0x0A else {
            throw Malformed(line: 1)
        }
        var lines = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        var number = 1
        guard let first = lines.popFirst(), first.elementsEqual(BundleText.format.utf8) else {
            throw Malformed(line: 1)
        }
        func field<Value>(_ name: String, _ parse: (String) -> Value?) throws(Malformed) -> Value {
            number += 1
            guard let line = lines.popFirst(), line.starts(with: Array("\(name) ".utf8)),
                let value = parse(
                    String(decoding: line.dropFirst(name.utf8.count + 1), as: UTF8.self))
            else { throw Malformed(line: number) }
            return value
        }
        archive = try field("archive") { ArchiveOrigin($0) }
        matter = try field("matter") { MatterID($0) }
        held = try field("held", Decimal64.parse)
        highest = try field("highest", Decimal64.parse)
        agreement = try field("agreement") { Digest(text: $0) }
        annex = try field("annex") { Digest(text: $0) }
        claims = try field("claims") { Digest(text: $0) }
        time = try field("time") { Instant(text: $0) }
        // Two spellings of one value are refused here, whatever the fields' own parsers accept.
        guard lines.isEmpty, self.bytes == bytes else { throw Malformed(line: number + 1) }
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        let lines = [
            BundleText.format, "archive \(archive)", "matter \(matter)", "held \(held)",
            "highest \(highest)", "agreement \(agreement)", "annex \(annex)", "claims \(claims)",
            "time \(time)",
        ]
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }
}

/// A number in decimal without leading zeros or sign.
enum Decimal64 {
    static func parse(_ text: some StringProtocol) -> UInt64? {
        guard let value = UInt64(text), String(value).utf8.elementsEqual(text.utf8) else {
            return nil
        }
        return value
    }
}
