// `docketd check`: whether the service could be started, and all that speaks against it.

import ArchiveService
import ArgumentParser
import CommandParts
import EvidenceStore
import VerifyCommand

/// Checks the configuration.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with a configuration.",
        discussion: """
            Example:
              docketd check --config /etc/docketd/docketd.yaml
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try reporting(Failure.duties) {
            let (configuration, faults) = try options.readAll()
            let all = faults + configuration.unreachable()
            guard all.isEmpty else {
                throw ConfigurationOptions.failure(all, in: options.config)
            }
            let archive = try Archive.openReadOnly(
                at: configuration.archive,
                surroundings: try ConfigurationOptions.surroundings(configuration))
            _ = try DutyRoster(configuration, origin: archive.origin)
            Console.note("\(options.config) can be used")
        }
    }
}

extension Failure {
    /// The words for what keeps the service from its duties, and for all else.
    static func duties(_ error: any Error) -> Failure? {
        guard let fault = error as? DutyRoster.Fault else { return Failure.any(error) }
        return switch fault {
        case .badAnnex(let path):
            Failure("\(path) is no annex", hint: "agreements names an agreement and its annex")
        case .badAgreement(let path):
            Failure("\(path) is no agreement", hint: "agreements names an agreement and its annex")
        case .otherAgreement(let path):
            Failure(
                "\(path) is not the annex of the agreement that is named with it",
                hint: "agreements names an agreement and its annex")
        case .unknownAuthority(let name):
            Failure(
                "no annex lists the time-stamping authority \(name)",
                hint:
                    "its tokens would prove nothing; time_stamps.authorities and agreements must fit"
            )
        case .unknownWitness(let name):
            Failure(
                "no annex lists the witness \(name) with this key",
                hint: "witnesses.peers has names, URLs and verifier keys of the annex's witnesses")
        case .doubled(let name): Failure("\(name) is there twice", hint: "name each clock once")
        case .badTime(let text):
            Failure("\(text) is no time of the day", hint: "audit.at is hh:mm, UTC")
        }
    }
}
