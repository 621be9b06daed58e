// `principal` and `token`: whom the service knows, and by what. A token goes to a file and never to a terminal.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import RemoteClient
import ServiceInterface
import VerifyCommand

/// `docket --server URL principal`.
struct PrincipalVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal", abstract: "Register principals and their certificates.",
        subcommands: [Add.self, Show.self, Remove.self, List.self])
    fileprivate static let names = ["id", "name", "created"]

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register a principal, or more certificates of his.")
        @Argument(help: "His name in the service: FRUTA.") var principal: String
        @Option(help: "His name for people.") var name: String?
        @Option(help: "A certificate by which he signs or comes in. May be repeated.")
        var cert: [String] = []
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                var members: [String: JSONValue] = ["id": .string(principal)]
                if let name { members["name"] = .string(name) }
                let certificates = try cert.flatMap { try CertificateFile.pem($0).prefix(1) }
                if !certificates.isEmpty { members["certificates"] = .strings(certificates) }
                try common.administration.post(
                    "/v1/principals", members, type: "principal", PrincipalVerb.names)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a principal.")
        @Argument(help: "The principal.") var principal: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.show(
                    "/v1/principals/\(URLText.escape(principal))", type: "principal",
                    PrincipalVerb.names)
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let somebody in no more, or by one certificate less. What he filed stays.")
        @Argument(help: "The principal.") var principal: String
        @Option(help: "Only this certificate of his.") var cert: String?
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                let certificate = try cert.map { file in
                    try CertificateFile.read(file)[0].digest.text
                }
                try common.administration.delete(
                    "/v1/principals/\(URLText.escape(principal))"
                        + URLText.query([("certificate", certificate)]))
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List whom the service knows.")
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.list(
                    "/v1/principals", member: "principals", type: "principal", PrincipalVerb.names)
            }
        }
    }
}

/// `docket --server URL token`.
struct TokenVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue, list and revoke tokens.",
        subcommands: [Issue.self, Revoke.self, List.self])

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token into a file that only you can read.")
        @Argument(help: "For whom.") var principal: String
        @Option(help: "For which matter; * for all.") var matter: String
        @Option(help: "For which role.") var role: String
        @Option(help: "Until when: 2026-12-31T00:00:00Z.") var expires: String
        @Option(name: [.short, .long], help: "The file that the token goes to.")
        var output: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws { try reporting(Failure.remote, issue) }

        private func issue() throws {
            if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
            var request = RemoteRequest("POST", "/v1/tokens")
            request.body = .bytes(
                CanonicalJSON.encode(
                    .object([
                        "principal": .string(principal),
                        "matter": .string(matter == "*" ? "*" : try Given.matter(matter).text),
                        "role": try givenRole(role),
                        "expires": .string(try Moment.given(expires).text),
                    ])), type: "application/json")
            let ready = request
            try common.options.withSession { session in
                let issued = try session.json(ready)
                guard let token = issued["token"]?.text.flatMap({ BearerToken(text: $0) }) else {
                    throw RemoteError.strange(what: "no token")
                }
                try DurableFile.write(Array((token.text + "\n").utf8), to: output, isSecret: true)
                var members = issued.members ?? [:]
                members["token"] = nil
                members["file"] = .string(output)
                common.administration.tell(
                    .object(members), type: "token",
                    ["id", "principal", "matter", "role", "expires", "file"])
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a token.")
        @Argument(help: "Its ID, as token list shows it; not the token.") var id: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.delete("/v1/tokens/\(URLText.escape(id))")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens.")
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.list(
                    "/v1/tokens", member: "tokens", type: "token",
                    ["id", "principal", "matter", "role", "expires", "revoked"])
            }
        }
    }
}
