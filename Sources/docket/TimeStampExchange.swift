// How a request for a time-stamp travels: through the system's curl. Docket itself has no network code; curl knows proxies, certificates and
// redirects, and is updated by the system. What comes back is checked by `TimeStampExchange`; here are the words for it.

import ArchiveDuties
import Cryptography
import DurableFiles
import EvidenceValues
import Foundation
import VerifyCommand

extension TimeStampExchange {
    /// An exchange over a digest, with a nonce of the system's randomness.
    init(over digest: Digest) {
        self.init(over: digest, nonce: secureRandom(Self.nonceSize))
    }

    /// Asks the authority at `url` and gives its token, checked.
    func ask(_ url: String, trusting authorities: [TrustedTSA]?) throws -> TimeStampToken {
        let response = try post(query.derBytes, to: url)
        do {
            let token = try accept(response, trusting: authorities, at: Moment.now())
            Self.tellTrust(in: token, authorities)
            return token
        } catch let TimeStampRefusal.noAnswer(error) {
            throw Failure(
                "what \(url) answered is no time-stamp for this request: \(error)",
                hint: "is it the address of a time-stamping authority?", status: ExitStatus.failed)
        } catch { throw Self.words(error) }
    }

    /// Checks a token that came in another way.
    static func require(
        _ token: TimeStampToken, over digest: Digest, trusting authorities: [TrustedTSA]?
    ) throws {
        do {
            _ = try check(token, over: digest, trusting: authorities, at: Moment.now())
        } catch { throw words(error) }
        tellTrust(in: token, authorities)
    }

    private static func tellTrust(in token: TimeStampToken, _ authorities: [TrustedTSA]?) {
        guard authorities == nil, let signer = token.signer.certificate else { return }
        Console.note(
            "nobody was named to trust: whether \(signer.subject) is a trusted authority was not checked"
        )
    }

    private static func words(_ refusal: TimeStampRefusal) -> Failure {
        switch refusal {
        case .untrusted(let signer, let failure):
            Failure(
                "\(signer) is no authority that is trusted: \(failure)",
                hint: "ask one that the annex lists, or that is under a CA of --trust",
                status: ExitStatus.failed)
        case .invalid(let failure):
            Failure("the time-stamp proves nothing: \(failure)", status: ExitStatus.failed)
        case .noAnswer, .tooEarly, .notProving, .otherAuthority:
            Failure("the time-stamp proves nothing: \(refusal)", status: ExitStatus.failed)
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
            "--header", "Content-Type: \(Self.contentType)",
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
