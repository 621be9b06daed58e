// The real programs in a folder of their own: what they print, how they exit, what they leave behind.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// What a command did.
struct CliResult {
    let status: Int32
    let output: String
    let errors: String
}

/// A folder with an archive, keys and files, in which commands run.
final class CliWorkbench: Sendable {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// A workbench with an archive and one file, `contract.md`.
    static func withArchive() throws -> CliWorkbench {
        let bench = try CliWorkbench()
        let made = try bench.docket(["init", "--origin", "archive.example/trade"])
        try #require(made.status == 0, "\(made.errors)")
        try bench.write("key.txt", made.output)
        try bench.write("contract.md", "# Contract\n\nTen tonnes of bananas.\n")
        return bench
    }

    /// Where a file of this folder is.
    func path(_ name: String) -> String { folder.path + "/" + name }

    func write(_ name: String, _ text: String) throws { try folder.write(name, Array(text.utf8)) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// Runs `docket` with the workbench's archive.
    func docket(_ arguments: [String], input: String = "") throws -> CliResult {
        try run(try CommandResult.product("docket"), arguments)
    }

    /// Runs `docket-verify`.
    func verify(_ arguments: [String]) throws -> CliResult {
        try run(try CommandResult.product("docket-verify"), arguments)
    }

    /// Runs a program and keeps its two streams apart.
    func run(_ program: String, _ arguments: [String]) throws -> CliResult {
        let name = UUID().uuidString
        try folder.write(name + ".out", [])
        try folder.write(name + ".err", [])
        let process = try prepared(program, arguments)
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: path(name + ".out")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: path(name + ".err")))
        try process.run()
        process.waitUntilExit()
        defer {
            try? FileManager.default.removeItem(atPath: path(name + ".out"))
            try? FileManager.default.removeItem(atPath: path(name + ".err"))
        }
        return CliResult(
            status: process.terminationStatus,
            output: String(decoding: try folder.read(name + ".out"), as: UTF8.self),
            errors: String(decoding: try folder.read(name + ".err"), as: UTF8.self))
    }

    /// The process, not yet started.
    func prepared(_ program: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(
            filePath: program.hasPrefix("/") ? program : "/usr/bin/env")
        process.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_STATE_HOME"] = path("state")
        environment["DOCKET_ARCHIVE"] = path("archive")
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// The names in the workbench, hidden ones too.
    func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }

    /// Everything that the archive holds: what it lists, and each file but the writer's lock and SQLite's journal.
    func archiveState() throws -> [String] {
        var state = [try docket(["list", "--json"]).output]
        let root = path("archive")
        for name
            in (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
            .sorted()
        where name != "lock" && !name.hasSuffix("-wal") && !name.hasSuffix("-shm") {
            guard let data = FileManager.default.contents(atPath: root + "/" + name) else {
                continue
            }
            state.append(name + " " + Digest.sha256([UInt8](data)).hex)
        }
        return state
    }

    /// A party's key and certificate as `NAME.pem` and `NAME.crt`, its CA as `CA.crt`.
    func makeIdentity(_ name: String) throws {
        let authority = try Self.authority()
        let identity = try authority.issue(name, validity: try Self.validity())
        try write(name + ".pem", identity.keyPEM)
        try write(name + ".crt", identity.certificatePEM)
        try write("CA.crt", PEM.certificates([authority.certificate]))
    }

    static func authority() throws -> CertificateAuthority {
        try .root("CA1", seed: "cli", validity: try validity())
    }

    /// Valid while these tests are run.
    static func validity() throws -> Validity {
        Validity(
            from: try #require(Instant(text: "2020-01-01T00:00:00Z")),
            to: try #require(Instant(text: "2090-01-01T00:00:00Z")))
    }
}
