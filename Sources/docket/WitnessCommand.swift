// `docket witness`: looks at another archive's checkpoints and cosigns those that continue what it has seen (docs/formats/witness.md). It
// answers requests from files; whoever runs it over HTTP sends the status and the body that `--json` prints.

import ArgumentParser
import CommandParts
import Cryptography
import DurableFiles
import EvidenceValues
import LogFiles
import TransparencyLog
import VerifyCommand

/// Cosigns other archives' checkpoints.
struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "Cosign the checkpoints of other archives.",
        discussion: """
            Example:
              docket witness init --state w --name witness.example/w1
              docket witness add --state w VERIFIER-KEY
              docket witness cosign --state w request.txt > answer.txt
            """,
        subcommands: [Init.self, Add.self, Drop.self, Cosign.self])

    /// Makes a witness.
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a witness and print its verifier key.")
        @Option(help: "The witness's folder; a new one is made.") var state: String
        @Option(help: "The witness's name, a URL without scheme: witness.example/w1.")
        var name: String

        mutating func run() throws { try reporting(WitnessCommand.words, create) }

        private func create() throws {
            let cosigner: Cosigner
            do { cosigner = try Cosigner.generate(name: name) { secureRandom($0) } } catch {
                throw Failure(
                    "\(name) is no name of a key", hint: "no white space and no +",
                    status: ExitStatus.usage)
            }
            let witness = try WitnessFolder.create(at: state, cosigner: cosigner)
            Console.note("the witness is in \(state); its verifier key:")
            Console.line(witness.verifierKey.text)
        }
    }

    /// Lets it know a log.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a witness know a log by its verifier key.")
        @Option(help: "The witness's folder.") var state: String
        @Argument(help: "The log's verifier key, or a file with it.") var key: String

        mutating func run() throws { try reporting(WitnessCommand.words, add) }

        private func add() throws {
            let key = try KeyFile.verifierKey(key)
            try WitnessFolder(opening: state).add(key)
            Console.note("from now on the checkpoints of \(key.name) are cosigned")
        }
    }

    /// Lets it forget a key.
    struct Drop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a witness forget a key of a log that has another one.",
            discussion: "Example:\n  docket witness drop --state w OLD-VERIFIER-KEY")
        @Option(help: "The witness's folder.") var state: String
        @Argument(help: "The log's verifier key, or a file with it.") var key: String

        mutating func run() throws { try reporting(WitnessCommand.words, drop) }

        private func drop() throws {
            let key = try KeyFile.verifierKey(key)
            try WitnessFolder(opening: state).drop(key)
            Console.note("what this key signs for \(key.name) is not cosigned any more")
        }
    }

    /// Answers a request.
    struct Cosign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer a request to cosign a checkpoint.",
            discussion: "Example:\n  docket witness cosign --state w request.txt > answer.txt")
        @Option(help: "The witness's folder.") var state: String
        @Argument(help: "The request; - is standard input.") var request: String
        @Flag(help: "Print one JSON document: the status and body of the answer over HTTP.")
        var json = false

        mutating func run() throws { try reporting(WitnessCommand.words, answer) }

        private func answer() throws {
            let witness = try WitnessFolder(opening: state)
            let bytes = try DurableFile.read(request, limit: AddCheckpointRequest.maximumSize)
            do {
                let line = try witness.cosign(bytes, at: Moment.now())
                guard json else { return Console.data(Array(line.utf8)) }
                tell(200, body: line, type: "text/plain; charset=utf-8")
            } catch let refusal as WitnessRefusal {
                if json {
                    tell(refusal.status, body: refusal.body?.text, type: refusal.body?.mediaType)
                }
                throw refusal
            }
        }

        private func tell(_ status: Int, body: String?, type: String?) {
            var members: [String: JSONValue] = ["status": .integer(Int64(status))]
            members["body"] = body.map { .string($0) }
            members["content_type"] = type.map { .string($0) }
            Console.json("cosignature-answer", members)
        }
    }

    /// The words for what a witness refuses.
    static func words(_ error: any Error) -> Failure? {
        switch error {
        case let refusal as WitnessRefusal: words(refusal)
        case let error as WitnessFolderError: words(error)
        default: Failure.any(error)
        }
    }

    private static func words(_ refusal: WitnessRefusal) -> Failure {
        let (message, hint): (String, String) =
            switch refusal {
            case .malformed:
                ("the request is malformed", "docket cosign --witness-request makes one")
            case .oldSizeTooLarge:
                ("its old size is larger than its checkpoint", "ask from a smaller size")
            case .noTrustedSignature:
                ("the checkpoint is not signed with the log's key", "was its key changed?")
            case .unknownLog:
                ("the witness does not know this log", "docket witness add makes it known")
            case .conflict(let known):
                (
                    "the checkpoint cosigned last has size \(known)",
                    "ask with --from \(known)"
                )
            case .inconsistent:
                (
                    "the checkpoint is not proven to continue the one cosigned last",
                    "if the proof was made from size and root of that one, the log was rewritten"
                )
            case .otherRoot:
                (
                    "the log signed another root at a size that was cosigned",
                    "keep the request: it proves that the log was rewritten"
                )
            case .clockBehind(let last):
                ("the last cosignature was made at \(last), which is to come", "set the clock")
            case .damagedState:
                (
                    "what is stored of this log is not what was cosigned",
                    "restore the witness's folder, and find out who changed it"
                )
            }
        let isMisconduct = refusal.status == 422 || refusal == .noTrustedSignature
        return Failure(
            "\(refusal.status): \(message)", hint: hint,
            status: isMisconduct ? ExitStatus.failed : ExitStatus.notDone)
    }

    private static func words(_ error: WitnessFolderError) -> Failure {
        switch error {
        case .notAWitness(let path):
            Failure("\(path) holds no witness", hint: "docket witness init makes one")
        case .alreadyExists(let path):
            Failure("\(path) is not empty", hint: "nothing was changed; name another folder")
        case .damaged(let path, let error):
            Failure(
                "\(path) is not a witness's file (line \(error.line), \(error.reason.rawValue))",
                hint: "restore it, and find out who changed it")
        case .notALogKey:
            Failure(
                "this is not the key of a log", hint: "docket init prints one",
                status: ExitStatus.usage)
        case .alreadyKnown(let origin):
            Failure("\(origin) is known by this key, or by too many", hint: "nothing was changed")
        case .unknownKey(let key):
            Failure("\(key.name) is not known by this key", hint: "nothing was changed")
        case .lastKey(let key):
            Failure(
                "no other key of \(key.name) opens the checkpoint that was cosigned last",
                hint:
                    "add the new key and cosign a checkpoint that it signed, then drop the old one")
        }
    }
}
