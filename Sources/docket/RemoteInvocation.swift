// `docket --server URL …` is `docket-remote URL …`: the program beside this one that speaks HTTP, run in its place. Whether a command line
// is for it is decided here, before anything else is read.

import DurableFiles
import Foundation
import VerifyCommand

/// Which of the two programs a command line is for.
enum RemoteInvocation: Hashable {
    case local
    case remote
    /// Both an archive and a server are named.
    case ambiguous

    /// Verbs that an archive of one's own and a server understand.
    private static let shared: Set<String> = [
        "file", "list", "search", "show", "bundle", "checkpoint", "consistency", "export", "audit",
    ]
    /// Verbs that only a server understands.
    private static let ofServers: Set<String> = [
        "queue", "ladder", "missing", "access", "status", "session", "matter", "member",
        "principal", "token",
    ]
    /// Options that may stand before the verb, each with a value.
    private static let leading: Set<String> = [
        "--token-file", "--ca", "--tls-cert", "--tls-key", "--archive-key",
    ]

    /// - Parameter arguments: without the program's name.
    init(_ arguments: [String], environment: [String: String]) {
        let options = arguments.prefix { $0 != "--" }
        let has = { (name: String) in
            options.contains { $0 == name || $0.hasPrefix(name + "=") }
        }
        if has("--server") {
            self = .remote
            return
        }
        let verb = RemoteInvocation.verb(of: options)
        if Self.ofServers.contains(verb) {
            self = .remote
            return
        }
        // A proof in a file is checked offline.
        let isOffline = verb == "consistency" && has("--proof")
        guard environment["DOCKET_SERVER"]?.isEmpty == false, Self.shared.contains(verb),
            !has("--archive"), !isOffline
        else {
            self = .local
            return
        }
        self = environment["DOCKET_ARCHIVE"]?.isEmpty == false ? .ambiguous : .remote
    }

    /// The first word that is no option.
    private static func verb(of arguments: ArraySlice<String>) -> String {
        var rest = arguments
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else { return word }
            if leading.contains(word) { _ = rest.popFirst() }
        }
        return ""
    }

    /// Runs `docket-remote` in place of this program, if the command line is for it.
    static func followed(by arguments: [String]) throws {
        switch RemoteInvocation(arguments, environment: ProcessInfo.processInfo.environment) {
        case .local: return
        case .ambiguous:
            throw Failure(
                "DOCKET_SERVER and DOCKET_ARCHIVE are both set",
                hint: "give --server URL or --archive DIR", status: ExitStatus.usage)
        case .remote:
            let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let path = (own.map(DurableFile.folder(of:)) ?? ".") + "/docket-remote"
            let reason = Execution.become(path, [path] + arguments)
            throw Failure(
                "\(path) cannot be run: \(systemMessage(reason))",
                hint: "it comes with docket and belongs beside it")
        }
    }
}
