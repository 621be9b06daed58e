// Getting time-stamps: the query, the way to the authority through the system's curl, and the check of what came back. Docket itself has
// no network code; curl knows proxies, certificates and redirects, and is updated by the system.

import Cryptography
import DurableFiles
import EvidenceValues
import Foundation
import VerifyCommand

/// One request for a time-stamp over a digest.
struct TimeStampExchange {
    let query: TimeStampQuery

    /// As long as nothing guessable; RFC 3161 §2.4.1 wants at least 64 bits.
    private static let nonceSize = 16
    /// Clocks of this machine and of an authority differ by less.
    private static let skew = TimeSpan(seconds: 300)
    /// A token with its certificates is some kilobytes.
    static let responseLimit = 1_048_576

    init(over digest: Digest) {
        query = TimeStampQuery(digest: digest, nonce: secureRandom(Self.nonceSize))
    }

    /// Asks the authority at `url` and gives its token, checked.
    func ask(_ url: String, trusting authorities: [TrustedTSA]?) throws -> TimeStampToken {
        let response = try post(query.derBytes, to: url)
        let token: TimeStampToken
        do { token = try query.answer(in: response) } catch {
            throw Failure(
                "what \(url) answered is no time-stamp for this request: \(error)",
                hint: "is it the address of a time-stamping authority?", status: ExitStatus.failed)
        }
        try Self.check(token, over: query.digest, trusting: authorities)
        return token
    }

    /// Checks all of RFC 3161 and, where authorities are given, that one of them made the token.
    static func check(
        _ token: TimeStampToken, over digest: Digest, trusting authorities: [TrustedTSA]?
    ) throws {
        let signer: ParsedCertificate
        switch token.verify(content: .digest(digest), at: Moment.now(), skew: skew) {
        case .valid(let certificate): signer = certificate
        case .failed(let failure):
            throw Failure("the time-stamp proves nothing: \(failure)", status: ExitStatus.failed)
        }
        guard let authorities else {
            return Console.note(
                "nobody was named to trust: whether \(signer.subject) is a trusted authority was not checked"
            )
        }
        let candidates = token.cms.certificates
        switch buildPath(
            of: signer, authorities: authorities, candidates: candidates, at: token.genTime)
        {
        case .path: return
        case .failure(let failure, _):
            throw Failure(
                "\(signer.subject) is no authority that is trusted: \(failure)",
                hint: "ask one that the annex lists, or that is under a CA of --trust",
                status: ExitStatus.failed)
        }
    }

    private func post(_ bytes: [UInt8], to url: String) throws -> [UInt8] {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw Failure(
                "\(url) is no address of an authority", hint: "it begins with http:// or https://",
                status: ExitStatus.usage)
        }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "docket-\(Hexadecimal.encode(secureRandom(8)))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let query = folder.appending(path: "query.tsq")
        let response = folder.appending(path: "response.tsr")
        try Data(bytes).write(to: query)
        try curl([
            "--fail", "--silent", "--show-error", "--location", "--proto", "=http,https",
            "--max-time", "30", "--max-filesize", String(Self.responseLimit),
            "--header", "Content-Type: application/timestamp-query",
            "--data-binary", "@" + query.path, "--output", response.path, "--url", url,
        ])
        return try DurableFile.read(response.path, limit: Self.responseLimit)
    }

    private func curl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["curl"] + arguments
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let words = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: words, as: UTF8.self).split(separator: "\n").first ?? ""
            throw Failure(
                "no answer from the authority: \(text)",
                hint: "is curl installed, and the address right? nothing was written")
        }
    }
}
