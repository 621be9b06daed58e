// The archive as a service: it serves, says what is wrong with its configuration, and lets the first operator in.

import ArgumentParser
import VerifyCommand

/// `docketd COMMAND …`.
@main
struct Docketd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docketd",
        abstract: "The archive for legal evidence as a service over HTTP.",
        discussion: """
            Example:
              docket init --origin archive.example/trade --archive /var/lib/docket/archive
              docketd bootstrap ADMIN --config /etc/docketd/docketd.yaml
              docketd serve --config /etc/docketd/docketd.yaml

            Settings are in docs/configuration.md; the environment's DOCKETD_… go over the file.
            Exit status: 0 done, 1 could not do it, 4 archive damaged, 64 wrong usage.
            """,
        version: toolVersion,
        subcommands: [
            ServeCommand.self, CheckCommand.self, BootstrapCommand.self, SettingsCommand.self,
        ])
}
