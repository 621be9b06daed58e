// `docket --server URL`: what a party, an arbiter, an auditor or an operator does with an archive that somebody else runs. It is a
// program of its own, so that `docket` links no HTTP. Each command is thin: parse, a few requests, check, print.

import ArgumentParser
import VerifyCommand

/// `docket-remote COMMAND …`.
@main
struct DocketRemote: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docket-remote",
        abstract: "Work with an archive over HTTP: docket --server URL.",
        discussion: """
            Example:
              docket --server https://archive.example --token-file token file --matter BAN-1 \\
                --key F.pem --cert F.crt contract.md
              docket --server https://archive.example --token-file token list --matter BAN-1

            The server is that of --server or of DOCKET_SERVER, the token that in the file of --token-file or of \
            DOCKET_TOKEN_FILE. The archive's key is remembered when it is met first; from then on no other is taken.
            Exit status: as docket's.
            """,
        version: toolVersion,
        subcommands: [
            FileVerb.self, QueueVerb.self, ListVerb.self, SearchVerb.self, ShowVerb.self,
            ReceiptVerb.self, LadderVerb.self, MissingVerb.self, BundleVerb.self, VerifyVerb.self,
            CheckpointVerb.self, ConsistencyVerb.self, ExportVerb.self, AuditVerb.self,
            AccessVerb.self, StatusVerb.self, SessionVerb.self, MatterVerb.self, MemberVerb.self,
            PrincipalVerb.self, TokenVerb.self,
        ])

    static func main() {
        enter(RemoteArguments.reordered(Array(CommandLine.arguments.dropFirst())))
    }
}

/// Arguments as people write them.
enum RemoteArguments {
    /// What says where to and as whom; people write it before the verb, and each verb knows it.
    private static let leading: Set<String> = [
        "--server", "--token-file", "--ca", "--tls-cert", "--tls-key", "--archive-key",
    ]

    private static var verbs: [String] {
        DocketRemote.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// The options that stand before the verb, behind everything else; without a verb nobody knows them, and nobody needs them.
    static func reordered(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var moved: [String] = []
        while let first = rest.first {
            let name = String(first.prefix { $0 != "=" })
            guard leading.contains(name) else { break }
            moved.append(rest.removeFirst())
            if first == name, let value = rest.popFirst() { moved.append(value) }
        }
        guard let verb = rest.first, verbs.contains(verb) else { return Array(rest) }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + moved + Array(rest[end...])
    }
}
