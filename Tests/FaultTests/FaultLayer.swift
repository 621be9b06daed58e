// The layer between `docket` and its files, `Tests/Faults/faults.c`: built once by the toolchain's own clang, put before libc by
// LD_PRELOAD, told by the environment what to do. A machine without clang cannot run this suite, and says so by failing.

import EvidenceTesting
import Foundation

/// What the layer does to one run of a program.
struct Fault: Sendable, Hashable, CustomStringConvertible {
    /// The names that faults.c knows.
    enum Act: String, Sendable, CaseIterable {
        case killBefore = "kill-before"
        /// Half of a write is done; another call is not begun.
        case killWithin = "kill-within"
        case killAfter = "kill-after"
        /// The call fails once.
        case eio
        /// The call fails, and so does each after it.
        case eioFrom = "eio-from"
        /// A write is interrupted once, before it began.
        case eintr
        /// A write takes half of its bytes.
        case short
        /// Files may grow by so many bytes, then the disk is full.
        case full
    }

    let act: Act
    /// The number of the call, from 1; bytes for `full`.
    let at: Int

    var description: String { "\(act.rawValue)@\(at)" }
}

/// The library that is preloaded.
enum FaultLayer {
    struct NoCompiler: Error { let output: String }

    /// Where the library is. Built anew in each run of the tests, beside them.
    static let library = Result { try build() }

    /// The environment of a run below `root`, whose calls are appended to `trace`.
    static func environment(
        root: String, trace: String, fault: Fault?
    ) throws -> [String: String] {
        var environment = [
            "LD_PRELOAD": try library.get(), "DOCKET_FAULTS_ROOT": root,
            "DOCKET_FAULTS_TRACE": trace,
        ]
        environment["DOCKET_FAULTS_ACT"] = fault?.act.rawValue
        environment["DOCKET_FAULTS_AT"] = fault.map { "\($0.at)" }
        return environment
    }

    private static func build() throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Faults/faults.c").path
        let library = try CommandResult.product("libdocket-faults.so")
        // A name of its own until it is whole: two runs of the tests may build it at once.
        let part = library + ".\(ProcessInfo.processInfo.processIdentifier)"
        let arguments = [
            "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-U_FORTIFY_SOURCE",
            "-fno-builtin", "-o", part, source,
        ]
        let built = try CommandResult.run(compiler(), arguments, in: "/")
        guard built.status == 0 else { throw NoCompiler(output: built.output) }
        let moved = try CommandResult.run("mv", ["-f", part, library], in: "/")
        guard moved.status == 0 else { throw NoCompiler(output: moved.output) }
        return library
    }

    /// The clang that stands beside `swift`, else one in PATH.
    private static func compiler() -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        for folder in path.split(separator: ":") {
            let swift = URL(filePath: folder + "/swift").resolvingSymlinksInPath()
            let clang = swift.deletingLastPathComponent().appending(path: "clang").path
            if FileManager.default.isExecutableFile(atPath: swift.path),
                FileManager.default.isExecutableFile(atPath: clang)
            {
                return clang
            }
        }
        return "clang"
    }
}
