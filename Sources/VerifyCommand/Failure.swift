// One sort of error leaves a command: an exit status, a message and a hint. Errors of the libraries carry values; here, at the edge,
// they become words.

package import Agreements
package import ArgumentParser
import DurableFiles
import EvidenceBundle
package import EvidenceValues

/// The documented exit statuses; unknown ones MUST be treated as failure.
package enum ExitStatus {
    /// It could not be done.
    package static let notDone = ExitCode(1)
    /// Something is provably wrong.
    package static let failed = ExitCode(2)
    /// Indeterminate, or conditional on trust that was not pinned.
    package static let conditional = ExitCode(3)
    /// The archive is damaged.
    package static let damaged = ExitCode(4)
    /// The command line is wrong.
    package static let usage = ExitCode(64)
}

/// Why a command gave up, in words.
package struct Failure: Error {
    package let message: String
    package let hint: String?
    package let status: ExitCode

    package init(_ message: String, hint: String? = nil, status: ExitCode = ExitStatus.notDone) {
        self.message = message
        self.hint = hint
        self.status = status
    }
}

extension Failure {
    /// The words for errors of files and bundles; nil for other errors.
    package init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as FileFailure: self.init(error)
        case let error as BundleError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: FileFailure) {
        switch error {
        case .unreadable(let path, let reason):
            self.init("cannot read \(path): \(reason)", hint: "check the name and its permissions")
        case .unwritable(let path, let reason):
            self.init("cannot write \(path): \(reason)", hint: "nothing was written")
        case .exists(let path):
            self.init(
                "\(path) exists already", hint: "nothing was written; move it away or name another")
        case .tooLarge(let path, let limit):
            self.init("\(path) is larger than \(limit) bytes", hint: "is it the right file?")
        }
    }

    private init(_ error: BundleError) {
        let status = ExitCode(error.exitStatus)
        switch error {
        case .unreadable:
            self.init(
                "the bundle cannot be read", hint: "check the name and its permissions",
                status: status)
        case .refused(let code, let member, let line):
            let place = (member.map { ", in \($0)" } ?? "") + (line.map { ", line \($0)" } ?? "")
            self.init(
                "this is no sound bundle: \(code)\(place)",
                hint:
                    "ask whoever handed it in for another copy; docs/formats/bundle.md explains the code",
                status: status)
        }
    }
}

extension Failure {
    /// Nothing was judged, and verification says why.
    package static func notJudged(_ record: VerificationRecord) -> Failure {
        let status = record.status.exitStatus
        return Failure(
            "no claim was judged: \(record.sentence)", hint: "docket verify shows all checks",
            status: status == 0 ? ExitStatus.notDone : ExitCode(status))
    }

    /// No claim has the name that was asked for.
    package static func unknownClaim(_ name: String, _ findings: Findings) -> Failure {
        let known = findings.findings.map(\.claim).joined(separator: ", ")
        return Failure(
            "there is no claim \(name)", hint: "the claims are \(known)", status: ExitStatus.usage)
    }
}

/// Runs the body of a command and turns what it throws into words and an exit status.
package func reporting(
    _ words: (any Error) -> Failure? = Failure.init, _ body: () throws -> Void
) throws {
    do {
        try body()
    } catch let code as ExitCode {
        throw code
    } catch {
        guard let failure = words(error) ?? Failure(error) else { throw error }
        Console.fail(failure.message, hint: failure.hint)
        throw failure.status
    }
}
