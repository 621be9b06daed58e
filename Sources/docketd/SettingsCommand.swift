// `docketd settings`: the table of settings, as docs/configuration.md has it.

import ArchiveService
import ArgumentParser
import VerifyCommand

/// Lists the settings.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "List all settings with their defaults.",
        discussion: """
            Example:
              docketd settings
            """)

    func run() {
        Console.line("| setting | environment | values | default | meaning |")
        Console.line("|---|---|---|---|---|")
        for setting in SettingTable.all {
            let variable = setting.variable.map { "`\($0)`" } ?? "–"
            let standard = setting.standard.isEmpty ? "–" : "`\(setting.standard)`"
            Console.line(
                "| `\(setting.path)` | \(variable) | \(setting.values) | \(standard) | \(setting.meaning) |"
            )
        }
    }
}
