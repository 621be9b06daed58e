// Files of any size: read once, in bounded memory, and nothing left behind where filing is refused.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct LargeFiles {
    /// Makes a file with a beginning and an end, and nothing but zeros between.
    static func sparse(_ bench: CliWorkbench, _ name: String, size: UInt64) throws {
        try bench.write(name, "the beginning\n")
        let handle = try FileHandle(forWritingTo: URL(filePath: bench.path(name)))
        try handle.truncate(atOffset: size - 8)
        try handle.seekToEnd()
        handle.write(Data("the end\n".utf8))
        try handle.close()
    }

    /// Runs `docket` and gives the most memory that it had, in KiB. Only a process whose one child it is can tell.
    static func peak(_ bench: CliWorkbench, _ arguments: [String]) throws -> (CliResult, Int) {
        let program = """
            import resource, subprocess, sys
            status = subprocess.run(sys.argv[1:]).returncode
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
            sys.exit(status)
            """
        let docket = try CommandResult.product("docket")
        let result = try bench.run("python3", ["-c", program, docket] + arguments)
        let last = result.errors.split(separator: "\n").last.map(String.init) ?? ""
        return (result, try #require(Int(last), "\(result.errors)"))
    }

    /// 64 MiB in each run; as many GiB as `DOCKET_LARGE_GIB` says when it is asked for.
    static let sizes: [UInt64] = {
        let gib = ProcessInfo.processInfo.environment["DOCKET_LARGE_GIB"].flatMap(UInt64.init)
        return [64 << 20] + (gib.map { [$0 << 30] } ?? [])
    }()

    @Test(arguments: sizes) func `are filed in less than 64 MiB of memory`(size: UInt64) throws {
        let bench = try CliWorkbench.withArchive()
        try Self.sparse(bench, "large.bin", size: size)
        let (filed, memory) = try Self.peak(bench, ["file", "--matter", "BAN-1", "large.bin"])
        #expect(filed.status == 0, "\(filed.errors)")
        #expect(memory < 64 << 10, "\(memory) KiB")
        let check = try bench.docket([
            "receipt", "large.bin.receipt", "--content", "large.bin", "--key", "key.txt",
        ])
        #expect(check.status == 0, "\(check.errors)")
        let again = try bench.docket(["file", "--matter", "BAN-1", "large.bin"])
        #expect(again.output.contains("filed before"))
        #expect(try Self.incoming(bench).isEmpty)
    }

    @Test func `that are refused leave nothing behind`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.sparse(bench, "large.bin", size: 1 << 20)
        try bench.write("large.bin.receipt", "something else\n")
        let before = try bench.archiveState()
        for arguments in [["large.bin"], ["contract.md", "large.bin"], ["large.bin", "missing"]] {
            let filed = try bench.docket(["file", "--matter", "BAN-1"] + arguments)
            #expect(filed.status == 1, "\(filed.errors)")
        }
        let kind = try bench.docket(["file", "--matter", "BAN-1", "--kind", "claims", "large.bin"])
        #expect(kind.status == 1)
        #expect(try bench.archiveState() == before)
        #expect(try Self.incoming(bench).isEmpty)
    }

    @Test func `come through a pipe too`() throws {
        let bench = try CliWorkbench.withArchive()
        let docket = try CommandResult.product("docket")
        let script = """
            mkfifo pipe.bin && { head -c 3000000 /dev/zero > pipe.bin & } && \
            '\(docket)' file --matter BAN-1 pipe.bin
            """
        let filed = try bench.run("sh", ["-c", script])
        #expect(filed.status == 0, "\(filed.errors)")
        let receipt = try Receipt(parsing: bench.folder.read("pipe.bin.receipt"))
        #expect(receipt.filing.size == 3_000_000)
        #expect(receipt.filing.content == .sha256([UInt8](repeating: 0, count: 3_000_000)))
    }

    private static func incoming(_ bench: CliWorkbench) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: bench.path("archive/blobs/incoming"))
    }
}
