// Commands as processes: how much they talk, what an interrupt leaves, and what they say to a user who may not.

import EvidenceTesting
import Foundation
import Testing

@Suite struct QuietCommands {
    /// Each with talk on standard error when it is not quiet.
    static let talking: [[String]] = [
        ["init", "--origin", "archive.example/other", "--archive", "other"],
        ["sign", "claims.txt", "-o", "new.p7s"] + CliMatter.identity,
        ["timestamp", "request", "claims.txt", "-o", "new.tsq"],
        ["file", "--matter", "BAN-2", "claims.txt", "--again"], ["checkpoint", "--file"],
        ["show", "0", "--output", "new.bin"], ["receipt", "new.receipt"],
        CliMatter.bundle + ["-o", "new.asice"],
        ["verify", "b.asice", "--report", "new.html"] + CliMatter.pins,
    ]

    @Test(arguments: talking) func `say nothing but data`(arguments: [String]) throws {
        let loud = try run(arguments)
        #expect(loud.errors.hasPrefix("docket: "))
        let quiet = try run(arguments + ["--quiet"])
        #expect(quiet.errors == "")
        #expect(quiet.status == loud.status)
        #expect(quiet.output.isEmpty == loud.output.isEmpty)
    }

    @Test func `still say what went wrong`() throws {
        let bench = try CliWorkbench.withArchive()
        let result = try bench.docket(["file", "--matter", "BAN-1", "none.md", "-q"])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("docket: error: cannot read none.md"))
    }

    /// No output has a colour or moves a cursor, so NO_COLOR, TERM=dumb and no terminal are all the same.
    @Test func `and loud ones print no escape sequences`() throws {
        for arguments in Self.talking + [["list"], ["audit", "--no-file"]] {
            let result = try run(arguments)
            #expect(!(result.output + result.errors).contains("\u{1B}"), "\(arguments)")
        }
    }

    private func run(_ arguments: [String]) throws -> CliResult {
        let bench = try CliMatter.copy()
        if arguments[0] == "receipt" {
            _ = try bench.docket(["show", "0", "--receipt", "new.receipt"])
        }
        return try bench.docket(arguments)
    }
}

@Suite struct CommandsThatTakeLong {
    @Test func `read what is to be filed while others file`() throws {
        let bench = try CliWorkbench.withArchive()
        // The second command ends while the first one, which has 100,000 bytes already, waits for the rest.
        let script = """
            set -e
            mkfifo pipe
            "$1" file --matter BAN-1 --quiet pipe & pid=$!
            exec 3> pipe
            head -c 100000 /dev/zero >&3
            timeout 8 "$1" file --matter BAN-1 --quiet contract.md
            timeout 8 "$1" hold --matter BAN-1 --by Roe --ground Case --quiet
            head -c 50000 /dev/zero >&3
            exec 3>&-
            wait $pid
            rm pipe
            """
        let result = try bench.run(
            "bash", ["-c", script, "-", CommandResult.product("docket")])
        #expect(result.status == 0, "\(result.errors)")
        let list = try bench.docket(["list", "--matter", "BAN-1"])
        let names = list.output.split(separator: "\n")
        #expect(names.count == 3 && names.last?.contains("pipe") == true, "\(list.output)")
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
    }
}

@Suite struct InterruptedCommands {
    /// Whoever runs these tests in the background may have made all their children deaf to SIGINT.
    private static let interruptible = ["--default-signal=INT"]

