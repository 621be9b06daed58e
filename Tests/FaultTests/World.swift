// A folder in which `docket` runs as if it were alone in the world: an archive, the state folder with its mark, exhibits, receipts.
// Runs may be recorded and failed by the layer; worlds are copied, so that each fault meets the same beginning.
//
//     world/archive  world/state  world/*.md  world/*.receipt     all that a disk holds, and what is recorded
//     trace  out  err                                             beside it

import EvidenceTesting
import EvidenceValues
import Foundation
import TransparencyLog

/// How a run ended.
struct Run: Sendable {
    /// Nil if a signal ended it.
    let status: Int32?
    let output: String
    let errors: String

    var isKilled: Bool { status == nil }
    var isDone: Bool { status == 0 }
    /// What to say of it when it was to succeed.
    var words: String { "exit \(status.map { "\($0)" } ?? "by a signal"): \(output)\(errors)" }
}

/// One world.
final class World: Sendable {
    static let origin = "archive.example/trade"
    static let matter = "BAN-1"

    let folder: String
    private let stays: Bool
    /// What is recorded and copied.
    var root: String { folder + "/world" }
    var tracePath: String { folder + "/trace" }

    /// An empty world, or a copy of another.
    init(copying other: World? = nil) throws {
        folder = try World.newFolder()
        stays = false
        if let other {
            try World.copy(other.root, to: root)
        } else {
            try FileManager.default.createDirectory(
                atPath: root, withIntermediateDirectories: true)
        }
    }

    /// An empty world that stays beside the tests until they are run again: one to copy.
    init(template name: String) throws {
        let safe = name.filter { $0.isLetter || $0.isNumber }
        folder =
            URL(filePath: try CommandResult.product("fault-templates"))
            .resolvingSymlinksInPath().path + "/" + safe
        stays = true
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder + "/world", withIntermediateDirectories: true)
    }

    /// What a power loss left.
    init(_ state: CrashState) throws {
        folder = try World.newFolder()
        stays = false
        try state.write(to: root)
    }

    deinit { if !stays { try? FileManager.default.removeItem(atPath: folder) } }

    /// A folder whose path holds no symbolic link, as the layer needs.
    private static func newFolder() throws -> String {
        let path = NSTemporaryDirectory() + "docket-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return URL(filePath: path).resolvingSymlinksInPath().path
    }

    /// Copies a tree; zeros take no room in the copy.
    static func copy(_ path: String, to target: String) throws {
        let arguments = ["-a", "--sparse=always", path, target]
        let copied = try CommandResult.run("cp", arguments, in: "/")
        guard copied.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Puts the world aside for whoever looks for the reason, and says where.
    func keep() -> String {
        let kept = NSTemporaryDirectory() + "docket-kept-" + UUID().uuidString
        try? World.copy(folder, to: kept)
        return kept
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: root + "/" + name))
    }

    func read(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: root + "/" + name).map { [UInt8]($0) }
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: root + "/" + name)
    }

    /// The names at the top.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root).sorted()
    }

    // Runs

    /// Runs `docket` here, without the layer.
    func docket(_ arguments: [String]) throws -> Run {
        try finish(prepared(try CommandResult.product("docket"), arguments, [:]))
    }

    /// Runs `docket` under the layer; its calls are appended to the trace.
    func record(
        _ arguments: [String], fault: Fault? = nil, program: String = "docket"
    ) throws -> Run {
        let layer = try FaultLayer.environment(root: root, trace: tracePath, fault: fault)
        return try finish(prepared(try CommandResult.product(program), arguments, layer))
    }

    /// A process of this world, not yet started. Its streams go to files named `stream`.
    func prepared(
        _ program: String, _ arguments: [String], _ more: [String: String], stream: String = ""
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: root)
        var environment = ProcessInfo.processInfo.environment
        environment["XDG_STATE_HOME"] = root + "/state"
        environment["DOCKET_ARCHIVE"] = root + "/archive"
        environment.merge(more) { $1 }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        for name in ["out", "err"] {
            _ = FileManager.default.createFile(atPath: folder + "/" + name + stream, contents: nil)
        }
        process.standardOutput = FileHandle(forWritingAtPath: folder + "/out" + stream)
        process.standardError = FileHandle(forWritingAtPath: folder + "/err" + stream)
        return process
    }

    func finish(_ process: Process, stream: String = "") throws -> Run {
        try process.run()
        return wait(process, stream: stream)
    }

    func wait(_ process: Process, stream: String = "") -> Run {
        process.waitUntilExit()
        func text(_ name: String) -> String {
            String(
                decoding: FileManager.default.contents(atPath: folder + "/" + name + stream)
                    ?? Data(),
                as: UTF8.self)
        }
        return Run(
            status: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: text("out"), errors: text("err"))
    }

    /// What was recorded so far.
    func trace() throws -> FileTrace {
        try FileTrace(
            parsing: [UInt8](FileManager.default.contents(atPath: tracePath) ?? Data()))
    }

    func forgetTrace() throws { try Data().write(to: URL(filePath: tracePath)) }

    // What the world says of itself

    /// The receipts that are there, by their exhibit's name.
    func receipts() throws -> [String: [UInt8]] {
        var receipts: [String: [UInt8]] = [:]
        for name in try names() where name.hasSuffix(".receipt") {
            receipts[String(name.dropLast(".receipt".count))] = read(name)
        }
        return receipts
    }

    func removeReceipts() throws {
        for name in try names() where name.hasSuffix(".receipt") {
            try FileManager.default.removeItem(atPath: root + "/" + name)
        }
    }

    /// Every root that a signed checkpoint in any file here names.
    func signedRoots() -> SignedRoots {
        var roots = SignedRoots()
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        for path in paths where !path.hasSuffix("/reserve") {
            roots.add(SignedRoots.checkpoints(of: Self.origin, in: read(path) ?? []))
        }
        return roots
    }
}
