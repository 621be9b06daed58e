// `matter` and `member`: which matters there are, and who has which role in them.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import RemoteClient
import VerifyCommand

/// `docket --server URL matter`.
struct MatterVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matter", abstract: "Open, show and list matters.",
        subcommands: [Create.self, Show.self, List.self])
    fileprivate static let names = ["id", "title", "created", "exhibit_count", "roles"]

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open a matter.")
        @Argument(help: "Its name: BAN-1.") var matter: String
        @Option(help: "What it is about.") var title: String?
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                var members: [String: JSONValue] = ["id": .string(try Given.matter(matter).text)]
                if let title { members["title"] = .string(title) }
                try common.administration.post(
                    "/v1/matters", members, type: "matter", MatterVerb.names)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a matter.")
        @Argument(help: "The matter.") var matter: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.show(
                    "/v1/matters/\(URLText.escape(try Given.matter(matter).text))",
                    type: "matter", MatterVerb.names)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List your matters; an operator sees all.")
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                try common.administration.list(
                    "/v1/matters", member: "matters", type: "matter", MatterVerb.names)
            }
        }
    }
}

/// `docket --server URL member`.
struct MemberVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "Say who has which role in a matter.",
        subcommands: [Add.self, Remove.self, List.self, Identity.self])

    /// The members of a matter; those of `*` have a role in all of them.
    fileprivate static func path(_ matter: String) throws -> String {
        guard matter != "*" else { return "/v1/matters/*/members" }
        return "/v1/matters/\(URLText.escape(try Given.matter(matter).text))/members"
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give somebody a role.")
        @Argument(help: "The matter; * for a role in the whole archive.") var matter: String
        @Argument(help: "The principal.") var principal: String
        @Argument(help: "party, arbiter, auditor or operator.") var role: String
        @Option(help: "The certificate of the pseudonym under which the others know this party.")
        var pseudonymCert: String?
        @Option(
            help: "Who that is, sealed to the arbiter: what docket pseudonym seal writes.")
        var sealedIdentity: String?
        @OptionGroup var common: AdministrationOptions

        func validate() throws {
            guard (pseudonymCert == nil) == (sealedIdentity == nil) else {
                throw ValidationError("--pseudonym-cert and --sealed-identity belong together")
            }
        }

        mutating func run() throws {
            try reporting(Failure.remote) {
                var members: [String: JSONValue] = [
                    "principal": .string(principal), "role": try givenRole(role),
                ]
                if let pseudonymCert, let sealedIdentity {
                    members.merge(try pseudonym(pseudonymCert, sealedIdentity)) { $1 }
                }
                try common.administration.post(
                    try MemberVerb.path(matter), members, type: "member",
                    ["principal", "role", "since"])
            }
        }

        private func pseudonym(
            _ file: String, _ identity: String
        ) throws -> [String: JSONValue] {
            let certificate = try CertificateFile.read(file)[0]
            guard let name = certificate.commonName.flatMap({ PartyID($0) }) else {
                throw Failure(
                    "the common name in \(file) is no name of a party",
                    hint: "large letters, digits and -, such as PSN-7")
            }
            let sealed = try DurableFile.read(identity, limit: MemberVerb.identityLimit)
            return [
                "pseudonym": .string(name.text),
                "certificate": .string(
                    String(decoding: ParsedCertificate.pem([certificate]), as: UTF8.self)),
                "sealed_identity": .string(Base64.encode(sealed)),
            ]
        }
    }

    /// Bytes of a sealed identity at most. Spec: pseudonym-5
    fileprivate static let identityLimit = 131_072

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a role, or all, from somebody.")
        @Argument(help: "The matter.") var matter: String
        @Argument(help: "The principal.") var principal: String
        @Argument(help: "The role; all if not given.") var role: String?
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                let role = try role.map { try givenRole($0) }
                try common.administration.delete(
                    "\(try MemberVerb.path(matter))/\(URLText.escape(principal))"
                        + URLText.query([("role", role?.text)]))
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the members of a matter.")
        @Argument(help: "The matter.") var matter: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                let common = common.administration
                try common.options.withSession { session in
                    let found = try session.json(
                        RemoteRequest("GET", try MemberVerb.path(matter)))
                    for member in found["members"]?.list ?? [] {
                        common.tell(member, type: "member", ["principal", "name", "role", "since"])
                    }
                }
            }
        }
    }
    struct Identity: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "As an arbiter: fetch who is behind a pseudonym, sealed to you.",
            discussion: """
                The service gives it once claims are filed in the matter, and records that. docket pseudonym open opens it.
                """)
        @Argument(help: "The matter.") var matter: String
        @Argument(help: "The pseudonym.") var pseudonym: String
        @Option(name: [.short, .long], help: "Where the sealed identity goes.") var output: String
        @OptionGroup var common: AdministrationOptions

        mutating func run() throws {
            try reporting(Failure.remote) {
                if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
                let path =
                    "\(try MemberVerb.path(matter))/\(URLText.escape(pseudonym))/identity"
                try common.options.withSession { session in
                    let answer = try session.send(RemoteRequest("GET", path))
                    try DurableFile.write(answer.body, to: output)
                }
                Console.line(output)
            }
        }
    }
}
