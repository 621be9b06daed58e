// `docket list`: what is in the archive, matter by matter, each in the order of the log.

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
            All means matter by matter, as they came; the archive's own, docket.archive, is last.

            Example:
              docket list --matter BAN-1
            """)

    @Option(help: "Only this matter.") var matter: String?
    @OptionGroup var options: ArchiveOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document a line for each exhibit.") var json = false

    mutating func run() throws { try reporting(Failure.any, list) }

    private func list() throws {
        let matter = try matter.map(Given.matter)
        for exhibit in byMatter(try options.openReadOnly().entries(matter: matter)) {
            if json {
                Console.json(
                    "exhibit",
                    ExhibitLine.members(exhibit.entry, exhibit.filing, exhibit.docketing))
            } else {
                Console.line(ExhibitLine.text(exhibit.entry, exhibit.filing, exhibit.docketing))
            }
        }
    }

    /// Matters in the order of their first exhibits, the archive's own last.
    private func byMatter(_ exhibits: [StoredExhibit]) -> [StoredExhibit] {
        var places: [MatterID: Int] = [.archive: Int.max]
        for exhibit in exhibits where places[exhibit.docketing.matter] == nil {
            places[exhibit.docketing.matter] = places.count
        }
        return exhibits.sorted {
            let (first, second) = (places[$0.docketing.matter], places[$1.docketing.matter])
            return (first ?? 0, $0.entry.index) < (second ?? 0, $1.entry.index)
        }
    }
}
