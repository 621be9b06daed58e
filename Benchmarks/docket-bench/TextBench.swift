// The texts of one entry, read, written and hashed, in memory.

import EvidenceValues
import TransparencyLog

/// Measurements in memory.
struct TextBench {
    let rounds = 10_000
    /// What alone is measured begins so; all if empty.
    let only: String

    func run() throws {
        let (filing, docketing, entry) = try World(spread: "active", count: 1_234_568)
            .exhibit(1_234_567)
        try texts(filing, docketing, entry)
        hashes(filing, docketing, entry)
        try proofs()
    }

    /// The best of many short runs: what the others take longer is the machine's.
    private func time(_ what: String, _ work: (Int) throws -> Int) rethrows {
        guard what.hasPrefix(only) else { return }
        var sum = 0
        var best = Timing(what: what, count: rounds, cpu: .infinity)
        for _ in 0..<(only.isEmpty ? 30 : 1000) {
            var timing = Timing(what: what, count: rounds)
            try timing.add { for round in 0..<rounds { sum &+= try work(round) } }
            if timing.cpu < best.cpu { best = timing }
        }
        best.report([("ns", (best.cpu / Double(rounds) * 1e9).rounded())])
        // Seen by the optimizer as an effect, so that no work is left out.
        if sum == 42 { print("") }
    }

    private func texts(_ filing: Filing, _ docketing: Docketing, _ entry: Entry) throws {
        let (filingText, docketingText, entryText) = (filing.bytes, docketing.bytes, entry.bytes)
        try time("parse entry") { _ in
            Int(truncatingIfNeeded: try Entry(parsing: entryText.span).received.milliseconds)
        }
        try time("parse docketing") { _ in
            Int(try Docketing(parsing: docketingText.span).number.value)
        }
        try time("read docketing fields") { _ in
            Int(try DocketingFields(parsing: docketingText.span).number.value)
        }
        try time("parse filing") { _ in Int(try Filing(parsing: filingText.span).size) }
        try time("read filing fields") { _ in Int(try FilingFields(parsing: filingText.span).size) }
        time("format entry") { _ in entry.bytes.count }
        time("format docketing") { _ in docketing.bytes.count }
        time("format filing") { _ in filing.bytes.count }
        let base64 = Array(Base64.encode(entry.filing.bytes).utf8)
        time("base64 of 32 bytes, read") { _ in
            Int(truncatingIfNeeded: Bytes32(base64: base64.span, at: 0)?.words.0 ?? 0)
        }
        let value = entry.filing.value
        time("base64 of 32 bytes, written (and an array)") { _ in
            [UInt8](textOf: 44) { $0.write(base64: value) }.count
        }
        time("an array of 44 bytes") { _ in
            [UInt8](textOf: 44) { $0.write(value) }.count
        }
    }

    private func hashes(_ filing: Filing, _ docketing: Docketing, _ entry: Entry) {
        let (filingText, docketingText, entryText) = (filing.bytes, docketing.bytes, entry.bytes)
        time("leaf hash") { _ in
            Int(truncatingIfNeeded: LeafHash.of(entry: entryText.span).digest.value.words.0)
        }
        time("digest of filing") { _ in
            Int(truncatingIfNeeded: Digest.sha256(filingText.span).value.words.0)
        }
        time("digest of docketing") { _ in
            Int(truncatingIfNeeded: Digest.sha256(docketingText.span).value.words.0)
        }
        var node = NodeHash(entry.leafHash)
        time("node hash") { _ in
            node = .over(node, node)
            return Int(truncatingIfNeeded: node.digest.value.words.0)
        }
        var edge = RightEdge()
        let leaf = entry.leafHash
        time("append to the right edge") { _ in
            edge.append(leaf)
            return 0
        }
    }

    private func proofs() throws {
        let leaves = (0..<UInt64(1_000_000)).map { LeafHash(Digest(Bytes32(words: ($0, 1, 2, 3)))) }
        let tree = MerkleTree(leaves)
        let places = (0..<1000).map { ($0 &* 7_919_317) % leaves.count }
        let proofs = places.compactMap {
            tree.inclusionProof(of: LeafIndex(UInt64($0)), in: tree.size)
        }
        let root = tree.root
        try time("verify an inclusion proof in 1,000,000") { round in
            try proofs[round % 1000].check(leaves[places[round % 1000]], in: root)
            return 0
        }
        time("make an inclusion proof in 1,000,000, in memory") { round in
            tree.inclusionProof(of: LeafIndex(UInt64(places[round % 1000])), in: tree.size)?.hashes
                .count ?? 0
        }
    }
}
