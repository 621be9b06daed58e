// What `docket` is doing when the fault comes: commands before, which were acknowledged, and one command under the fault.

import EvidenceTesting
import Foundation
import Synchronization

/// A command to fail, and what went before it.
struct Scenario: Sendable, CustomStringConvertible {
    let name: String
    /// Exhibits that are filed before, in one command each row.
    var before: [[String]] = []
    /// What else is done before, after the exhibits: a script for `sh`, to which `$DOCKET` is the program.
    var preparing = ""
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
    /// The same where the command was answered, if it may then end otherwise only.
    var againIfAnswered: Set<Int32>?
    /// Exhibits whose receipts the command makes void.
    var erased: Set<String> = []

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

    private static let templates = Mutex<[String: World]>([:])

    /// The world in which the command is about to be given: to be copied, not to be used.
    func template() throws -> World {
        try Scenario.templates.withLock { templates in
            if let template = templates[name] { return template }
            let template = try world()
            templates[name] = template
            return template
        }
    }

    private func world() throws -> World {
        let world = try World(template: name)
        guard hasArchive else { return world }
        let made = try run(world, ["init", "--origin", World.origin])
        try world.write("key.txt", made.output)
        for name in before.joined() { try world.write(name, Self.text(name, size: 100)) }
        for name in files { try world.write(name, Self.text(name, size: size)) }
        for row in before { try run(world, Self.filing(row)) }
        try clear(world)
        if !preparing.isEmpty {
            let program = ["DOCKET": try CommandResult.product("docket")]
            let run = try world.finish(
                world.prepared("/bin/sh", ["-e", "-c", preparing], program))
            guard run.isDone else { throw NotReady(words: run.words) }
        }
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

    @discardableResult
    private func run(_ world: World, _ arguments: [String]) throws -> Run {
        let run = try world.docket(arguments)
        guard run.isDone else { throw NotReady(words: run.words) }
        return run
    }
}

extension Scenario {
    private static let many = (0..<254).map { "many-\($0).md" }

    private static let warrant = ["--by", "J. Roe", "--ground", "Art. 17 GDPR"]

    /// All that are tried.
    static let all = filings + others

    private static let filings = [
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
    ]

    private static let others = [
        Scenario(
            name: "a new archive", hasArchive: false, command: ["init", "--origin", World.origin],
            again: [0, 1]),
        Scenario(
            name: "an erasure", before: [["a.md"], ["b.md"]],
            command: ["erase", "--matter", World.matter, "--number", "2"] + warrant,
            again: [0, 1], erased: ["b.md"]),
        Scenario(
            name: "a hold", before: [["a.md"]],
            command: ["hold", "--matter", World.matter] + warrant),
        Scenario(
            name: "a release", before: [["a.md"]],
            preparing: "$DOCKET hold --matter BAN-1 --by Roe --ground Case",
            command: ["release", "1"] + warrant, again: [0, 1]),
        // Given again when it was done, it rotates to a third key.
        Scenario(
            name: "a rotation", before: [["a.md"], ["b.md"]],
            preparing: "$DOCKET key recovery --party ARCH --output recovery.key",
            command: ["key", "rotate", "--recovery", "recovery.key"]),
        Scenario(name: "a reindex", before: [["a.md"], ["b.md"]], command: ["reindex"]),
        Scenario(
            name: "an export of tiles", before: [["a.md"], ["b.md"]],
            preparing: "$DOCKET export --tiles tiles", files: [],
            command: ["export", "--tiles", "tiles"]),
        // Asked again from nothing, a witness that remembers refuses.
        Scenario(
            name: "a witness's cosignature", before: [["a.md"], ["b.md"]],
            preparing: """
                $DOCKET witness init --state w --name witness.example/w1
                $DOCKET witness add --state w "$(cat key.txt)"
                $DOCKET cosign --witness-request --from 0 > request.txt
                """,
            command: ["witness", "cosign", "--state", "w", "request.txt"], again: [0, 1],
            againIfAnswered: [1]),
    ]
}
