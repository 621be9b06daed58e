// The second witness: strace sees each system call from below, whoever made it, and can kill at one. It shares nothing with
// faults.c. Where it is missing or may not trace, as in some containers, its tests are left out and say so.

import EvidenceTesting
import Foundation

enum Strace {
    /// Whether there is one that works here.
    static let isUsable: Bool = {
        let tried = try? CommandResult.run("strace", ["-f", "-o", "/dev/null", "true"], in: "/")
        if tried?.status != 0 { print("strace cannot be used here: its tests are left out") }
        return tried?.status == 0
    }()

    /// System calls that change files, with our word for each. A machine may lack some.
    private static let kinds: [String: FileCall.Kind] = [
        "write": .write, "pwrite64": .write, "writev": .write, "pwritev": .write,
        "pwritev2": .write, "copy_file_range": .write, "sendfile": .write, "splice": .write,
        "ftruncate": .truncate, "truncate": .truncate, "fallocate": .extend,
        "fsync": .sync, "fdatasync": .sync, "rename": .rename, "renameat": .rename,
        "renameat2": .rename, "link": .link, "linkat": .link, "unlink": .unlink,
        "unlinkat": .unlink, "mkdir": .mkdir, "mkdirat": .mkdir, "rmdir": .rmdir,
    ]

    /// Runs `docket` under strace, which writes what it sees beside the world. `kill` names a system call and its number from 1.
    static func run(
        _ world: World, _ arguments: [String], _ environment: [String: String] = [:],
        kill: (call: String, at: Int)? = nil
    ) throws -> Run {
        // The layer must meet the program alone, and not strace.
        let given = environment.flatMap { ["-E", "\($0.key)=\($0.value)"] }
        let traced = kinds.keys.sorted().map { "?" + $0 }.joined(separator: ",")
        let inject = kill.map { ["-e", "inject=\($0.call):signal=KILL:when=\($0.at)"] } ?? []
        let all =
            ["strace", "-f", "-y", "-o", world.folder + "/strace", "-e", "trace=" + traced]
            + inject + given + [try CommandResult.product("docket")] + arguments
        return try world.finish(world.prepared("/usr/bin/env", all, [:]))
    }

    /// One call as strace saw it.
    struct Call {
        let name: String
        let kind: FileCall.Kind
        let isInWorld: Bool
        let isDone: Bool
    }

    /// The calls that strace saw in the last run, in order.
    static func calls(_ world: World) -> [Call] {
        let text = String(
            decoding: FileManager.default.contents(atPath: world.folder + "/strace") ?? Data(),
            as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            // `PID name(arguments) = result`; a call that another interrupts has its result on a later line without a name.
            let call = line.drop { $0.isNumber || $0 == " " }
            guard let open = call.firstIndex(of: "("), let kind = kinds[String(call[..<open])]
            else { return nil }
            return Call(
                name: String(call[..<open]), kind: kind,
                isInWorld: !call.contains("-shm")
                    && (call.contains(world.root + "/") || call.contains(world.root + ">")),
                isDone: !call.contains(") = -1 "))
        }
    }
}
