// Exhibits like those of a real matter: filings of about 600 bytes with links, in as many matters as the measurement wants. Everything
// follows from numbers, so that the yardsticks insert and hash the very same texts.

import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// Makes texts of realistic size, the same for the same numbers.
struct World {
    let count: Int
    /// Whether 16 matters grow at a time, to about 100 entries each; else each entry is in any of 100,000.
    let isActive: Bool

    init(spread: String, count: Int) throws {
        guard spread == "active" || spread == "scattered", count > 0 else {
            throw BenchError.badName
        }
        isActive = spread == "active"
        self.count = count
    }

    static let origin = "archive.example/trade"

    /// 32 bytes that look random and depend on `number` and `purpose` alone.
    static func bytes(_ number: Int, _ purpose: UInt64) -> Bytes32 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        var state = UInt64(number) &* 0x1000_0001 &+ purpose &* 0x51_7CC1_B727
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        return Bytes32(words: (next(), next(), next(), next()))
    }

    /// The content of the exhibit with `number`.
    static func content(_ number: Int) -> [UInt8] {
        Array(
            "Delivery note \(number): 40 boxes, quality as agreed, handed over at the pier.\n".utf8)
    }

    /// The number of the matter that the entry at `index` is in.
    func matter(_ index: Int) -> Int {
        let any = Int(truncatingIfNeeded: World.bytes(index, 1).words.0 >> 8)
        guard isActive else { return any % 100_000 }
        return index / 1600 * 16 + any % 16
    }

    /// The filing of the entry at `index`.
    func filing(_ index: Int) throws -> Filing {
        let content = World.content(index)
        guard let origin = ArchiveOrigin(World.origin),
            let matter = MatterID("CHARTER-\(matter(index))"),
            let mediaType = MediaType(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            let name = FileName("delivery note \(index), signed by the receiver.docx")
        else { throw BenchError.badName }
        return try Filing(
            archive: origin, matter: matter, kind: .document, mediaType: mediaType, name: name,
            content: Digest.sha256(content), size: UInt64(content.count), filer: .operator,
            links: [
                Link(.answers, Digest(World.bytes(index, 2))),
                Link(.supersedes, Digest(World.bytes(index, 3))),
            ], nonce: World.bytes(index, 4).bytes)
    }

    /// The request that files the entry at `index`, its content taken in.
    func submission(_ index: Int, _ archive: Archive) throws -> Submission {
        let content = try archive.stage(.bytes(World.content(index)))
        return Submission(filing: try filing(index), content: .staged(content))
    }

    /// Writes the texts of all entries as the yardsticks read them. Hashes of entries before are made up, their size is right.
    func writeCorpus(to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw BenchError.badName }
        var buffer = Data()
        for index in 0..<count {
            let (filing, docketing, entry) = try exhibit(index)
            for text in [filing.bytes, docketing.bytes, entry.bytes, World.content(index)] {
                for shift in [0, 8, 16, 24] { buffer.append(UInt8(text.count >> shift & 255)) }
                buffer.append(contentsOf: text)
            }
            if buffer.count > 1_000_000 || index == count - 1 {
                try file.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try file.close()
    }

    /// The three texts of the entry at `index`.
    func exhibit(_ index: Int) throws -> (filing: Filing, docketing: Docketing, entry: Entry) {
        let filing = try filing(index)
        guard let number = DocketNumber(UInt64(index % 1000 + 2)),
            let received = Instant(seconds: 1_790_000_000 + Int64(index / 1000))
        else { throw BenchError.badName }
        let docketing = try Docketing(
            matter: filing.matter, number: number,
            previous: LeafHash(Digest(World.bytes(index, 5))), signature: nil,
            nonce: World.bytes(index, 6).bytes)
        let entry = try Entry(
            index: LeafIndex(UInt64(index)),
            previous: index == 0 ? nil : LeafHash(Digest(World.bytes(index, 7))),
            received: received, filing: filing.digest, docketing: docketing.digest)
        return (filing, docketing, entry)
    }
}
