// What `docket` is doing when the fault comes: commands before, which were acknowledged, and one command under the fault.

import EvidenceTesting
import Foundation

/// A command to fail, and what went before it.
struct Scenario: Sendable, CustomStringConvertible {
    let name: String
    /// Exhibits that are filed before, in one command each row.
    var before: [[String]] = []
    /// Other commands before, after the exhibits.
    var preparing: [[String]] = []
    /// Where the command before this one was killed, if it was.
    var killedBefore: Fault?
    /// Whether there is an archive.
    var hasArchive = true
    /// The exhibits of the command, filed by `docket file` unless `command` says what else is done.
    var files: [String] = []
    var command: [String] = []
    /// Bytes of each exhibit of the command, about.
    var size = 100
    /// How the same command may end when it is given again after it was done: 0, and what else is no harm.
    var again: Set<Int32> = [0]

    var description: String { name }

    /// The whole command.
    var arguments: [String] { command.isEmpty ? Self.filing(files) : command }

    static func filing(_ files: [String]) -> [String] {
        ["file", "--matter", World.matter, "--quiet"] + files
    }

    /// The text of an exhibit.
    static func text(_ name: String, size: Int) -> String {
        let line = "What \(name) says of ten tonnes of bananas.\n"
        return String(repeating: line, count: max(1, size / line.utf8.count))
    }

    /// The world in which the command is about to be given.
    func world() throws -> World {
        let world = try World()
        guard hasArchive else { return world }
        try run(world, ["init", "--origin", World.origin])
        for name in before.joined() { try world.write(name, Self.text(name, size: 100)) }
        for name in files { try world.write(name, Self.text(name, size: size)) }
        for row in before { try run(world, Self.filing(row)) }
        try clear(world)
        for arguments in preparing { try run(world, arguments) }
        if let killedBefore {
            let run = try world.record(arguments, fault: killedBefore)
            guard run.isKilled else { throw NotReady(words: run.words) }
            try world.forgetTrace()
        }
        return world
    }

    /// Of many exhibits a few are kept, so that worlds are quick to copy; the oracle files no more of them again.
    private func clear(_ world: World) throws {
        for name in before.joined().sorted().dropFirst(Oracle.sample) {
            for file in [name, name + ".receipt"] {
                try FileManager.default.removeItem(atPath: world.root + "/" + file)
            }
        }
    }

    struct NotReady: Error { let words: String }

    private func run(_ world: World, _ arguments: [String]) throws {
        let run = try world.docket(arguments)
        guard run.isDone else { throw NotReady(words: run.words) }
    }
}

extension Scenario {
    private static let many = (0..<254).map { "many-\($0).md" }

    /// All that are tried.
    static let all = [
        Scenario(name: "the first filing", files: ["one.md"]),
        Scenario(name: "one more filing", before: [["a.md"], ["b.md"]], files: ["one.md"]),
        Scenario(
            name: "three at once", before: [["a.md"]], files: ["one.md", "two.md", "three.md"]),
        Scenario(name: "a large exhibit", before: [["a.md"]], files: ["one.md"], size: 200_000),
        Scenario(
            name: "a filing after a kill", before: [["a.md"]],
            killedBefore: Fault(act: .killBefore, at: 30), files: ["one.md"]),
        Scenario(
            name: "a filing that fills a tile", before: [many],
            files: ["one.md", "two.md", "three.md"]),
        Scenario(
            name: "a new archive", hasArchive: false, command: ["init", "--origin", World.origin],
            again: [0, 1]),
    ]
}
