// Which server a command works with, and as whom.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import Foundation
import RemoteClient
import ServiceInterface
import TransparencyLog
import VerifyCommand

/// `--server URL` and who the caller is.
struct RemoteOptions: ParsableArguments {
    @Option(help: "The archive's server: https://HOST; DOCKET_SERVER if not given.")
    var server: String?
    @Option(help: "The file with your token; DOCKET_TOKEN_FILE if not given.")
    var tokenFile: String?
    @Option(help: "PEM of the only authorities that may vouch for the server; DOCKET_CA.")
    var ca: String?
    @Option(help: "Your certificate for TLS, in PEM.") var tlsCert: String?
    @Option(help: "Its key, in PEM.") var tlsKey: String?
    @Option(help: "The archive's verifier key or a file with it, in place of what is remembered.")
    var archiveKey: [String] = []

    /// A certificate with its chain, or all authorities of a system.
    private static let limit = 4 * 1_048_576

    /// Where the server is.
    func address() throws -> ServerAddress {
        guard let text = server ?? Self.environment("DOCKET_SERVER") else {
            throw Failure(
                "no server is named", hint: "give --server URL or set DOCKET_SERVER",
                status: ExitStatus.usage)
        }
        return try ServerAddress(text)
    }

    /// Where keys, checkpoints and waiting filings of the user are.
    static func stateFolder() throws -> String {
        try UserState.folder(for: "what is remembered of archives") + "/remote"
    }

    /// The queue of filings.
    static func queue() throws -> FilingQueue { FilingQueue(folder: try stateFolder() + "/queue") }

    /// Does `body` with a session, and ends its connections.
    func withSession(_ body: (RemoteSession) throws -> Void) throws {
        let address = try address()
        let transport = RemoteTransport(address, token: try token(), tls: try tls())
        defer { try? waiting { await transport.close() } }
        let archive = RemoteArchive(
            transport, sleep: { try await Task.sleep(for: $0) },
            spread: { Double(secureRandom(1).first ?? 0) / 255 })
        try body(
            RemoteSession(
                archive: archive, known: KnownArchives(folder: try Self.stateFolder()),
                givenKeys: try archiveKey.map(KeyFile.verifierKey)))
    }

    private func token() throws -> BearerToken? {
        guard let file = tokenFile ?? Self.environment("DOCKET_TOKEN_FILE") else { return nil }
        let token = try Passphrases.read(file, what: "token").withBytes {
            BearerToken(text: String(decoding: $0, as: UTF8.self))
        }
        guard let token else {
            throw Failure(
                "\(file) holds no token", hint: "it begins with dkt_; the operator issues it")
        }
        return token
    }

    private func tls() throws -> TLSSettings {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw Failure(
                "--tls-cert and --tls-key belong together", hint: "give both or neither",
                status: ExitStatus.usage)
        }
        let authorities = try (ca ?? Self.environment("DOCKET_CA")).map {
            try DurableFile.read($0, limit: Self.limit)
        }
        guard let tlsCert, let tlsKey else {
            return try RemoteTLS.configuration(authorities: authorities, identity: nil)
        }
        return try RemoteTLS.configuration(
            authorities: authorities,
            identity: (
                try DurableFile.read(tlsCert, limit: Self.limit),
                try DurableFile.read(tlsKey, limit: Self.limit)
            ))
    }

    private static func environment(_ name: String) -> String? {
        let value = ProcessInfo.processInfo.environment[name] ?? ""
        return value.isEmpty ? nil : value
    }
}

/// A server, and what is known of its archive.
struct RemoteSession {
    let archive: RemoteArchive
    let known: KnownArchives
    let givenKeys: [VerifierKey]

    var address: ServerAddress { archive.address }

    /// The keys of the archive that are given or remembered; none if it was never met.
    func knownKeys() throws -> [VerifierKey] {
        givenKeys.isEmpty ? try known.keys(of: address) : givenKeys
    }

    /// The keys of the archive. At the first meeting the server's word is taken, and said.
    func keys() throws -> [VerifierKey] {
        let keys = try knownKeys()
        if !keys.isEmpty { return keys }
        let archive = archive
        let status = try waiting { try await archive.json(RemoteRequest("GET", "/v1/status")) }
        guard let text = status["verifier_key"]?.text, let key = try? VerifierKey(text: text)
        else { throw RemoteError.unknownArchive(address) }
        _ = try waiting { try await archive.checkpoint(keys: [key]) }
        // Whoever met the archive a moment ago has been told of its key, and that one counts.
        let remembered = try known.remember([key], of: address)
        guard remembered == [key] else { return remembered }
        Console.note("\(address) is new; its archive's key is remembered in \(known.path):")
        Console.note("\(key.text); compare it with what the operator publishes elsewhere")
        return [key]
    }

    /// The newest checkpoint, which continues the one that was seen before.
    func newest(_ keys: [VerifierKey]) throws -> SignedCheckpoint {
        let (archive, known) = (archive, known)
        return try waiting { try await archive.newest(keys: keys, known: known) }
    }

    /// A JSON document.
    func json(_ request: RemoteRequest) throws -> JSONValue {
        let archive = archive
        return try waiting { try await archive.json(request) }
    }

    /// An answer that is no problem.
    func send(_ request: RemoteRequest) throws -> RemoteAnswer {
        let archive = archive
        return try waiting { try await archive.send(request) }
    }

    /// All members of a list that comes in pages, one by one.
    func pages(
        _ path: String, _ query: [(name: String, value: String?)], member: String,
        limit: Int = .max, _ tell: (JSONValue) -> Void
    ) throws -> Bool {
        var (cursor, left): (String?, Int) = (nil, limit)
        while left > 0 {
            let page = try json(
                RemoteRequest(
                    "GET",
                    path
                        + URLText.query(
                            query + [
                                ("limit", String(min(left, 1000))), ("cursor", cursor),
                            ])))
            guard let list = page[member]?.list, list.count <= left else {
                throw RemoteError.strange(what: "\(path) gave no \(member)")
            }
            for one in list { tell(one) }
            left -= list.count
            // A page that looked at many and found none is empty; the next begins behind what it looked at.
            guard let next = page["next_cursor"]?.text else { return false }
            guard next != cursor else {
                throw RemoteError.strange(what: "\(path) gave nothing more")
            }
            cursor = next
        }
        return true
    }
}
