// The tree over a block, hashed level by level, against the tree that grows leaf by leaf; and an audit that leaves the notes' signatures out.

import EvidenceValues
import Testing
import TransparencyLog

@testable import ArchiveAudit

@Suite struct `The tree over a block` {
    private static func rows(_ count: Int) -> [RowFacts] {
        (0..<count).map { number in
            var facts = RowFacts(LeafIndex(UInt64(number)))
            facts.leaf = LeafHash(.sha256([UInt8(truncatingIfNeeded: number), 7]))
            return facts
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 100, 255, 256])
    func `has the root of each of its sizes`(count: Int) {
        let rows = Self.rows(count)
        var tree = BlockTree()
        // What stood there before leaves no trace.
        tree.build(over: Self.rows(256).reversed())
        tree.build(over: rows)
        #expect(tree.leaves == rows.compactMap(\.leaf).map { NodeHash($0) })
        for size in 0...count {
            let plain = MerkleTree(rows.prefix(size).compactMap(\.leaf)).root
            #expect(tree.peaks(of: size).root == plain, "\(size)")
        }
        #expect((tree.root == nil) == (count < 256))
        if let root = tree.root { #expect(root.digest == tree.peaks(of: 256).root.digest) }
    }
}

@Suite struct `An audit without notes` {
    private func report(_ archive: AuditedArchive, opensNotes: Bool) -> AuditReport {
        audit(
            folder: archive.folder, surroundings: archive.workshop.surroundings,
            AuditPlan(.full, time: archive.time, opensNotes: opensNotes))
    }

    @Test func `leaves out signatures alone, and only if it is told to`() throws {
        let archive = try AuditedArchive()
        #expect(report(archive, opensNotes: false).isClean)
        // The end of a note is of its signature.
        try archive.forge(
            """
            UPDATE note SET note = substr(note, 1, length(note) - 10) || 'AAAAAAA'
                || substr(note, -3) WHERE size = 100
            """)
        // A receipt that is put together with this note is found wanting all the same.
        let left = Set(report(archive, opensNotes: false).faults.map(\.code))
        #expect(left.isSubset(of: [.receipt]))
        let told = report(archive, opensNotes: true).faults.map(\.code)
        #expect(told.contains(.checkpoint))
        let usual = AuditPlan(.full, time: archive.time)
        #expect(usual.opensNotes)
        // What the note says is still compared with the checkpoint's row.
        try archive.forge(
            "UPDATE note SET note = (SELECT note FROM note WHERE size = 200) WHERE size = 100")
        let mixed = report(archive, opensNotes: false).faults.map(\.code)
        #expect(mixed.contains(.checkpoint))
    }
}
