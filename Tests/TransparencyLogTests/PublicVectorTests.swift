// The public vectors: transparency-dev/merkle and formats, golang, Tessera's test log, Rekor v2 (see the vectors' own README for
// origin and licence). Each test says how many cases there must be at least, so that an empty folder cannot pass.

import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite(.enabled(if: Vectors.areThere)) struct `Public vectors` {
    struct Inclusion: Decodable {
        let leafIdx: UInt64, treeSize: UInt64
        let root: String?, leafHash: String?
        let proof: [String?]?
        let wantErr: Bool
    }
    struct Consistency: Decodable {
        let size1: UInt64, size2: UInt64
        let root1: String?, root2: String?
        let proof: [String?]?
        let wantErr: Bool
    }

    static func digest(_ text: String?) -> Digest? {
        text.flatMap { Base64.decode($0) }.flatMap { Digest(bytes: $0) }
    }

    static func nodes(_ texts: [String?]?) -> [NodeHash]? {
        let digests = (texts ?? []).map { digest($0) }
        return digests.contains(nil) ? nil : digests.compactMap { $0.map(NodeHash.init) }
    }

    @Test func `inclusion proofs of transparency-dev/merkle`() throws {
        let files = Vectors.files("logs/merkle/inclusion", ending: ".json")
        #expect(files.count >= 98)
        for file in files {
            let vector = try Vectors.json(file, as: Inclusion.self)
            var isValid = false
            if let root = Self.digest(vector.root), let leaf = Self.digest(vector.leafHash),
                let hashes = Self.nodes(vector.proof)
            {
                let proof = InclusionProof(
                    index: LeafIndex(vector.leafIdx), size: TreeSize(vector.treeSize),
                    hashes: hashes)
                isValid = (try? proof.check(LeafHash(leaf), in: RootHash(root))) != nil
            }
            #expect(isValid != vector.wantErr, "\(file)")
        }
        print("vectors: \(files.count) inclusion proofs")
    }

    @Test func `consistency proofs of transparency-dev/merkle`() throws {
        let files = Vectors.files("logs/merkle/consistency", ending: ".json")
        #expect(files.count >= 98)
        for file in files {
            let vector = try Vectors.json(file, as: Consistency.self)
            var isValid = false
            if let old = Self.digest(vector.root1), let new = Self.digest(vector.root2),
                let hashes = Self.nodes(vector.proof)
            {
                let proof = ConsistencyProof(
                    from: TreeSize(vector.size1), to: TreeSize(vector.size2), hashes: hashes)
                isValid = (try? proof.check(from: RootHash(old), to: RootHash(new))) != nil
            }
            // Its roots are twelve bytes, which are no hashes at all here.
            let isOtherHash = file.hasSuffix("sizes-are-equal-one-and-proof-is-empty.json")
            #expect(isValid != (vector.wantErr || isOtherHash), "\(file)")
        }
        print("vectors: \(files.count) consistency proofs")
    }

    struct Roots: Decodable { let leafInputsHex: [String], rootsHexSize1To8: [String] }

    @Test func `the roots of RFC 6962's test data`() throws {
        let vector = try Vectors.json("logs/rfc6962-roots.json", as: Roots.self)
        let tree = MerkleTree(
            vector.leafInputsHex.map { .of(entryBytes: required(Hexadecimal.decode($0))) })
        let roots = (1...8).map { required(tree.root(at: TreeSize($0))).digest.hex }
        #expect(roots == vector.rootsHexSize1To8)
    }

    struct LogProofs: Decodable {
        struct One: Decodable { let index: UInt64, size: UInt64, proof: [String] }
        struct Two: Decodable { let from: UInt64, to: UInt64, proof: [String] }
        let leaves: [String], rootsB64: [String], inclusion: [One], consistency: [Two]
    }

    @Test func `Tessera's test log comes out to the byte`() throws {
        let vector = try Vectors.json("logs/tessera-testlog-proofs.json", as: LogProofs.self)
        let signer = try NoteSigner(
            secretKeyText: "PRIVATE+KEY+example.com/log/testdata+33d7b496"
                + "+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg")
        let origin = required(ArchiveOrigin("example.com/log/testdata"))
        let tree = MerkleTree(vector.leaves.map { .of(entryBytes: Array($0.utf8)) })
        for size in 0...15 {
            let root = required(tree.root(at: TreeSize(UInt64(size))))
            #expect(Base64.encode(root.digest.bytes) == vector.rootsB64[size])
            let signed = try Checkpoint(
                origin: origin, size: TreeSize(UInt64(size)), root: root
            ).sign(with: signer)
            #expect(
                Array(signed.note.utf8)
                    == Array(try Vectors.data("logs/tessera-testlog/checkpoint.\(size)")))
        }
        #expect(vector.inclusion.count >= 120 && vector.consistency.count >= 105)
        for one in vector.inclusion {
            let proof = required(
                tree.inclusionProof(of: LeafIndex(one.index), in: TreeSize(one.size)))
            #expect(proof.hashes.map { Base64.encode($0.digest.bytes) } == one.proof)
        }
        for one in vector.consistency {
            let proof = required(
                tree.consistencyProof(from: TreeSize(one.from), to: TreeSize(one.to)))
            #expect(proof.hashes.map { Base64.encode($0.digest.bytes) } == one.proof)
        }
        print(
            "vectors: 16 checkpoints, \(vector.inclusion.count + vector.consistency.count) proofs")
    }

    struct Keys: Decodable {
        struct Note: Decodable { let note: String, vkey: String }
        struct Plain: Decodable { let vkey: String, badVkeys: [String]? }
        struct Many: Decodable { let vkeys: [String] }
        let verifiable: [Note], keysWithoutNote: [Plain], publicLogVkeys2026: Many
    }

    @Test func `real notes and keys`() throws {
        let vector = try Vectors.json("logs/notes/keys.json", as: Keys.self)
        #expect(vector.verifiable.count >= 3)
        for one in vector.verifiable {
            let key = try VerifierKey(text: one.vkey)
            let note = try Vectors.text("logs/notes/" + one.note)
            #expect(try UnopenedNote(parsing: note).open(with: [key]).signers.map(\.key) == [key])
            let first = required(note.first)
            #expect(throws: NoteError.badSignature(name: key.name, keyID: key.keyID)) {
                try UnopenedNote(parsing: (first == "x" ? "y" : "x") + note.dropFirst())
                    .open(with: [key])
            }
        }
        let good = vector.keysWithoutNote.map(\.vkey) + vector.publicLogVkeys2026.vkeys
        for text in good { #expect(try VerifierKey(text: text).text == text) }
        let bad = vector.keysWithoutNote.flatMap { $0.badVkeys ?? [] }
        #expect(good.count >= 8 && bad.count >= 2)
        for text in bad { #expect(throws: NoteError.self) { try VerifierKey(text: text) } }
    }

    struct Formats: Decodable {
        struct Bodies: Decodable { let bad: [String] }
        struct Cosigned: Decodable {
            let name: String, vkey: String, note: String
            let valid: Bool
        }
        let signedCheckpoints: [Cosigned]
        let vkeysBad: [[String]]
        let checkpointBodyParse: Bodies
    }

    @Test func `notes, keys and checkpoints of transparency-dev/formats`() throws {
        let vector = try Vectors.json("logs/notes/transparency-dev-formats.json", as: Formats.self)
        for pair in vector.vkeysBad {
            #expect(throws: NoteError.self, "\(pair[0])") { try VerifierKey(text: pair[1]) }
        }
        for text in vector.checkpointBodyParse.bad {
            #expect(throws: NoteError.self) { try Checkpoint(noteText: text) }
        }
        var checked = 0
        for one in vector.signedCheckpoints {
            guard let key = try? VerifierKey(text: one.vkey) else { continue }
            checked += 1
            let opened = try? UnopenedNote(parsing: one.note).open(with: [key])
            #expect((opened != nil) == one.valid, "\(one.name)")
        }
        #expect(checked >= 1)
        print("vectors: \(checked) of \(vector.signedCheckpoints.count) signed checkpoints")
    }

    struct Proofs: Decodable {
        struct Valid: Decodable {
            let name: String, text: String, index: UInt64, checkpoint: String
            let hashes: [String]
            let extraB64: String?
        }
        struct Invalid: Decodable {
            let name: String
            let text: String?, textPrefix: String?, textSuffix: String?
        }
        let valid: [Valid], invalid: [Invalid]
    }

    @Test func `texts of tlog-proofs`() throws {
        let vector = try Vectors.json("logs/tlog-proof/parse.json", as: Proofs.self)
        #expect(vector.valid.count >= 3 && vector.invalid.count >= 8)
        for one in vector.valid {
            let proof = try TlogProof(parsing: Array(one.text.utf8))
            #expect(proof.text == one.text)
            #expect(proof.index == LeafIndex(one.index))
            #expect(proof.hashes.map { Base64.encode($0.digest.bytes) } == one.hashes)
            #expect(proof.extra.map { Base64.encode($0) } == one.extraB64)
            #expect(proof.checkpoint == one.checkpoint)
        }
        for one in vector.invalid {
            let text =
                one.text ?? (one.textPrefix ?? "") + String(repeating: "a", count: 66_560)
                + (one.textSuffix ?? "")
            #expect(throws: FormatError.self, "\(one.name)") {
                try TlogProof(parsing: Array(text.utf8))
            }
        }
    }

    @Test func `whole tlog-proofs, some with cosignatures`() throws {
        let files = Vectors.files("logs/tlog-proof", ending: ".tlog-proof")
        #expect(files.count >= 7)
        let testlog = try VerifierKey(
            text: "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
        let words = [0: "one", 7: "eit", 14: "fivten"] as [UInt64: String]
        for file in files {
            let proof = try TlogProof(parsing: Array(try Vectors.data(file)))
            let base = file.dropLast(".tlog-proof".count)
            let entry =
                try (try? Vectors.data(base + ".leaf")).map { Array($0) }
                ?? Array(#require(words[proof.index.value]).utf8)
            let keys = try ((try? Vectors.text(base + ".vkeys")) ?? testlog.text)
                .split(separator: "\n").map { try VerifierKey(text: String($0)) }
            let leaf = LeafHash.of(entryBytes: entry)
            let key = try #require(
                keys.first { key in
                    (try? proof.check(leaf, with: key)) != nil
                })
            #expect(throws: ReceiptError.inclusion(.wrongRoot)) {
                try proof.check(LeafHash.of(entryBytes: entry + [0]), with: key)
            }
        }
        print("vectors: \(files.count) whole tlog-proofs")
    }

    @Test func `a real cosignature gives its time`() throws {
        let origin = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706"
        let note = try Vectors.text("logs/skylight/witness/\(origin)/checkpoint")
        let key = try VerifierKey(
            text: "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN")
        let opened = try UnopenedNote(parsing: note).open(with: [key])
        #expect(opened.signers.map(\.time) == [Instant(text: "2025-12-31T00:00:00Z")])
        let later = note.replacing("uKLPIAAAAABpVGeA", with: "uKLPIAAAAABpVGeB")
        #expect(throws: NoteError.badSignature(name: key.name, keyID: key.keyID)) {
            try UnopenedNote(parsing: later).open(with: [key])
        }
    }
}
