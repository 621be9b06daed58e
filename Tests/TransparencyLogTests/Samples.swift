// One filing, docketing and entry that the tests take apart, written out as docs/formats shows them.

import EvidenceValues
import TransparencyLog

/// Values that fit together.
enum Samples {
    static let origin = required(ArchiveOrigin("archive.example/trade"))
    static let matter = required(MatterID("BAN-1"))
    static let nonce = [UInt8](0..<32)

    static func signer() throws -> NoteSigner {
        try NoteSigner(name: origin.text, seed: [UInt8](repeating: 7, count: 32))
    }

    static func digest(_ text: String) -> Digest { .sha256(text.utf8) }

    static func checkpointNote() throws -> String {
        let root = RootHash(digest("root"))
        return try Checkpoint(origin: origin, size: TreeSize(16), root: root)
            .sign(with: signer()).note
    }

    static func filing(links: Int = 2, checkpoint: Bool = true) throws -> Filing {
        try Filing(
            archive: origin, matter: matter, kind: .document,
            mediaType: required(MediaType("text/markdown")),
            name: required(FileName("Vertrag über Bananen.md")), content: digest("contract"),
            size: 1234, filer: .certificate(digest("certificate")),
            links: (0..<links).map { Link(.supersedes, digest("old \($0)")) }, nonce: nonce,
            checkpoint: checkpoint ? checkpointNote() : nil)
    }

    static func docketing(number: UInt64 = 3) throws -> Docketing {
        try Docketing(
            matter: matter, number: required(DocketNumber(number)),
            previous: number == 1 ? nil : LeafHash(digest("before")),
            signature: digest("signature"), nonce: nonce)
    }

    static func entry(index: UInt64 = 17) throws -> Entry {
        try Entry(
            index: LeafIndex(index), previous: index == 0 ? nil : LeafHash(digest("previous")),
            received: required(Instant(text: "2026-02-02T10:59:58Z")),
            filing: filing().digest, docketing: docketing().digest)
    }
}

/// Changes of a text, each another than the text itself.
enum Mutations {
    /// Every byte changed in two ways.
    static func flips(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.indices.flatMap { position in
            ([0x01, 0x20] as [UInt8]).map { mask in
                var changed = bytes
                changed[position] ^= mask
                return changed
            }
        }
    }

    /// Every proper prefix and suffix, and something before and behind.
    static func cuts(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.indices.map { Array(bytes[..<$0]) }
            + bytes.indices.dropFirst().map { Array(bytes[$0...]) }
            + [[0x0A] + bytes, bytes + [0x0A], bytes + [0x20], bytes + [0x00], bytes + bytes]
    }

    /// Every line left out, doubled, and exchanged with the next; carriage returns; blanks at both ends of lines.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        let lines = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        var changed: [[ArraySlice<UInt8>]] = []
        for position in lines.indices {
            var without = lines
            without.remove(at: position)
            var doubled = lines
            doubled.insert(lines[position], at: position)
            changed += [without, doubled]
            for edge in [
                lines[position] + [0x0D], lines[position] + [0x20], [0x20] + lines[position],
            ] {
                var padded = lines
                padded[position] = edge
                changed.append(padded)
            }
            if position + 1 < lines.count, lines[position] != lines[position + 1] {
                var swapped = lines
                swapped.swapAt(position, position + 1)
                changed.append(swapped)
            }
        }
        return changed.map { Array($0.joined(separator: [0x0A])) + [0x0A] }
    }
}
