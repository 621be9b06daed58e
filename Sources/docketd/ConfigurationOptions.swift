// Which configuration a command works with, and the real world around it.

import ArchiveService
import ArgumentParser
import CommandParts
import Cryptography
import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// `--config FILE`.
struct ConfigurationOptions: ParsableArguments {
    /// Bytes of a configuration at most.
    private static let maximumSize = 1_048_576

    @Option(help: "The configuration's file.")
    var config = "/etc/docketd/docketd.yaml"

    /// The configuration, without regard to the machine.
    func read() throws -> ServiceConfiguration {
        let (configuration, faults) = try readAll()
        guard faults.isEmpty else { throw Self.failure(faults, in: config) }
        return configuration
    }

    /// The configuration, as far as it can be read, and all that is wrong with it.
    func readAll() throws -> (ServiceConfiguration, [ConfigurationFault]) {
        guard let bytes = FileManager.default.contents(atPath: config) else {
            throw Failure("cannot read \(config)", hint: "name the configuration with --config")
        }
        guard bytes.count <= Self.maximumSize,
            let text = String(validating: bytes, as: UTF8.self)
        else { throw Failure("\(config) is no text of at most \(Self.maximumSize) bytes") }
        return ServiceConfiguration.read(
            text, environment: ProcessInfo.processInfo.environment)
    }

    /// The clock, the randomness, the state folder and what opens the archive's key.
    static func surroundings(_ configuration: ServiceConfiguration) throws -> Surroundings {
        let named = configuration.passphraseFile
        let unlocker = KeyUnlocker(file: Passphrases.file(named.isEmpty ? nil : named))
        return Surroundings(
            clock: { Moment.now() }, random: { secureRandom($0) },
            stateFolder: try UserState.folder(for: "the high-water mark"),
            unlock: { try unlocker.unlock($0, $1) })
    }

    static func failure(_ faults: [ConfigurationFault], in file: String) -> Failure {
        for fault in faults { Console.note(words(fault, in: file)) }
        return Failure(
            "the configuration cannot be used", hint: "docketd settings lists what there is")
    }

    /// One fault in words.
    static func words(_ fault: ConfigurationFault, in file: String) -> String {
        let place = fault.line.map { "\(file):\($0): " } ?? ""
        return switch fault.reason {
        case .unreadable(let words): "\(file): no YAML: \(words)"
        case .unknown: "\(place)\(fault.path): there is no such setting"
        case .wrongValue(let values): "\(place)\(fault.path): must be \(values)"
        case .wrongType: "\(place)\(fault.path): something else is expected here"
        case .missing: "\(place)\(fault.path): is missing"
        case .unreachable(let words): "\(fault.path): \(words)"
        }
    }
}
