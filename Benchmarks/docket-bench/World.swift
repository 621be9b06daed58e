// Exhibits like those of a real matter: filings of 600 to 800 bytes, signed, with links, in as many matters as the measurement wants.

import EvidenceValues
import TransparencyLog

/// Makes texts of realistic size, the same for the same numbers.
struct World {
    let archive = "archive.example/trade"

    /// 32 bytes that look random and depend on `number` and `purpose` alone.
    static func bytes(_ number: UInt64, _ purpose: UInt64) -> Bytes32 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        var state = number &* 0x1000_0001 &+ purpose
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        return Bytes32(words: (next(), next(), next(), next()))
    }

    /// The filing with `number`, in `matter`: a signature that regards what it signs and one other exhibit, as most are.
    func filing(_ number: UInt64, matter: String) throws -> Filing {
        guard let origin = ArchiveOrigin(archive), let matter = MatterID(matter),
            let mediaType = MediaType("application/pkcs7-signature"),
            let name = FileName("delivery-note-\(number).pdf.p7s")
        else { throw BenchError.badName }
        return try Filing(
            archive: origin, matter: matter, kind: .signature, mediaType: mediaType, name: name,
            content: Digest(World.bytes(number, 1)), size: 4321,
            filer: .certificate(Digest(World.bytes(number % 7, 2))),
            links: [
                Link(.signs, Digest(World.bytes(number, 3))),
                Link(.answers, Digest(World.bytes(number, 4))),
            ], nonce: World.bytes(number, 5).bytes)
    }

    /// All three texts of an entry.
    func exhibit(
        index: UInt64, matter: String
    ) throws -> (filing: Filing, docketing: Docketing, entry: Entry) {
        let filing = try filing(index, matter: matter)
        guard let number = DocketNumber(index % 1000 + 2),
            let received = Instant(seconds: 1_790_000_000 + Int64(index / 1000))
        else { throw BenchError.badName }
        let docketing = try Docketing(
            matter: filing.matter, number: number,
            previous: LeafHash(Digest(World.bytes(index, 6))),
            signature: Digest(World.bytes(index, 7)), nonce: World.bytes(index, 8).bytes)
        let entry = try Entry(
            index: LeafIndex(index), previous: LeafHash(Digest(World.bytes(index, 9))),
            received: received, filing: filing.digest, docketing: docketing.digest)
        return (filing, docketing, entry)
    }
}

enum BenchError: Error {
    case badName
}
