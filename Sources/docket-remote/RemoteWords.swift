// Words for what the client refuses or is refused: one message and one hint for each thing that a user can meet.

import CommandParts
import RemoteClient
import TransparencyLog
import VerifyCommand

extension Failure {
    /// The words for an error of any library that the commands call; nil for a stranger.
    static func remote(_ error: any Error) -> Failure? {
        switch error {
        case let error as RemoteError: remote(error)
        case let error as QueueError: queue(error)
        default: any(error)
        }
    }

    private static func remote(_ error: RemoteError) -> Failure {
        switch error {
        case .badAddress, .plainHTTP, .badTLS, .unknownArchive: given(error)
        case .untrusted(let reason):
            Failure(
                "TLS with the server failed: \(reason)",
                hint: "--ca FILE names the authority that vouches for it, if the system knows none")
        case .unreachable(let reason):
            Failure(
                "the server does not answer: \(reason)",
                hint: "whether it did anything is not known; ask again, nothing is filed twice")
        case .problem(let problem): refused(problem)
        case .strange(let what):
            Failure(
                "the server does not speak as a docketd does: \(what)", hint: "is the URL right?")
        case .tooLarge(let limit):
            Failure("the server's answer is larger than \(limit) bytes")
        case .wrongContent(let expected, let found):
            Failure(
                "what the server gave has \(found), and the filing says \(expected)",
                hint: "nothing was written; tell the operator: docket audit finds what is damaged",
                status: ExitStatus.failed)
        case .checkpoint, .forked, .wrongTiles: log(error)
        case .receipt(let fault):
            Failure(
                "the server's receipt proves nothing: \(words(fault))",
                hint: "it was not written; do not rely on this filing before a receipt holds",
                status: ExitStatus.failed)
        }
    }

    private static func given(_ error: RemoteError) -> Failure {
        switch error {
        case .badAddress(let text):
            Failure(
                "\(text) is no server's URL", hint: "write https://HOST or https://HOST:PORT",
                status: ExitStatus.usage)
        case .plainHTTP(let host):
            Failure(
                "http:// to \(host) would show evidence and tokens to whoever listens",
                hint: "use https://; http:// is for this machine only", status: ExitStatus.usage)
        case .unknownArchive(let address):
            Failure(
                "no key of the archive at \(address) is known",
                hint: "give --archive-key KEY, which docket init printed at the archive")
        case .badTLS(let reason):
            Failure(
                "the files for TLS cannot be used: \(reason)",
                hint: "--ca, --tls-cert and --tls-key are PEM, the key without a passphrase")
        default: Failure("\(error)")
        }
    }

    private static func log(_ error: RemoteError) -> Failure {
        switch error {
        case .checkpoint(let error):
            Failure(
                "\(note(error).message), with the key that is known of this archive",
                hint: "if the archive has a new key, check the rotation and give it: --archive-key",
                status: ExitStatus.failed)
        case .forked(let known, let shown):
            Failure(
                "the log of size \(shown.size) does not continue that of size \(known.size), which was seen "
                    + "before: it was forked, or an old copy was put in its place",
                hint: "keep both checkpoints, they are proof; do not file",
                status: ExitStatus.failed)
        default:
            Failure(
                "the tiles of the log do not lead to its checkpoint",
                hint: "tell the operator", status: ExitStatus.failed)
        }
    }

    private static func refused(_ problem: RemoteProblem) -> Failure {
        let what = [problem.title, problem.detail].filter { !$0.isEmpty }.joined(separator: ": ")
        let code = problem.code.isEmpty ? "HTTP \(problem.status)" : problem.code
        let hints = [
            problem.remedy,
            problem.status == 401
                ? "give --token-file FILE, or --tls-cert and --tls-key" : nil,
            problem.status == 404
                ? "what is not yours looks the same as what is not there" : nil,
            problem.request.map { "the operator finds the request as \($0)" },
        ].compactMap { $0 }
        return Failure(
            "the server refused: \(what.isEmpty ? "no reason was given" : what) [\(code)]",
            hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
    }

    private static func words(_ fault: RemoteError.ReceiptFault) -> String {
        switch fault {
        case .malformed(let error): format(error, in: "it").message
        case .unproven(.checkpoint(let error)): note(error).message
        case .unproven(let error): "\(error)"
        case .otherFiling: "it is of another filing"
        case .otherSignature: "it is of another signature than yours"
        case .otherExhibit: "it is of another exhibit"
        }
    }

    private static func queue(_ error: QueueError) -> Failure {
        switch error {
        case .badReceiptPath(let path): Failure("no receipt can be written to \(path)")
        case .damaged(let path):
            Failure(
                "\(path) is not what was queued", hint: "move it away, and queue the file again")
        case .notQueued(let number):
            Failure("nothing waits as number \(number)", hint: "docket queue list shows what does")
        case .tooLarge(let limit):
            Failure("the filing is larger than \(limit) bytes", hint: "give fewer --regarding")
        }
    }
}
