// Consistency of checkpoints and receipts, and cosignatures, from the command line.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Consistency from the command line` {
    /// An archive with two entries, the checkpoints after each, and the key.
    static func made() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        for (number, name) in ["contract.md", "second.md"].enumerated() {
            try bench.write(name, "# Document \(number)\n")
            #expect(try bench.docket(["file", "--matter", "BAN-1", name]).status == 0)
            try bench.write("\(number + 1).checkpoint", try bench.docket(["checkpoint"]).output)
        }
        return bench
    }

    static let offline = ["1.checkpoint", "--proof", "growth.proof"]

    @Test func `is proven by the archive, and checked without it`() throws {
        let bench = try Self.made()
        let proven = try bench.docket(
            ["consistency", "1.checkpoint", "2.checkpoint", "-o", "growth.proof"])
        #expect(proven.status == 0, "\(proven.errors)")
        #expect(proven.output.contains("the log of size 1 is the beginning of that of size 2"))
        try FileManager.default.removeItem(atPath: bench.path("archive"))
        let checked = try bench.docket(["consistency"] + Self.offline + ["--key", "key.txt"])
        #expect(checked.status == 0, "\(checked.errors)")
        let named = try bench.docket(
            ["consistency", "1.checkpoint", "2.checkpoint", "--proof", "growth.proof", "--key"]
                + ["key.txt", "--json"])
        #expect(named.status == 0 && named.output.contains("\"old_size\":1"))
        let unpinned = try bench.docket(["consistency"] + Self.offline)
        #expect(unpinned.status == 3)
        // The proof of something else.
        let swapped = try bench.docket(
            ["consistency", "2.checkpoint", "--proof", "growth.proof", "--key", "key.txt"])
        #expect(swapped.status == 2)
    }

    @Test func `by sizes needs no files, and the empty log begins every log`() throws {
        let bench = try Self.made()
        #expect(try bench.docket(["consistency", "1", "2", "-o", "growth.proof"]).status == 0)
        #expect(
            try bench.docket(["consistency"] + Self.offline + ["--key", "key.txt"]).status == 0)
        #expect(try bench.docket(["consistency", "0", "2"]).status == 0)
        #expect(try bench.docket(["consistency", "0", "2", "-o", "none.proof"]).status == 1)
        #expect(!bench.exists("none.proof"))
        #expect(try bench.docket(["consistency", "2", "1"]).status == 64)
        #expect(try bench.docket(["consistency", "1", "3"]).status != 0)
        #expect(try bench.docket(["consistency", "1"]).status == 64)
    }

    @Test func `every changed byte of a proof is refused`() throws {
        let bench = try Self.made()
        #expect(try bench.docket(["consistency", "1", "2", "-o", "growth.proof"]).status == 0)
        let bytes = try bench.folder.read("growth.proof")
        for position in stride(from: 0, to: bytes.count, by: 11) {
            var changed = bytes
            changed[position] ^= 1
            try bench.folder.write("growth.proof", changed)
            let checked = try bench.docket(["consistency"] + Self.offline + ["--key", "key.txt"])
            #expect(checked.status == 2, "byte \(position): \(checked.errors)")
        }
    }

    @Test func `keeps an old receipt good under a newer checkpoint`() throws {
        let bench = try Self.made()
        #expect(try bench.docket(["consistency", "1", "2", "-o", "growth.proof"]).status == 0)
        let receipt = ["receipt", "contract.md.receipt", "--key", "key.txt"]
        let good = try bench.docket(
            receipt + ["--checkpoint", "2.checkpoint", "--proof", "growth.proof"])
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output.contains("and entry 0 of 2 in the same log"))
        #expect(try bench.docket(receipt + ["--checkpoint", "1.checkpoint"]).status == 0)
        let bare = try bench.docket(receipt + ["--checkpoint", "2.checkpoint"])
        #expect(bare.status == 2 && bare.errors.contains("docket consistency 1 2"))
        let wrong = try bench.docket(
            ["receipt", "second.md.receipt", "--key", "key.txt", "--proof", "growth.proof"])
        #expect(wrong.status == 2)
    }

    @Test func `a checkpoint of another history is proof against the archive`() throws {
        let bench = try Self.made()
        let other = try Self.made()
        // The same key, another log: what a cheating operator would have.
        let key = try other.folder.read("key.txt")
        try bench.folder.write("other.checkpoint", try other.folder.read("1.checkpoint"))
        let foreign = try bench.docket(["consistency", "other.checkpoint", "2"])
        #expect(foreign.status == 2)
        #expect(!key.isEmpty)
    }
}

