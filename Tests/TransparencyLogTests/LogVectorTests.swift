// Tiles, bundles and proofs of real logs among the public vectors: Tessera's test log, Sunlight, skylight, Sigsum, Rekor.

import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite(.enabled(if: Vectors.areThere)) struct `Public vectors of logs` {
    struct Paths: Decodable {
        struct Path: Decodable {
            let path: String
            let height: Int?, level: Int?, number: UInt64?, width: Int?
            let error: Bool?
            enum CodingKeys: String, CodingKey {
                case path, error
                case height = "H"
                case level = "L"
                case number = "N"
                case width = "W"
            }
        }
        let sumdbTilePaths: [Path]
        let newTilesForSizeH10: [[UInt64]]
        let recordHash: Record
        struct Record: Decodable { let text: String, leafHashB64: String }
    }

    @Test func `golang's tile paths and counts`() throws {
        let vector = try Vectors.json("logs/tile-paths.json", as: Paths.self)
        var read = 0
        for one in vector.sumdbTilePaths {
            // sumdb names the height after `tile/`, and serves its records below `data`; C2SP does neither.
            let parts = one.path.split(separator: "/")
            let path = (["tile"] + parts[2...]).joined(separator: "/")
                .replacing("/data/", with: "/entries/")
            guard one.error != true else {
                #expect(throws: TileError.malformedPath) { try TilePath(parsing: path) }
                continue
            }
            read += 1
            let (height, level) = (required(one.height), required(one.level))
            let isFull = one.width == 1 << height
            let tile = try #require(
                Tile(
                    level: max(level, 0), index: required(one.number),
                    width: isFull ? 256 : required(one.width)))
            let expected: TilePath = level < 0 ? .entries(tile) : .hashes(tile)
            #expect(try TilePath(parsing: path) == expected)
            #expect(expected.text == path)
        }
        for one in vector.newTilesForSizeH10 {
            let layout = TileLayout(size: TreeSize(one[1]), height: 10)
            #expect(layout.countOfNewTiles(since: TreeSize(one[0])) == one[2], "\(one)")
        }
        let leaf = LeafHash.of(entryBytes: Array(vector.recordHash.text.utf8))
        #expect(Base64.encode(leaf.digest.bytes) == vector.recordHash.leafHashB64)
        #expect(read >= 6 && vector.newTilesForSizeH10.count >= 7)
        print(
            "vectors: \(vector.sumdbTilePaths.count) tile paths, "
                + "\(vector.newTilesForSizeH10.count) counts")
    }

    @Test func `Tessera's tiles and bundles come out to the byte`() throws {
        let words =
            "one two three four five six seven eit nain ten ileven twelf threeten fourten fivten"
            .split(separator: " ").map { Array($0.utf8) }
        let files = Vectors.files("logs/tessera-testlog", ending: "")
            .filter { $0.contains("/tile/") && $0.contains(".p/") }
        for file in files {
            let path = try TilePath(
                parsing: String(file.dropFirst("logs/tessera-testlog/".count)))
            let bytes = Array(try Vectors.data(file))
            switch path {
            case .hashes(let tile):
                let made = HashTile(
                    tile,
                    hashes: words.prefix(tile.width).map {
                        NodeHash(LeafHash.of(entryBytes: $0))
                    })
                #expect(made.bytes == bytes)
                #expect(try HashTile(tile, parsing: bytes) == made)
            case .entries(let tile):
                let made = try EntryBundle(entries: Array(words.prefix(tile.width)))
                #expect(made.bytes == bytes)
                #expect(try EntryBundle(parsing: bytes, width: tile.width) == made)
            }
        }
        #expect(files.count >= 30)
        print("vectors: \(files.count) tiles and bundles of Tessera's test log")
    }

    /// The root of a tree from its tiles of level 0, in order.
    static func root(_ folder: String, _ paths: [String]) throws -> RootHash {
        var edge = RightEdge()
        for path in paths {
            guard case .hashes(let tile) = try TilePath(parsing: path) else { continue }
            let bytes = Array(try Vectors.data("\(folder)/\(path)"))
            let read = try HashTile(tile, parsing: bytes)
            #expect(read.bytes == bytes)
            for hash in read.hashes { edge.append(LeafHash(hash.digest)) }
        }
        return edge.root
    }

    @Test func `Sunlight's real tiles`() throws {
        let folder = "logs/sunlight-navigli2025h2"
        let full = (0...3).map { "tile/0/00\($0)" }
        let root = try Self.root(folder, full)
        #expect(
            Base64.encode(root.digest.bytes) == "EMfGG85uIddeOXt5/wdQGP3IQd0COCqoLg9Q6CsPLJA=")
        let whole = try Vectors.data("\(folder)/tile/0/003")
        let partial = try Vectors.data("\(folder)/tile/0/003.p/10")
        #expect(whole.prefix(320) == partial)
        #expect(try Self.root(folder, full.dropLast() + ["tile/0/003.p/10"]) != root)
        print(
            "vectors: 5 tiles of Sunlight; its data tiles are static-ct-api's, which we do not read"
        )
    }

    @Test func `the mirror's tiles and the witnesses' cosignatures of skylight`() throws {
        let rome = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706"
        let folder = "logs/skylight/witness/mirror/" + rome
        let root = try Self.root(folder, ["tile/0/000", "tile/0/001.p/44"])
        let first = try HashTile(
            required(Tile(level: 0, index: 0)),
            parsing: Array(try Vectors.data(folder + "/tile/0/000")))
        let above = try Vectors.data(folder + "/tile/1/000.p/1")
        #expect(
            first.hash(at: NodePosition(level: 8, index: 0))?.digest.bytes == Array(above))
        let cosigned = [
            (folder, "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O"),
            (
                "logs/skylight/witness/" + rome,
                "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN"
            ),
            (
                "logs/skylight/witness2/"
                    + "88ad7a28caeb0b2aa890fdf0304c2fcaf59fca2ee140134ff8c1300bac493482",
                "witness2.example.org+2e55b896+BIZ7fpceQWd60IfqQeS9IAnmNOCZjMDne8lZuguz/bi9"
            ),
        ]
        for (path, text) in cosigned {
            let key = try VerifierKey(text: text)
            let note = try UnopenedNote(parsing: try Vectors.text(path + "/checkpoint"))
            let opened = try note.open(with: [key])
            #expect(opened.signers.map(\.time) == [Instant(text: "2025-12-31T00:00:00Z")])
            let checkpoint = try Checkpoint(noteText: opened.text)
            // The monitoring path is SHA-256 of the origin.
            #expect(path.hasSuffix(Digest.sha256(checkpoint.origin.text.utf8).hex))
            #expect(checkpoint.size == TreeSize(300))
            #expect((checkpoint.root == root) == path.contains("mirror"))
        }
        print("vectors: 3 tiles and 3 cosignatures of skylight; its bundles are filler text")
    }

    @Test(arguments: [("proof-no-witness", 0), ("proof-cosigned", 1)])
    func `Sigsum's proofs`(name: String, cosignatures: Int) throws {
        let vector = try #require(
            try JSONSerialization.jsonObject(with: Vectors.data("logs/sigsum/keys.json"))
                as? [String: Any])
        let keys = try #require(vector["\(name).txt"] as? [String: String])
        let proof = try SigsumProof(Vectors.text("logs/sigsum/\(name).txt"))
        let log = try #require(Hexadecimal.decode(required(keys["log"])))
        let submitter = try #require(Hexadecimal.decode(required(keys["submit"])))
        let message = try #require(Hexadecimal.decode(required(vector["message_hex"] as? String)))
        let checksum = Digest.sha256(message)
        let leaf = LeafHash.of(
            entryBytes: checksum.bytes + proof.leafSignature + Digest.sha256(submitter).bytes)
        try InclusionProof(
            index: LeafIndex(proof.index), size: TreeSize(proof.size), hashes: proof.hashes
        ).check(leaf, in: proof.root)
        let origin = "sigsum.org/v1/tree/" + Digest.sha256(log).hex
        let key = try VerifierKey(name: origin, publicKey: log)
        let text = "\(origin)\n\(proof.size)\n\(Base64.encode(proof.root.digest.bytes))\n"
        var lines = [NoteSignature(name: origin, keyID: key.keyID, bytes: proof.signature).line]
        var witnesses: [VerifierKey] = []
        for one in proof.cosignatures {
            // The name of a cosigner is not signed, and Sigsum has none.
            let witness = try VerifierKey(
                name: "witness", algorithm: .cosignature,
                publicKey: required(Hexadecimal.decode(required(keys["witness"]))))
            #expect(one.keyHash == Digest.sha256(witness.publicKey).hex)
            lines.append(
                NoteSignature(name: "witness", keyID: witness.keyID, bytes: one.bytes).line)
            witnesses.append(witness)
        }
        let note = text + "\n" + lines.joined()
        #expect(try Checkpoint.open(note: note, with: key).checkpoint.root == proof.root)
        #expect(witnesses.count == cosignatures)
        if !witnesses.isEmpty {
            #expect(try UnopenedNote(parsing: note).open(with: witnesses).signers.count == 1)
        }
        print("vectors: Sigsum's \(name)")
    }
}

/// The parts of a Sigsum proof, version 0.
struct SigsumProof {
    var leafSignature: [UInt8] = []
    var size: UInt64 = 0
    var index: UInt64 = 0
    var root = RootHash.empty
    var signature: [UInt8] = []
    var hashes: [NodeHash] = []
    var cosignatures: [(keyHash: String, bytes: [UInt8])] = []

    init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            let value = String(parts[1])
            switch parts[0] {
            case "leaf":
                leafSignature = required(
                    Hexadecimal.decode(value.split(separator: " ")[2]))
            case "size": size = required(UInt64(value))
            case "leaf_index": index = required(UInt64(value))
            case "root_hash": root = RootHash(required(Digest(hex: value)))
            case "signature": signature = required(Hexadecimal.decode(value))
            case "node_hash": hashes.append(NodeHash(required(Digest(hex: value))))
            case "cosignature":
                let words = value.split(separator: " ")
                let seconds = required(UInt64(words[2]))
                let stamp = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
                cosignatures.append(
                    (String(words[1]), stamp + required(Hexadecimal.decode(words[3]))))
            default: break
            }
        }
    }
}
