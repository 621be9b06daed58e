// `docket list`: what is in the archive, matter by matter, each in the order of the log.

import ArgumentParser
import CommandParts
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Lists the exhibits of a matter, or all.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the exhibits of a matter, or all.",
        discussion: """
            All means matter by matter, as they came; the archive's own, docket.archive, is last. What was erased stands in \
            its place with the ground.

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
        let archive = try options.openReadOnly()
        let listed =
            try archive.entries(matter: matter).map(Listed.exhibit)
            + archive.erasures(matter: matter).map { erased in
                .erased(erased, try archive.erasure(recordedAt: erased.record))
            }
        for one in Self.byMatter(listed) { tell(one) }
    }

    /// What stands in the list.
    private enum Listed {
        case exhibit(StoredExhibit)
        case erased(ErasedExhibit, Erasure)

        var index: LeafIndex {
            switch self {
            case .exhibit(let exhibit): exhibit.entry.index
            case .erased(let erased, _): erased.entry.index
            }
        }

        var matter: MatterID {
            switch self {
            case .exhibit(let exhibit): exhibit.docketing.matter
            case .erased(let erased, _): erased.docketing.matter
            }
        }
    }

    private func tell(_ one: Listed) {
        switch one {
        case .exhibit(let exhibit):
            guard json else {
                return Console.line(
                    ExhibitLine.text(exhibit.entry, exhibit.filing, exhibit.docketing))
            }
            Console.json(
                "exhibit", ExhibitLine.members(exhibit.entry, exhibit.filing, exhibit.docketing))
        case .erased(let erased, let erasure):
            guard json else { return Console.line(ExhibitLine.text(erased, erasure)) }
            Console.json("erased_exhibit", ExhibitLine.members(erased, erasure))
        }
    }

    /// Matters in the order of their first entries, the archive's own last.
    private static func byMatter(_ listed: [Listed]) -> [Listed] {
        let listed = listed.sorted { $0.index < $1.index }
        var places: [MatterID: Int] = [.archive: Int.max]
        for one in listed where places[one.matter] == nil { places[one.matter] = places.count }
        return listed.sorted {
            let (first, second) = (places[$0.matter], places[$1.matter])
            return (first ?? 0, $0.index) < (second ?? 0, $1.index)
        }
    }
}