    @Test func `leave with status 130 and nothing behind them`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        let before = try bench.archiveState()
        // The shell's `exec` returns when docket has opened the pipe, and docket waits for what never comes.
        let script = """
            set -m
            mkfifo pipe
            "$1" file --matter BAN-1 pipe & pid=$!
            exec 3> pipe
            kill -INT $pid
            wait $pid; status=$?
            rm pipe
            exit $status
            """
        let names = try bench.names()
        let result = try bench.run(
            "env",
            Self.interruptible + ["bash", "-c", script, "-", CommandResult.product("docket")]
        )
        #expect(result.status == 130)
        #expect(try bench.archiveState() == before)
        #expect(try bench.names() == names)
    }

    /// At moments spread over all of its work, the writing included.
    @Test func `leave no bundle or a whole one`() throws {
        let bench = try CliMatter.copy()
        let docket = try CommandResult.product("docket")
        let start = ContinuousClock.now
        try #require(bench.docket(CliMatter.bundle + ["-o", "first.asice"]).status == 0)
        let duration = (ContinuousClock.now - start) / Duration.seconds(1)
        let names = try bench.names()
        var interrupted = 0
        for part in 1...8 {
            let process = try bench.prepared(
                "env", Self.interruptible + [docket] + CliMatter.bundle + ["-o", "new.asice"])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: duration * Double(part) / 8)
            process.interrupt()
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { interrupted += 1 }
            if bench.exists("new.asice") {
                #expect(try bench.verify(["new.asice", "-q"] + CliMatter.pins).status == 0)
                try FileManager.default.removeItem(atPath: bench.path("new.asice"))
            }
            #expect(try bench.names() == names)
        }
        #expect(interrupted > 0)
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
    }
}

/// Commands of a user who is not the archive's, run as `nobody`; they need root to become it.
@Suite struct CommandsWithoutPermission {
    private static let nobody = "65534"

    @Test(arguments: [
        (["list"], Int32(1), "permission denied"),
        (["file", "--matter", "BAN-1", "open.md"], 1, "permission denied"),
        (["audit"], 1, "permission denied"),
        (["receipt", "closed"], 1, "cannot read closed: permission denied"),
        (["verify", "closed"], 1, "cannot read closed: permission denied"),
        (["sign", "open.md", "--key", "closed", "--cert", "CA.crt", "-o", "s"], 1, "cannot read"),
        (["timestamp", "request", "open.md", "-o", "q.tsq"], 1, "cannot write q.tsq: permission"),
        (["init", "--origin", "a.example/b", "--archive", "new"], 1, "permission denied"),
    ])
    func `are refused, and told why`(
        arguments: [String], status: Int32, words: String
    ) throws {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        try bench.write("open.md", "Open.\n")
        try bench.write("closed", "Closed.\n")
        try chmod(bench, ["600", "closed"])
        guard let result = try asNobody(bench, arguments) else { return }
        let names = try bench.names()
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.output == "")
        #expect(try bench.names() == names)
    }

    @Test func `still audit an archive of theirs in a folder where they may not write`() throws {
        let bench = try CliMatter.copy()
        guard try asNobody(bench, ["--version"]) != nil else { return }
        let script = "chown -R \(Self.nobody) archive state && chmod -R a-w archive"
        try #require(bench.run("sh", ["-c", script]).status == 0)
        for command in [["audit", "--no-file"], ["list"], ["show", "3"]] {
            let result = try #require(try asNobody(bench, command))
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test func `say what was filed though its receipt could not be written`() throws {
        let bench = try CliWorkbench.withArchive()
        guard try asNobody(bench, ["--version"]) != nil else { return }
        let script = "chown -R \(Self.nobody) archive state"
        try #require(bench.run("sh", ["-c", script]).status == 0)
        let file = ["file", "--matter", "BAN-1", "contract.md"]
        let result = try #require(try asNobody(bench, file))
        #expect(result.status == 1)
        #expect(result.errors.contains("permission denied; it was filed all the same, as entry 0"))
        let again = try bench.docket(file)
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("filed before; this is the first receipt"))
    }

    /// Runs docket as nobody; nil, with a printed reason, where that is not possible.
    private func asNobody(_ bench: CliWorkbench, _ arguments: [String]) throws -> CliResult? {
        let docket = try CommandResult.product("docket")
        let become = ["--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups", docket]
        let trial = try bench.run("setpriv", become + ["--version"])
        guard trial.status == 0 else {
            print("skipped: cannot run docket as nobody: \(trial.errors)")
            return nil
        }
        return try bench.run("setpriv", become + arguments)
    }

    private func chmod(_ bench: CliWorkbench, _ arguments: [String]) throws {
        try #require(bench.run("chmod", arguments).status == 0)
    }
}
