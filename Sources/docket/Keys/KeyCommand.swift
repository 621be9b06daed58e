// `docket key`: the archive's keys, their passphrases, their recovery key and their rotation.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// `docket key COMMAND …`.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Show, protect and rotate the archive's key.",
        discussion: """
            A key under a passphrase is opened with --passphrase-file FILE, with the file that DOCKET_PASSPHRASE_FILE names, with \
            systemd's credential docket-passphrase, or by typing.

            Example:
              docket key recovery --party ARCH --output recovery.key
              docket key passphrase --archive trade
              docket key rotate --archive trade --recovery recovery.key
            """,
        subcommands: [
            KeyShowCommand.self, KeyPassphraseCommand.self, KeyRecoveryCommand.self,
            KeyRotateCommand.self, KeySignRotationCommand.self,
        ])
}

/// `docket key show`: which keys signed, and from which size on.
struct KeyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "List the verifier keys, and what each signs.",
        discussion: """
            The secret key is not needed.

            Example:
              docket key show --archive trade
            """)

    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.any, show) }

    private func show() throws {
        let archive = try options.openReadOnly()
        let periods = archive.keyHistory.periods
        if json {
            return Console.json(
                "keys",
                [
                    "origin": .string(archive.origin.text),
                    "keys": .array(periods.map { .object(Self.members($0)) }),
                ])
        }
        for period in periods {
            let end = period.through.map { " to \($0)" } ?? ""
            Console.line("from size \(period.from)\(end): \(period.key.text)")
            if let since = period.compromised { Console.line("  compromised since \(since)") }
            if let rotation = period.rotation {
                Console.line("  brought in by \(rotation.rotation.recovery.text)")
            }
        }
    }

    private static func members(_ period: KeyPeriod) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "verifier_key": .string(period.key.text),
            "from_size": .integer(Int64(clamping: period.from.value)),
        ]
        if let through = period.through {
            members["through_size"] = .integer(Int64(clamping: through.value))
        }
        if let since = period.compromised { members["compromised_since"] = .string(since.text) }
        if let rotation = period.rotation { members["rotation"] = .string(rotation.note) }
        return members
    }
}
