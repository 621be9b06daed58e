// What an operator's verbs have in common: one request each, told the same way; the server records what they do as evidence.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import RemoteClient
import ServiceInterface
import VerifyCommand

/// One request of an operator.
struct Administration {
    let options: RemoteOptions
    let json: Bool

    /// Sends `members` and tells what came of it.
    func post(
        _ path: String, _ members: [String: JSONValue], type: String, _ names: [String],
        isRepeatable: Bool = true
    ) throws {
        var request = RemoteRequest("POST", path, isRepeatable: isRepeatable)
        request.body = .bytes(CanonicalJSON.encode(.object(members)), type: "application/json")
        let ready = request
        try options.withSession { tell(try $0.json(ready), type: type, names) }
    }

    func delete(_ path: String) throws {
        try options.withSession { _ = try $0.send(RemoteRequest("DELETE", path)) }
        Console.note("done")
    }

    func list(_ path: String, member: String, type: String, _ names: [String]) throws {
        try options.withSession { session in
            _ = try session.pages(path, [], member: member) { tell($0, type: type, names) }
        }
    }

    func show(_ path: String, type: String, _ names: [String]) throws {
        try options.withSession { session in
            tell(try session.json(RemoteRequest("GET", path)), type: type, names)
        }
    }

    func tell(_ value: JSONValue, type: String, _ names: [String]) {
        if json { return Console.json(type, value.members ?? [:]) }
        Console.line(value.line(names))
    }
}

/// What all of them have.
struct AdministrationOptions: ParsableArguments {
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line.") var json = false

    var administration: Administration { Administration(options: options, json: json) }
}

/// A role on the command line, as the server takes it.
func givenRole(_ text: String) throws -> JSONValue {
    guard let role = Role(rawValue: text) else {
        let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure("\(text) is no role", hint: "roles: \(roles)", status: ExitStatus.usage)
    }
    return .string(role.rawValue)
}

/// Certificates as the server takes them.
enum CertificateFile {
    /// A certificate with its chain is far smaller.
    private static let limit = 1_048_576

    /// The certificates in a file of PEM or DER, each in PEM.
    static func pem(_ path: String) throws -> [String] {
        try read(path).map { String(decoding: ParsedCertificate.pem([$0]), as: UTF8.self) }
    }

    /// The certificates in a file of PEM or DER: one at least.
    static func read(_ path: String) throws -> [ParsedCertificate] {
        let bytes = try DurableFile.read(path, limit: limit)
        guard let certificates = try? ParsedCertificate.readAll(pemOrDER: bytes),
            !certificates.isEmpty
        else {
            throw Failure(
                "\(path) is no certificate", hint: "PEM or DER, as openssl x509 writes it")
        }
        return certificates
    }
}