@Suite struct `Cosignatures from the command line` {
    /// An archive with one entry, and a witness that knows it.
    static func made() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        #expect(try bench.docket(["file", "--matter", "BAN-1", "contract.md"]).status == 0)
        let made = try bench.docket(
            ["witness", "init", "--state", "w", "--name", "witness.example/w1"])
        try #require(made.status == 0, "\(made.errors)")
        try bench.write("w.txt", made.output)
        try #require(try bench.docket(["witness", "add", "--state", "w", "key.txt"]).status == 0)
        return bench
    }

    /// An annex that names the witness.
    static func writeAnnex(_ bench: CliWorkbench, key: String = "w.txt") throws {
        let archive = String(decoding: try bench.folder.read("key.txt"), as: UTF8.self)
        let witness = String(decoding: try bench.folder.read(key), as: UTF8.self)
        try bench.write(
            "annex.txt",
            """
            docket-annex/v1
            agreement sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
            version 1
            registry REGIS
            archive ARCH archive.example/trade \(archive)quorum archive.example/trade w1
            witness UNI w1 \(witness)
            """)
    }

    @Test func `are given for a log's other keys when one is dropped`() throws {
        let bench = try Self.made()
        let drop = ["witness", "drop", "--state", "w"]
        let only = try bench.docket(drop + ["key.txt"])
        #expect(only.status == 1 && only.errors.contains("no other key"), "\(only.errors)")
        let other = try CliWorkbench.withArchive().folder.read("key.txt")
        try bench.folder.write("other.txt", other)
        #expect(try bench.docket(drop + ["other.txt"]).errors.contains("not known by this key"))
        #expect(try bench.docket(["witness", "add", "--state", "w", "other.txt"]).status == 0)
        let dropped = try bench.docket(drop + ["key.txt"])
        #expect(dropped.status == 0, "\(dropped.errors)")
        try bench.write("request.txt", try bench.docket(["cosign", "--witness-request"]).output)
        let answer = try bench.docket(["witness", "cosign", "--state", "w", "request.txt"])
        #expect(answer.status == 2 && answer.errors.contains("not signed with the log's key"))
    }

    @Test func `are asked for, given, taken in and published`() throws {
        let bench = try Self.made()
        try Self.writeAnnex(bench)
        let request = try bench.docket(["cosign", "--witness-request"])
        #expect(
            request.status == 0 && request.output.hasPrefix("old 0\n\narchive.example/trade\n1\n"))
        try bench.write("request.txt", request.output)
        let answer = try bench.docket(["witness", "cosign", "--state", "w", "request.txt"])
        #expect(answer.status == 0, "\(answer.errors)")
        try bench.write("answer.txt", answer.output)
        let accept = ["cosign", "--accept", "answer.txt", "--annex", "annex.txt"]
        let taken = try bench.docket(accept)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.output.contains("witness.example/w1 cosigned size 1 at 20"))
        let listed = try bench.docket(["list"]).output
        #expect(listed.contains("docket.time.20") && listed.contains("-1.txt"), "\(listed)")
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        // The next request continues from the size that was cosigned.
        let next = try bench.docket(["cosign", "--witness-request"]).output
        #expect(next.hasPrefix("old 1\n"))
        try bench.write("next.txt", next)
        let second = try bench.docket(["witness", "cosign", "--state", "w", "next.txt"])
        #expect(second.status == 0, "\(second.errors)")
        try bench.write("answer.txt", second.output)
        #expect(try bench.docket(accept + ["--request", "next.txt"]).status == 0)
    }

    @Test func `an answer is refused unless a witness of the annex gave it for this checkpoint`()
        throws
    {
        let bench = try Self.made()
        try Self.writeAnnex(bench)
        try bench.write("request.txt", try bench.docket(["cosign", "--witness-request"]).output)
        let answer = try bench.docket(["witness", "cosign", "--state", "w", "request.txt"]).output
        let before = try bench.archiveState()
        let accept = ["cosign", "--accept", "answer.txt", "--annex", "annex.txt"]
        for changed in [
            "", "\n", answer + "x", String(answer.dropLast(8)) + "AAAAAA=\n", "x" + answer,
        ] {
            try bench.write("answer.txt", changed)
            #expect(try bench.docket(accept).status == 2, "\(changed)")
        }
        try bench.write("answer.txt", answer)
        let other = try bench.docket(
            ["witness", "init", "--state", "v", "--name", "witness.example/w1"])
        try bench.write("v.txt", other.output)
        try Self.writeAnnex(bench, key: "v.txt")
        #expect(try bench.docket(accept).status == 2)
        #expect(try bench.archiveState() == before)
        #expect(try bench.docket(["cosign", "--accept", "answer.txt"]).status == 64)
    }

    @Test func `a witness refuses with the status of the protocol`() throws {
        let bench = try Self.made()
        try bench.write("request.txt", try bench.docket(["cosign", "--witness-request"]).output)
        let cosign = ["witness", "cosign", "--state", "w", "request.txt"]
        #expect(try bench.docket(cosign).status == 0)
        let stale = try bench.docket(cosign + ["--json"])
        #expect(stale.status == 1)
        #expect(
            stale.output.contains("\"status\":409") && stale.output.contains("\"body\":\"1\\n\""))
        #expect(stale.errors.contains("ask with --from 1"))
        try bench.write("request.txt", "old x\n")
        #expect(try bench.docket(cosign + ["--json"]).output.contains("\"status\":400"))
        let stranger = try CliWorkbench.withArchive()
        try bench.write(
            "request.txt", try stranger.docket(["cosign", "--witness-request"]).output)
        let forged = try bench.docket(cosign + ["--json"])
        #expect(forged.status == 2 && forged.output.contains("\"status\":403"))
        let piped = try bench.docket(["witness", "cosign", "--state", "w", "-"])
        #expect(piped.status == 1 && piped.errors.contains("400"))
    }
}
