// `docket list`: what is in the archive, in the order of the log.

import ArgumentParser
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Lists the exhibits of a matter, or all.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the exhibits of a matter, or all.",
        discussion: """
            Example:
              docket list --matter BAN-1
            """)

    @Option(help: "Only this matter.") var matter: String?
    @OptionGroup var options: ArchiveOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    mutating func run() throws { try reporting(Failure.any, list) }

    private func list() throws {
        let matter = try matter.map(Given.matter)
        for exhibit in try options.openReadOnly().entries(matter: matter) {
            if json {
                Console.json(
                    "exhibit",
                    ExhibitLine.members(exhibit.entry, exhibit.filing, exhibit.docketing))
            } else {
                Console.line(ExhibitLine.text(exhibit.entry, exhibit.filing, exhibit.docketing))
            }
        }
    }
}
