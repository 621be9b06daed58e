// Proofs of inclusion and of consistency that prove something else, or the same in another spelling. Entry, checkpoint and seal are sound.

import EvidenceBundle
import EvidenceValues
import TransparencyLog

private let proof = "log/2.tlog-proof"
private let unproven = HostileVerdict.failed(
    "LOG.INCLUSION", also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"])

extension HostileTrick {
    private static func text(
        _ title: String, _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        HostileTrick(
            .proofs, title, .party, unproven,
            .members { members, _ in
                let old = try members.text(proof)
                let new = try change(old)
                try members.edit(proof) { _ in new }
            })
    }

    private static func parsed(
        _ title: String, _ change: @escaping @Sendable (TlogProof) throws -> TlogProof
    ) -> HostileTrick {
        text(title) { try change(TlogProof(parsing: Array($0.utf8))).text }
    }

    private static func hashes(
        _ title: String, _ change: @escaping @Sendable (inout [NodeHash]) -> Void
    ) -> HostileTrick {
        parsed(title) { old in
            var hashes = old.hashes
            change(&hashes)
            return TlogProof(index: old.index, hashes: hashes, checkpoint: old.checkpoint)
        }
    }

    static var proofs: [HostileTrick] { paths + spellings + consistencies }

    private static let paths: [HostileTrick] = [
        hashes("a hash fewer") { $0.removeLast() },
        hashes("no hashes") { $0 = [] },
        hashes("a hash more") { $0.append($0[0]) },
        hashes("sixty-four hashes") { $0 = [NodeHash](repeating: $0[0], count: 64) },
        hashes("two hashes changed places") { $0.swapAt(0, 1) },
        hashes("hashes in the other order") { $0.reverse() },
        hashes("a hash twice") { $0[1] = $0[0] },
        hashes("a hash of nothing") { $0[0] = NodeHash(.sha256([])) },
        parsed("another index") {
            TlogProof(index: LeafIndex(1), hashes: $0.hashes, checkpoint: $0.checkpoint)
        },
        parsed("an index beyond the tree") {
            TlogProof(index: LeafIndex(10), hashes: $0.hashes, checkpoint: $0.checkpoint)
        },
        parsed("the greatest index") {
            TlogProof(index: LeafIndex(.max), hashes: $0.hashes, checkpoint: $0.checkpoint)
        },
        parsed("something more beside the proof") {
            TlogProof(index: $0.index, hashes: $0.hashes, checkpoint: $0.checkpoint, extra: [1])
        },
        parsed("an empty something beside the proof") {
            TlogProof(index: $0.index, hashes: $0.hashes, checkpoint: $0.checkpoint, extra: [])
        },
        HostileTrick(
            .proofs, "the proof of another entry", .party, unproven,
            .members { members, _ in
                members[proof] = try members.bytes("log/1.tlog-proof")
            }),
        HostileTrick(
            .proofs, "the proof for an earlier checkpoint", .party, unproven,
            .members { members, world in
                let log = try world.log()
                let early = try present(log.tree.inclusionProof(of: LeafIndex(2), in: TreeSize(8)))
                members[proof] = Array(
                    TlogProof(
                        index: LeafIndex(2), hashes: early.hashes, checkpoint: try log.note(of: 8)
                    ).text.utf8)
            }),
        HostileTrick(
            .proofs, "the checkpoint of the proof signed by a stranger", .outsider, unproven,
            .members { members, world in
                try members.edit(proof) { text in
                    let note = (try? world.log().note(by: world.keys.double)) ?? ""
                    let head = text.components(separatedByBlankLine: ())
                    return head + "\n\n" + note
                }
            }),
        HostileTrick(
            .proofs, "a cosignature more than the checkpoint has", .outsider, unproven,
            .members { members, world in
                let line = try world.keys.north.line(on: try world.log().note(), at: world.time)
                try members.edit(proof) { $0 + line }
            }),
        HostileTrick(
            .proofs, "the leaf given for the root of a tree of one", .archive,
            .failed(
                "LOG.INCLUSION",
                also: [
                    "BUNDLE.DIFFERS", "LOG.FORKED", "LOG.CONSISTENCY", "BUNDLE.UNEXPECTED_MEMBER",
                ]),
            .world { world in
                world.checkpoint = { log in
                    let leaf = try log.filed("deed.BETA.p7s").leaf
                    return try Checkpoint(
                        origin: log.keys.origin, size: TreeSize(1), root: RootHash(leaf.digest)
                    ).sign(with: log.signer).note
                }
            }),
        HostileTrick(
            .proofs, "an inner node of the tree given for an entry", .archive,
            .failed("LOG.ENTRY_MALFORMED", also: ["BUNDLE.DIFFERS", "BUNDLE.UNEXPECTED_MEMBER"]),
            .members { members, world in
                let log = try world.log()
                let leaves = [log.logged[2].leaf, log.logged[3].leaf].map(\.digest.bytes)
                members["log/2.entry"] = leaves[0] + leaves[1]
            }),
    ]

    private static let spellings: [HostileTrick] = [
        text("an empty proof") { _ in "" },
        text("another version") { $0.replacing("tlog-proof@v1", with: "tlog-proof@v2") },
        text("no first line") { $0.replacing("c2sp.org/tlog-proof@v1\n", with: "") },
        text("carriage returns") { $0.replacing("\n", with: "\r\n") },
        text("a leading zero in the index") { $0.replacing("index 2", with: "index 02") },
        text("a plus in the index") { $0.replacing("index 2", with: "index +2") },
        text("an index twice") { $0.replacing("index 2\n", with: "index 2\nindex 2\n") },
        text("no index") { $0.replacing("index 2\n", with: "") },
        text("an index no number holds") {
            $0.replacing("index 2", with: "index 99999999999999999999")
        },
        text("a blank behind the index") { $0.replacing("index 2\n", with: "index 2 \n") },
        text("a hash without padding") { $0.replacing("=\n", with: "\n", maxReplacements: 1) },
        text("a hash in hexadecimal") {
            $0.replacing("index 2\n", with: "index 2\n" + String(repeating: "ab", count: 32) + "\n")
        },
        text("an empty line among the hashes") { $0.replacing("index 2\n", with: "index 2\n\n") },
        text("no checkpoint") { $0.components(separatedByBlankLine: ()) + "\n\n" },
        text("no checkpoint and no blank line") { $0.components(separatedByBlankLine: ()) + "\n" },
        text("a line behind the checkpoint") { $0 + "paid\n" },
        text("no line feed at the end") { String($0.dropLast()) },
        text("a byte-order mark") { "\u{FEFF}" + $0 },
        text("sixty-five hashes") { text in
            let line = Base64.encode([UInt8](repeating: 7, count: 32)) + "\n"
            return text.replacing(
                "index 2\n", with: "index 2\n" + String(repeating: line, count: 65))
        },
    ]

    private static let consistency = "log/consistency/4"
    private static let open = HostileVerdict.indeterminate("LOG.CONSISTENCY")
    private static let broken = HostileVerdict.failed("LOG.CONSISTENCY")

    private static func step(
        _ title: String, _ verdict: HostileVerdict = broken,
        _ change: @escaping @Sendable (String) throws -> String
    ) -> HostileTrick {
        HostileTrick(
            .consistency, title, .party, verdict,
            .members { members, _ in
                let old = try members.text(consistency)
                let new = try change(old)
                try members.edit(consistency) { _ in new }
            })
    }

    private static func grown(
        _ title: String, _ change: @escaping @Sendable (inout [NodeHash]) -> Void
    ) -> HostileTrick {
        step(title) { text in
            let (old, note) = try ConsistencyProof.parse(Array(text.utf8))
            var hashes = old.hashes
            change(&hashes)
            return ConsistencyProof(from: old.from, to: old.to, hashes: hashes).text(
                checkpoint: note)
        }
    }

    private static let consistencies: [HostileTrick] = [
        HostileTrick(
            .consistency, "a proof left out", .party, open,
            .members { members, _ in try members.remove(consistency) }),
        HostileTrick(
            .consistency, "the last proof left out", .party, open,
            .members { members, _ in try members.remove("log/consistency/8") }),
        HostileTrick(
            .consistency, "a proof under the name of another size", .party, broken,
            .members { members, _ in
                members[consistency] = try members.bytes("log/consistency/7")
            }),
        HostileTrick(
            .consistency, "a proof that nothing asks for", .party,
            .failed("BUNDLE.UNEXPECTED_MEMBER"),
            .members { members, world in
                let log = try world.log()
                let more = try present(
                    log.tree.consistencyProof(from: TreeSize(3), to: TreeSize(10)))
                members["log/consistency/3"] = Array(more.text(checkpoint: try log.note()).utf8)
            }),
        HostileTrick(
            .consistency, "a proof from the empty tree", .party,
            .failed("BUNDLE.UNEXPECTED_MEMBER"),
            .members { members, _ in
                members["log/consistency/0"] = try members.bytes(consistency)
            }),
        HostileTrick(
            .consistency, "a proof from the log's own size", .party,
            .failed("BUNDLE.UNEXPECTED_MEMBER"),
            .members { members, _ in
                members["log/consistency/10"] = try members.bytes(consistency)
            }),
        HostileTrick(
            .consistency, "a size with a leading zero", .party,
            .failed("BUNDLE.UNEXPECTED_MEMBER", also: ["LOG.CONSISTENCY"]),
            .members { members, _ in
                try members.rename(consistency, "log/consistency/04")
            }),
        grown("a hash fewer") { $0.removeLast() },
        grown("no hashes") { $0 = [] },
        grown("a hash more") { $0.append(NodeHash(.sha256([1]))) },
        grown("hashes in the other order") {
            $0.append($0[0])
            $0.reverse()
        },
        grown("another hash") { $0[0] = NodeHash(.sha256([1])) },
        step("another old size") { $0.replacing("old 4", with: "old 5") },
        step("a leading zero in the old size") { $0.replacing("old 4", with: "old 04") },
        step("no old size") { $0.replacing("old 4\n", with: "") },
        step("carriage returns") { $0.replacing("\n", with: "\r\n") },
        step("an empty proof") { _ in "" },
        step("no line feed at the end") { String($0.dropLast()) },
        step("a checkpoint by a stranger") { text in
            let (old, _) = try ConsistencyProof.parse(Array(text.utf8))
            let log = try HostileMade.sound.get().world.log()
            return old.text(checkpoint: try log.note(by: log.keys.double))
        },
        step("to an earlier checkpoint") { _ in
            let log = try HostileMade.sound.get().world.log()
            let early = try present(log.tree.consistencyProof(from: TreeSize(4), to: TreeSize(8)))
            return early.text(checkpoint: try log.note(of: 8))
        },
        fork(
            "a checkpoint of another tree of the same size filed by a party", "cp-fork.txt", size: 4
        ),
        fork(
            "a checkpoint of another tree of a size that nothing else has", "cp-fork.txt", size: 5),
        fork("a checkpoint of another tree of the bundle's own size", "cp-fork.txt", size: 11),
        HostileTrick(
            .consistency, "a checkpoint of a log that is larger than what is shown", .archive,
            .indeterminate("LOG.CONSISTENCY", also: ["TST.NO_POE"]),
            .world { world in
                try world.add(
                    PlannedFiling("future.txt", .checkpoint, by: "BETA", at: "2026-03-04T10:00:00Z")
                    { log in
                        Array(
                            try Checkpoint(
                                origin: log.keys.origin, size: TreeSize(500),
                                root: RootHash(.sha256([1]))
                            ).sign(with: log.signer).note.utf8)
                    })
            }),
        HostileTrick(
            .consistency, "another tree signed inside a party's signature", .archive,
            .failed("LOG.FORKED"),
            .world { world in
                try world.edit("deed.BETA.p7s") { plan in
                    plan.content = { log in
                        try HostileTexts.signature(by: "BETA") {
                            $0.checkpointNote = try Checkpoint(
                                origin: log.keys.origin, size: TreeSize(2),
                                root: RootHash(.sha256([1]))
                            ).sign(with: log.signer).note
                        }(log)
                    }
                }
            }),
        HostileTrick(
            .consistency, "another tree named in a filing", .archive, .failed("LOG.FORKED"),
            .world { world in
                try world.edit("letter.txt") { plan in
                    plan.checkpoint = { log in
                        try Checkpoint(
                            origin: log.keys.origin, size: TreeSize(4), root: RootHash(.sha256([1]))
                        ).sign(with: log.signer).note
                    }
                }
            }),
    ]

    private static func fork(_ title: String, _ name: String, size: UInt64) -> HostileTrick {
        HostileTrick(
            .consistency, title, .archive, .failed("LOG.FORKED", also: ["LOG.CONSISTENCY"]),
            .world { world in
                try world.add(
                    PlannedFiling(name, .checkpoint, by: "BETA", at: "2026-03-04T10:00:00Z") {
                        log in
                        Array(
                            try Checkpoint(
                                origin: log.keys.origin, size: TreeSize(size),
                                root: RootHash(.sha256([1]))
                            ).sign(with: log.signer).note.utf8)
                    })
            })
    }
}

extension String {
    /// What stands before the first blank line.
    func components(separatedByBlankLine: Void) -> String {
        firstRange(of: "\n\n").map { String(self[..<$0.lowerBound]) } ?? self
    }
}
